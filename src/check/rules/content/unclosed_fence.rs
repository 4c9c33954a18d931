use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有写结尾的代码块。
    ///
    /// ## 为什么
    ///
    /// 一行 `~~~` 或者三个反引号之后，直到同样的一行，都是代码；没有写结尾，后面的全文都成了代码，标题、链接、附件都不起作用。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文。
    ///
    /// ~~~
    /// 命令
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    ///
    /// ~~~
    /// 命令
    /// ~~~
    /// ```
    UnclosedFence { id: "unclosed-fence", severity: Warning, since: "0.1.0" }
}

impl Rule for UnclosedFence {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        if fault.kind != FaultKind::UnclosedFence {
            return None;
        }
        let help = "在代码后面另起一行写同样的记号；不是代码的，删去这个记号";
        Some(Finding::new("代码块没有写结尾，后面的文字都成了代码", help))
    }
}
