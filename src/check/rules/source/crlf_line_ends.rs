use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出用 CRLF 换行的文件。
    ///
    /// ## 为什么
    ///
    /// Windows 的记事本这样换行；能读，但在版本库里每一行都会显示为改动。
    ///
    /// ## 反例
    ///
    /// ```md encoding=crlf
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
    CrlfLineEnds { id: "crlf-line-ends", family: Source, severity: Info, since: "0.1.0" }
}

impl Rule for CrlfLineEnds {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        (fault.kind == FaultKind::CrlfLineEnds).then(|| {
            Finding::new(
                "文件用 CRLF 换行",
                "在编辑器里把换行符改为 LF；已按 LF 读取，不影响发布",
            )
        })
    }
}
