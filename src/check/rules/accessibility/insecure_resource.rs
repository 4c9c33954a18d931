use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    render::WholeAddress,
    standard::view::Portal,
};

use super::{
    Told, Written, addresses_of, host, is_loaded, is_own_host, is_plain_http, is_public_host,
    shared_addresses, tell_of_tag,
};

declare_rule! {
    /// 查出用 `http://` 写的本站网址和资源。
    ///
    /// ## 为什么
    ///
    /// 明文传输的网页和资源会在半路被改动、插入广告，浏览器也会拦下混用的资源。本站的网址和载入的资源一律用 `https://`；指向别的网站的链接不在此列。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 公告也可以在[区政府门户网站](http://www.example.gov.cn/gonggao/)查看。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 公告也可以在[区政府门户网站](https://www.example.gov.cn/gonggao/)查看。
    /// ```
    InsecureResource { id: "insecure-resource", severity: Warning, requirements: ["NET-1"], since: "0.1.0" }
}

impl Rule for InsecureResource {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let settings = &site.config.file;
        for written in shared_addresses(site) {
            let text = if written.path == settings.path {
                &settings.text
            } else {
                ""
            };
            check_address(site, text, &written, sink);
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        for written in addresses_of(page) {
            check_address(site, &page.document.file.text, &written, sink);
        }
    }

    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let told = Told::new(built, html);
        let site = built.site;
        // An insecure address of the site itself makes all its pages so, and is told where it is set.
        let is_all = is_plain_http(site.config.portal(Portal::base_url));
        for WholeAddress {
            tag,
            attribute,
            address,
        } in html.addresses()
        {
            let Some(host) = host(address).filter(|_| is_plain_http(address)) else {
                continue;
            };
            let is_own = is_own_host(site, host);
            // What comes from foreign hosts is told as that.
            let is_wrong = is_own || (is_loaded(tag, attribute) && is_public_host(host));
            if is_wrong && !(is_own && is_all) && !told.holds(address) {
                tell_of_tag(built, html, tag, sink, finding(address));
            }
        }
    }
}

fn finding(address: &str) -> Finding {
    Finding::new(
        format!("{address} 用了 http://"),
        "改为 https:// 开头，或者用相对地址",
    )
}

fn check_address(site: &Site, text: &str, written: &Written<'_>, sink: &mut Sink) {
    let Some(host) = host(written.address).filter(|_| is_plain_http(written.address)) else {
        return;
    };
    let is_own = is_own_host(site, host);
    // A picture from elsewhere is told as that.
    if !is_own {
        return;
    }
    let mut finding = finding(written.address).at(written.span);
    // That the site answers to https is known from its own address.
    let is_secure = is_own && !is_plain_http(site.config.portal(Portal::base_url));
    let is_here = text.get(written.span.start..written.span.end) == Some(written.address);
    if let (true, true, Some(rest)) = (is_secure, is_here, written.address.get("http".len()..)) {
        finding = finding.fix(written.span, format!("https{rest}"));
    }
    sink.add(written.path, finding);
}
