use crate::{
    check::{Finding, Rule, facts::meant, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出指向不存在的文档的关系字段。
    ///
    /// ## 为什么
    ///
    /// 解读找不到原文、废止找不到旧文，页面上就没有相互的链接。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 依据: [政策文件/没有.md]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnresolvedRelation { id: "unresolved-relation", severity: Error, requirements: ["WD-13", "JD-7"], since: "0.1.0" }
}

impl Rule for UnresolvedRelation {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnresolvedRelation {
            key,
            nearest,
            meant,
        } = &fault.kind
        else {
            return None;
        };
        let finding = meant::finding(
            format!("找不到文档“{key}”"),
            meant.as_ref(),
            nearest.as_deref(),
            |nearest| format!("是不是“{nearest}”？写 content 之下的路径，或索引号"),
            "写 content 之下的路径（如 政策文件/甲.md），或对方的索引号",
        );
        Some(finding.clause("《政府网站发展指引》：政策文件与解读相互关联"))
    }
}
