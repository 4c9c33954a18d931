use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出不认识的字段。
    ///
    /// ## 为什么
    ///
    /// 多半是字写错了：程序不会用它，真正的字段却缺着。
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
    /// 发文字好: 旭街办发〔2026〕1号
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
    /// 发文字号: 旭街办发〔2026〕15号
    /// ---
    /// 正文。
    /// ```
    UnknownField { id: "unknown-field", severity: Error, since: "0.1.0" }
}

impl Rule for UnknownField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnknownField { field, nearest } = &fault.kind else {
            return None;
        };
        let message = format!("不认识字段“{field}”");
        Some(match nearest {
            Some(nearest) => {
                Finding::new(message, format!("是不是“{nearest}”？若是多余的，请删去"))
            }
            None => Finding::new(message, "请删去；可用的字段见 README 的“文件头”一节"),
        })
    }
}
