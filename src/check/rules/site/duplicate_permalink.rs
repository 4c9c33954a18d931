use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::Span,
};

declare_rule! {
    /// 查出网址相同的两份文档。
    ///
    /// ## 为什么
    ///
    /// 后写的会盖掉先写的，有一份就查不到了。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/防汛.md
    /// 标题: 关于防汛值班的通知
    /// ```
    ///
    /// ```fields content/通知公告/另.md
    /// 索引号: "111409020123456714/2026-00099"
    /// 网址名: fang-xun
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/防汛.md
    /// 索引号: "111409020123456714/2026-00100"
    /// ```
    DuplicatePermalink { id: "duplicate-permalink", severity: Error, since: "0.1.0" }
}

impl Rule for DuplicatePermalink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::DuplicatePermalink { permalink, other } = &fault.kind else {
            return None;
        };
        let finding = Finding::new(
            format!("网址“/{permalink}”已被 {other} 占用"),
            "给其中一份写上不同的“网址名”",
        );
        Some(finding.related(other, Span::default(), "网址相同的另一份"))
    }
}
