use crate::{
    check::{
        Finding, Rule, Sink,
        facts::limits::{Limit, parse},
        rule::declare_rule,
    },
    model::Site,
};

use super::{catalog, name};

declare_rule! {
    /// 查出写得不明确，或者超过二十个工作日的公开时限。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十六条规定自形成或者变更之日起20个工作日内公开，法律、法规另有规定的从其规定。时限写明工作日数、“及时”“实时”“永久”或者周期，公众才能监督。时限里写明了法律、法规依据的，不查长短。用了别的说法的，在 `标准.词表.及时公开的说法`、`标准.词表.定期公开的说法`、`标准.词表.长期公开的说法`、`标准.词表.信息形成的说法` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开时限: 自信息形成或者变更之日起20个工作日内
    /// +    公开时限: 尽快公开
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开时限: 自信息形成或者变更之日起20个工作日内
    /// +    公开时限: 自信息形成或者变更之日起10个工作日内
    /// ```
    UnclearCatalogLimit {
        id: "unclear-catalog-limit", severity: Warning,
        requirements: ["CAT-5"], since: "0.1.0",
    }
}

impl Rule for UnclearCatalogLimit {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let most = site.config.standard.figures.publication_days;
        for row in data.items() {
            let Some((text, span)) = row.limit().given() else {
                continue;
            };
            let limits = parse(text, &site.config.standard.vocabulary);
            if limits.is_empty() {
                let message = format!("{}的公开时限“{text}”不明确", name(row));
                let help = format!(
                    "写成“自信息形成或者变更之日起{most}个工作日内”，或者更短的期限、“及时”“实时”"
                );
                sink.add(&path, Finding::new(message, help).at(span));
                continue;
            }
            // Who names the law goes by the law.
            if ["《", "法律", "法规"]
                .iter()
                .any(|word| text.contains(word))
            {
                continue;
            }
            let shortest = limits
                .into_iter()
                .filter(|limit| limit.is_from_formation())
                .filter_map(|limit| match limit {
                    Limit::Workdays(days, _) => Some((f64::from(days), format!("{days}个工作日"))),
                    // Seven days hold five working days at the most.
                    Limit::Days(days, _) => {
                        Some((f64::from(days) * 5.0 / 7.0, format!("{days}日")))
                    }
                    _ => None,
                })
                .min_by(|(a, _), (b, _)| a.total_cmp(b));
            if let Some((_, days)) = shortest.filter(|(days, _)| *days > most) {
                let message = format!("{}的公开时限是{days}，超过{most}个工作日", name(row));
                let help =
                    format!("改为不超过{most}个工作日；法律、法规另有规定的，在时限里写明依据");
                sink.add(&path, Finding::new(message, help).at(span));
            }
        }
    }
}
