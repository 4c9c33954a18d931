use crate::check::{Finding, Rule, SettingFlaw, rule::declare_rule};

declare_rule! {
    /// 查出到期的豁免。
    ///
    /// ## 为什么
    ///
    /// 豁免是有期限的许可；到期后问题照样报出，豁免本身也要清理。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 豁免:
    ///   - {规则: broken-link, 路径: content/通知公告/例.md, 理由: 上级门户统一设置，暂不能改, 责任岗位: 党政综合办公室主任, 到期: 2026-06-30}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 热门主题: []
    /// ```
    ExpiredWaiver { id: "expired-waiver", severity: Warning, since: "0.1.0" }
}

impl Rule for ExpiredWaiver {
    fn setting(&self, flaw: &SettingFlaw<'_>) -> Option<Finding> {
        let SettingFlaw::Expired(waiver) = flaw else {
            return None;
        };
        let message = format!(
            "{} 对 {} 的豁免已于 {} 到期（责任岗位：{}）",
            waiver.path, waiver.rule, waiver.expires, waiver.role
        );
        let help = "改好内容并删去这条豁免；确需延期的，重新写明理由和到期日";
        Some(Finding::new(message, help).at(waiver.span))
    }
}
