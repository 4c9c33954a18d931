use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出不合 YAML 写法的文件头和数据文件。
    ///
    /// ## 为什么
    ///
    /// 写法错了，整个文件头都读不出来。
    ///
    /// ## 反例
    ///
    /// ```md
    /// ---
    /// 标题: 通知: 关于防汛值班
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
    ///
    /// ## 正例
    ///
    /// ```md
    /// ---
    /// 标题: "通知: 关于防汛值班"
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
    InvalidYaml { id: "invalid-yaml", family: FrontMatter, severity: Error, since: "0.1.0" }
}

impl Rule for InvalidYaml {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::InvalidYaml { reason } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("YAML 写法有误：{reason}"),
            "改正这一行（或它的上一行）；含特殊字符的值用引号括起来",
        ))
    }
}
