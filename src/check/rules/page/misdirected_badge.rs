use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::host,
    standard::view::{FieldValue, Footer, Portal},
};

declare_rule! {
    /// 查出页脚里指错地方的标识和备案链接。
    ///
    /// ## 为什么
    ///
    /// 备案号要链接到备案查询网站，党政机关标识要链接到本网站的证书页，“我为政府网站找错”要链接到国办找错平台并带本站标识码；指到别处，标识就不能证明什么。打开的是不是本网站，须由人点开看。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  备案网址: https://beian.miit.gov.cn/
    /// +  备案网址: https://www.example.gov.cn/beian/
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    ///    备案网址: https://beian.miit.gov.cn/
    /// ```
    MisdirectedBadge {
        id: "misdirected-badge", severity: Warning,
        requirements: ["WD-3", "WD-4", "WD-5"], since: "0.1.0"
    }
}

/// Host of the websites' certificates.
const CERTIFICATES: &str = "bszs.conac.cn";
/// Host of the form on which residents tell of mistakes.
const FIND_ERROR: &str = "zfwzgl.www.gov.cn";

/// Each link of the footer: its field, what it is, the host it must lead to, its requirement.
const BADGES: [(FooterField, &str, &str, &str); 4] = [
    (
        |footer| footer.icp_href(),
        "ICP备案编号",
        "beian.miit.gov.cn",
        "WD-3",
    ),
    (
        |footer| footer.police_href(),
        "公安备案号",
        "beian.mps.gov.cn",
        "WD-3",
    ),
    (
        |footer| footer.badge_href(),
        "党政机关网站标识",
        CERTIFICATES,
        "WD-4",
    ),
    (
        |footer| footer.find_error_href(),
        "“我为政府网站找错”入口",
        FIND_ERROR,
        "WD-5",
    ),
];

type FooterField = for<'s> fn(Footer<'s>) -> FieldValue<&'s str>;

impl Rule for MisdirectedBadge {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let Some(footer) = config.settings().footer().get() else {
            return;
        };
        for (field, name, wanted, requirement) in BADGES {
            let Some((href, place)) = field(footer).given() else {
                continue;
            };
            let finding = if !host(href).is_some_and(|host| host.eq_ignore_ascii_case(wanted)) {
                Finding::new(
                    format!("{name}没有链接到 {wanted}"),
                    format!("网址改成 https://{wanted}/ 之下的地址"),
                )
            } else if wanted == CERTIFICATES && !has_certificate(href) {
                Finding::new(
                    format!("{name}链接的是 {wanted} 的首页，不是本网站的证书"),
                    "写标识管理中心给本网站的证书地址，带 id",
                )
            } else if wanted == FIND_ERROR && !href.contains(config.portal(Portal::id_code)) {
                Finding::new(
                    format!(
                        "{name}没有带本网站的标识码 {}",
                        config.portal(Portal::id_code)
                    ),
                    "网址里写 site_code=本网站的标识码",
                )
            } else {
                continue;
            };
            sink.add(&config.file.path, finding.of(requirement).at(place));
        }
    }
}

/// Checks that an address names more than the host.
fn has_certificate(href: &str) -> bool {
    let rest = href.split_once("://").map_or(href, |(_, rest)| rest);
    let path = rest.split_once(['/', '?']).map_or("", |(_, path)| path);
    !path.is_empty()
}
