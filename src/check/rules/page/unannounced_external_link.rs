use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    config::Config,
    render::WholeAddress,
    source::{host, is_foreign},
    standard::{
        Words,
        view::{Footer, Org, Portal},
    },
};

use super::LinkSink;

declare_rule! {
    /// 查出没有提示就离开政府网站的链接。
    ///
    /// ## 为什么
    ///
    /// 公众点开链接以前，应当知道对方不是政府网站。用 Markdown 写的链接，本工具自动加上提示；直接写 HTML 的，要自己在 title 里写明。主机以 .gov.cn 结尾的、配置里写明是本站入口的，不在此列。提示用了别的说法的，在 `标准.词表.离站提示` 里加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 可以到<a href="https://www.example.com/">图书馆网站</a>查阅。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 可以到[图书馆网站](https://www.example.com/)查阅。
    /// ```
    UnannouncedExternalLink {
        id: "unannounced-external-link", severity: Warning,
        requirements: ["WD-10"], since: "0.1.0"
    }
}

impl Rule for UnannouncedExternalLink {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let links = LinkSink::new(built, html);
        let notices = &built.site.config.standard.vocabulary.leaving_notices;
        let is_link = |at: &&WholeAddress<'_>| {
            at.tag.is("a") && at.attribute.eq_ignore_ascii_case("href") && is_foreign(&at.address)
        };
        for WholeAddress { tag, address, .. } in html.addresses().iter().filter(is_link) {
            let (link, href) = (tag, address);
            if is_own(&built.site.config, href) || is_announced(html, link, notices) {
                continue;
            }
            let finding = Finding::new(
                format!("链接“{href}”离开政府网站，没有提示"),
                "改用 Markdown 写成 [文字](网址)，会自动加上提示；或者写 title=\"非政府网站，将离开本站\"",
            );
            links.add(href, finding, sink);
        }
    }
}

/// Checks that an address is on a host that the settings name as the website's own.
fn is_own(config: &Config, href: &str) -> bool {
    let host_of = |text: &str| host(text).map(str::to_ascii_lowercase);
    let wanted = host_of(href);
    let own = [
        config.portal(Portal::base_url),
        config.portal(Portal::interaction_href),
        config.portal(Portal::service_href),
        config.org(Org::parent_href),
        config.footer(Footer::icp_href),
        config.footer(Footer::police_href),
        config.footer(Footer::badge_href),
        config.footer(Footer::find_error_href),
    ];
    own.into_iter().any(|address| host_of(address) == wanted)
}

fn is_announced<'p>(html: &Html<'p>, link: &Tag<'p>, notices: &Words) -> bool {
    ["title", "aria-label"].iter().any(|name| {
        let value = link.attribute(name);
        value.is_some_and(|value| notices.any_in(&value))
    }) || notices.any_in(&html.text_of(link))
}
