use memchr::memmem;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    parse::escape,
    render::Job,
    standard::view::{Footer, Org, Portal},
};

declare_rule! {
    /// 查出页脚不全的网页。
    ///
    /// ## 为什么
    ///
    /// 每页页脚至少列明七项：党政机关网站标识、“我为政府网站找错”入口、网站标识码、主办单位及联系方式、ICP 备案编号、公安机关备案标识、站点地图。配置里没有填的，另有规则报出；这里查填了的有没有真的出现在网页上。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/partials/footer.html
    /// -<li><a href="{{ sitemap_href }}">站点地图</a></li>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/partials/footer.html
    ///  <li><a href="{{ sitemap_href }}">站点地图</a></li>
    /// ```
    IncompleteFooter {
        id: "incomplete-footer", severity: Error,
        requirements: ["WD-1"], since: "0.1.0"
    }
}

impl Rule for IncompleteFooter {
    fn html(&self, _built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        if html.job != Job::NotFound && html.places("footer").next().is_none() {
            let finding = Finding::new(
                "网页没有页脚（footer）",
                "在主题的 base.html 里放回页脚（{{ footer }}）",
            );
            sink.add_everywhere(html.path, finding);
        }
    }

    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        // What a server shows for a wrong address may be as short as it likes.
        if html.job == Job::NotFound {
            return;
        }
        // The last one: articles may have footers of their own.
        let last = html.places("footer").next_back();
        let own = html.own_places("footer").next_back();
        let Some(footer) = last.filter(|_| last == own) else {
            return;
        };
        let text = &html.text.as_bytes()[html.tags()[footer].end()..];
        let config = &built.site.config;
        let shows = |value: &str| {
            value.is_empty() || memmem::find(text, escape(value).as_bytes()).is_some()
        };
        let contacts = [
            config.org(Org::phone),
            config.org(Org::email),
            config.org(Org::address),
        ];
        let is_reachable = contacts
            .iter()
            .any(|value| !value.is_empty() && shows(value))
            || contacts == [""; 3];
        let items = [
            ("党政机关网站标识", shows(config.footer(Footer::badge_href))),
            (
                "“我为政府网站找错”入口",
                shows(config.footer(Footer::find_error_href)),
            ),
            ("网站标识码", shows(config.portal(Portal::id_code))),
            ("主办单位", shows(config.footer(Footer::host_unit))),
            ("联系方式", is_reachable),
            ("ICP备案编号", shows(config.footer(Footer::icp))),
            ("公安机关备案标识", shows(config.footer(Footer::police))),
            ("站点地图", shows("sitemap.html")),
        ];
        let lacking: Vec<&str> = items
            .into_iter()
            .filter(|(_, is_there)| !is_there)
            .map(|(name, _)| name)
            .collect();
        if !lacking.is_empty() {
            let finding = Finding::new(
                format!("页脚缺少{}", lacking.join("、")),
                "在主题的 partials/footer.html 里补上，值取 site.yaml 的“页脚”“网站”“机关”",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}
