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
        id: "missing-interaction-entry", severity: Error,
        requirements: ["VETO-5a", "SD-6"], since: "0.1.0",
    }
}

impl Rule for MissingInteractionEntry {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        if html.job != Job::Home {
            return;
        }
        let config = &built.site.config;
        let Some(portal) = config.settings().portal().get() else {
            return;
        };
        // Each entry, its name, what templates call it, and the requirements that a link fulfils.
        let entries: [(_, _, _, &[&str]); 2] = [
            (
                portal.interaction_href(),
                "互动交流",
                "site.interaction_href",
                &["VETO-5a", "SD-6"],
            ),
            (
                portal.service_href(),
                "在线办事",
                "site.service_href",
                &["SD-6"],
            ),
        ];
        for (entry, name, variable, requirements) in entries {
            let Some((address, span)) = entry.given() else {
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
            let help = format!("在主题的 home.html 里放上指向 {variable} 的链接，文字写“{name}”");
            let mut finding = Finding::new(message, help).at(span);
            for requirement in requirements {
                finding = finding.of(requirement);
            }
            sink.add(&config.file.path, finding);
        }
    }
}
