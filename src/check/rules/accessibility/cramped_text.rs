use std::collections::BTreeSet;

use crate::check::{
    Built, Finding, Rule, Sink,
    facts::css::{Sheet, Style, Uses, View, blank_comments, font_parts, pixels},
    rule::declare_rule,
};

use super::{tell_of_theme, theme_files};

/// Elements that hold text of more than a line; headings, buttons and labels are not among them.
const TEXT: &[&str] = &[
    "html",
    "body",
    "main",
    "article",
    "section",
    "div",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "td",
    "th",
    "blockquote",
    "figcaption",
];

declare_rule! {
    /// 查出主题样式里太挤的行距。
    ///
    /// ## 为什么
    ///
    /// 行挨得太近，读长文容易串行；段内行距应当不小于1.3倍。只看正文、段落、列表、表格等的行距，标题、按钮和图标不看；段距和实际显示须由人看。
    ///
    /// ## 反例
    ///
    /// ```append themes/official/assets/official.css
    /// .doc li{line-height:1.2}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append themes/official/assets/official.css
    /// .doc li{line-height:1.8}
    /// .btn{line-height:1}
    /// ```
    CrampedText { id: "cramped-text", severity: Warning, requirements: ["AX-3"], since: "0.1.0" }
}

impl Rule for CrampedText {
    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        let least = built.site.config.standard.figures.line_height;
        let uses = Uses::of(built.theme);
        for (name, text) in theme_files(built, &[".css"]) {
            let clean = blank_comments(text);
            let sheet = Sheet::read(&clean);
            for (style, height) in cramped(&sheet, &uses, least) {
                let message = format!(
                    "{name} 第{}行“{}”的行距是{height}倍，小于{least}倍",
                    sheet.line(style),
                    style.text,
                );
                let help = format!("在主题样式里把 line-height 改为{least}以上，正文宜用1.6至2");
                let place = (name, sheet.line(style));
                tell_of_theme(built.site, sink, place, Finding::new(message, help));
            }
        }
    }
}

/// The first style of each block whose lines stand closer than they may.
fn cramped<'s, 'c>(sheet: &'s Sheet<'c>, uses: &Uses<'_>, least: f64) -> Vec<(&'s Style<'c>, f64)> {
    let (mut found, mut told) = (Vec::new(), BTreeSet::new());
    for mode in sheet.modes() {
        let view = sheet.view(&mode);
        for style in view.styles() {
            let is_text = uses.speaks_of(style, TEXT)
                && !style.is_pseudo_element()
                && !uses.is_decorative(style);
            let height = if is_text {
                line_height(&view, style)
            } else {
                None
            };
            if let Some(height) = height.filter(|height| *height > 0.0 && *height < least)
                && told.insert(style.block)
            {
                found.push((style, height));
            }
        }
    }
    found
}

/// Distance that a block sets between the lines of its text, as a multiple of the text's size.
fn line_height(view: &View<'_, '_>, style: &Style<'_>) -> Option<f64> {
    let value = view.resolve(style.value(&["line-height", "font"])?)?;
    let value = font_parts(&value).1.unwrap_or(&value).trim();
    if let Some(percent) = value.strip_suffix('%') {
        return percent.parse::<f64>().ok().map(|percent| percent / 100.0);
    }
    let factor = value
        .strip_suffix("em")
        .filter(|number| !number.ends_with('r'));
    if let Ok(factor) = factor.unwrap_or(value).parse::<f64>() {
        return Some(factor);
    }
    let base = view.base();
    let size = view.resolve(style.value(&["font-size", "font"])?)?;
    let size = pixels(font_parts(&size).0.unwrap_or(&size), base).filter(|size| *size > 0.0)?;
    Some(pixels(value, base)? / size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_read_in_every_form() {
        let found = |text: &str| {
            let sheet = Sheet::read(text);
            let found = cramped(&sheet, &Uses::default(), 1.3);
            found
                .into_iter()
                .map(|(_, height)| (height * 100.0).round())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("p{line-height:1.2}"), [120.0]);
        assert_eq!(
            found("p{line-height:110%}td{line-height:1em}"),
            [110.0, 100.0]
        );
        assert_eq!(found(":root{--l:1.1}p{font:1rem/var(--l) serif}"), [110.0]);
        assert_eq!(found("p{font-size:20px;line-height:24px}"), [120.0]);
        for fine in [
            "p{line-height:1.3}",
            "p{line-height:24px}",
            "p{line-height:normal}",
            "h1{line-height:1}",
            "p::before{line-height:1}",
            "p sup{line-height:0}",
            "p{font:1rem serif}",
            "p{font-size:1rem;line-height:1.5rem}",
        ] {
            assert_eq!(found(fine), [0.0; 0], "{fine}");
        }
    }
}
