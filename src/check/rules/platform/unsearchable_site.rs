use std::borrow::Cow;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    render::Job,
};

declare_rule! {
    /// 查出不能检索，或者检索不全的专栏。
    ///
    /// ## 为什么
    ///
    /// 公开平台应当具备检索功能：有检索页，首页到得了。检索是否好用，须由人在网站上试。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/search.html
    /// -<div class="sf"><label class="vh" for="q">检索词</label><input id="q" name="q" type="search" placeholder="标题、文号、索引号、关键词" autocomplete="off"><button type="submit">检索</button></div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/search.html
    ///  <p id="told" class="told" role="status"></p>
    /// ```
    UnsearchableSite {
        id: "unsearchable-site", severity: Error,
        requirements: ["TL-24", "PT-4", "DED-7"], since: "0.1.0"
    }
}

/// Path of the search page in the output.
const SEARCH: &str = "search.html";

impl Rule for UnsearchableSite {
    fn html(&self, _built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let finding = match html.job {
            Job::Search if !has_field(html) => Finding::new(
                "检索页没有输入检索词的地方",
                "在主题的 search.html 里放回检索表单（input type=\"search\" name=\"q\"）",
            ),
            Job::Search if !has_script(html) => Finding::new(
                "检索页没有检索的脚本",
                "在主题的 search.html 里放回 assets/search.js；自己写的脚本，文件名里要有 search",
            ),
            Job::Home if !leads_to_search(html) => Finding::new(
                "首页没有检索的入口",
                "在主题的首页模板里加上检索表单，或者到 search.html 的链接",
            ),
            _ => return,
        };
        sink.add_everywhere(html.path, finding);
    }
}

fn has_field(html: &Html<'_>) -> bool {
    html.all("input").any(|tag| {
        let is = |name, value| tag.attribute(name).is_some_and(|found| found == value);
        is("type", "search") || is("name", "q")
    })
}

/// Checks that a page has a script that searches: one that is loaded, or a module that the form
/// names. Other scripts every page has.
fn has_script(html: &Html<'_>) -> bool {
    let mut sources = html.all("script").filter_map(|tag| tag.attribute("src"));
    let mut modules = html
        .all("form")
        .filter_map(|tag| tag.attribute("data-module"));
    let is_search = |name: Cow<'_, str>| name.to_ascii_lowercase().contains("search");
    sources.any(is_search) || modules.any(is_search)
}

fn leads_to_search(html: &Html<'_>) -> bool {
    let mut forms = html.all("form").filter_map(|form| form.attribute("action"));
    forms.any(|action| html.leads_to(&action, SEARCH)) || html.links_to(SEARCH)
}
