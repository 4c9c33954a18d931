use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出被当作引用的“大于”。
    ///
    /// ## 为什么
    ///
    /// 行首的 `>` 是引用的记号，不登出来：`>60周岁` 登出来是“60周岁”，意思就反了。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 符合下列条件之一：
    ///
    /// >60周岁的老年人。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 符合下列条件之一：
    ///
    /// \>60周岁的老年人。
    /// ```
    MistakenQuote { id: "mistaken-quote", severity: Error, since: "0.1.0" }
}

impl Rule for MistakenQuote {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MistakenQuote { fix } = &fault.kind else {
            return None;
        };
        let help = "在前面加反斜杠写成 \\>，或者写“大于”；是引用的，在 > 后面空一格";
        Some(Finding::new("行首的 > 被当作引用的记号，不会登出", help).fix_if(Some(fix.clone())))
    }
}
