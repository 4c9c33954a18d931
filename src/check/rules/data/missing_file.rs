use crate::{
    check::{Finding, Rule, facts::meant, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出字段里写了、文件夹里却没有的文件。
    ///
    /// ## 为什么
    ///
    /// 附件点不开、栏目没有数据，都是网站检查会点名的问题。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 附件:
    ///   - {文件: 值班表.xlsx, 名称: 值班表}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    MissingFile { id: "missing-file", severity: Error, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for MissingFile {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MissingFile {
            name,
            nearest,
            meant,
        } = &fault.kind
        else {
            return None;
        };
        Some(meant::finding(
            format!("找不到文件“{name}”"),
            meant.as_ref(),
            nearest.as_deref(),
            |nearest| format!("是不是“{nearest}”？文件须放在同一文件夹里"),
            "把文件放进同一文件夹，或改正文件名（大小写也要一致）",
        ))
    }
}
