use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有写脚注的脚注引用。
    ///
    /// ## 为什么
    ///
    /// 正文里写了 `[^1]`，没有写 `[^1]: …` 这条脚注，记号就原样登在网页上，读者也看不到注释。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文[^1]。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文[^1]。
    ///
    /// [^1]: 依据某文件。
    /// ```
    UndefinedFootnote { id: "undefined-footnote", severity: Error, since: "0.1.0" }
}

impl Rule for UndefinedFootnote {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UndefinedFootnote { name } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("没有脚注 [^{name}]"),
            format!(
                "在文末另起一段写 [^{name}]: 和注释的文字，冒号是半角的；不需要的，删去 [^{name}]"
            ),
        ))
    }
}
