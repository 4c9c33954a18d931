use crate::check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule};

use super::own_label;

/// A name longer than this is the title of a document that happens to speak of it.
const LONGEST: usize = 10;

declare_rule! {
    /// 查出没有无障碍或者长者模式入口的网页。
    ///
    /// ## 为什么
    ///
    /// 国办公开办函〔2021〕28号要求政府网站作适老化与无障碍改造，每页都要有入口。只看有没有名为“大字版”“无障碍”“长者模式”等的按钮或者链接；改造以后老年人、残疾人能不能用，须请人试用。入口用了别的名称的，在 `标准.词表.无障碍入口的名称` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/partials/header.html
    /// -<div class="tools"><button type="button" data-set="type" data-on="large" aria-pressed="false">大字版</button><button type="button" data-set="contrast" data-on="high" aria-pressed="false">高对比</button></div>
    /// +<div class="tools"><button type="button" data-set="contrast" data-on="high" aria-pressed="false">高对比</button></div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/partials/header.html
    /// -<div class="tools"><button type="button" data-set="type" data-on="large" aria-pressed="false">大字版</button><button type="button" data-set="contrast" data-on="high" aria-pressed="false">高对比</button></div>
    /// +<div class="tools"><button type="button" data-set="type" data-on="large" aria-pressed="false">长者模式</button><button type="button" data-set="contrast" data-on="high" aria-pressed="false">高对比</button></div>
    /// ```
    MissingAccessibilityEntry { id: "missing-accessibility-entry", severity: Warning, requirements: ["AX-1"], since: "0.1.0" }
}

impl Rule for MissingAccessibilityEntry {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let names = &built.site.config.standard.vocabulary.accessibility_entries;
        if !names.all().any(|name| is_offered(html, name)) {
            let finding = Finding::new(
                "没有大字版、无障碍或者长者模式的入口",
                "在页头加一个按钮或者链接，名称写“大字版”“无障碍浏览”或者“长者模式”",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}

/// Checks that a link or a button is named with a word.
fn is_offered(html: &Html<'_>, word: &str) -> bool {
    let tags = html.tags();
    memchr::memmem::find_iter(html.text.as_bytes(), word).any(|at| {
        let before = &tags[..tags.partition_point(|tag| tag.start() < at)];
        let is_control = |tag: &&Tag<'_>| tag.is("a") || tag.is("button");
        let control = before.iter().rev().take(8).find(is_control);
        control.is_some_and(|tag| {
            let name = || own_label(tag).map_or_else(|| html.text_of(tag), Into::into);
            !tag.is_end && name().chars().count() <= LONGEST
        })
    })
}
