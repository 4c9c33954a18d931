use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出用全角标点分隔的列表，可自动修复。
    ///
    /// ## 为什么
    ///
    /// 列表要用半角的方括号和逗号；写成全角的，几个词就连成了一个词，检索、归类都对不上。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 主题词: ［清雪，市政服务］
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 主题词: [清雪, 市政服务]
    /// ```
    FullWidthList { id: "full-width-list", severity: Error, since: "0.1.0" }
}

impl Rule for FullWidthList {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::FullWidthList { field, wanted } = &fault.kind else {
            return None;
        };
        let message = format!("“{field}”的几项用全角标点隔开，连成了一项");
        let help = wanted.as_ref().map_or_else(
            || "写成半角的方括号和逗号 [甲, 乙]，或者一项一行".to_owned(),
            |wanted| format!("改为 {wanted}"),
        );
        let finding = Finding::new(message, help).breaking_none();
        Some(match wanted {
            Some(wanted) => finding.fix(fault.span, wanted.as_str()),
            None => finding,
        })
    }
}
