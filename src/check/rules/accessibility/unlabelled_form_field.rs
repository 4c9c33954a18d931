use crate::check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule};

use super::{own_label, tell_of_tag};

declare_rule! {
    /// 查出没有标签的输入框和选择框。
    ///
    /// ## 为什么
    ///
    /// 听读屏软件的人停在输入框上，要知道该填什么。框里的灰字提示一输入就没了，不能代替标签。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/search.html
    /// -<p><label for="fy">年份</label><select id="fy" name="y"><option value="">全部年份</option>{% for y in facets.years %}<option value="{{ y }}">{{ y }} 年</option>{% endfor %}</select></p>
    /// +<p><select id="fy" name="y"><option value="">全部年份</option>{% for y in facets.years %}<option value="{{ y }}">{{ y }} 年</option>{% endfor %}</select></p>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/search.html
    /// -<p><label for="fy">年份</label><select id="fy" name="y"><option value="">全部年份</option>{% for y in facets.years %}<option value="{{ y }}">{{ y }} 年</option>{% endfor %}</select></p>
    /// +<p><select id="fy" name="y" aria-label="年份"><option value="">全部年份</option>{% for y in facets.years %}<option value="{{ y }}">{{ y }} 年</option>{% endfor %}</select></p>
    /// ```
    UnlabelledFormField { id: "unlabelled-form-field", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for UnlabelledFormField {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        for name in ["input", "select", "textarea"] {
            for at in html.own_places(name) {
                let tag = &html.tags()[at];
                if !is_shown(tag)
                    || own_label(tag).is_some()
                    || is_labelled(html, tag)
                    || is_in_label(&html.tags()[..at])
                {
                    continue;
                }
                let name = tag
                    .attribute("name")
                    .or_else(|| tag.attribute("id"))
                    .unwrap_or_default();
                let which = if name.is_empty() {
                    String::new()
                } else {
                    format!("（{name}）")
                };
                let finding = Finding::new(
                    format!("<{}>{which}没有标签", tag.name()),
                    "在它前面写 <label for=\"它的 id\">要填什么</label>，或者给它写 aria-label",
                );
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
    }
}

/// Recognises a field that is filled in.
fn is_shown(tag: &Tag<'_>) -> bool {
    const UNSEEN: [&str; 5] = ["hidden", "submit", "button", "reset", "image"];
    let kind = tag.attribute("type").unwrap_or_default();
    let is_unseen = || {
        UNSEEN
            .iter()
            .any(|unseen| kind.eq_ignore_ascii_case(unseen))
    };
    !(tag.is("input") && is_unseen())
}

/// Checks that a label is open behind the last of some tags.
fn is_in_label(before: &[Tag<'_>]) -> bool {
    let labels = before.iter();
    let labels = labels.filter(|tag| tag.is("label"));
    let open = labels.fold(0_usize, |open, label| {
        if label.is_end {
            open.saturating_sub(1)
        } else {
            open + 1
        }
    });
    open > 0
}

fn is_labelled(html: &Html<'_>, field: &Tag<'_>) -> bool {
    let Some(id) = field.attribute("id").filter(|id| !id.is_empty()) else {
        return false;
    };
    let mut labels = html.all("label");
    labels.any(|label| {
        label.attribute("for").is_some_and(|wanted| wanted == id) && !html.text_of(label).is_empty()
    })
}
