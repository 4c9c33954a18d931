use crate::check::{Built, Finding, Html, Rule, Sink, rule::declare_rule};

declare_rule! {
    /// 查出同一网页里写了两次的标签。
    ///
    /// ## 为什么
    ///
    /// 规范的网页标签每页只出现一次；有两个，检查程序读到哪一个就不一定了。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="SiteDomain" content="{{ site.domain }}">
    /// +<meta name="SiteDomain" content="{{ site.domain }}">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="SiteDomain" content="{{ site.domain }}">
    /// ```
    DuplicatePageTag { id: "duplicate-page-tag", severity: Warning, since: "0.1.0" }
}

/// The tags of 《网页设计规范》.
const TAGS: [&str; 15] = [
    "SiteName",
    "SiteDomain",
    "SiteIDCode",
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "Keywords",
    "Author",
    "Description",
    "Image",
    "Url",
];

impl Rule for DuplicatePageTag {
    fn html(&self, _built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let metas = html.metas();
        for (at, (name, _)) in metas.iter().enumerate() {
            let is_same = |other: &str| other.eq_ignore_ascii_case(name);
            if metas[..at].iter().any(|(other, _)| is_same(other))
                && let Some(tag) = TAGS.into_iter().find(|tag| is_same(tag))
            {
                let finding =
                    Finding::new(format!("网页标签 {tag} 写了两次"), "在主题的模板里只留一个");
                sink.add_everywhere(html.path, finding);
            }
        }
    }
}
