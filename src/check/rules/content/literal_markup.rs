use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Residue, Severity},
};

declare_rule! {
    /// 查出没有写对、原样登在网页上的标记。
    ///
    /// ## 为什么
    ///
    /// `##` 后面少了空格，标题就不成标题；路径里有空格，链接就不成链接，附件也没有人查。这些记号原样登在网页上，读者看到的是 `[附件1](附件 1.docx)`。
    ///
    /// ## 反例
    ///
    /// ```body
    /// ##一、适用范围
    ///
    /// 正文。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// ## 一、适用范围
    ///
    /// 正文。
    /// ```
    LiteralMarkup { id: "literal-markup", severity: Warning, since: "0.1.0" }
}

impl Rule for LiteralMarkup {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::LiteralMarkup { residue, fix } = &fault.kind else {
            return None;
        };
        let (message, help) = match residue {
            Residue::Heading => (
                "标题的 # 后面没有半角空格，# 原样登出了",
                "在 # 后面加一个半角空格",
            ),
            Residue::Link => (
                "链接没有写对，方括号和圆括号原样登出了",
                "路径里有空格的，用尖括号括起来：[名称](<附件 1.docx>)；括号要成对，] 与 ( 之间不留空",
            ),
            Residue::FullWidthLink => (
                "链接用了全角圆括号，原样登出了",
                "改用半角圆括号：[名称](文件名)",
            ),
            Residue::Table => (
                "表格没有写对，竖线原样登出了",
                "表头下面写一行分隔线 |---|---|，格数与表头相同，前面空一行",
            ),
            Residue::TabbedRows => (
                "从电子表格粘贴的几行用制表符分隔，不成表格，连成了一段",
                "每行写成 | 甲 | 乙 |，第一行下面写分隔线 |---|---|",
            ),
            Residue::GridTable => (
                "+---+ 画的表格不认得，原样登出了",
                "每行写成 | 甲 | 乙 |，第一行下面写分隔线 |---|---|",
            ),
            Residue::Attributes => ("花括号里的样式不认得，原样登出了", "删去花括号和里面的样式"),
            Residue::Stress => (
                "** 没有写对，不成加粗，原样登出了",
                "** 是半角的，前后成对，里侧没有空格；不加粗的，写成 \\*",
            ),
            Residue::Reference => (
                "字符引用少了分号，原样登出了",
                "在后面加半角分号；要显示 & 的，写成 &amp;",
            ),
            Residue::Directive => (
                "::: 和 [TOC] 之类的记号不认得，原样登出了",
                "删去这一行；目录由标题自动生成",
            ),
            Residue::TableTail => (
                "表格后面没有空行，这一行成了表格的一行",
                "在这一行前面空一行",
            ),
            Residue::Tag => (
                "从 Word 粘贴的标记不认得，原样登出了",
                "删去尖括号和里面的标记；要显示的，写成 \\<",
            ),
            Residue::Footnote => (
                "脚注的冒号是全角的，不成脚注，原样登出了",
                "改用半角冒号：[^1]: 注释",
            ),
            Residue::Comment => (
                "注释 <!-- 没有写完，原样登出了",
                "在注释的末尾写半角的 -->，或者删去注释",
            ),
            Residue::InHtml => (
                "HTML 标签之间的 Markdown 不起作用，原样登出了",
                "在 HTML 标签和文字之间空一行，或者去掉 HTML 标签",
            ),
        };
        let finding = Finding::new(message, help).fix_if(fix.clone());
        // What nobody was to read is read by all.
        Some(if *residue == Residue::Comment {
            finding.severity(Severity::Error)
        } else {
            finding
        })
    }
}
