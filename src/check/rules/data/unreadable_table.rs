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
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// 目录事项: [JD-001]
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    UnreadableTable { id: "unreadable-table", severity: Error, since: "0.1.0" }
}

impl Rule for UnreadableTable {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnreadableTable { reason } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("表读不出：{reason}"),
            "用 Excel 或 WPS 打开检查；表头须是字段名，数据在表头之下",
        ))
    }
}
