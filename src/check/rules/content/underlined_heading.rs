use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出因下一行的横线变成标题的文字。
    ///
    /// ## 为什么
    ///
    /// 文字下面紧接着一行 `---` 或 `===`，就成了标题。落款、整段正文变成标题，目录和锚点也跟着错。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 特此通知。
    ///
    /// 旭来街街道办事处
    /// ---
    ///
    /// 抄送：各社区。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 特此通知。
    ///
    /// 旭来街街道办事处
    ///
    /// ---
    ///
    /// 抄送：各社区。
    /// ```
    UnderlinedHeading { id: "underlined-heading", severity: Warning, since: "0.1.0" }
}

impl Rule for UnderlinedHeading {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnderlinedHeading { fix } = &fault.kind else {
            return None;
        };
        let help = "是分隔线的，前面空一行；是标题的，写成一行 ## 标题";
        Some(Finding::new("下面的横线使这些文字成了标题", help).fix_if(fix.clone()))
    }
}
