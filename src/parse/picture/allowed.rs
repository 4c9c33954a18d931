//! Lists of what may stand in an SVG: elements, the attributes of each, and the values of each.
//!
//! Values are judged after XML's escapes are taken out; escapes and comments of CSS are not let through
//! at all, so nothing stands for something else.

use std::borrow::Cow;

/// Kind of value that an attribute may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Numbers, lengths, words, path data.
    Plain,
    /// A list of transformations.
    Transform,
    /// A colour, or a gradient or pattern of this picture.
    Paint,
    /// A clip, mask or marker of this picture.
    Reference,
    /// Names of fonts.
    Fonts,
    /// Text for people.
    Text,
    /// An id of this picture.
    Id,
    /// Ids of this picture.
    Ids,
    /// A place in this picture.
    Address,
}

/// Verdict on an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    /// It is written under this name.
    Kept(&'static str, Value),
    /// It says nothing of the drawing.
    Dropped,
    /// It may not stand there.
    Refused,
}

/// Elements and their own attributes, all of them plain but for addresses and transformations.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("circle", &["cx", "cy", "r", "pathLength"]),
    ("clipPath", &["clipPathUnits"]),
    ("defs", &[]),
    ("desc", &[]),
    ("ellipse", &["cx", "cy", "rx", "ry", "pathLength"]),
    ("g", &[]),
    ("line", &["x1", "y1", "x2", "y2", "pathLength"]),
    (
        "linearGradient",
        &[
            "x1",
            "y1",
            "x2",
            "y2",
            "gradientUnits",
            "gradientTransform",
            "spreadMethod",
            "href",
        ],
    ),
    (
        "marker",
        &[
            "refX",
            "refY",
            "markerWidth",
            "markerHeight",
            "markerUnits",
            "orient",
            "viewBox",
            "preserveAspectRatio",
        ],
    ),
    (
        "mask",
        &["x", "y", "width", "height", "maskUnits", "maskContentUnits"],
    ),
    ("path", &["d", "pathLength"]),
    (
        "pattern",
        &[
            "x",
            "y",
            "width",
            "height",
            "patternUnits",
            "patternContentUnits",
            "patternTransform",
            "viewBox",
            "preserveAspectRatio",
            "href",
        ],
    ),
    ("polygon", &["points", "pathLength"]),
    ("polyline", &["points", "pathLength"]),
    (
        "radialGradient",
        &[
            "cx",
            "cy",
            "r",
            "fx",
            "fy",
            "fr",
            "gradientUnits",
            "gradientTransform",
            "spreadMethod",
            "href",
        ],
    ),
    (
        "rect",
        &["x", "y", "width", "height", "rx", "ry", "pathLength"],
    ),
    ("stop", &["offset"]),
    (
        "svg",
        &[
            "x",
            "y",
            "width",
            "height",
            "viewBox",
            "preserveAspectRatio",
        ],
    ),
    (
        "symbol",
        &[
            "x",
            "y",
            "width",
            "height",
            "refX",
            "refY",
            "viewBox",
            "preserveAspectRatio",
        ],
    ),
    (
        "text",
        &["x", "y", "dx", "dy", "rotate", "textLength", "lengthAdjust"],
    ),
    (
        "textPath",
        &[
            "startOffset",
            "method",
            "spacing",
            "side",
            "textLength",
            "lengthAdjust",
            "href",
        ],
    ),
    ("title", &[]),
    (
        "tspan",
        &["x", "y", "dx", "dy", "rotate", "textLength", "lengthAdjust"],
    ),
    ("use", &["x", "y", "width", "height", "href"]),
];

/// Attributes of every element, with what each may be.
const COMMON: &[(&str, Value)] = &[
    ("alignment-baseline", Value::Plain),
    ("baseline-shift", Value::Plain),
    ("clip-path", Value::Reference),
    ("clip-rule", Value::Plain),
    ("color", Value::Paint),
    ("color-interpolation", Value::Plain),
    ("color-rendering", Value::Plain),
    ("cursor", Value::Plain),
    ("direction", Value::Plain),
    ("display", Value::Plain),
    ("dominant-baseline", Value::Plain),
    ("fill", Value::Paint),
    ("fill-opacity", Value::Plain),
    ("fill-rule", Value::Plain),
    ("font-family", Value::Fonts),
    ("font-size", Value::Plain),
    ("font-size-adjust", Value::Plain),
    ("font-stretch", Value::Plain),
    ("font-style", Value::Plain),
    ("font-variant", Value::Plain),
    ("font-weight", Value::Plain),
    ("glyph-orientation-horizontal", Value::Plain),
    ("glyph-orientation-vertical", Value::Plain),
    ("id", Value::Id),
    ("image-rendering", Value::Plain),
    ("kerning", Value::Plain),
    ("lang", Value::Text),
    ("letter-spacing", Value::Plain),
    ("marker", Value::Reference),
    ("marker-end", Value::Reference),
    ("marker-mid", Value::Reference),
    ("marker-start", Value::Reference),
    ("mask", Value::Reference),
    ("opacity", Value::Plain),
    ("overflow", Value::Plain),
    ("paint-order", Value::Plain),
    ("pointer-events", Value::Plain),
    ("role", Value::Text),
    ("shape-rendering", Value::Plain),
    ("stop-color", Value::Paint),
    ("stop-opacity", Value::Plain),
    ("stroke", Value::Paint),
    ("stroke-dasharray", Value::Plain),
    ("stroke-dashoffset", Value::Plain),
    ("stroke-linecap", Value::Plain),
    ("stroke-linejoin", Value::Plain),
    ("stroke-miterlimit", Value::Plain),
    ("stroke-opacity", Value::Plain),
    ("stroke-width", Value::Plain),
    ("text-anchor", Value::Plain),
    ("text-decoration", Value::Plain),
    ("text-rendering", Value::Plain),
    ("transform", Value::Transform),
    ("transform-origin", Value::Plain),
    ("unicode-bidi", Value::Plain),
    ("vector-effect", Value::Plain),
    ("visibility", Value::Plain),
    ("word-spacing", Value::Plain),
    ("writing-mode", Value::Plain),
    ("xml:lang", Value::Text),
    ("xml:space", Value::Plain),
];

/// Attributes that drawing programs and icon libraries write for themselves. Classes would be those
/// of the page.
const SILENT: &[&str] = &[
    "baseProfile",
    "class",
    "contentScriptType",
    "contentStyleType",
    "enable-background",
    "focusable",
    "p-id",
    "t",
    "version",
    "zoomAndPan",
];

/// Name of an element, where it may stand in a picture.
pub(super) fn element(name: &str) -> Option<&'static str> {
    let at = ELEMENTS.binary_search_by(|(known, _)| known.cmp(&name));
    at.ok().map(|at| ELEMENTS[at].0)
}

/// Judges an attribute of an element.
pub(super) fn attribute(element: &str, key: &str) -> Attribute {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    // HTML splits names where XML does not, so only plain names are safe.
    if !key.bytes().all(is_name) {
        return Attribute::Refused;
    }
    let (prefix, local) = key.rsplit_once(':').unwrap_or(("", key));
    let lower = local.to_ascii_lowercase();
    if lower.starts_with("on") || lower == "style" {
        return Attribute::Refused;
    }
    if matches!(lower.as_str(), "href" | "src") {
        let may_have = own(element).contains(&"href") && lower == "href";
        return if may_have {
            Attribute::Kept("href", Value::Address)
        } else {
            Attribute::Refused
        };
    }
    if key == "xmlns" || prefix == "xmlns" {
        return Attribute::Dropped;
    }
    if let Ok(at) = COMMON.binary_search_by(|(known, _)| known.cmp(&key)) {
        let (name, value) = COMMON[at];
        return Attribute::Kept(name, value);
    }
    if !prefix.is_empty() {
        // What another namespace says is nothing to browsers, but for the base of addresses.
        return if prefix == "xml" && local == "base" {
            Attribute::Refused
        } else {
            Attribute::Dropped
        };
    }
    if let Some(name) = own(element).iter().find(|name| **name == key) {
        let value = if name.ends_with("Transform") {
            Value::Transform
        } else {
            Value::Plain
        };
        return Attribute::Kept(name, value);
    }
    match key {
        "aria-label" => Attribute::Kept("aria-label", Value::Text),
        "aria-hidden" => Attribute::Kept("aria-hidden", Value::Text),
        "aria-labelledby" => Attribute::Kept("aria-labelledby", Value::Ids),
        "aria-describedby" => Attribute::Kept("aria-describedby", Value::Ids),
        _ if key.starts_with("data-") || key.starts_with("aria-") || SILENT.contains(&key) => {
            Attribute::Dropped
        }
        _ => Attribute::Refused,
    }
}

fn own(element: &str) -> &'static [&'static str] {
    let at = ELEMENTS.binary_search_by(|(known, _)| known.cmp(&element));
    at.map_or(&[], |at| ELEMENTS[at].1)
}

/// A value as it may be written, its ids begun with `mark`; nothing where it may not stand there.
pub(super) fn value<'v>(kind: Value, value: &'v str, mark: &str) -> Option<Cow<'v, str>> {
    let same = |is_allowed: bool| is_allowed.then_some(Cow::Borrowed(value));
    match kind {
        Value::Text => Some(Cow::Borrowed(value)),
        Value::Plain => same(value.chars().all(is_plain)),
        Value::Transform => same(is_transform(value)),
        Value::Fonts => same(!value.contains(['(', ')', '\\', ':', ';', '/', '*', '{', '}', '@'])),
        Value::Id => Some(format!("{mark}{value}").into()),
        Value::Ids => {
            let ids = value.split_ascii_whitespace();
            let ids: Vec<String> = ids.map(|id| format!("{mark}{id}")).collect();
            Some(ids.join(" ").into())
        }
        Value::Address => {
            let id = value.strip_prefix('#')?;
            Some(format!("#{mark}{id}").into())
        }
        Value::Reference => {
            if value.trim().chars().all(is_plain) {
                return Some(Cow::Borrowed(value));
            }
            let (id, rest) = reference(value.trim())?;
            rest.trim()
                .is_empty()
                .then(|| format!("url(#{mark}{id})").into())
        }
        Value::Paint => {
            let value = value.trim();
            if is_colour(value) {
                return Some(Cow::Borrowed(value));
            }
            let (id, rest) = reference(value)?;
            let rest = rest.trim();
            is_colour(rest).then(|| {
                let blank = if rest.is_empty() { "" } else { " " };
                format!("url(#{mark}{id}){blank}{rest}").into()
            })
        }
    }
}

/// Signs of numbers, lengths, words and path data. None of them opens a function, an escape, a comment
/// or an address.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c.is_ascii_whitespace()
        || matches!(c, '.' | ',' | '+' | '-' | '%' | '#' | '_')
}

/// Lists of `rotate(…)` and the like, with numbers in them.
fn is_transform(value: &str) -> bool {
    const NAMES: [&str; 6] = ["matrix", "rotate", "scale", "skewX", "skewY", "translate"];
    let mut rest = value.trim();
    if rest == "none" {
        return true;
    }
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once('(') else {
            return false;
        };
        let Some((numbers, after)) = after.split_once(')') else {
            return false;
        };
        if !NAMES.contains(&name.trim()) || !numbers.chars().all(is_plain) {
            return false;
        }
        rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
    }
    true
}

/// A name, a `#` with digits, or one of the functions of colours with numbers in it; nothing at all too.
fn is_colour(value: &str) -> bool {
    const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];
    if value.chars().all(is_plain) {
        return true;
    }
    let Some((name, after)) = value.split_once('(') else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    after.strip_suffix(')').is_some_and(|numbers| {
        FUNCTIONS.contains(&name.as_str()) && numbers.chars().all(|c| is_plain(c) || c == '/')
    })
}

/// The id in `url(#id)`, and what follows it.
fn reference(value: &str) -> Option<(&str, &str)> {
    let (url, after) = value.split_once('(')?;
    if !url.eq_ignore_ascii_case("url") {
        return None;
    }
    let (inside, rest) = after.split_once(')')?;
    let inside = inside.trim();
    let inside = ['"', '\'']
        .iter()
        .find_map(|quote| inside.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(inside);
    let id = inside.strip_prefix('#')?;
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (!id.is_empty() && id.chars().all(is_id)).then_some((id, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| *name));
        assert!(COMMON.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn values_are_judged_by_what_they_may_be() {
        for (kind, good) in [
            (Value::Paint, "none"),
            (Value::Paint, "#0b4a8f"),
            (Value::Paint, "rgb(11, 74 143 / 50%)"),
            (Value::Paint, "url(#a) red"),
            (Value::Paint, " URL( '#a' ) "),
            (Value::Reference, "url(\"#渐变\")"),
            (Value::Transform, "translate(1,2) rotate(-45 1e3 .5)"),
            (Value::Plain, "M0,0h10v-1.5e-3z"),
            (Value::Fonts, "'Noto Sans CJK SC', 宋体, serif"),
        ] {
            assert!(value(kind, good, "m-").is_some(), "{good}");
        }
        for (kind, bad) in [
            (Value::Paint, "url(//a.cn/b#c)"),
            (Value::Paint, "\\75rl(//a.cn/)"),
            (Value::Paint, "u/**/rl(//a.cn/)"),
            (Value::Paint, "url(#a) url(//b.cn/)"),
            (Value::Paint, "image-set('//a.cn/' 1x)"),
            (Value::Paint, "var(--a)"),
            (Value::Reference, "url(#a"),
            (Value::Reference, "url(a.svg#b)"),
            (Value::Reference, "url(#\\a)"),
            (Value::Plain, "url(//a.cn/), auto"),
            (Value::Plain, "1;background:red"),
            (Value::Transform, "url(#a)"),
            (Value::Fonts, "a;src:url(//b)"),
            (Value::Address, "https://a.cn/"),
            (Value::Address, " #a"),
        ] {
            assert_eq!(value(kind, bad, "m-"), None, "{bad}");
        }
        assert_eq!(
            value(Value::Paint, "url( '#a' ) red", "m-").as_deref(),
            Some("url(#m-a) red")
        );
    }

    #[test]
    fn names_that_html_would_split_are_refused() {
        for key in [
            "a/onload",
            "q/href",
            "w/href",
            "onload",
            "OnLoad",
            "x:onload",
            "style",
            "xml:base",
            "x\"y",
            "x<y",
            "属性",
            "filter",
            "href",
            "x:src",
            "attributeName",
        ] {
            assert_eq!(attribute("rect", key), Attribute::Refused, "{key}");
        }
        for key in [
            "inkscape:label",
            "sodipodi:nodetypes",
            "class",
            "data-name",
            "xmlns:xlink",
        ] {
            assert_eq!(attribute("rect", key), Attribute::Dropped, "{key}");
        }
        assert_eq!(
            attribute("use", "xlink:href"),
            Attribute::Kept("href", Value::Address)
        );
    }
}
