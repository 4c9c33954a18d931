use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    parse::escape,
    render::Job,
    standard::view::{Org, Portal},
};

declare_rule! {
    /// 查出页头没有网站名称的网页。
    ///
    /// ## 为什么
    ///
    /// 每页头部要醒目展示网站名称，公众从搜索引擎直接进到内页，也知道是谁的网站。写网站规范名称或者本机关名称都可以；是否醒目，须由人看。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/partials/header.html
    /// -<div class="brand"><span class="mark" aria-hidden="true">信息<br>公开</span><div><p class="sn">{% if site.name == site.parent_name %}{{ site.org_name }}{% else %}{{ site.name }}{% endif %}</p>{% if kind == "home" %}<h1 class="bt">{{ site.column_title }}</h1>{% else %}<p class="bt"><a href="{{ home_href }}">{{ site.column_title }}</a></p>{% endif %}</div></div>
    /// +<div class="brand"><div>{% if kind == "home" %}<h1 class="bt">{{ site.column_title }}</h1>{% else %}<p class="bt"><a href="{{ home_href }}">{{ site.column_title }}</a></p>{% endif %}</div></div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/partials/header.html
    ///  <header class="hd">
    /// ```
    MissingPageHeader {
        id: "missing-page-header", severity: Warning,
        requirements: ["WD-7"], since: "0.1.0"
    }
}

impl Rule for MissingPageHeader {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        // What a server shows for a wrong address may be as short as it likes.
        if html.job == Job::NotFound {
            return;
        }
        let from = html.all("body").next().map_or(0, Tag::end);
        let main = html.all("main").next();
        let to = main.map_or(html.text.len(), |tag| tag.start().max(from));
        let head = &html.text[from..to];
        let config = &built.site.config;
        let names = [config.portal(Portal::name), config.org(Org::name)];
        let mut names = names.iter().filter(|name| !name.is_empty()).peekable();
        if names.peek().is_some() && !names.any(|name| head.contains(&*escape(name))) {
            let finding = Finding::new(
                "页头没有网站名称",
                "在主题的 partials/header.html 里写网站规范名称（site.name）或者本机关名称（site.org_name）",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}
