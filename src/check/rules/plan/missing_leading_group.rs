use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

use super::{body, is_of_disclosure};

declare_rule! {
    /// 查出没有公布的政务公开领导小组、工作机构和专职人员。
    ///
    /// ## 为什么
    ///
    /// 省考核办法首先考核组织领导：要有领导小组、工作机构和专职人员。按标题含“领导小组”和“政务公开”“政府信息公开”的文档查，最新的一份要写明办公室或者工作机构，以及专职人员；在别的文档里写明组长的也算公布。人员是否真的专职、仍在岗，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```remove content/通知公告/领导小组.md
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/领导小组.md
    /// -政务公开领导小组办公室设在党政综合办公室，配备专职人员1名，负责日常工作。
    /// +政务公开领导小组办公室设在党政综合办公室，配备专职人员2名，负责日常工作。
    /// ```
    MissingLeadingGroup {
        id: "missing-leading-group", severity: Warning,
        requirements: ["SX-2"], since: "0.1.0",
    }
}

impl Rule for MissingLeadingGroup {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let newest = site.published().find(|(_, page)| {
            let title = &page.document.title;
            is_of_disclosure(title)
                && ["领导小组", "协调小组"]
                    .iter()
                    .any(|word| title.contains(word))
        });
        let Some((_, page)) = newest else {
            if !site.published().any(|(_, page)| is_told_in(page))
                && !site.unread_may_contain("小组")
            {
                let message = "没有公布政务公开领导小组";
                let help =
                    "发布成立或者调整政务公开领导小组的文件，写明组成人员、工作机构和专职人员";
                sink.add(
                    &site.columns[0].source.file.path,
                    Finding::new(message, help),
                );
            }
            return;
        };
        let text = body(page);
        let wanted = [
            ("工作机构", ["办公室", "工作机构"].as_slice()),
            ("专职人员", ["专职", "专人"].as_slice()),
        ];
        let missing: Vec<&str> = wanted
            .iter()
            .filter(|(_, words)| !words.iter().any(|word| text.contains(word)))
            .map(|(name, _)| *name)
            .collect();
        if !missing.is_empty() {
            let message = format!("《{}》没有写明{}", page.document.title, missing.join("、"));
            let help = "写明领导小组办公室设在哪里，配备几名专职人员";
            let finding = Finding::new(message, help);
            sink.add(
                &page.document.file.path,
                finding.at(page.document.meta().title().span()),
            );
        }
    }
}

/// Checks that a document on something else names the group and its head.
fn is_told_in(page: &Page) -> bool {
    let text = body(page);
    text.contains("组长")
        && [
            "政务公开领导小组",
            "政务公开工作领导小组",
            "政府信息公开领导小组",
            "政府信息公开工作领导小组",
        ]
        .iter()
        .any(|name| text.contains(name))
}
