use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Severity},
    source::is_markdown,
};

declare_rule! {
    /// 查出格数与表头不同的表格行。
    ///
    /// ## 为什么
    ///
    /// 一行的格子多于表头，多出的格子里的字从网页上消失；少于表头，后面的格空着，多半是漏写或者错位。
    ///
    /// ## 反例
    ///
    /// ```body
    /// | 项目 | 金额 |
    /// |---|---|
    /// | 收入 || 12 |
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// | 项目 | 金额 |
    /// |---|---|
    /// | 收入 | 12 |
    /// ```
    UnevenRow { id: "uneven-row", severity: Error, since: "0.1.0" }
}

impl Rule for UnevenRow {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnevenRow { wanted, found } = fault.kind else {
            return None;
        };
        if !is_markdown(&fault.path) && found < wanted {
            return Some(Finding::new(
                format!("这一行只有 {found} 格，表头有 {wanted} 格，各格可能错位"),
                "漏写的一格补上半角逗号；末尾的空格也写上逗号",
            ));
        }
        if !is_markdown(&fault.path) {
            return Some(Finding::new(
                format!(
                    "这一行有 {found} 格，表头只有 {wanted} 格，多出的没有读入，前面的也可能错位"
                ),
                "CSV 里含逗号的格用半角双引号括起来；多余的格删去，或者给表头补上列名",
            ));
        }
        Some(if found > wanted {
            Finding::new(
                format!("这一行有 {found} 格，表头只有 {wanted} 格，多出的文字不会登出"),
                "删去多余的 |，或者给表头补上列；格子里要写 | 的，写成 \\|",
            )
        } else {
            Finding::new(
                format!("这一行只有 {found} 格，表头有 {wanted} 格，末尾的格空着"),
                "核对有没有漏写或者错位；空格也写上 |",
            )
            .severity(Severity::Info)
        })
    }
}
