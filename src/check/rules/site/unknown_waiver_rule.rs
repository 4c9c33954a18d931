use crate::check::{Finding, Rule, SettingFlaw, facts::rule_name::is_it, rule::declare_rule};

declare_rule! {
    /// 查出规则名写错的豁免。
    ///
    /// ## 为什么
    ///
    /// 写错名字的豁免不起作用，问题照样报出。豁免由引擎核对，见 `site.yaml` 的“豁免”。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 豁免:
    ///   - {规则: broken-lnik, 路径: content/通知公告/例.md, 理由: 上级门户统一设置，暂不能改, 责任岗位: 党政综合办公室主任, 到期: 2027-06-30}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 热门主题: []
    /// ```
    UnknownWaiverRule { id: "unknown-waiver-rule", severity: Error, since: "0.1.0" }
}

impl Rule for UnknownWaiverRule {
    fn setting(&self, flaw: &SettingFlaw<'_>) -> Option<Finding> {
        let SettingFlaw::UnknownWaiverRule(waiver, nearest) = flaw else {
            return None;
        };
        let message = format!("豁免所写的规则“{}”不存在", waiver.rule);
        Some(Finding::new(message, is_it(nearest.as_deref())).at(waiver.rule_span))
    }
}
