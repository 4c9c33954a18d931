use crate::{
    check::{Finding, Rule, Sink, freshness::age, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
};

use super::is_standalone;

declare_rule! {
    /// 查出两周没有更新的首页。
    ///
    /// ## 为什么
    ///
    /// 检查时倒推两周，首页没有新信息的单项否决。专栏挂在上级门户网站之下，否决看的是门户首页，所以专栏首页超期是警告；配置为独立网站的是错误。上级门户首页不在本站，查不到。
    ///
    /// ## 反例
    ///
    /// ```diff content/通知公告/冬季应急值班.md
    /// -成文日期: 2026-11-13
    /// -发布日期: 2026-11-16 09:00
    /// +成文日期: 2026-11-04
    /// +发布日期: 2026-11-05
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 成文日期: 2026-11-16
    /// 发布日期: 2026-11-18
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-11-17, 结论: 同意公开}
    /// ```
    StaleHome {
        id: "stale-home", severity: Error,
        requirements: ["VETO-3"], since: "0.1.0",
    }
}

impl Rule for StaleHome {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let most = config.standard.figures.home_days;
        // What cannot be read may be the news.
        if site.has_unread_below("content") {
            return;
        }
        let newest = site
            .published()
            .filter_map(|(_, page)| page.document.published.map(|at| (at.date(), page)))
            .find(|(day, _)| *day <= config.as_of);
        let message = match newest {
            Some((day, page)) if age(day, config.as_of) as f64 >= most => format!(
                "首页 {} 天没有更新，最新的一条是 {day} 发布的《{}》，到 {most} 天就算不更新",
                age(day, config.as_of),
                page.document.title
            ),
            Some(_) => return,
            None => "首页没有任何已经发布的信息".to_owned(),
        };
        let severity = if is_standalone(site) {
            Severity::Error
        } else {
            Severity::Warning
        };
        let help =
            "发布近期形成的通知公告、政策文件或者动态；信息自形成之日起20个工作日内本来就应当公开";
        sink.add(
            &site.columns[0].source.file.path,
            Finding::new(message, help).severity(severity),
        );
    }
}
