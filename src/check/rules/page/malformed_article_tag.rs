use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::Site,
    render::{Job, url_path},
};

declare_rule! {
    /// 查出写错的 Url、Image、Description 标签。
    ///
    /// ## 为什么
    ///
    /// 这几个标签可以不设，设了就要对：Url 是本页的永久地址，Image 是站内有的图片，Description 不照抄标题。摘要写得是否切合内容，须由人看。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<meta name="Url" content="{{ page.url }}">
    /// +<meta name="Url" content="{{ site.base_url }}">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="Url" content="{{ page.url }}">
    /// ```
    MalformedArticleTag {
        id: "malformed-article-tag", severity: Warning,
        requirements: ["TAG-A4"], since: "0.1.0"
    }
}

impl Rule for MalformedArticleTag {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Document(id) = html.job else { return };
        let site = built.site;
        let address = || site.config.permalink(&url_path(html.path));
        if html.meta("Url").is_some_and(|url| url != address()) {
            let finding = Finding::new(
                "网页标签 Url 不是本页的永久地址",
                "在主题的 base.html 里用 page.url",
            );
            sink.add_everywhere(html.path, finding);
        }
        if html
            .meta("Image")
            .is_some_and(|image| !is_there(built, html, &image))
        {
            let finding = Finding::new(
                "网页标签 Image 指向站内没有的图片",
                "写正文里有的图片的地址；没有图片的，不要这个标签",
            );
            sink.add_everywhere(html.path, finding);
        }
        let document = &site.pages[id].document;
        let description = html.meta("Description");
        if description.is_some_and(|text| text == document.title)
            && document.meta().summary().get() != Some(&document.title)
        {
            let finding = Finding::new(
                "网页标签 Description 照抄了标题",
                "在主题的 base.html 里用 page.description",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}

/// Checks that an image is among the files that the site publishes.
fn is_there(built: &Built<'_>, html: &Html<'_>, image: &str) -> bool {
    let site: &Site = built.site;
    let base = site.config.permalink("");
    let leads_to = |output: &str| {
        image.strip_prefix(&base) == Some(&url_path(output)) || html.leads_to(image, output)
    };
    let assets = site.assets.iter().filter(|placed| placed.is_published);
    assets.into_iter().any(|placed| leads_to(&placed.output))
        || built
            .theme
            .assets
            .keys()
            .any(|name| leads_to(&format!("assets/{name}")))
}
