use crate::{
    check::{Finding, Rule, SettingFlaw, facts::rule_name::is_it, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出类型对、但不许可的值。
    ///
    /// ## 为什么
    ///
    /// 如日历上没有的日子、不在可选值里的词、太长的标题。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 公开属性: 主动
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 公开属性: 主动公开
    /// ```
    OutOfRangeField { id: "out-of-range-field", severity: Error, since: "0.1.0" }
}

impl Rule for OutOfRangeField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::OutOfRangeField {
            field,
            reason,
            cure,
            clause,
            requirement,
            is_strict,
        } = &fault.kind
        else {
            return None;
        };
        let finding = Finding::new(format!("“{field}”的值不许可：{reason}"), cure.as_str());
        Some(
            finding
                .of_if(requirement.as_deref())
                .clause_if(clause.as_deref())
                .strict_if(*is_strict),
        )
    }

    fn setting(&self, flaw: &SettingFlaw<'_>) -> Option<Finding> {
        let SettingFlaw::UnknownSeverityRule {
            name,
            span,
            nearest,
        } = flaw
        else {
            return None;
        };
        let message = format!("“严重程度”所写的规则“{name}”不存在");
        Some(Finding::new(message, is_it(nearest.as_deref())).at(*span))
    }
}
