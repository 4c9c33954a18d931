use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    render::Job,
};

declare_rule! {
    /// 查出没有“当前位置”，或者“当前位置”与栏目不符的网页。
    ///
    /// ## 为什么
    ///
    /// 栏目页和内容页要有“当前位置”，从首页起逐级列出上级栏目，每级可点，本页不可点；公众才能知道自己在哪里、怎么回去。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<nav aria-label="当前位置"><span>当前位置：</span><ol>{% for b in breadcrumbs %}<li>{% if b.href %}<a href="{{ b.href }}">{{ b.title }}</a>{% else %}<span aria-current="page">{{ b.title }}</span>{% endif %}</li>{% endfor %}</ol></nav></div></div>
    /// +</div></div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <main id="main" tabindex="-1">
    /// ```
    MissingBreadcrumb {
        id: "missing-breadcrumb", severity: Warning,
        requirements: ["WD-8"], since: "0.1.0"
    }
}

impl Rule for MissingBreadcrumb {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let site = built.site;
        let above = match html.job {
            Job::Column(id) => site.columns[id].parent.map(|id| site.path_to(id)),
            Job::Document(id) => Some(site.path_to(site.pages[id].column)),
            // Which column these are of is not told; that they have one is.
            Job::List(..) | Job::Domain(_) => None,
            _ => return,
        };
        let Some(crumbs) = crumbs(html) else {
            // Other markup than ours: it is there, and no more can be said.
            if !html.contains("当前位置") {
                let finding = Finding::new(
                    "网页没有“当前位置”",
                    "在主题的 base.html 里写 <nav aria-label=\"当前位置\">，逐级列出 breadcrumbs",
                );
                sink.add_everywhere(html.path, finding);
            }
            return;
        };
        let Some(above) = above else { return };
        let mut links = html
            .inside(crumbs)
            .filter(|tag| tag.name() == "a" && !tag.is_end)
            .filter_map(|tag| tag.attribute("href"));
        let is_right = above.into_iter().all(|id| {
            let output = site.columns[id].output();
            links
                .next()
                .is_some_and(|href| html.leads_to(&href, &output))
        });
        if !is_right || links.next().is_some() {
            let finding = Finding::new(
                "“当前位置”与栏目的上下级不一致",
                "在主题里照 breadcrumbs 逐级列出，最后一级不作链接",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}

fn crumbs<'h, 'p>(html: &'h Html<'p>) -> Option<&'h Tag<'p>> {
    let is_labelled = |nav: &&Tag<'_>| {
        nav.attribute("aria-label")
            .is_some_and(|label| label.contains("当前位置"))
    };
    let labelled = html.all("nav").find(is_labelled);
    labelled.or_else(|| {
        html.all("nav")
            .find(|nav| html.text_of(nav).contains("当前位置"))
    })
}
