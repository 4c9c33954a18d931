use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出写了两次的字段。
    ///
    /// ## 为什么
    ///
    /// 两个值不知该信哪一个；只用了前一个。
    ///
    /// ## 反例
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
    /// 成文日期: 2026-06-02
    /// ---
    /// 正文。
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
    DuplicateField { id: "duplicate-field", severity: Error, since: "0.1.0" }
}

impl Rule for DuplicateField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::DuplicateField { field, first } = &fault.kind else {
            return None;
        };
        Some(
            Finding::new(format!("字段“{field}”写了两次"), "留下对的一个，删去另一个").related(
                &fault.path,
                *first,
                "先写在这里",
            ),
        )
    }
}
