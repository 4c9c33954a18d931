use crate::check::{Built, Finding, Html, Rule, Sink, rule::declare_rule};

use super::tell_of_tag;

/// Elements that the keyboard reaches by themselves.
const REACHED: [&str; 9] = [
    "a", "button", "input", "select", "textarea", "summary", "details", "label", "body",
];

declare_rule! {
    /// 查出键盘到不了、或者打乱键盘次序的控件。
    ///
    /// ## 为什么
    ///
    /// 手不便和看不见的人用键盘操作：只给普通文字块写 onclick，键盘点不到；写大于0的 tabindex，焦点会跳来跳去。键盘操作是否顺手，须由人试。
    ///
    /// ## 反例
    ///
    /// ```body
    /// <div tabindex="3" role="region" aria-label="值班表">值班电话：0350-0000001。</div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// <div tabindex="0" role="region" aria-label="值班表">值班电话：0350-0000001。</div>
    /// ```
    UnreachableControl { id: "unreachable-control", severity: Warning, requirements: ["AX-6"], since: "0.1.0" }
}

impl Rule for UnreachableControl {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        for (_, tag) in html.own_with(&["tabindex"]) {
            let order = tag
                .attribute("tabindex")
                .and_then(|order| order.trim().parse::<i32>().ok());
            if let Some(order) = order.filter(|order| *order > 0) {
                let finding = Finding::new(
                    format!("<{}> 的 tabindex 是{order}，打乱键盘的次序", tag.name()),
                    "改为 tabindex=\"0\"，或者删去；次序由网页里的先后决定",
                );
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
        for (_, tag) in html.own_with(&["onclick"]) {
            let is_reached = REACHED.iter().any(|name| tag.is(name));
            let has_href = tag.attribute("href").is_some();
            let is_made_reachable =
                tag.attribute("tabindex").is_some() && tag.attribute("role").is_some();
            let is_bare_link = tag.is("a") && !has_href;
            if (!is_reached || is_bare_link) && !is_made_reachable {
                let finding = Finding::new(
                    format!("<{}> 只能用鼠标点，键盘到不了", tag.name()),
                    "改用 <button> 或者带 href 的 <a>",
                );
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
    }
}
