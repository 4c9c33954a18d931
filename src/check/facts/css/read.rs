//! A stylesheet as its rules: selectors, conditions, declarations.

use std::collections::BTreeSet;

/// A stylesheet, read.
#[derive(Debug)]
pub(crate) struct Sheet<'c> {
    text: &'c str,
    /// One entry for each selector of each block.
    pub(crate) styles: Vec<Style<'c>>,
    /// Custom properties that are set below the root: what they hold depends on the page.
    pub(super) local: BTreeSet<&'c str>,
}

/// A selector with its declarations.
#[derive(Debug)]
pub(crate) struct Style<'c> {
    /// Byte at which the block's selectors start: the same for all of one block.
    pub(crate) block: usize,
    /// The selector as it is written.
    pub(crate) text: &'c str,
    /// The selector without what it asks of the root.
    pub(crate) parts: Vec<Compound<'c>>,
    /// Conditions on the root (`[data-contrast="high"]`) or on the reader's preferences.
    pub(crate) conditions: Vec<&'c str>,
    /// The other at-rules around it.
    pub(crate) media: Vec<&'c str>,
    pub(super) declarations: Vec<(&'c str, &'c str)>,
}

/// Part of a selector that speaks of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compound<'c> {
    /// Combinator that joins it to the part before it.
    pub(super) combinator: char,
    /// Names, classes, attributes, pseudo-classes.
    pub(crate) simples: Vec<&'c str>,
}

impl<'c> Sheet<'c> {
    /// Reads a stylesheet whose comments are [blanked](blank_comments).
    pub(crate) fn read(text: &'c str) -> Self {
        let mut styles = Vec::new();
        read_blocks(text, 0..text.len(), 0, &[], &mut styles);
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

    /// The line that a style starts in, from 1.
    pub(crate) fn line(&self, style: &Style<'_>) -> usize {
        line_of(self.text, style.block)
    }
}

/// The line of a place in a text, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

impl<'c> Style<'c> {
    /// The last value that its block gives one of some properties.
    pub(crate) fn value(&self, names: &[&str]) -> Option<&'c str> {
        let mut declared = self.declarations.iter().rev();
        declared
            .find(|(name, _)| names.contains(name))
            .map(|(_, value)| *value)
    }

    /// The element itself, as far as its selector tells.
    pub(crate) fn subject(&self) -> &[&'c str] {
        self.parts
            .last()
            .map_or(&[], |part| part.simples.as_slice())
    }

    /// The type of element that it speaks of, where it says.
    pub(crate) fn element(&self) -> Option<&'c str> {
        let first = self.subject().first().copied();
        first.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    /// The classes that it asks of its element.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &'c str> {
        self.subject()
            .iter()
            .filter_map(|simple| simple.strip_prefix('.'))
    }

    /// Recognises a style of a pseudo-element.
    pub(crate) fn is_pseudo_element(&self) -> bool {
        let mut simples = self.subject().iter();
        simples.any(|simple| simple.starts_with("::") || matches!(*simple, ":before" | ":after"))
    }

    pub(super) fn is_root(&self) -> bool {
        matches!(self.parts.as_slice(), [only] if matches!(only.simples.as_slice(), ["html" | "body"]))
    }
}

/// Overwrites comments with blanks, so that places stay what they are.
pub(crate) fn blank_comments(text: &str) -> String {
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
pub(super) fn scan(bytes: &[u8], stops: &[u8]) -> Option<usize> {
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
pub(super) fn split(text: &str, stop: u8) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(at) = scan(rest.as_bytes(), &[stop]) {
        parts.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    parts.push(rest);
    parts
}

/// At-rules that may lie in each other; each level is read through again.
const DEPTH_LIMIT: usize = 32;

fn read_blocks<'c>(
    text: &'c str,
    range: std::ops::Range<usize>,
    depth: usize,
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
            if let Some(condition) = screen_condition(rule).filter(|_| depth < DEPTH_LIMIT) {
                let around: Vec<&str> = around.iter().copied().chain(condition).collect();
                read_blocks(text, stop + 1..close, depth + 1, &around, styles);
            }
        } else {
            read_style(prelude, start, &text[stop + 1..close], around, styles);
        }
        at = close + 1;
    }
}

/// Condition of an at-rule whose content is styles that reach a screen in the site's own colours.
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
pub(super) fn read_selector(text: &str) -> (Vec<Compound<'_>>, Vec<&str>) {
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
            parts.push(Compound {
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
