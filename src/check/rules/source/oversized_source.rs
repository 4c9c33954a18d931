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
    /// ```fields
    /// 标题: 关于防汛值班的通知
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
