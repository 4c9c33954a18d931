use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出 YAML 的锚、别名和标签。
    ///
    /// ## 为什么
    ///
    /// 它们能让几行字展开成上亿字，站点的内容也从来用不着。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发布机构: &机关 旭来街街道办事处
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发布机构: 旭来街街道办事处
    /// ```
    YamlReference { id: "yaml-reference", severity: Error, since: "0.1.0" }
}

impl Rule for YamlReference {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        (fault.kind == FaultKind::YamlReference).then(|| {
            Finding::new(
                "这里用了 YAML 的锚（&）、别名（*）或标签（!），没有展开",
                "把值直接写出来；若这是文字本身，请用引号括起来",
            )
        })
    }
}
