use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

use super::{body, is_of_disclosure};

declare_rule! {
    /// 查出缺少部分或者附件的政务公开工作报告。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求工作报告写工作开展情况、主要做法和成效、存在的问题、工作建议四部分，并附标准目录、流程标准化制度、流程图和机制文件。附件可以是报告的附件，也可以在正文里链接到站内的页面。没有上网的报告是否已报备案，须由人看。用了别的名称的，在 `标准.词表.工作报告的部分`、`标准.词表.工作报告的附件` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/工作台账/工作报告.md
    /// -## 四、工作建议
    /// +## 四、结语
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/工作台账/工作报告.md
    /// -## 四、工作建议
    /// +## 四、下一步工作建议
    /// ```
    IncompleteWorkReport {
        id: "incomplete-work-report", severity: Warning,
        requirements: ["SD-5"], since: "0.1.0",
    }
}

impl Rule for IncompleteWorkReport {
    fn site(&self, site: &Site, sink: &mut Sink) {
        if !site.published().any(|(_, page)| is_report(page)) {
            sink.uncertain("SD-5", "站内没有政务公开工作报告");
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || !is_report(page) {
            return;
        }
        let vocabulary = &site.config.standard.vocabulary;
        let headings = &page.document.body.headings;
        let parts = vocabulary.work_report_parts.missing(|words| {
            let mut headings = headings.iter();
            headings.any(|heading| words.any_in(&heading.text))
        });
        let materials = vocabulary.work_report_materials.missing(|words| {
            // A line that names it and leads there.
            body(page)
                .lines()
                .any(|line| words.any_in(line) && line.contains("]("))
                || page
                    .document
                    .meta()
                    .attachments()
                    .into_iter()
                    .any(|attached| {
                        words.any_in(attached.name().or_default())
                            || words.any_in(attached.file().or_default())
                    })
        });
        let mut wrong = Vec::new();
        if !parts.is_empty() {
            wrong.push(format!("缺少{}部分", parts.join("、")));
        }
        if !materials.is_empty() {
            wrong.push(format!("没有附{}", materials.join("、")));
        }
        if wrong.is_empty() {
            return;
        }
        let message = format!("《{}》{}", page.document.title, wrong.join("，"));
        let help = "每部分用一个小标题写；附件列在文件头的“附件”里，或者在正文里写明名称并链接过去";
        let finding = Finding::new(message, help);
        sink.add(
            &page.document.file.path,
            finding.at(page.document.meta().title().span()),
        );
    }
}

/// Recognises the report that the plan asks for; the yearly report of disclosure is another matter.
fn is_report(page: &Page) -> bool {
    let title = &page.document.title;
    is_of_disclosure(title) && title.ends_with("工作报告")
}
