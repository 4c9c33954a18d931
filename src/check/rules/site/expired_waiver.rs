use crate::check::{Rule, rule::declare_rule};

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
    ExpiredWaiver { id: "expired-waiver", family: Site, severity: Warning, since: "0.1.0" }
}

impl Rule for ExpiredWaiver {}
