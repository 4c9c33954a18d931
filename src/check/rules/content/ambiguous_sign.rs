use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出分不清是标记还是文字的星号、波浪号。
    ///
    /// ## 为什么
    ///
    /// 星号成对出现，可能是强调，也可能是隐去的姓名、相乘的数；波浪号成对出现，可能是删除线，也可能是起止。认错了，“长*宽*高”就成了“长宽高”。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 体积按长*宽*高计算。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 体积按长\*宽\*高计算。
    /// ```
    AmbiguousSign { id: "ambiguous-sign", severity: Warning, since: "0.1.0" }
}

impl Rule for AmbiguousSign {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::AmbiguousSign { is_text } = fault.kind else {
            return None;
        };
        let message = if is_text {
            "这里的星号或者波浪号原样登出了，也可能本来是标记"
        } else {
            "这里的星号被当作强调，不登出，也可能本来是文字"
        };
        let help = "是文字的，写成 \\* 或 \\~；是强调的，写成 **…**，并在前后各空一格";
        Some(Finding::new(message, help))
    }
}
