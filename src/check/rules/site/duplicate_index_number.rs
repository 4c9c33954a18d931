use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::Span,
};

declare_rule! {
    /// 查出索引号相同的两份文档。
    ///
    /// ## 为什么
    ///
    /// 索引号是每条政府信息唯一的编号；重复了，目录里分不清，按索引号写的关联也会指错。
    ///
    /// ## 反例
    ///
    /// ```md content/通知公告/防汛.md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00001"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班安排与联系方式
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    ///
    /// ```md content/通知公告/抗旱.md
    /// ---
    /// 标题: 关于抗旱值班的通知
    /// 索引号: "111409020123456714/2026-00001"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 旱期值班安排与联系方式
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00001"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班安排与联系方式
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    DuplicateIndexNumber { id: "duplicate-index-number", family: Site, severity: Error, since: "0.1.0" }
}

impl Rule for DuplicateIndexNumber {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::DuplicateIndexNumber { index_no, other } = &fault.kind else {
            return None;
        };
        let finding = Finding::new(
            format!("索引号“{index_no}”已被 {other} 使用"),
            "给其中一份换上新的索引号；已发布的不要改",
        );
        Some(finding.clause("《条例》第十二条").related(
            other,
            Span::default(),
            "索引号相同的另一份",
        ))
    }
}
