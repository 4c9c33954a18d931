use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    render::Job,
};

declare_rule! {
    /// 查出首页缺少的互动交流、在线办事入口。
    ///
    /// ## 为什么
    ///
    /// 没有网上有效的咨询建言渠道是单项否决；工作方案要求公开统一的互动交流和在线办事入口。入口可以指向上级门户网站，信访、举报专门渠道不算。能否提交、有没有人答复，须由人在网站上试。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/home.html
    /// -{%- if site.interaction_href or site.service_href %}
    /// +{%- if false %}
    /// ```
    ///
    /// ```diff themes/official/templates/partials/footer.html
    /// -{%- if site.interaction_href %}
    /// +{%- if false %}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    /// -  互动交流: https://www.example.gov.cn/hdjl/
    /// +  互动交流: https://www.example.gov.cn/hdjl/zxts/
    /// ```
    MissingInteractionEntry {
        id: "missing-interaction-entry", family: Inspection, severity: Error,
        requirements: ["VETO-5a", "SD-6"], since: "0.1.0",
    }
}

/// Fields of 网站, their names, and the requirements that a link to each fulfils.
const ENTRIES: [(&str, &str, &[&str]); 2] = [
    ("interaction_href", "互动交流", &["VETO-5a", "SD-6"]),
    ("service_href", "在线办事", &["SD-6"]),
];

impl Rule for MissingInteractionEntry {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        if html.job != Job::Home {
            return;
        }
        let config = &built.site.config;
        let Some(portal) = config.record.record("portal") else {
            return;
        };
        for (alias, name, requirements) in ENTRIES {
            let Some((address, value)) = portal.text(alias).zip(portal.get(alias)) else {
                continue;
            };
            let is_there = html.all("a").any(|link| {
                link.attribute("href")
                    .is_some_and(|href| href.trim_end_matches('/') == address.trim_end_matches('/'))
            });
            if is_there {
                continue;
            }
            let message = format!("首页没有{name}入口（{address}）");
            let help = format!("在主题的 home.html 里放上指向 site.{alias} 的链接，文字写“{name}”");
            let mut finding = Finding::new(message, help).at(value.span);
            for requirement in requirements {
                finding = finding.of(requirement);
            }
            sink.add(&config.file.path, finding);
        }
    }
}
