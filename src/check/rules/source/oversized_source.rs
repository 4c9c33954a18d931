use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出大得不像是写出来的源文件。
    ///
    /// ## 为什么
    ///
    /// 多半是把图片、扫描件或压缩包存成了 .md 或 .yaml；读它只会拖慢每一次构建。
    ///
    /// ## 反例
    ///
    /// ```md encoding=huge
    /// 正文
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
    OversizedSource { id: "oversized-source", severity: Error, since: "0.1.0" }
}

impl Rule for OversizedSource {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::OversizedSource { bytes, limit } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!(
                "文件有 {} MB，超过 {} MB 的上限，没有读取",
                bytes >> 20,
                limit >> 20
            ),
            "正文请写成 Markdown；图片、扫描件、压缩包请作为附件放在文档文件夹里",
        ))
    }
}
