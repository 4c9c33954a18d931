use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::{extension, file_name},
};

declare_rule! {
    /// 查出没有用到的文件。
    ///
    /// ## 为什么
    ///
    /// `content/` 里的文件，没有文档、栏目用到的，不会公开：直接放进栏目的 `通知.docx` 不会变成网页，谁也看不到。
    ///
    /// ## 反例
    ///
    /// ```txt content/通知公告/通知.txt
    /// 关于防汛值班的通知
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    /// ```
    UntakenFile { id: "untaken-file", severity: Warning, since: "0.1.0" }
}

impl Rule for UntakenFile {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        if fault.kind != FaultKind::UntakenFile {
            return None;
        }
        let name = file_name(&fault.path);
        let help = match extension(name).as_str() {
            "doc" | "docx" | "wps" | "txt" | "rtf" | "odt" | "htm" | "html" => format!(
                "要公开的，新建“{}.md”，写文件头，把正文粘贴进去；作附件的，放进那篇文档的文件夹；不公开的，移出 content",
                name.rsplit_once('.')
                    .map_or(name, |(stem, _)| stem.trim_end_matches(".md"))
            ),
            "csv" | "xlsx" | "xls" | "et" | "yaml" | "yml" => format!(
                "是栏目数据的，在 _index.md 里写“数据: {name}”；作附件的，放进那篇文档的文件夹；不公开的，移出 content"
            ),
            _ => {
                "作附件、插图的，放进那篇文档的文件夹，或者在正文里链接到它；不公开的，移出 content"
                    .to_owned()
            }
        };
        Some(Finding::new(
            format!("没有文档、栏目用到“{name}”，它不会公开"),
            help,
        ))
    }
}
