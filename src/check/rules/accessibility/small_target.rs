use std::collections::BTreeMap;

use crate::check::{
    Built, Finding, Rule, Sink,
    facts::css::{Sheet, Style, Uses, View, blank_comments, pixels},
    rule::declare_rule,
};

use super::{tell_of_theme, theme_files};

const CONTROLS: &[&str] = &["a", "button", "input", "select", "textarea", "summary"];
const LEAST_HEIGHT: &[&str] = &["min-height", "min-block-size"];
const HEIGHT: &[&str] = &["height", "block-size"];

declare_rule! {
    /// 查出主题样式里定得太小的按钮和链接。
    ///
    /// ## 为什么
    ///
    /// 可点的区域太小，手指和手抖的人点不准：一般应当不小于44乘44，大字版不小于60乘60。只看样式里给按钮、输入框和链接写明的高度；没有写明的，须由人在浏览器里量。
    ///
    /// ## 反例
    ///
    /// ```append themes/official/assets/official.css
    /// .btn{min-height:36px}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append themes/official/assets/official.css
    /// .btn{min-height:max(48px,var(--tap))}
    /// ```
    SmallTarget { id: "small-target", severity: Warning, requirements: ["AX-4"], since: "0.1.0" }
}

impl Rule for SmallTarget {
    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        let standard = &built.site.config.standard;
        let least = (
            standard.figures.target_pixels,
            standard.figures.large_target_pixels,
        );
        let uses = Uses::of(built.theme);
        for (name, text) in theme_files(built, &[".css"]) {
            let clean = blank_comments(text);
            let sheet = Sheet::read(&clean);
            for (style, height, wanted) in small(&sheet, &uses, least) {
                let when = if wanted > least.0 {
                    "在大字版里"
                } else {
                    ""
                };
                let message = format!(
                    "{name} 第{}行“{}”{when}高{height}像素，小于{wanted}像素",
                    sheet.line(style),
                    style.text,
                );
                let help = format!("在主题样式里把 min-height 改为{wanted}像素以上");
                let place = (name, sheet.line(style));
                tell_of_theme(built.site, sink, place, Finding::new(message, help));
            }
        }
    }
}

/// The first style of each block that makes a control too low, with its height and what is asked.
fn small<'s, 'c>(
    sheet: &'s Sheet<'c>,
    uses: &Uses<'_>,
    least: (f64, f64),
) -> Vec<(&'s Style<'c>, f64, f64)> {
    let mut found: BTreeMap<usize, (&Style<'c>, f64, f64)> = BTreeMap::new();
    let usual = sheet.view(&[]).base();
    for mode in sheet.modes() {
        let view = sheet.view(&mode);
        // A mode for older eyes is one whose letters are larger.
        let wanted = if view.base() > usual {
            least.1
        } else {
            least.0
        };
        for style in view.styles() {
            if !uses.speaks_of(style, CONTROLS) || style.is_pseudo_element() || is_ticked(style) {
                continue;
            }
            if let Some(height) = height(&view, style).filter(|height| *height < wanted) {
                found.entry(style.block).or_insert((style, height, wanted));
            }
        }
    }
    found.into_values().collect()
}

/// Boxes to tick are clicked by their labels.
fn is_ticked(style: &Style<'_>) -> bool {
    let mut simples = style.subject().iter();
    simples.any(|simple| simple.contains("checkbox") || simple.contains("radio"))
}

/// The height that a block gives its element, where it is a length and its element can be seen.
fn height<'c>(view: &View<'_, 'c>, style: &Style<'c>) -> Option<f64> {
    let length = |value: &str| pixels(&view.resolve(value)?, view.base());
    let own = [LEAST_HEIGHT, HEIGHT]
        .into_iter()
        .filter_map(|names| style.value(names));
    let own = own
        .map(length)
        .collect::<Option<Vec<f64>>>()?
        .into_iter()
        .reduce(f64::max)?;
    // No length is no demand, and one pixel is how things are hidden from the eye only.
    if own <= 1.0 {
        return None;
    }
    if style.value(LEAST_HEIGHT).is_some() {
        return Some(own);
    }
    let least = view
        .declared(style, &style.parts, LEAST_HEIGHT)
        .and_then(length);
    Some(own.max(least.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_measured_in_every_mode() {
        let found = |text: &str| {
            let sheet = Sheet::read(text);
            let found = small(&sheet, &Uses::default(), (44.0, 60.0));
            found
                .into_iter()
                .map(|(_, height, wanted)| (height, wanted))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("button{min-height:2rem}"), [(32.0, 44.0)]);
        assert_eq!(found("a{height:20px}"), [(20.0, 44.0)]);
        let large = ":root{--base:16px;--tap:44px}html[data-type=large]{--base:20px}html{font-size:var(--base)}";
        assert_eq!(
            found(&format!("{large}button{{min-height:var(--tap)}}")),
            [(44.0, 60.0)]
        );
        for fine in [
            "button{min-height:44px}",
            "button{min-height:0}",
            "button{min-height:36px;height:44px}",
            "a{min-height:44px}.x a{height:20px}",
            "p{height:20px}",
            "a::before{height:8px}",
            "input[type=checkbox]{height:16px}",
            "input{height:1px}",
            "a{height:50%}",
        ] {
            assert_eq!(found(fine), [(0.0, 0.0); 0], "{fine}");
        }
    }
}
