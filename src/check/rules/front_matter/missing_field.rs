use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出缺少的必填字段。
    ///
    /// ## 为什么
    ///
    /// 每一条政府信息都要有索引、名称、内容概述、生成日期等；缺了就编不进目录，也查不到。
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
    MissingField { id: "missing-field", severity: Error, requirements: ["TL-12-3", "IX-5"], since: "0.1.0" }
}

impl Rule for MissingField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MissingField {
            field,
            wanted_by,
            template,
            clause,
            requirement,
            is_strict,
        } = &fault.kind
        else {
            return None;
        };
        let blank = if wanted_by.ends_with(|c: char| c.is_ascii()) {
            " "
        } else {
            ""
        };
        let line = template.clone().unwrap_or_else(|| format!("{field}: …"));
        let finding = Finding::new(
            format!("{wanted_by}{blank}缺少必填字段“{field}”"),
            format!("加上一行“{line}”"),
        );
        let finding = finding.clause_if(clause.as_deref()).strict_if(*is_strict);
        Some(match requirement.as_deref() {
            // The four of Article 12 are those that the rules on catalogues ask for too.
            Some("TL-12-3") => finding.of("TL-12-3").of("IX-5"),
            Some(requirement) => finding.of(requirement),
            None => finding.breaking_none(),
        })
    }
}
