use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出文件开头的字节顺序标记（BOM）。
    ///
    /// ## 为什么
    ///
    /// 有的程序会把它当成标题前的一个看不见的字。
    ///
    /// ## 反例
    ///
    /// ```md encoding=bom
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
    ByteOrderMark { id: "byte-order-mark", family: Source, severity: Warning, since: "0.1.0" }
}

impl Rule for ByteOrderMark {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        (fault.kind == FaultKind::ByteOrderMark).then(|| {
            Finding::new(
                "文件开头有字节顺序标记（BOM）",
                "在编辑器里选“UTF-8 无 BOM”再保存",
            )
        })
    }
}
