use crate::check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule};

declare_rule! {
    /// 查出没有“跳到正文”链接的网页。
    ///
    /// ## 为什么
    ///
    /// 用键盘和读屏软件的人每打开一页，都要先经过页头几十个链接才到正文；第一个可以停的地方应当是跳到正文的链接。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<a class="skip" href="#main">跳到正文</a>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<a class="skip" href="#main">跳到正文</a>
    /// +<a class="skip" href="#main">跳过页头，直接看正文</a>
    /// ```
    MissingSkipLink { id: "missing-skip-link", severity: Warning, requirements: ["AX-6"], since: "0.1.0" }
}

impl Rule for MissingSkipLink {
    fn html(&self, _built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let of_name = |name| {
            html.places(name)
                .find(|place| is_stop(&html.tags()[*place]))
        };
        let first = STOPS.into_iter().filter_map(of_name).min();
        let target = first.and_then(|place| html.tags()[place].attribute("href"));
        let target = target.as_deref().and_then(|href| href.strip_prefix('#'));
        let message = match target {
            Some(id) if is_there(html, id) => return,
            Some(id) => format!("第一个链接要跳到“#{id}”，网页里没有这个位置"),
            None => "开头没有“跳到正文”的链接".to_owned(),
        };
        let help = "在 <body> 之后最先写 <a href=\"#main\">跳到正文</a>，正文写 <main id=\"main\">";
        sink.add_everywhere(html.path, Finding::new(message, help));
    }
}

/// Elements that the keyboard may stop at.
const STOPS: [&str; 7] = [
    "a", "input", "button", "select", "textarea", "summary", "iframe",
];

/// Checks that the keyboard stops at such a tag.
fn is_stop(tag: &Tag<'_>) -> bool {
    if tag.is("a") {
        return tag.attribute("href").is_some();
    }
    !tag.is("input") || tag.attribute("type").is_none_or(|kind| kind != "hidden")
}

fn is_there(html: &Html<'_>, id: &str) -> bool {
    let is_it = |tag: &Tag<'_>| tag.attribute("id").is_some_and(|found| found == id);
    let is_own = || html.own_with(&["id"]).any(|(_, tag)| is_it(tag));
    !id.is_empty() && (is_own() || html.tags().iter().any(is_it))
}
