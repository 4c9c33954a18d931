use std::collections::BTreeMap;

use crate::check::{
    Built, Finding, Rule, Sink,
    facts::css::{Colour, Inherited, Sheet, Style, Uses, View, blank_comments, font_parts, pixels},
    rule::declare_rule,
};

use super::{tell_of_theme, theme_files};

const COLOUR: &[&str] = &["color"];
const GROUND: &[&str] = &["background", "background-color"];
/// Large text of WCAG: 18 points, or 14 points in bold.
const LARGE: (f64, f64) = (24.0, 56.0 / 3.0);

declare_rule! {
    /// 查出主题样式里看不清的颜色搭配。
    ///
    /// ## 为什么
    ///
    /// 文字与背景太接近，老年人和弱视的人看不清。按 WCAG 的公式算主题样式里文字色和背景色的对比度，高对比等别的样式也分别算：一般文字不低于4.5比1，大字（24像素以上，或者粗体18.7像素以上）不低于3比1。渐变、半透明的背景和图片里的文字算不出，须由人看。
    ///
    /// ## 反例
    ///
    /// ```append themes/official/assets/official.css
    /// .ph p{color:#999}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append themes/official/assets/official.css
    /// .ph p{color:#595959}
    /// html[data-contrast="high"] .ph p{color:#ddd}
    /// ```
    LowContrast { id: "low-contrast", severity: Error, requirements: ["AX-2"], since: "0.1.0" }
}

impl Rule for LowContrast {
    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        let standard = &built.site.config.standard;
        let least = Least {
            usual: standard.figures.contrast,
            large: standard.figures.large_contrast,
        };
        let uses = Uses::of(built.theme);
        for (name, text) in theme_files(built, &[".css"]) {
            let clean = blank_comments(text);
            let sheet = Sheet::read(&clean);
            for (style, pair, mode) in worst_pairs(&sheet, &uses, least) {
                let when = if mode.is_empty() {
                    String::new()
                } else {
                    format!("（{} 时）", mode.concat())
                };
                let wanted = if pair.is_large {
                    least.large
                } else {
                    least.usual
                };
                let message = format!(
                    "{name} 第{}行“{}”{when}的文字 {} 与背景 {} 对比度是{:.2}比1，低于{wanted}比1",
                    sheet.line(style),
                    style.text,
                    pair.colour,
                    pair.ground,
                    // What falls short must not be rounded up to what is asked.
                    (pair.ratio * 100.0).floor() / 100.0,
                );
                let help = "在主题样式里把文字改深或者把背景改浅（深色背景反过来），直到对比度足够";
                let place = (name, sheet.line(style));
                tell_of_theme(built.site, sink, place, Finding::new(message, help));
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Least {
    usual: f64,
    large: f64,
}

struct Pair {
    colour: Colour,
    ground: Colour,
    ratio: f64,
    is_large: bool,
}

type Worst<'s, 'c> = (&'s Style<'c>, Pair, Vec<&'c str>);

/// The worst pair of each block that falls short.
fn worst_pairs<'s, 'c>(sheet: &'s Sheet<'c>, uses: &Uses<'_>, least: Least) -> Vec<Worst<'s, 'c>> {
    let mut worst: BTreeMap<usize, Worst<'s, 'c>> = BTreeMap::new();
    let usual_colours = colours(sheet, &[]);
    for mode in sheet.modes() {
        let is_usual = mode.is_empty() || colours(sheet, &mode) == usual_colours;
        let view = sheet.view(&mode);
        for style in view.styles() {
            // With the same colours, only what the mode adds can differ.
            if is_usual && !mode.is_empty() && style.conditions.is_empty() {
                continue;
            }
            if !is_text(&view, style, uses) {
                continue;
            }
            let Some(pair) = pair(&view, style, least) else {
                continue;
            };
            let is_worse = worst
                .get(&style.block)
                .is_none_or(|(_, known, _)| pair.ratio < known.ratio);
            if is_worse {
                worst.insert(style.block, (style, pair, mode.clone()));
            }
        }
    }
    worst.into_values().collect()
}

/// The custom properties of a mode that are colours.
fn colours<'c>(sheet: &Sheet<'c>, mode: &[&'c str]) -> Vec<(String, String)> {
    let view = sheet.view(mode);
    let values = view.root_values().filter_map(|(name, value)| {
        let colour = Colour::read(&view.resolve(value)?)?;
        Some((name.to_owned(), colour.to_string()))
    });
    values.collect()
}

/// Checks that a style can speak of text that is to be read.
fn is_text<'c>(view: &View<'_, 'c>, style: &Style<'c>, uses: &Uses<'_>) -> bool {
    let is_inactive = style.subject().contains(&":disabled");
    if is_inactive || uses.is_decorative(style) {
        return false;
    }
    let is_generated = style
        .subject()
        .iter()
        .any(|simple| matches!(simple.trim_start_matches(':'), "before" | "after"));
    if !is_generated {
        return true;
    }
    // Arrows and dividers that a sheet draws are decoration; words that it writes are text.
    let content = view
        .declared(style, &style.parts, &["content"])
        .unwrap_or_default();
    let words = content.trim_matches(['"', '\'']);
    let is_quoted = words.len() < content.len() && !words.starts_with('\\');
    content.contains("attr(")
        || content.contains("counter")
        || (is_quoted && words.contains(char::is_alphanumeric))
}

/// Colours that a block gives text and ground, the missing one taken from around it, where their
/// contrast falls short.
fn pair<'c>(view: &View<'_, 'c>, style: &Style<'c>, least: Least) -> Option<Pair> {
    let (own_colour, own_ground) = (style.value(COLOUR), style.value(GROUND));
    // What a stronger block overrules is told of that block.
    let is_overruled = |own: Option<&str>, names| {
        own.is_some() && own != view.declared(style, &style.parts, names)
    };
    if is_overruled(own_colour, COLOUR) || is_overruled(own_ground, GROUND) {
        return None;
    }
    let colour = if let Some(value) = own_colour {
        found(colour_step(&view.resolve(value)?))?
    } else {
        own_ground?;
        around(view, style, false, (COLOUR, colour_step, Colour::BLACK))?
    };
    let of_ground: Wanted = (GROUND, ground_step, Colour::WHITE);
    let ground = match own_ground {
        Some(value) => match ground_step(&view.resolve(value)?) {
            // Without a ground of its own, and without a colour, it says nothing.
            Inherited::Up => own_colour.and_then(|_| around(view, style, true, of_ground))?,
            step => found(step)?,
        },
        None => around(view, style, false, of_ground)?,
    };
    let colour = colour.over(ground);
    let ratio = colour.contrast(ground);
    if ratio >= least.usual {
        return None;
    }
    let is_large = is_large(view, style);
    (!is_large || ratio < least.large).then_some(Pair {
        colour,
        ground,
        ratio,
        is_large,
    })
}

fn found(step: Inherited<Colour>) -> Option<Colour> {
    match step {
        Inherited::Found(colour) => Some(colour),
        Inherited::Up | Inherited::Unknown => None,
    }
}

/// Properties, how their values are read, and what is there where nothing is set.
type Wanted = (
    &'static [&'static str],
    fn(&str) -> Inherited<Colour>,
    Colour,
);

/// Colour that a style's element gets from around it.
fn around<'c>(
    view: &View<'_, 'c>,
    style: &Style<'c>,
    skips_own: bool,
    (names, read, default): Wanted,
) -> Option<Colour> {
    let mut is_unknown = false;
    let found = view.inherited(style, names, skips_own, |value| {
        let step = read(value);
        is_unknown |= matches!(step, Inherited::Unknown);
        step
    });
    if is_unknown {
        None
    } else {
        Some(found.unwrap_or(default))
    }
}

fn colour_step(value: &str) -> Inherited<Colour> {
    match value {
        "inherit" | "currentColor" | "currentcolor" | "unset" => Inherited::Up,
        value => Colour::read(value).map_or(Inherited::Unknown, Inherited::Found),
    }
}

fn ground_step(value: &str) -> Inherited<Colour> {
    if value.contains("gradient(") || value.contains("url(") {
        return Inherited::Unknown;
    }
    if matches!(
        value,
        "none" | "transparent" | "0" | "0 0" | "unset" | "initial"
    ) {
        return Inherited::Up;
    }
    match value
        .split(' ')
        .find_map(Colour::read)
        .or_else(|| Colour::read(value))
    {
        Some(colour) if colour.alpha >= 1.0 => Inherited::Found(colour),
        _ => Inherited::Unknown,
    }
}

fn is_large<'c>(view: &View<'_, 'c>, style: &Style<'c>) -> bool {
    let base = view.base();
    let size = view.inherited(style, &["font-size", "font"], false, |value| {
        let size = font_parts(value).0.unwrap_or(value);
        pixels(size, base).map_or(Inherited::Unknown, Inherited::Found)
    });
    let is_bold = view.inherited(style, &["font-weight", "font"], false, |value| {
        let mut words = value.split(' ');
        Inherited::Found(words.any(|word| matches!(word, "bold" | "600" | "700" | "800" | "900")))
    });
    size.is_some_and(|size| size >= LARGE.0 || (is_bold == Some(true) && size >= LARGE.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: Least = Least {
        usual: 4.5,
        large: 3.0,
    };

    fn found(text: &str) -> Vec<String> {
        let sheet = Sheet::read(text);
        let found = worst_pairs(&sheet, &Uses::default(), LEAST);
        let found = found.into_iter().map(|(style, pair, mode)| {
            format!(
                "{} {} {} {}",
                style.text,
                pair.colour,
                pair.ground,
                mode.concat()
            )
        });
        found.collect()
    }

    #[test]
    fn the_missing_half_is_found_around() {
        assert_eq!(
            found("body{color:#222;background:#fff}.a{background:#ddd}.a p{color:#777}"),
            [".a p #777777 #dddddd "]
        );
        assert_eq!(
            found(".b{color:#fff;background:#036}.b:hover{background:#9bd}"),
            [".b:hover #ffffff #99bbdd "]
        );
        assert_eq!(
            found(".b{color:#fff;background:#036}.b:hover{background:#024}"),
            [""; 0]
        );
    }

    #[test]
    fn every_mode_is_judged() {
        let sheet = ":root{--ink:#000;--paper:#fff}html[data-x]{--ink:#fff;--paper:#000}body{color:var(--ink);background:var(--paper)}.a{background:#eee}";
        assert_eq!(found(sheet), [".a #ffffff #eeeeee [data-x]"]);
    }

    #[test]
    fn what_holds_no_text_is_left_alone() {
        for sheet in [
            "svg{background:#000}",
            "p::before{content:\"/\";color:#ccc}",
            "button:disabled{color:#ccc}",
            "p{color:#999;background:linear-gradient(#000,#111)}",
            "p{color:#888;font-size:24px}",
            "p{color:#888;font:bold 20px/1.5 serif}",
            "p{color:inherit}",
            "@media print{p{color:#ccc}}",
        ] {
            assert_eq!(found(sheet), [""; 0], "{sheet}");
        }
        assert_eq!(found("p::before{content:\"示例\";color:#ccc}").len(), 1);
        assert_eq!(found("p{color:#888;font-size:20px}").len(), 1);
    }
}
