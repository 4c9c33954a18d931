use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    render::WholeAddress,
    source::is_private,
};

use super::{Told, Written, addresses_of, host, is_own_host, shared_addresses, tell_of_tag};

declare_rule! {
    /// 查出写死 IPv4 地址的链接和资源。
    ///
    /// ## 为什么
    ///
    /// 只有 IPv6 的网络打不开 IPv4 地址，换了服务器链接也就断了；应当写域名。域名能否用 IPv6 访问，须联网测。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 申请表也可以在[办事大厅](http://192.0.2.10/bsdt/)填写。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 申请表也可以在[办事大厅](https://www.example.gov.cn/bsdt/)填写。
    /// ```
    IpAddressLink { id: "ip-address-link", severity: Warning, requirements: ["NET-2"], since: "0.1.0" }
}

impl Rule for IpAddressLink {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for written in &shared_addresses(site) {
            check_address(written, sink);
        }
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        for written in &addresses_of(page) {
            check_address(written, sink);
        }
    }

    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let told = Told::new(built, html);
        for WholeAddress { tag, address, .. } in html.addresses() {
            let Some(number) = number(address) else {
                continue;
            };
            // The site's own address is told where it is set.
            if !is_own_host(built.site, number) && !told.holds(address) {
                tell_of_tag(built, html, tag, sink, finding(number, address));
            }
        }
    }
}

fn finding(number: &str, address: &str) -> Finding {
    Finding::new(format!("{address} 写死了 IPv4 地址 {number}"), "改写域名")
}

fn check_address(written: &Written<'_>, sink: &mut Sink) {
    if let Some(number) = number(written.address) {
        sink.add(
            written.path,
            finding(number, written.address).at(written.span),
        );
    }
}

/// The host of an address, where it is an IPv4 number.
fn number(address: &str) -> Option<&str> {
    // An address of the office's network is told as one that nobody can open.
    host(address).filter(|host| is_ipv4(host) && !is_private(host))
}

/// Recognises a host that is four numbers and no name.
fn is_ipv4(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let is_byte = |part: &&str| part.len() <= 3 && part.parse::<u8>().is_ok();
    parts.len() == 4 && parts.iter().all(is_byte)
}
