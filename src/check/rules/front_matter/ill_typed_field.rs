use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出类型不对的值。
    ///
    /// ## 为什么
    ///
    /// 日期写成文字、列表写成一段话，排序、目录和期限就都算不出来。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 成文日期: 六月一日
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 成文日期: 2026-06-01
    /// ```
    IllTypedField { id: "ill-typed-field", severity: Error, since: "0.1.0" }
}

impl Rule for IllTypedField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::IllTypedField {
            field,
            item,
            expected,
            requirement,
            is_strict,
            meant,
        } = &fault.kind
        else {
            return None;
        };
        let item = item.map_or_else(String::new, |item| format!("第{item}项"));
        let finding = if let Some(meant) = meant {
            let message = format!("“{field}”{item}的写法不对");
            Finding::new(message, format!("写成 {meant}")).fix(fault.span, meant.as_str())
        } else {
            let message = format!("“{field}”{item}的值类型不对");
            Finding::new(message, format!("应是{expected}"))
        };
        Some(finding.of_if(requirement.as_deref()).strict_if(*is_strict))
    }
}
