use crate::check::{Built, Finding, Html, Rule, Sink, rule::declare_rule};

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
    ColourOnlyMark { id: "colour-only-mark", severity: Warning, requirements: ["AX-7"], since: "0.1.0" }
}

impl Rule for ColourOnlyMark {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        for (place, open) in html.own_with(&["class"]) {
            let is_empty = html.tags().get(place + 1).is_some_and(|close| {
                close.is_end
                    && open.is(close.name())
                    && html.text[open.end()..close.start()]
                        .chars()
                        .all(char::is_whitespace)
            });
            let is_state = || STATES.iter().any(|state| open.has_class(state));
            if is_empty && is_state() && own_label(open).is_none() {
                let finding = Finding::new(
                    "状态标记没有文字，只能靠颜色认",
                    "在标记里写出状态的名称，例如“失效”“已完成”",
                );
                tell_of_tag(built, html, open, sink, finding);
            }
        }
    }
}
