use crate::check::{Finding, Rule, SettingFlaw, rule::declare_rule};

declare_rule! {
    /// 查出没有用上的豁免。
    ///
    /// ## 为什么
    ///
    /// 问题已经改好，豁免还留着，下次同样的问题就会被悄悄放过。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 豁免:
    ///   - {规则: broken-link, 路径: content/通知公告/例.md, 理由: 上级门户统一设置，暂不能改, 责任岗位: 党政综合办公室主任, 到期: 2027-06-30}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 热门主题: []
    /// ```
    UnusedWaiver { id: "unused-waiver", severity: Warning, since: "0.1.0" }
}

impl Rule for UnusedWaiver {
    fn setting(&self, flaw: &SettingFlaw<'_>) -> Option<Finding> {
        let SettingFlaw::Unused(waiver) = flaw else {
            return None;
        };
        let message = format!(
            "{} 已没有 {} 的问题，豁免没有用上",
            waiver.path, waiver.rule
        );
        Some(Finding::new(message, "删去这条豁免").at(waiver.span))
    }
}
