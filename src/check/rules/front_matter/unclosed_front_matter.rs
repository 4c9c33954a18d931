use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有结束的文件头。
    ///
    /// ## 为什么
    ///
    /// 没有第二行 ---，程序分不清哪里是文件头、哪里是正文。
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
    ///
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
    UnclosedFrontMatter { id: "unclosed-front-matter", severity: Error, since: "0.1.0" }
}

impl Rule for UnclosedFrontMatter {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnclosedFrontMatter { is_meant } = fault.kind else {
            return None;
        };
        Some(if is_meant {
            let help = "把这一行改成 ---（三个半角连字符）";
            Finding::new("文件头的末行不是三个半角连字符 ---", help).fix(fault.span, "---")
        } else {
            Finding::new(
                "文件头没有结束：缺第二行 ---",
                "在文件头最后一个字段之后另起一行写 ---",
            )
        })
    }
}
