use crate::{
    check::{Finding, Rule, Sink, freshness::age, rule::declare_rule},
    model::Site,
};

use super::catalog;

declare_rule! {
    /// 查出一年以上没有更新，或者更新日期还没有到的目录。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十二条要求目录及时更新，工作方案要求建立目录动态调整机制。职权、依据、渠道每年都有变化，整年没有更新的目录多半已经与实际不符。职权变了而目录没有跟着改的，须由人对照。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -更新日期: 2026-11-02
    /// +更新日期: 2025-11-02
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -更新日期: 2026-11-02
    /// +更新日期: 2026-10-30
    /// ```
    StaleCatalog {
        id: "stale-catalog", severity: Warning,
        requirements: ["CAT-9", "TL-12-1"], since: "0.1.0",
    }
}

impl Rule for StaleCatalog {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let Some((updated, span)) = data.updated().given() else {
            return;
        };
        let config = &site.config;
        let most = config.standard.figures.guide_days;
        let days = age(updated, config.as_of);
        let finding = if updated > config.as_of {
            Finding::new(
                format!("目录的更新日期 {updated} 晚于判定日期 {}", config.as_of),
                "写实际更新的日期",
            )
        } else if days as f64 > most {
            Finding::new(
                format!("目录自 {updated} 以来 {days} 天没有更新，超过 {most} 天"),
                "对照权责清单和现行依据核对每个事项，改好后更新“版本”和“更新日期”",
            )
        } else {
            return;
        };
        sink.add(&path, finding.at(span));
    }
}
