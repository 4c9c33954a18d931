use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::host,
};

declare_rule! {
    /// 查出不规范的网站域名。
    ///
    /// ## 为什么
    ///
    /// 政府网站用以 .gov.cn 结尾的域名；SiteDomain 标签只写域名，不带协议和路径，并且就是网址的主机。是否另有其他域名在用，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  域名: www.example.gov.cn
    /// +  域名: https://www.example.gov.cn/
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    ///    域名: www.example.gov.cn
    /// ```
    MalformedSiteDomain {
        id: "malformed-site-domain", severity: Error,
        requirements: ["TAG-S2", "WD-6"], since: "0.1.0"
    }
}

impl Rule for MalformedSiteDomain {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(portal) = site.config.settings().portal().get() else {
            return;
        };
        let Some((domain, span)) = portal.domain().given() else {
            return;
        };
        let base = portal.base_url().get().and_then(host);
        let finding = if let Some(bare) = bare(domain) {
            Finding::new(
                format!("域名“{domain}”带了协议、端口或者路径"),
                format!("只写域名：{bare}"),
            )
            .of("TAG-S2")
            .fix(span, bare)
        } else if !is_domain(domain) {
            Finding::new(
                format!("“{domain}”不是域名"),
                "写小写英文域名，如 www.example.gov.cn",
            )
            .of("TAG-S2")
        } else if !domain.ends_with(".gov.cn") {
            Finding::new(
                format!("域名“{domain}”不以 .gov.cn 结尾"),
                "改用政府网站域名；街道一般写上级门户网站的域名",
            )
            .of("WD-6")
            .of("TAG-S2")
        } else if let Some(base) = base.filter(|base| !base.eq_ignore_ascii_case(domain)) {
            Finding::new(
                format!("域名“{domain}”与网址的主机“{base}”不一致"),
                "两处写同一个域名，不使用多个域名",
            )
            .of("TAG-S2")
            .of("WD-6")
            .related(
                &site.config.file.path,
                portal.base_url().span(),
                "网址的主机在这里",
            )
        } else {
            return;
        };
        sink.add(&site.config.file.path, finding.at(span));
    }
}

/// The domain in what is more than a domain.
fn bare(text: &str) -> Option<&str> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let bare = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    (bare != text && is_domain(bare)).then_some(bare)
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{bare, is_domain};

    #[test]
    fn domains_are_told_from_addresses() {
        assert_eq!(bare("https://www.a.gov.cn/zfxxgk"), Some("www.a.gov.cn"));
        assert_eq!(bare("www.a.gov.cn:8080"), Some("www.a.gov.cn"));
        assert_eq!(bare("www.a.gov.cn"), None);
        assert_eq!(bare("/甲/"), None);
        assert!(is_domain("www.a-b.gov.cn"));
        for wrong in [
            "",
            "gov",
            "www..cn",
            "-a.gov.cn",
            "WWW.a.gov.cn",
            "甲.gov.cn",
        ] {
            assert!(!is_domain(wrong), "{wrong}");
        }
    }
}
