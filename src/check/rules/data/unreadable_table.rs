use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出读不出的 CSV、XLSX 表。
    ///
    /// ## 为什么
    ///
    /// 栏目页由表生成；表读不出，页面就是空的。
    ///
    /// ## 反例
    ///
    /// ```xlsx content/舆情回应/联络表.xlsx
    /// 不是表
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnreadableTable { id: "unreadable-table", severity: Error, since: "0.1.0" }
}

impl Rule for UnreadableTable {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnreadableTable { reason, cure } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("表读不出：{reason}"),
            cure.unwrap_or("用 Excel 或 WPS 打开检查；表头须是字段名，数据在表头之下"),
        ))
    }
}
