use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::DomainStatus,
};

use super::catalog;

/// Number of domains that a message names, at most.
const MOST: usize = 8;

declare_rule! {
    /// 查出没有写明状态，或者状态与事项对不上的领域。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求对照26个试点领域的标准指引梳理公开事项。每个领域都要写明有事项、链接上级还是本街道没有这项职权；写了“有事项”却一项也没有，或者写了“本街道无此项”却列了事项，都会被认为没有认真梳理。没有写的领域是错误：网页上只写“尚未填报”，不替机关说“无此项”。所写是否属实须由人对照权责清单。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -  - {名称: 税收管理, 状态: 本街道无此项, 说明: 税收征收管理由税务机关实施，街道没有此项职权。}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -  - {名称: 税收管理, 状态: 本街道无此项, 说明: 税收征收管理由税务机关实施，街道没有此项职权。}
    /// +  - {名称: 税收管理, 状态: 本街道无此项, 说明: 由税务机关实施，街道没有此项职权。}
    /// ```
    MissingCatalogDomain {
        id: "missing-catalog-domain", severity: Warning,
        requirements: ["CAT-11"], since: "0.1.0",
    }
}

impl Rule for MissingCatalogDomain {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let Some((domains, span)) = data.domains().given() else {
            return;
        };
        let own = site.config.own_word();
        let listed: Vec<Option<&str>> = domains.map(|domain| domain.name().get()).collect();
        let names = &site.config.standard.domains;
        let missing: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| !listed.contains(&Some(*name)))
            .collect();
        // A name that could not be read is told elsewhere, and may be one of these.
        let unread = listed.iter().filter(|name| name.is_none()).count();
        if missing.len() > unread {
            let more = if missing.len() > MOST { "等" } else { "" };
            let message = format!(
                "{} 个领域里有 {} 个没有写明状态：{}{more}",
                names.len(),
                missing.len(),
                missing[..missing.len().min(MOST)].join("、")
            );
            let help = format!(
                "在“领域”里逐个加上，状态照实际写 有事项、链接上级 或 {own}无此项，后两种写明说明"
            );
            // Nobody may say for the office that it has nothing there.
            let finding = Finding::new(message, help).of("CAT-11").strict_if(true);
            sink.add(&path, finding.at(span));
        }
        for domain in data.domains() {
            let (Some(name), Some((status, span))) = (domain.name().get(), domain.status().given())
            else {
                continue;
            };
            let rows = data
                .items()
                .into_iter()
                .filter(|row| row.domain().get() == Some(name))
                .count();
            let finding = match (status, rows) {
                (DomainStatus::Here, 0) => Finding::new(
                    format!("“{name}”领域写了“有事项”，目录里却没有这个领域的事项"),
                    format!(
                        "补上事项；由上级公开的改为“链接上级”，没有这项职权的改为“{own}无此项”"
                    ),
                ),
                (DomainStatus::Nothing, 1..) => Finding::new(
                    format!("“{name}”领域写了“{own}无此项”，目录里却有 {rows} 个事项"),
                    format!("状态改为“有事项”，或者把不属于{own}的事项移出目录"),
                ),
                _ => continue,
            };
            sink.add(&path, finding.at(span));
        }
    }
}
