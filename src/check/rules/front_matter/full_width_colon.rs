use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出键后面的全角冒号。
    ///
    /// ## 为什么
    ///
    /// YAML 只认半角冒号加空格；写成全角，整行会被当成一段文字。
    ///
    /// ## 反例
    ///
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构：旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// 目录事项: [JD-001]
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
    FullWidthColon { id: "full-width-colon", severity: Error, since: "0.1.0" }
}

impl Rule for FullWidthColon {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::FullWidthColon { key } = &fault.kind else {
            return None;
        };
        let finding = Finding::new(
            format!("“{key}”后面是全角冒号或者全角空格"),
            "改成半角冒号加一个空格",
        );
        Some(finding.fix(fault.span, ": "))
    }
}
