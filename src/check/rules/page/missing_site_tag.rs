use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    render::Job,
    standard::view::{FieldValue, Portal},
};

declare_rule! {
    /// 查出没有网站标签，或者标签与配置不一致的网页。
    ///
    /// ## 为什么
    ///
    /// 每个网页都要有 SiteName、SiteDomain、SiteIDCode 三个标签，检查时由程序逐页读取；缺了，这一页就认不出属于哪个网站。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<meta name="SiteName" content="{{ site.name }}">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="SiteName" content="{{ site.name }}">
    /// ```
    MissingSiteTag {
        id: "missing-site-tag", severity: Error,
        requirements: ["TAG-S1", "TAG-S2", "TAG-S3", "DED-8"], since: "0.1.0"
    }
}

/// Each tag with the field of the settings that it repeats, and its requirement.
const TAGS: [(&str, PortalField, &str); 3] = [
    ("SiteName", |portal| portal.name(), "TAG-S1"),
    ("SiteDomain", |portal| portal.domain(), "TAG-S2"),
    ("SiteIDCode", |portal| portal.id_code(), "TAG-S3"),
];

type PortalField = for<'s> fn(Portal<'s>) -> FieldValue<&'s str>;

impl Rule for MissingSiteTag {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        // What a server shows for a wrong address is no page of the website's.
        if html.job == Job::NotFound {
            return;
        }
        for (tag, field, requirement) in TAGS {
            let wanted = built.site.config.portal(field);
            let message = match html.meta(tag) {
                _ if wanted.is_empty() => continue,
                Some(value) if value == wanted => continue,
                Some(value) if !value.trim().is_empty() => {
                    format!("网页标签 {tag} 的值“{value}”与 site.yaml 的“{wanted}”不一致")
                }
                Some(_) => format!("网页标签 {tag} 是空的"),
                None => format!("没有网页标签 {tag}"),
            };
            let help =
                format!("在主题的 base.html 里写 <meta name=\"{tag}\">，值取 site.yaml 的“网站”");
            let finding = Finding::new(message, help).of(requirement).of("DED-8");
            sink.add_everywhere(html.path, finding);
        }
    }
}
