use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

use super::{body, is_of_disclosure};

/// The parts of a report, with words of which a heading must have one.
const PARTS: [(&str, &[&str]); 4] = [
    (
        "工作开展情况",
        &[
            "工作情况",
            "开展情况",
            "工作开展",
            "进展情况",
            "完成情况",
            "基本情况",
        ],
    ),
    ("主要做法和成效", &["做法", "成效"]),
    ("存在的问题", &["问题", "不足"]),
    ("工作建议", &["建议"]),
];

/// Materials that must come with it, with a word of the name of each.
const MATERIALS: [(&str, &str); 4] = [
    ("标准目录", "目录"),
    ("流程标准化制度", "制度"),
    ("流程图", "流程图"),
    ("机制文件", "机制"),
];

declare_rule! {
    /// 查出缺少部分或者附件的政务公开工作报告。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求工作报告写工作开展情况、主要做法和成效、存在的问题、工作建议四部分，并附标准目录、流程标准化制度、流程图和机制文件。附件可以是报告的附件，也可以在正文里链接到站内的页面。没有上网的报告是否已报备案，须由人看。
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

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || !is_report(page) {
            return;
        }
        let headings = &page.document.body.headings;
        let has_part = |words: &[&str]| {
            let mut words = words.iter();
            words.any(|word| headings.iter().any(|heading| heading.text.contains(word)))
        };
        let has_material = |word: &str| {
            // A line that names it and leads there.
            body(page)
                .lines()
                .any(|line| line.contains(word) && line.contains("]("))
                || page
                    .document
                    .meta()
                    .attachments()
                    .into_iter()
                    .any(|attached| {
                        attached.name().or_default().contains(word)
                            || attached.file().or_default().contains(word)
                    })
        };
        let parts = PARTS
            .iter()
            .filter(|(_, words)| !has_part(words))
            .map(|(name, _)| *name);
        let materials = MATERIALS
            .iter()
            .filter(|(_, word)| !has_material(word))
            .map(|(name, _)| *name);
        let (parts, materials): (Vec<&str>, Vec<&str>) = (parts.collect(), materials.collect());
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
