use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    html::unescape,
};

use super::{own_label, tell_of_tag};

/// Classes by which themes colour a state: those of the official theme and the usual ones.
const STATES: [&str; 16] = [
    "valid", "amended", "expired", "repealed", "invalid", "on", "off", "done", "doing", "late",
    "yes", "no", "checked", "pass", "fail", "overdue",
];

declare_rule! {
    /// 查出只用颜色、没有文字的状态标记。
    ///
    /// ## 为什么
    ///
    /// 分不清颜色的人和听读屏软件的人得不到这条信息；有效性、完成情况等标记要写出文字。只看网页里以状态命名的空标记，正文和图表里只用颜色区分的，须由人看。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/partials/macros.html
    /// -<span class="v {{ k or "valid" }}">{{ v }}</span>
    /// +{{ v }}<span class="v {{ k or "valid" }}"></span>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/partials/macros.html
    /// -<span class="v {{ k or "valid" }}">{{ v }}</span>
    /// +<span class="v {{ k or "valid" }}"><b>{{ v }}</b></span>
    /// ```
    ColourOnlyMark { id: "colour-only-mark", family: Accessibility, severity: Warning, requirements: ["AX-7"], since: "0.1.0" }
}

impl Rule for ColourOnlyMark {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        for attribute in html.own_attributes().iter().filter(|at| at.is("class")) {
            let classes = unescape(attribute.value);
            let is_state = classes
                .split_ascii_whitespace()
                .any(|class| STATES.contains(&class));
            let (open, close) = (
                &html.tags()[attribute.tag],
                html.tags().get(attribute.tag + 1),
            );
            let is_empty = |close: &&Tag<'_>| {
                close.is_end
                    && open.name.eq_ignore_ascii_case(close.name)
                    && html
                        .text
                        .get(open.end..close.start)
                        .is_some_and(|text| text.trim().is_empty())
            };
            let is_state = is_state && close.is_some_and(|close| is_empty(&close));
            if is_state && own_label(open).is_none() {
                let finding = Finding::new(
                    "状态标记没有文字，只能靠颜色认",
                    "在标记里写出状态的名称，例如“失效”“已完成”",
                );
                tell_of_tag(built, html, open, sink, finding);
            }
        }
    }
}
