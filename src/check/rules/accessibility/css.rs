//! A stylesheet as its rules, for rules that judge what the theme looks like.
//!
//! A reader of our own, that knows no page: what is said of a selector is said of every element that
//! it can meet, by the declarations that certainly apply to such an element.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{Html, Tag},
    read::Theme,
    render::Job,
};

/// A stylesheet, read.
#[derive(Debug)]
pub(super) struct Sheet<'c> {
    text: &'c str,
    /// One entry for each selector of each block.
    pub(super) styles: Vec<Style<'c>>,
    /// Custom properties that are set below the root: what they hold depends on the page.
    local: BTreeSet<&'c str>,
}

/// A selector with its declarations.
#[derive(Debug)]
pub(super) struct Style<'c> {
    /// Where the block's selectors start: the same for all of one block.
    pub(super) block: usize,
    /// The selector as it is written.
    pub(super) text: &'c str,
    /// The selector without what it asks of the root.
    pub(super) parts: Vec<Part<'c>>,
    /// What it asks of the root (`[data-contrast="high"]`) or of the reader's preferences.
    pub(super) conditions: Vec<&'c str>,
    /// The other at-rules around it.
    pub(super) media: Vec<&'c str>,
    declarations: Vec<(&'c str, &'c str)>,
}

/// What a selector says of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<'c> {
    /// How it stands to the part before it.
    combinator: char,
    /// Names, classes, attributes, pseudo-classes.
    pub(super) simples: Vec<&'c str>,
}

/// The sheet under one set of conditions.
#[derive(Debug)]
pub(super) struct View<'s, 'c> {
    sheet: &'s Sheet<'c>,
    mode: Vec<&'c str>,
    root: BTreeMap<&'c str, &'c str>,
}

impl<'c> Sheet<'c> {
    /// Reads a stylesheet whose comments are [blanked](blank_comments).
    pub(super) fn read(text: &'c str) -> Self {
        let mut styles = Vec::new();
        read_blocks(text, 0..text.len(), &[], &mut styles);
        let local = styles.iter().filter(|style: &&Style<'_>| !style.is_root());
        let local = local.flat_map(|style| style.declarations.iter());
        let local = local
            .map(|(name, _)| *name)
            .filter(|name| name.starts_with("--"))
            .collect();
        Self {
            text,
            styles,
            local,
        }
    }

    /// The sets of conditions under which it looks different, the usual look first.
    pub(super) fn modes(&self) -> Vec<Vec<&'c str>> {
        let mut modes = vec![Vec::new()];
        for style in &self.styles {
            let asked = style
                .conditions
                .iter()
                .filter(|asked| !asked.starts_with(":not("));
            let mode: Vec<&str> = asked.copied().collect();
            if !modes.contains(&mode) {
                modes.push(mode);
            }
        }
        modes
    }

    /// The sheet as it applies in a mode.
    pub(super) fn view<'s>(&'s self, mode: &[&'c str]) -> View<'s, 'c> {
        let mut set: Vec<(usize, &str, &str)> = Vec::new();
        let of_root = self
            .styles
            .iter()
            .filter(|style| style.is_root() && style.media.is_empty());
        for style in of_root.filter(|style| style.applies(mode)) {
            let custom = style
                .declarations
                .iter()
                .filter(|(name, _)| name.starts_with("--"));
            set.extend(custom.map(|(name, value)| (style.conditions.len(), *name, *value)));
        }
        // The sort keeps the order of writing among equals.
        set.sort_by_key(|(weight, ..)| *weight);
        View {
            sheet: self,
            mode: mode.to_vec(),
            root: set
                .into_iter()
                .map(|(_, name, value)| (name, value))
                .collect(),
        }
    }

    /// The line that a style starts in, from 1.
    pub(super) fn line(&self, style: &Style<'_>) -> usize {
        line_of(self.text, style.block)
    }
}

/// The line of a place in a text, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

impl<'c> Style<'c> {
    /// The last value that its block gives one of some properties.
    pub(super) fn value(&self, names: &[&str]) -> Option<&'c str> {
        let mut declared = self.declarations.iter().rev();
        declared
            .find(|(name, _)| names.contains(name))
            .map(|(_, value)| *value)
    }

    /// The element itself, as far as its selector tells.
    pub(super) fn subject(&self) -> &[&'c str] {
        self.parts
            .last()
            .map_or(&[], |part| part.simples.as_slice())
    }

    /// The type of element that it speaks of, where it says.
    pub(super) fn element(&self) -> Option<&'c str> {
        let first = self.subject().first().copied();
        first.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    /// The classes that it asks of its element.
    pub(super) fn classes(&self) -> impl Iterator<Item = &'c str> {
        self.subject()
            .iter()
            .filter_map(|simple| simple.strip_prefix('.'))
    }

    /// Whether it speaks of a pseudo-element.
    pub(super) fn is_pseudo_element(&self) -> bool {
        let mut simples = self.subject().iter();
        simples.any(|simple| simple.starts_with("::") || matches!(*simple, ":before" | ":after"))
    }

    fn is_root(&self) -> bool {
        matches!(self.parts.as_slice(), [only] if matches!(only.simples.as_slice(), ["html" | "body"]))
    }

    fn applies(&self, mode: &[&str]) -> bool {
        self.conditions
            .iter()
            .all(|asked| match asked.strip_prefix(":not(") {
                // `[data-type]` is there whatever its value is.
                Some(not) => {
                    let not = not.trim_end_matches([')', ']']);
                    !mode.iter().any(|holds| holds.starts_with(not))
                }
                None => mode.contains(asked),
            })
    }

    fn weight(&self, value: &str) -> (bool, usize, usize, usize) {
        let simples = || self.parts.iter().flat_map(|part| part.simples.iter());
        let ids = simples().filter(|simple| simple.starts_with('#')).count();
        let classes =
            simples().filter(|simple| weighs_as_class(simple)).count() + self.conditions.len();
        let types = simples().count() + self.conditions.len() - ids - classes;
        (value.ends_with("!important"), ids, classes, types)
    }
}

fn weighs_as_class(simple: &str) -> bool {
    simple.starts_with(['.', '[']) || (simple.starts_with(':') && !simple.starts_with("::"))
}

impl<'s, 'c> View<'s, 'c> {
    /// The custom properties of the root, as they are written.
    pub(super) fn root_values(&self) -> impl Iterator<Item = (&'c str, &'c str)> {
        self.root.iter().map(|(name, value)| (*name, *value))
    }

    /// The styles that apply.
    pub(super) fn styles(&self) -> impl Iterator<Item = &'s Style<'c>> {
        self.sheet
            .styles
            .iter()
            .filter(|style| style.applies(&self.mode))
    }

    /// A value with its custom properties put in; `None` where one is not known.
    pub(super) fn resolve(&self, value: &str) -> Option<String> {
        let mut value = value.trim_end_matches("!important").trim().to_owned();
        // More than this is a circle.
        for _ in 0..32 {
            let Some(start) = value.find("var(") else {
                return Some(value);
            };
            let open = start + "var(".len();
            let close = open + scan(value.as_bytes().get(open..)?, b")")?;
            let inside = value.get(open..close)?;
            let (name, fallback) = match inside.split_once(',') {
                Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
                None => (inside.trim(), None),
            };
            if self.sheet.local.contains(name) {
                return None;
            }
            let put = self.root.get(name).copied().or(fallback)?.to_owned();
            value.replace_range(start..=close, &put);
        }
        None
    }

    /// What some properties hold for an element that a style speaks of: by the strongest style that
    /// certainly applies to it.
    pub(super) fn declared(
        &self,
        style: &Style<'c>,
        parts: &[Part<'c>],
        names: &[&str],
    ) -> Option<&'c str> {
        let mut best = None;
        for other in self.styles() {
            let Some(value) = other.value(names) else {
                continue;
            };
            let is_here = other.media.is_empty() || other.media == style.media;
            if !is_here || !covers(&other.parts, parts) {
                continue;
            }
            let weight = other.weight(value);
            if best.is_none_or(|(strongest, _)| strongest <= weight) {
                best = Some((weight, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// Runs up from the element of a style to the root, and gives the first value that `read` takes.
    pub(super) fn inherited<T>(
        &self,
        style: &Style<'c>,
        names: &[&str],
        skips_own: bool,
        mut read: impl FnMut(&str) -> Step<T>,
    ) -> Option<T> {
        let above = [vec!["body"], vec!["html"]].map(|simples| {
            [Part {
                combinator: ' ',
                simples,
            }]
        });
        let mut places: Vec<&[Part<'c>]> = Vec::new();
        let mut parts = style.parts.as_slice();
        while !parts.is_empty() {
            places.push(parts);
            parts = parent(parts);
        }
        places.extend(above.iter().map(<[Part<'c>; 1]>::as_slice));
        for parts in places.into_iter().skip(usize::from(skips_own)) {
            let Some(value) = self.declared(style, parts, names) else {
                continue;
            };
            match read(&self.resolve(value)?) {
                Step::Found(found) => return Some(found),
                Step::Up => {}
                Step::Unknown => return None,
            }
        }
        None
    }

    /// What one `rem` is in pixels.
    pub(super) fn base(&self) -> f64 {
        let root = self
            .styles()
            .filter(|style| style.is_root() && style.element() == Some("html"));
        let sizes = root.filter_map(|style| style.value(&["font-size"]));
        let size = sizes.last().and_then(|value| self.resolve(value));
        size.and_then(|size| pixels(&size, 16.0)).unwrap_or(16.0)
    }
}

/// What a value met on the way up means.
#[derive(Clone, Copy)]
pub(super) enum Step<T> {
    /// It is the one looked for.
    Found(T),
    /// It says nothing: the parent's shows through.
    Up,
    /// It cannot be judged.
    Unknown,
}

/// The selector of the parent, as far as it is known.
fn parent<'a, 'c>(parts: &'a [Part<'c>]) -> &'a [Part<'c>] {
    let mut parts = parts;
    while let Some((last, rest)) = parts.split_last() {
        parts = rest;
        if !matches!(last.combinator, '+' | '~') {
            break;
        }
    }
    parts
}

/// Whether every element that `known` meets is met by `general` too.
fn covers(general: &[Part<'_>], known: &[Part<'_>]) -> bool {
    let (Some((general_last, general_rest)), Some((known_last, known_rest))) =
        (general.split_last(), known.split_last())
    else {
        return false;
    };
    let mut simples = general_last.simples.iter();
    if !simples.all(|simple| known_last.simples.contains(simple)) {
        return false;
    }
    if general_rest.is_empty() {
        return true;
    }
    match general_last.combinator {
        ' ' => {
            let (mut combinator, mut above) = (known_last.combinator, known_rest);
            loop {
                let is_above = matches!(combinator, ' ' | '>');
                if is_above && covers(general_rest, above) {
                    return true;
                }
                let Some((last, rest)) = above.split_last() else {
                    return false;
                };
                (combinator, above) = (last.combinator, rest);
            }
        }
        direct => known_last.combinator == direct && covers(general_rest, known_rest),
    }
}

/// Overwrites comments with blanks, so that places stay what they are.
pub(super) fn blank_comments(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    let mut quote = None;
    while let Some(at) = rest.find(['/', '"', '\'', '\\']) {
        let found = rest.as_bytes()[at];
        let mut end = at + 1;
        match (quote, found) {
            (_, b'\\') => end = rest.ceil_char_boundary((at + 2).min(rest.len())),
            (Some(open), _) if open == found => quote = None,
            (None, b'"' | b'\'') => quote = Some(found),
            (None, _) if rest[at..].starts_with("/*") => {
                let close = rest[at + 2..]
                    .find("*/")
                    .map_or(rest.len(), |close| at + 4 + close);
                clean.push_str(&rest[..at]);
                let blanks = rest[at..close]
                    .bytes()
                    .map(|b| if b == b'\n' { '\n' } else { ' ' });
                clean.extend(blanks);
                rest = &rest[close..];
                continue;
            }
            _ => {}
        }
        clean.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// The place of the first of some bytes that is not inside quotes, brackets or braces.
fn scan(bytes: &[u8], stops: &[u8]) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (_, b'\\') => at += 1,
            (Some(open), close) if open == close => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, stop) if depth == 0 && stops.contains(stop) => return Some(at),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Cuts a text at a byte that is not inside quotes or brackets.
fn split(text: &str, stop: u8) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(at) = scan(rest.as_bytes(), &[stop]) {
        parts.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    parts.push(rest);
    parts
}

fn read_blocks<'c>(
    text: &'c str,
    range: std::ops::Range<usize>,
    around: &[&'c str],
    styles: &mut Vec<Style<'c>>,
) {
    let mut at = range.start;
    while let Some(next) = text
        .get(at..range.end)
        .and_then(|rest| scan(rest.as_bytes(), b"{;"))
    {
        let stop = at + next;
        if text.as_bytes()[stop] == b';' {
            at = stop + 1;
            continue;
        }
        let close = text
            .get(stop + 1..range.end)
            .and_then(|rest| scan(rest.as_bytes(), b"}"));
        let close = close.map_or(range.end, |close| stop + 1 + close);
        let written = &text[at..stop];
        let prelude = written.trim();
        let start = at + written.len() - written.trim_start().len();
        if let Some(rule) = prelude.strip_prefix('@') {
            if let Some(condition) = screen_condition(rule) {
                let around: Vec<&str> = around.iter().copied().chain(condition).collect();
                read_blocks(text, stop + 1..close, &around, styles);
            }
        } else {
            read_style(prelude, start, &text[stop + 1..close], around, styles);
        }
        at = close + 1;
    }
}

/// What an at-rule asks, where its content is styles that reach a screen in the site's own colours.
fn screen_condition(rule: &str) -> Option<Option<&str>> {
    let end = rule
        .find(|c: char| !c.is_ascii_alphabetic() && c != '-')
        .unwrap_or(rule.len());
    let (name, asked) = (&rule[..end], rule[end..].trim());
    match name {
        "media" if asked.contains("forced-colors") => None,
        "media" if asked.contains("print") && !asked.contains("not print") => None,
        "media" if matches!(asked, "screen" | "all") => Some(None),
        "media" | "container" => Some(Some(asked)),
        "supports" | "layer" | "scope" => Some(None),
        _ => None,
    }
}

fn read_style<'c>(
    prelude: &'c str,
    block: usize,
    inside: &'c str,
    around: &[&'c str],
    styles: &mut Vec<Style<'c>>,
) {
    let pieces = split(inside, b';')
        .into_iter()
        .filter(|piece| !piece.contains('{'));
    let declarations: Vec<(&str, &str)> = pieces
        .filter_map(|piece| piece.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    if declarations.is_empty() {
        return;
    }
    let is_preference = |asked: &&&str| asked.contains("prefers-");
    for text in split(prelude, b',') {
        let (parts, mut conditions) = read_selector(text.trim());
        if parts.is_empty() {
            continue;
        }
        conditions.extend(around.iter().filter(is_preference));
        styles.push(Style {
            block,
            text: text.trim(),
            parts,
            conditions,
            media: around
                .iter()
                .filter(|asked| !is_preference(asked))
                .copied()
                .collect(),
            declarations: declarations.clone(),
        });
    }
}

/// The parts of a selector, and what it asks of the root.
fn read_selector(text: &str) -> (Vec<Part<'_>>, Vec<&str>) {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let trimmed =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'));
        let between = &rest[..rest.len() - trimmed.len()];
        let combinator = between.chars().find(|c| !c.is_whitespace()).unwrap_or(' ');
        let end = scan(trimmed.as_bytes(), b" \t\n\r>+~").unwrap_or(trimmed.len());
        let simples = read_simples(&trimmed[..end]);
        if end > 0 {
            parts.push(Part {
                combinator,
                simples,
            });
        }
        rest = &trimmed[end..];
    }
    let mut conditions = Vec::new();
    if let Some(first) = parts.first_mut()
        && first.simples.contains(&"html")
    {
        // Classes that scripts put there are no look of their own.
        let asked = first.simples.iter();
        conditions = asked
            .copied()
            .filter(|simple| simple.starts_with(['[', ':']))
            .collect();
        first.simples = vec!["html"];
        if parts.len() > 1 {
            parts.remove(0);
        }
    }
    (parts, conditions)
}

fn read_simples(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut simples, mut start) = (Vec::new(), 0);
    while start < text.len() {
        let mut at = start + 1;
        if bytes[start] == b':' && bytes.get(at) == Some(&b':') {
            at += 1;
        }
        let end = if bytes[start] == b'[' {
            scan(&bytes[at..], b"]").map_or(text.len(), |close| at + close + 1)
        } else {
            scan(&bytes[at..], b".#[:").map_or(text.len(), |next| at + next)
        };
        let simple = &text[start..end];
        match simple {
            "*" => {}
            ":root" => simples.push("html"),
            simple => simples.push(simple),
        }
        start = end;
    }
    simples
}

/// A length in pixels, where it does not depend on the page.
pub(super) fn pixels(value: &str, rem: f64) -> Option<f64> {
    const UNITS: [(&str, f64); 4] = [("rem", 0.0), ("px", 1.0), ("pt", 4.0 / 3.0), ("", 1.0)];
    let value = value.trim();
    for (name, is_max) in [("max(", true), ("min(", false)] {
        if let Some(inside) = value
            .strip_prefix(name)
            .and_then(|rest| rest.strip_suffix(')'))
        {
            let lengths: Option<Vec<f64>> = split(inside, b',')
                .into_iter()
                .map(|part| pixels(part, rem))
                .collect();
            return lengths?
                .into_iter()
                .reduce(if is_max { f64::max } else { f64::min });
        }
    }
    for (unit, scale) in UNITS {
        if let Some(number) = value
            .strip_suffix(unit)
            .and_then(|number| number.parse::<f64>().ok())
        {
            // Without a unit only nothing is a length.
            return match unit {
                "rem" => Some(number * rem),
                "" if number != 0.0 => None,
                _ => Some(number * scale),
            };
        }
    }
    None
}

/// Size and distance of lines in the value of `font` (`700 1rem/1.5 serif`), as they are written.
pub(super) fn font_parts(value: &str) -> (Option<&str>, Option<&str>) {
    for token in split(value, b' ') {
        if let Some((size, line)) = token.split_once('/') {
            return (Some(size), Some(line));
        }
        let is_size = token.ends_with(|c: char| c.is_ascii_alphabetic() || c == '%')
            && token.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if is_size {
            return (Some(token), None);
        }
    }
    (None, None)
}

/// A colour, its parts from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colour {
    red: f64,
    green: f64,
    blue: f64,
    /// How much it covers.
    pub(super) alpha: f64,
}

impl Colour {
    /// What text is where nothing is said.
    pub(super) const BLACK: Self = Self {
        red: 0.0,
        green: 0.0,
        blue: 0.0,
        alpha: 1.0,
    };
    /// What pages stand on where nothing is said.
    pub(super) const WHITE: Self = Self {
        red: 1.0,
        green: 1.0,
        blue: 1.0,
        alpha: 1.0,
    };

    /// Reads a colour as a stylesheet writes it.
    pub(super) fn read(text: &str) -> Option<Self> {
        const NAMES: [(&str, &str); 18] = [
            ("black", "#000"),
            ("white", "#fff"),
            ("red", "#f00"),
            ("green", "#008000"),
            ("lime", "#0f0"),
            ("blue", "#00f"),
            ("navy", "#000080"),
            ("yellow", "#ff0"),
            ("orange", "#ffa500"),
            ("purple", "#800080"),
            ("maroon", "#800000"),
            ("teal", "#008080"),
            ("olive", "#808000"),
            ("gray", "#808080"),
            ("grey", "#808080"),
            ("silver", "#c0c0c0"),
            ("lightgray", "#d3d3d3"),
            ("darkgray", "#a9a9a9"),
        ];
        let text = text.trim().to_ascii_lowercase();
        if let Some((_, hex)) = NAMES.iter().find(|(name, _)| *name == text) {
            return Self::read(hex);
        }
        if let Some(hex) = text.strip_prefix('#') {
            return Self::read_hex(hex);
        }
        let inside = text
            .strip_prefix("rgba(")
            .or_else(|| text.strip_prefix("rgb("))?;
        let inside = inside.strip_suffix(')')?.replace([',', '/'], " ");
        let number = |part: &str, whole: f64| match part.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().ok().map(|number| number / 100.0),
            None => part.parse::<f64>().ok().map(|number| number / whole),
        };
        let mut parts = inside.split_whitespace();
        let mut next = |whole| parts.next().map(|part| number(part, whole));
        Some(Self {
            red: next(255.0)??,
            green: next(255.0)??,
            blue: next(255.0)??,
            alpha: next(1.0).unwrap_or(Some(1.0))?,
        })
    }

    fn read_hex(hex: &str) -> Option<Self> {
        if !hex.is_ascii() {
            return None;
        }
        let short = hex.len() < 6;
        let size = if short { 1 } else { 2 };
        if !matches!(hex.len(), 3 | 4 | 6 | 8) {
            return None;
        }
        let part = |number: usize| {
            let digits = hex.get(number * size..(number + 1) * size)?;
            let value = f64::from(u8::from_str_radix(digits, 16).ok()?);
            Some(if short { value / 15.0 } else { value / 255.0 })
        };
        let alpha = if hex.len() == 4 * size { part(3)? } else { 1.0 };
        Some(Self {
            red: part(0)?,
            green: part(1)?,
            blue: part(2)?,
            alpha,
        })
    }

    /// What is seen of it over an opaque ground.
    pub(super) fn over(self, ground: Self) -> Self {
        let mix = |own: f64, below: f64| own * self.alpha + below * (1.0 - self.alpha);
        Self {
            red: mix(self.red, ground.red),
            green: mix(self.green, ground.green),
            blue: mix(self.blue, ground.blue),
            alpha: 1.0,
        }
    }

    /// The contrast of two colours as WCAG 2 defines it, from 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: f64| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        write!(
            f,
            "#{:02x}{:02x}{:02x}",
            byte(self.red),
            byte(self.green),
            byte(self.blue)
        )
    }
}

/// What the templates show of the classes that a sheet speaks of.
#[derive(Debug, Default)]
pub(super) struct Uses<'t> {
    /// The types of element that carry a class.
    elements: BTreeMap<&'t str, BTreeSet<&'t str>>,
    /// Classes of pictures, and of what is hidden from those who listen: there is no text in them.
    pub(super) decorative: BTreeSet<&'t str>,
}

impl<'t> Uses<'t> {
    /// Reads the templates of a theme.
    pub(super) fn of(theme: &'t Theme) -> Self {
        let mut uses = Self::default();
        for template in theme.templates.values() {
            let html = Html::new("", Job::Home, template);
            for tag in html.tags().iter().filter(|tag| !tag.is_end) {
                uses.add(tag);
            }
        }
        uses
    }

    fn add(&mut self, tag: &Tag<'t>) {
        let value = |wanted: &str| {
            let mut attributes = tag.attributes();
            attributes
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value)
        };
        let is_decorative = value("role") == Some("img") || value("aria-hidden") == Some("true");
        for class in value("class").unwrap_or_default().split_ascii_whitespace() {
            // Up to where the template puts something in.
            let class = class.split(['{', '}', '%']).next().unwrap_or_default();
            if class.is_empty() {
                continue;
            }
            self.elements.entry(class).or_default().insert(tag.name());
            if is_decorative {
                self.decorative.insert(class);
            }
        }
    }

    /// Whether a style speaks of one of some types of element, itself or through its classes.
    pub(super) fn speaks_of(&self, style: &Style<'_>, elements: &[&str]) -> bool {
        match style.element() {
            Some(name) => elements.contains(&name),
            None => style.classes().any(|class| {
                let used = self.elements.get(class);
                used.is_some_and(|used| used.iter().any(|name| elements.contains(name)))
            }),
        }
    }

    /// Whether a style speaks of what holds no text.
    pub(super) fn is_decorative(&self, style: &Style<'_>) -> bool {
        matches!(
            style.element(),
            Some("svg" | "img" | "path" | "hr" | "video" | "iframe")
        ) || style.classes().any(|class| self.decorative.contains(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"@charset "utf-8"; /* 注 "释 { */
:root{--ink:#222; --tap:44px; --deep:var(--ink)}
html[data-contrast="high"]{--ink:#fff}
html{font-size:20px}
body{color:var(--ink);background:#fff}
.a,.b>p{color:red;background:url("a;b{}.png")}
.a b:hover{color:#00f!important}
@media screen and (max-width:10em){.a{color:green} .c{color:blue}}
@media print{.a{color:black}}
@font-face{font-family:x;src:url(y)}
html[data-contrast="high"] .c{background:#000}"#;

    fn texts(sheet: &Sheet<'_>) -> Vec<String> {
        sheet
            .styles
            .iter()
            .map(|style| style.text.to_owned())
            .collect()
    }

    #[test]
    fn blocks_are_read() {
        let clean = blank_comments(SHEET);
        assert_eq!(clean.len(), SHEET.len());
        let sheet = Sheet::read(&clean);
        assert_eq!(
            texts(&sheet),
            [
                ":root",
                "html[data-contrast=\"high\"]",
                "html",
                "body",
                ".a",
                ".b>p",
                ".a b:hover",
                ".a",
                ".c",
                "html[data-contrast=\"high\"] .c"
            ]
        );
        assert_eq!(sheet.modes(), [vec![], vec!["[data-contrast=\"high\"]"]]);
        assert_eq!(sheet.line(&sheet.styles[4]), 6);
        assert_eq!(sheet.styles[9].subject(), [".c"]);
    }

    #[test]
    fn values_follow_the_mode() {
        let clean = blank_comments(SHEET);
        let sheet = Sheet::read(&clean);
        let (usual, high) = (Vec::new(), vec!["[data-contrast=\"high\"]"]);
        assert_eq!(
            sheet.view(&usual).resolve("1px var(--deep)").as_deref(),
            Some("1px #222")
        );
        assert_eq!(
            sheet.view(&high).resolve("var(--deep)").as_deref(),
            Some("#fff")
        );
        assert_eq!(sheet.view(&usual).resolve("var(--no)"), None);
        assert_eq!(
            sheet
                .view(&usual)
                .resolve("var(--no, var(--tap))")
                .as_deref(),
            Some("44px")
        );
        assert!((sheet.view(&usual).base() - 20.0).abs() < 1e-9);
    }

    #[test]
    fn selectors_cover_others() {
        let covers = |general, known| covers(&read_selector(general).0, &read_selector(known).0);
        for (general, known) in [
            ("a", "a:hover"),
            (".b", ".a .b.c"),
            (".a b", ".a .x b"),
            (".a .b", ".a>.b"),
            (".a>.b", "x .a>.b"),
            (".a .c", ".a .b+.c"),
        ] {
            assert!(covers(general, known), "{general} {known}");
        }
        for (general, known) in [
            ("a:hover", "a"),
            (".a>.b", ".a .b"),
            (".a .c", ".a+.c"),
            (".x .b", ".b"),
            ("a::before", "a"),
        ] {
            assert!(!covers(general, known), "{general} {known}");
        }
    }

    #[test]
    fn colours_and_lengths_are_read() {
        let contrast = |a, b| Some(Colour::read(a)?.contrast(Colour::read(b)?));
        assert!(contrast("#000", "white").is_some_and(|ratio| (ratio - 21.0).abs() < 0.001));
        assert!(
            contrast("#767676", "rgb(255, 255, 255)")
                .is_some_and(|ratio| (ratio - 4.54).abs() < 0.01)
        );
        assert!(
            Colour::read("rgba(0 0 0 / 50%)")
                .is_some_and(|colour| (colour.alpha - 0.5).abs() < 0.001)
        );
        for text in ["none", "#12", "#é12", "rgb(1)", "hsl(1 2% 3%)", "#ggg"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
        for (text, wanted) in [
            ("44px", Some(44.0)),
            ("2.75rem", Some(44.0)),
            ("max(40px, 3rem)", Some(48.0)),
            ("0", Some(0.0)),
            ("3", None),
            ("50%", None),
            ("calc(1px + 2px)", None),
        ] {
            assert_eq!(pixels(text, 16.0), wanted, "{text}");
        }
        assert_eq!(
            font_parts("700 1rem/1.5 serif"),
            (Some("1rem"), Some("1.5"))
        );
        assert_eq!(font_parts("bold 18px \"A B\""), (Some("18px"), None));
        assert_eq!(font_parts("inherit"), (None, None));
    }

    #[test]
    fn broken_sheets_are_read_as_far_as_they_go() {
        for text in [
            "{",
            "}",
            "a{",
            "a{color",
            "@media",
            "@media{a{",
            "\"",
            "a[{b",
            "/*",
            "a{color:red}}b{color:red}",
            "汉\\",
            ":",
            "::{x:y}",
        ] {
            let clean = blank_comments(text);
            assert_eq!(clean.len(), text.len());
            let sheet = Sheet::read(&clean);
            for mode in sheet.modes() {
                let view = sheet.view(&mode);
                for style in view.styles() {
                    let _ = view.inherited(style, &["color"], false, |_| Step::<()>::Up);
                }
            }
        }
    }
}
