//! Paragraphs as they are written, looked through for markup that failed and is printed as it stands,
//! and for lines that were meant as paragraphs.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memmem::Finder};

use crate::{
    diagnostic::{FaultKind, Fix, Residue},
    source::{Span, Unopenable, lines, unopenable},
};

use super::address::refused;

/// Kinds of signs that failed markup has: each byte with the kinds that it is of.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let kinds: [(u8, &[u8]); 7] = [
        (ROWS, b"|\t+"),
        (HEADS, b"#[:"),
        (EQUALS, b"="),
        (STARS, b"*"),
        (BRACES, b"{&"),
        (TAGS, b"!<"),
        (ENDS, b"\n"),
    ];
    let mut kind = 0;
    while kind < kinds.len() {
        let mut sign = 0;
        while sign < kinds[kind].1.len() {
            signs[kinds[kind].1[sign] as usize] = kinds[kind].0;
            sign += 1;
        }
        kind += 1;
    }
    signs
};

const ROWS: u8 = 1;
const HEADS: u8 = 1 << 1;
const EQUALS: u8 = 1 << 2;
const STARS: u8 = 1 << 3;
const BRACES: u8 = 1 << 4;
const TAGS: u8 = 1 << 5;
const ENDS: u8 = 1 << 6;

/// Finds stars of full width.
static WIDE_STARS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("＊＊"));

/// A line of a paragraph.
struct Line<'t> {
    /// Place of its first byte in the text.
    start: usize,
    /// Its words, without the signs of the quote or list that it stands in.
    words: &'t str,
    /// True if a hard break ends it.
    is_broken: bool,
}

/// A paragraph, a heading or a cell.
pub(super) struct Prose<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Bytes of it that are code, raw HTML or an address: these are as they were meant.
    pub(super) apart: &'t [Range<usize>],
    /// Names of footnotes whose colon is of full width.
    pub(super) wide_notes: &'t BTreeSet<&'t str>,
    /// True if it stands in no list and no quote.
    pub(super) is_outermost: bool,
    /// True if it is a heading, of which no line begins a paragraph.
    pub(super) is_heading: bool,
}

impl<'t> Prose<'t> {
    /// Everything that is noteworthy in a paragraph.
    pub(super) fn faults(&self) -> Vec<(Range<usize>, FaultKind)> {
        let Some(own) = self.text.get(self.range.clone()) else {
            return Vec::new();
        };
        let bytes = own.as_bytes();
        // Most paragraphs have none of the signs that failed markup has.
        let signs = bytes.iter().fold(0, |all, b| all | SIGNS[usize::from(*b)]);
        let has = |kind: u8| signs & kind != 0;
        let has_rows = has(ROWS) || own.starts_with('｜');
        let has_heads = has(HEADS | EQUALS) || own.starts_with('＃');
        let has_stars = has(STARS) || WIDE_STARS.find(bytes).is_some();
        let (has_braces, has_tags) = (has(BRACES), has(TAGS));
        let is_one_line = !has(ENDS) || memchr(b'\n', own.trim_end().as_bytes()).is_none();
        if is_one_line && !(has_rows || has_heads || has_stars || has_braces || has_tags) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let lines = self.lines();
        if has_rows && let Some(table) = self.table(&lines) {
            faults.push(table);
            return faults;
        }
        if has_heads {
            for line in &lines {
                self.line(line, &mut faults);
            }
            self.links(&mut faults);
            if has(EQUALS) || memchr(b'[', bytes).is_some() {
                self.foreign(&mut faults);
            }
            self.footnotes(&mut faults);
        }
        if has_braces {
            self.attributes(&mut faults);
            self.references(&mut faults);
        }
        if has_stars {
            self.stress(&mut faults);
        }
        if has_tags {
            self.comments(&mut faults);
            self.tags(&mut faults);
        }
        if !self.is_heading {
            faults.extend(self.run_on(&lines));
        }
        faults
    }

    fn lines(&self) -> Vec<Line<'t>> {
        let mut at = self.range.start;
        self.text[self.range.clone()]
            .split_inclusive('\n')
            .map(|line| {
                let words = line.trim_start_matches([' ', '\t', '>']);
                let start = at + line.len() - words.len();
                at += line.len();
                let bare = words.trim_end_matches(['\n', '\r']);
                let is_broken = bare.ends_with("  ")
                    || bare.ends_with('\\')
                    || bare.ends_with("<br>")
                    || bare.ends_with("<br/>")
                    || bare.ends_with("<br />");
                Line {
                    start,
                    words: bare.trim_end(),
                    is_broken,
                }
            })
            .filter(|line| line.words.contains(is_seen))
            .collect()
    }

    fn is_apart(&self, at: usize) -> bool {
        let next = self.apart.partition_point(|range| range.end <= at);
        self.apart.get(next).is_some_and(|range| range.start <= at)
    }

    /// Rows of a table that was not read as one.
    fn table(&self, lines: &[Line<'_>]) -> Option<(Range<usize>, FaultKind)> {
        let pipes = |line: &Line<'_>| {
            let all = line.words.match_indices('|');
            all.filter(|(at, _)| {
                !line.words[..*at].ends_with('\\') && !self.is_apart(line.start + at)
            })
            .count()
        };
        let is_row = |line: &Line<'_>| {
            let is_framed = line.words.starts_with('|') && line.words.ends_with('|');
            pipes(line) >= if is_framed { 2 } else { 3 }
        };
        let only = lines
            .first()
            .filter(|_| lines.len() == 1 && self.is_outermost);
        let is_framed = |line: &Line<'_>| {
            let words = line.words;
            words.starts_with('|') && words.ends_with('|') && pipes(line) > 2
        };
        let wide = lines.iter().find(|line| {
            line.words.starts_with('｜') && line.words.ends_with('｜') && line.words.len() > 6
        });
        if let Some(line) = only.filter(|line| is_framed(line)).or(wide) {
            let range = line.start..line.start + line.words.len();
            let (residue, fix) = (Residue::Table, None);
            return Some((range, FaultKind::LiteralMarkup { residue, fix }));
        }
        let rows = lines.windows(2).position(|pair| {
            is_row(&pair[0]) && is_row(&pair[1])
                || pipes(&pair[0]) > 0 && is_separator(pair[1].words) && pipes(&pair[1]) > 0
        });
        let told = |line: &Line<'_>, residue, fix| {
            let range = line.start..line.start + line.words.len();
            (range, FaultKind::LiteralMarkup { residue, fix })
        };
        if let Some(at) = rows {
            let (head, second) = (&lines[at], &lines[at + 1]);
            // With more columns than the head, it is the head that lacks one.
            let bars = |line: &Line<'_>| line.words.trim_matches('|').matches('|').count();
            let is_wide = lines[at + 2..].iter().any(|line| bars(line) > bars(head));
            let is_certain = !head.words.contains('｜') && !is_wide;
            let fix = (is_certain && is_separator(second.words) && is_row(head)).then(|| {
                let columns = head.words.trim_matches('|').matches('|').count() + 1;
                let mut cells = second.words.trim_matches('|').split('|');
                let line: String = (0..columns)
                    .map(|_| {
                        let cell = cells.next().unwrap_or_default().trim();
                        let colon = |is_there| if is_there { ":" } else { "" };
                        let (left, right) =
                            (cell.starts_with([':', '：']), cell.ends_with([':', '：']));
                        format!("{}---{}|", colon(left), colon(right))
                    })
                    .collect();
                Fix {
                    span: Span::new(second.start, second.start + second.words.len()),
                    replacement: format!("|{line}"),
                }
            });
            return Some(told(head, Residue::Table, fix));
        }
        if let Some(line) = lines.iter().find(|line| is_grid(line.words)) {
            return Some(told(line, Residue::GridTable, None));
        }
        let tabs = |line: &Line<'_>| line.words.matches('\t').count();
        let pasted = lines.windows(2).find(|pair| {
            let count = tabs(&pair[0]);
            count > 0 && tabs(&pair[1]) > 0 && !self.is_apart(pair[0].start)
        });
        pasted.map(|pair| told(&pair[0], Residue::TabbedRows, None))
    }

    /// Headings and directives that a line begins with.
    fn line(&self, line: &Line<'_>, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let words = line.words;
        if self.is_apart(line.start) {
            return;
        }
        let words = words.trim_start_matches('\u{3000}');
        let start = line.start + line.words.len() - words.len();
        let signs = words.bytes().take_while(|b| *b == b'#').count();
        let rest = &words[signs..];
        let is_word = rest.starts_with(|c: char| !c.is_ascii_punctuation() && !" \t".contains(c));
        let is_bracket = signs > 1 && rest.starts_with(['(', '[', '"', '*', '<']);
        // Blanks of full width before it make text of a heading that is written well.
        let is_shifted = start > line.start && rest.starts_with(' ');
        let is_heading = (1..=6).contains(&signs)
            && (is_word || is_bracket || is_shifted)
            // `#安全生产月#` is a word of the social media, `#3楼` a number.
            && !(signs == 1 && (rest.contains('#') || rest.starts_with(|c: char| c.is_ascii()) && !is_shifted));
        let is_wide = words.starts_with("＃＃") || words.starts_with("＃ ");
        if is_heading || is_wide {
            let blank = rest
                .chars()
                .next()
                .filter(|c| c.is_whitespace())
                .map_or(0, char::len_utf8);
            let span = Span::new(line.start, start + signs + blank);
            let is_certain = !is_wide && (signs > 1 || blank > 0);
            let fix = is_certain.then(|| Fix {
                span,
                replacement: format!("{} ", "#".repeat(signs)),
            });
            let residue = Residue::Heading;
            let kind = FaultKind::LiteralMarkup { residue, fix };
            faults.push((line.start..start + words.len(), kind));
        }
        let fence = words.strip_prefix(":::");
        let is_directive = fence
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '{', ':']))
            || words.eq_ignore_ascii_case("[toc]");
        if is_directive {
            let kind = FaultKind::LiteralMarkup {
                residue: Residue::Directive,
                fix: None,
            };
            faults.push((line.start..line.start + words.len(), kind));
        }
    }

    /// Links and pictures that are none, for a blank or for brackets of full width.
    fn links(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        let mut opened = None;
        for at in memchr2_iter(b'[', b']', own.as_bytes()) {
            if own.as_bytes()[at] == b'[' {
                opened = (!own[..at].ends_with('\\')).then_some(at);
                continue;
            }
            let place = self.range.start + at;
            let Some(open) = opened else { continue };
            if self.is_apart(place) || own[..at].ends_with('\\') {
                continue;
            }
            let rest = near(&own[at + 1..]);
            let failed = wide_target(rest).or_else(|| blank_target(rest));
            let failed = failed.or_else(|| apart_target(rest));
            let label = &own[open + 1..at];
            let Some((residue, target)) = failed.or_else(|| undefined(label, rest)) else {
                continue;
            };
            let fix = target.map(|(target, length)| Fix {
                span: Span::new(place + 1, place + 1 + length),
                replacement: format!("({})", angled(target)),
            });
            let picture = usize::from(own[..open].ends_with('!'));
            let start = self.range.start + open - picture;
            let end = fix.as_ref().map_or(place + 2, |fix| fix.span.end);
            // Mended, it would still lead nowhere.
            let written = target.map(|(target, _)| target).or_else(|| private(rest));
            let refused = written.and_then(refused);
            let kind = refused.unwrap_or(FaultKind::LiteralMarkup { residue, fix });
            faults.push((start..end, kind));
        }
    }

    /// Attributes that other tools read after a span: `[甲]{.underline}`.
    fn attributes(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        for at in memchr_iter(b'{', own.as_bytes()) {
            let place = self.range.start + at;
            let Some(end) = near(&own[at..]).find('}').map(|end| at + end) else {
                continue;
            };
            let inside = own[at + 1..end].trim();
            let is_attributes = inside.split_whitespace().next().is_some_and(|first| {
                let name = first.strip_prefix(['.', '#']).unwrap_or(first);
                let is_named = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
                is_named && (name.len() < first.len() || first.contains("=\""))
            });
            if is_attributes && !self.is_apart(place) {
                let range = place..self.range.start + end + 1;
                let kind = FaultKind::LiteralMarkup {
                    residue: Residue::Attributes,
                    fix: None,
                };
                faults.push((range, kind));
            }
        }
    }

    /// `** 甲 **`: a blank inside, for which it does not stress; `**甲`: no end; signs of full width.
    fn stress(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        let bytes = own.as_bytes();
        // Places of two stars that stand alone.
        let pairs: Vec<usize> = memchr_iter(b'*', bytes)
            .filter(|at| {
                let is_star = |at: usize| bytes.get(at) == Some(&b'*');
                let is_first = *at == 0 || !is_star(at - 1);
                is_first && is_star(at + 1) && !is_star(at + 2)
            })
            .collect();
        let is_open = pairs.as_slice() == [0] && own[2..].starts_with(char::is_alphabetic);
        let wide = WIDE_STARS
            .find(bytes)
            .filter(|at| WIDE_STARS.find(&bytes[at + 6..]).is_some());
        if let Some(at) = is_open
            .then_some(0)
            .or(wide)
            .filter(|at| !self.is_apart(self.range.start + at))
        {
            let place = self.range.start + at;
            let (residue, fix) = (Residue::Stress, None);
            let length = if is_open { 2 } else { 6 };
            faults.push((
                place..place + length,
                FaultKind::LiteralMarkup { residue, fix },
            ));
        }
        for pair in pairs.chunks_exact(2) {
            let words = &own[pair[0] + 2..pair[1]];
            let bare = words.trim_matches([' ', '\u{3000}']);
            let is_short = !bare.is_empty() && memchr2(b'\n', b'*', words.as_bytes()).is_none();
            let place = self.range.start + pair[0];
            // A pair that does stress has no blanks at its ends.
            if bare.len() == words.len() || !is_short || self.is_apart(place) {
                continue;
            }
            if own[..pair[0]].ends_with('\\') {
                continue;
            }
            let range = place..self.range.start + pair[1] + 2;
            let fix = Fix {
                span: Span::new(range.start, range.end),
                replacement: format!("**{bare}**"),
            };
            let kind = FaultKind::LiteralMarkup {
                residue: Residue::Stress,
                fix: Some(fix),
            };
            faults.push((range, kind));
        }
    }

    /// `==甲==`, `[[甲]]`: what other tools read.
    fn foreign(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        for (open, close) in [("==", "=="), ("[[", "]]")] {
            let Some(at) = own.find(open) else { continue };
            let rest = near(&own[at + open.len()..]);
            let end = rest.find(close).filter(|end| *end > 0 && *end < 90);
            let is_word = rest.starts_with(|c: char| c.is_alphanumeric() && !c.is_ascii());
            let place = self.range.start + at;
            if let Some(end) = end.filter(|_| is_word && !self.is_apart(place)) {
                let range = place..place + open.len() + end + close.len();
                let kind = FaultKind::LiteralMarkup {
                    residue: Residue::Directive,
                    fix: None,
                };
                faults.push((range, kind));
            }
        }
    }

    /// `&nbsp` without its semicolon.
    fn references(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        const NAMES: [&str; 8] = ["nbsp", "ensp", "emsp", "lt", "gt", "amp", "quot", "middot"];
        let own = &self.text[self.range.clone()];
        for at in memchr_iter(b'&', own.as_bytes()) {
            let rest = &own[at + 1..];
            let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let place = self.range.start + at;
            let is_known = NAMES.contains(&&rest[..name]) && !rest[name..].starts_with([';', '=']);
            if is_known && !self.is_apart(place) {
                let range = place..place + 1 + name;
                let fix = Fix {
                    span: Span::new(range.end, range.end),
                    replacement: ";".to_owned(),
                };
                let kind = FaultKind::LiteralMarkup {
                    residue: Residue::Reference,
                    fix: Some(fix),
                };
                faults.push((range, kind));
            }
        }
    }

    /// References to footnotes that are not there, and footnotes with a colon of full width.
    fn footnotes(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        for at in memchr_iter(b'[', own.as_bytes()) {
            let place = self.range.start + at;
            let rest = &own[at..];
            if !rest.starts_with("[^") {
                continue;
            }
            let Some(end) = near(rest).find(']').filter(|end| *end > 2) else {
                continue;
            };
            let name = &rest[2..end];
            let is_name = !name.contains(|c: char| c.is_whitespace() || matches!(c, '[' | '^'));
            if !is_name || self.is_apart(place) || own[..at].ends_with('\\') {
                continue;
            }
            let range = place..place + end + 1;
            let is_first = self.text[..place].is_empty() || self.text[..place].ends_with('\n');
            if is_first && rest[end + 1..].starts_with('：') {
                let span = Span::new(range.end, range.end + '：'.len_utf8());
                let fix = Some(Fix {
                    span,
                    replacement: ": ".to_owned(),
                });
                let residue = Residue::Footnote;
                faults.push((range, FaultKind::LiteralMarkup { residue, fix }));
                continue;
            }
            // Where its footnote has the wrong colon, that is told.
            if !self.wide_notes.contains(name) {
                let name = name.to_owned();
                faults.push((range, FaultKind::UndefinedFootnote { name }));
            }
        }
    }

    /// Tags that a word processor leaves, and that HTML does not know: `<o:p>`, `<![if …]>`.
    fn tags(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        for at in memchr_iter(b'<', own.as_bytes()) {
            let rest = near(&own[at + 1..]);
            let name = rest.trim_start_matches('/');
            let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let is_named = length > 0
                && name[length..].starts_with(':')
                && name[length + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
                && !name[length..].starts_with("://");
            let place = self.range.start + at;
            if (is_named && rest.contains('>') || rest.starts_with("!["))
                && !self.is_apart(place)
                && !own[..at].ends_with('\\')
            {
                let (residue, fix) = (Residue::Tag, None);
                let end = place + 1 + rest.find('>').map_or(0, |end| end + 1);
                faults.push((place..end, FaultKind::LiteralMarkup { residue, fix }));
                return;
            }
        }
    }

    /// Comments in the middle of a text that do not end in it.
    fn comments(&self, faults: &mut Vec<(Range<usize>, FaultKind)>) {
        let own = &self.text[self.range.clone()];
        for (at, sign) in memchr_iter(b'!', own.as_bytes()).filter_map(|at| comment_at(own, at)) {
            let place = self.range.start + at;
            if !self.is_apart(place) && !own[..at].ends_with('\\') {
                let residue = Residue::Comment;
                let range = place..place + sign.len();
                faults.push((range, FaultKind::LiteralMarkup { residue, fix: None }));
            }
        }
    }

    /// True if a line of a list, a quote or a note has none of its indentation, after a sentence.
    fn is_lazy(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        let is_first = self.text[..line.start].ends_with('\n');
        !self.is_outermost && is_first && ends_sentence(before.words)
    }

    /// Lines that were meant as paragraphs, told once for all of them.
    fn run_on(&self, lines: &[Line<'_>]) -> Option<(Range<usize>, FaultKind)> {
        let is_meant: Vec<bool> = (1..lines.len())
            .map(|at| {
                let (before, line) = (&lines[at - 1], &lines[at]);
                let next = lines.get(at + 1).map_or("", |next| next.words);
                let is_signature = is_date(next) && names_body(line.words);
                !before.is_broken
                    && (is_signature
                        || self.is_lazy(before, line)
                        || begins_paragraph(before.words, line.words))
            })
            .collect();
        // Where long lines go on in the next, they are only as long as the window was.
        let length = |line: &Line<'_>| line.words.chars().count();
        let longest = lines.iter().map(length).max().unwrap_or(0);
        let is_wrapped = lines.windows(2).zip(&is_meant).any(|(pair, meant)| {
            let is_long = length(&pair[0]) * 10 >= longest * 7 && length(&pair[0]) > 15;
            is_long && !meant && !ends_sentence(pair[0].words) && !pair[0].is_broken
        });
        let ends: Vec<bool> = lines
            .windows(2)
            .zip(&is_meant)
            .map(|(pair, meant)| {
                let is_whole = !pair[0].is_broken && !is_wrapped && ends_paragraph(pair[0].words);
                *meant || is_whole
            })
            .collect();
        let (first, last) = (
            ends.iter().position(|end| *end)?,
            ends.iter().rposition(|end| *end)?,
        );
        let fix = self.is_outermost.then(|| {
            let span = Span::new(
                lines[first].start + lines[first].words.len(),
                lines[last + 1].start,
            );
            let mut replacement = String::new();
            for at in first..=last {
                let end = lines[at].start + lines[at].words.len();
                replacement.push_str(&self.text[end..lines[at + 1].start]);
                if ends[at] {
                    replacement.push('\n');
                }
                if at < last {
                    replacement.push_str(lines[at + 1].words);
                }
            }
            Fix { span, replacement }
        });
        let next = &lines[first + 1];
        let range = next.start..next.start + next.words.len();
        let count = ends.iter().filter(|end| **end).count();
        Some((range, FaultKind::RunOnLines { count, fix }))
    }
}

/// The beginning of a comment around a `!`, in whatever brackets and dashes a program made of it.
fn comment_at(text: &str, at: usize) -> Option<(usize, &str)> {
    let before = text[..at].chars().next_back()?;
    let after = text[at + 1..].chars().next()?;
    let is_dash = matches!(after, '-' | '—' | '–' | '－');
    let start = at - before.len_utf8();
    (is_dash && "<‹《＜〈".contains(before))
        .then(|| (start, &text[start..at + 1 + after.len_utf8()]))
}

/// Furthest that the end of a link or of a name is looked for, in bytes.
const NEAR: usize = 400;

/// The rest of a line, as far as is looked.
fn near(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(NEAR)];
    &near[..memchr(b'\n', near.as_bytes()).unwrap_or(near.len())]
}

/// Names of the footnotes of a text that have a colon of full width.
pub(super) fn wide_notes(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    if memchr::memmem::find(text.as_bytes(), "]：".as_bytes()).is_some() {
        let notes = lines(text).filter_map(|(_, line)| line.strip_prefix("[^"));
        names.extend(notes.filter_map(|line| Some(near(line).split_once("]：")?.0)));
    }
    names
}

/// Target of a link that failed: its kind, and where it is certain what was meant, that and the number of
/// bytes it takes.
type Failed<'t> = (Residue, Option<(&'t str, usize)>);

/// A target in brackets of full width.
fn wide_target(rest: &str) -> Option<Failed<'_>> {
    let inside = rest.strip_prefix('（')?;
    let end = inside.find('）')?;
    let target = &inside[..end];
    let length = '（'.len_utf8() + end + '）'.len_utf8();
    is_target(target).then_some((Residue::FullWidthLink, Some((target, length))))
}

/// A target with blanks, or one that does not end.
fn blank_target(rest: &str) -> Option<Failed<'_>> {
    let inside = rest.strip_prefix('(')?;
    let target = closing(inside).map(|end| (inside[..end].trim(), end + 2));
    let certain = target.filter(|(target, _)| {
        is_target(target) && !target.contains(['<', '>', '"', '“', '”', '\''])
    });
    Some((Residue::Link, certain))
}

/// A target after a blank: `[甲] (附件1.docx)`.
fn apart_target(rest: &str) -> Option<Failed<'_>> {
    let bare = rest.trim_start_matches([' ', '\u{3000}']);
    let blank = rest.len() - bare.len();
    let (residue, target) = blank_target(bare).filter(|_| blank > 0)?;
    let (target, length) = target?;
    Some((residue, Some((target, blank + length))))
}

/// True for a file or an address, as far as can be seen.
fn is_target(text: &str) -> bool {
    let text = text.trim();
    let name = text.rsplit('/').next().unwrap_or(text);
    let suffix = name.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    let is_suffix = (1..=5).contains(&suffix.len())
        && suffix.bytes().all(|b| b.is_ascii_alphanumeric())
        && suffix.bytes().any(|b| b.is_ascii_alphabetic());
    text.contains("://") || is_suffix || unopenable(text).is_some()
}

/// An address for a link: in angles where it has blanks.
fn angled(target: &str) -> String {
    let target = target.trim();
    if target.contains(char::is_whitespace) || target.contains(['(', ')']) {
        format!("<{target}>")
    } else {
        target.to_owned()
    }
}

/// A reference to a definition that is not there: `[办法][gov]`. Of figures it is a note: `[1][2]`.
fn undefined<'t>(label: &str, rest: &str) -> Option<Failed<'t>> {
    let inside = rest.strip_prefix('[')?;
    let name = &inside[..inside.find(']')?];
    let is_note = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || c == '^' || c == '-')
    };
    let is_reference = !is_note(label) && (name.is_empty() || !is_note(name));
    is_reference.then_some((Residue::Link, None))
}

/// A target that only the editor's own computer or network has.
fn private(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('(')?;
    let target = inside[..closing(inside)?].trim();
    let target = target
        .find(" \"")
        .map_or(target, |title| target[..title].trim_end());
    let is_private = unopenable(target).is_some_and(|why| why != Unopenable::Scheme);
    is_private.then_some(target)
}

/// Place of the bracket that closes what is open.
fn closing(inside: &str) -> Option<usize> {
    let mut depth = 0_usize;
    inside.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(at),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

/// Recognises the line below the head of a table, in whatever dashes.
fn is_separator(words: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '─' | '━' | '_' | '=');
    words.chars().any(is_dash)
        && words
            .chars()
            .all(|c| is_dash(c) || matches!(c, '|' | ':' | '：' | ' ' | '\t' | '\u{3000}'))
}

/// Recognises the frame of a grid table: `+-----+=====+`.
fn is_grid(words: &str) -> bool {
    words.len() > 4
        && words.starts_with('+')
        && words.ends_with('+')
        && words.contains(['-', '='])
        && words
            .bytes()
            .all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
}

/// True for what a reader sees.
fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        )
}

/// True if a sentence or a part of one ends here.
fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '）', ')', '》', '"', '*']);
    bare.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?'])
}

/// True if a paragraph may end here.
fn ends_paragraph(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '）', ')', '*']);
    bare.ends_with(['。', '：', '！', '？'])
}

/// True if two lines were meant as two paragraphs.
pub(super) fn are_apart(before: &str, words: &str) -> bool {
    ends_paragraph(before) || begins_paragraph(before, words)
}

/// True if a line begins a paragraph of its own after another.
fn begins_paragraph(before: &str, words: &str) -> bool {
    let is_bullet = |words: &str| words.starts_with(['●', '•', '◆', '■', '▪', '○', '★', '※', '➢']);
    if is_date(words) || is_bullet(words) && (is_bullet(before) || ends_sentence(before)) {
        return true;
    }
    let are_both = |is_so: fn(&str) -> bool| is_so(before) && is_so(words);
    if are_both(is_entry) || are_both(is_stressed) || are_both(is_signatory) {
        return true;
    }
    if are_of_columns(before, words) || are_marked_alike(before, words) {
        return true;
    }
    let last = number_of(before);
    // `一、总体要求` stands alone, however it ends.
    let is_title = matches!(last, Some((Numbering::Chapter, _))) && before.chars().count() < 30;
    let Some((numbering, number)) = number_of(words) else {
        return is_title && !ends_amiss(before);
    };
    let follows = last.is_some_and(|(last, count)| last == numbering && count + 1 == number)
        // `附件：1.申请表` counts from the middle of its line.
        || number > 1
            && numbering != Numbering::Letter
            && ["．", ".", "、"].iter().any(|sign| before.contains(&format!("{}{sign}", number - 1)));
    let begins = number == 1 && before.chars().count() < 13;
    numbering == Numbering::Chapter || follows || begins || is_title || ends_sentence(before)
}

/// True if a line breaks off in the middle of a sentence.
fn ends_amiss(words: &str) -> bool {
    words.ends_with(['，', '、', ',', '（', '('])
}

/// True for a short line that is the name of a body.
fn is_signatory(words: &str) -> bool {
    names_body(words) && words.chars().count() < 24 && !words.contains(['，', '。', '、', '；'])
}

/// True for two short lines of as many words each, which stand in columns: `张某 300元`, `9:00 签到`.
fn are_of_columns(before: &str, words: &str) -> bool {
    let columns = |line: &str| {
        let is_short = line.chars().count() < 32 && !line.contains(['，', '。', '；', '！', '？']);
        let parts = line
            .split([' ', '\u{3000}', '\t'])
            .filter(|part| !part.is_empty());
        is_short
            .then(|| parts.count())
            .filter(|count| (2..8).contains(count))
    };
    let has_wide = |line: &str| line.contains(|c: char| !c.is_ascii() && c.is_alphabetic());
    let is_figured = |line: &str| line.contains(|c: char| c.is_ascii_digit());
    let (first, second) = (columns(before), columns(words));
    first.is_some()
        && first == second
        && has_wide(before)
        && has_wide(words)
        && is_figured(before)
        && is_figured(words)
}

/// True for two lines that begin with the same sign of a list, or are counted by the same signs.
fn are_marked_alike(before: &str, words: &str) -> bool {
    const SIGNS: [char; 14] = [
        '-', '*', '+', '·', '—', '–', '★', '▲', '※', '△', '□', '☐', '☑', '√',
    ];
    let sign = |line: &str| line.chars().next().filter(|c| SIGNS.contains(c));
    let is_word = |line: &str| {
        let rest = line.trim_start_matches(SIGNS).trim_start();
        rest.starts_with(char::is_alphanumeric)
    };
    let is_marked = |line: &str| {
        // Signs of stress stand at both ends.
        sign(line).is_some_and(|sign| !line[sign.len_utf8()..].contains(sign)) && is_word(line)
    };
    let roman = |line: &str| line.starts_with(|c: char| ('Ⅰ'..='Ⅻ').contains(&c));
    is_marked(before) && is_marked(words) || roman(before) && roman(words)
}

/// True for a line that is stressed as a whole.
fn is_stressed(words: &str) -> bool {
    let inside = words
        .strip_prefix("**")
        .and_then(|words| words.strip_suffix("**"));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains('*'))
}

/// Recognises an entry of a form: `联系人：张三`.
fn is_entry(words: &str) -> bool {
    // `**时间：**`, `【时间】`.
    let words = words.trim_start_matches(['*', '【']);
    let name = words.split(['：', ':', '】']).next().unwrap_or_default();
    let name = name.trim_end_matches('*');
    let length = name.chars().count();
    let is_name =
        (2..=8).contains(&length) && !name.is_ascii() && name.chars().all(char::is_alphabetic);
    is_name && name.len() < words.len()
}

/// Recognises the name of a body, as in a signature.
pub(super) fn names_body(words: &str) -> bool {
    const ENDINGS: [&str; 15] = [
        "办事处",
        "政府",
        "委员会",
        "办公室",
        "局",
        "厅",
        "中心",
        "小组",
        "大队",
        "支队",
        "街道",
        "镇",
        "乡",
        "村",
        "社区",
    ];
    ENDINGS.iter().any(|ending| words.ends_with(ending))
}

/// Recognises a date that stands alone, as below a signature.
fn is_date(words: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十X×".contains(c);
    let mut rest = words;
    for unit in ['年', '月', '日'] {
        let Some((number, next)) = rest.split_once(unit) else {
            return false;
        };
        let number = number.trim();
        if number.is_empty() || number.chars().count() > 4 || !number.chars().all(is_digit) {
            return false;
        }
        rest = next;
    }
    rest.trim().is_empty()
}

/// Kind of number that a paragraph begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// `一、`, which no sentence goes on with; all others may stand in the middle of one.
    Chapter,
    /// `（一）`, `(1)`.
    Bracket,
    /// `1.`, `1、`.
    Arabic,
    /// `A.`.
    Letter,
    /// `①`.
    Circle,
    /// `第三条`.
    Article,
}

/// The number that a paragraph begins with.
fn number_of(words: &str) -> Option<(Numbering, u32)> {
    let words = words.trim_start_matches(['*', '_', '\u{3000}', ' ']);
    let first = words.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((Numbering::Circle, u32::from(first) - u32::from('①') + 1));
    }
    if let Some(inside) = words.strip_prefix(['（', '(']) {
        let (number, rest) = numeral(inside)?;
        return rest
            .starts_with(['）', ')'])
            .then_some((Numbering::Bracket, number));
    }
    if let Some(rest) = words.strip_prefix('第') {
        let (number, rest) = numeral(rest)?;
        return rest
            .starts_with(['条', '章', '节', '编'])
            .then_some((Numbering::Article, number));
    }
    if first.is_ascii_alphabetic() {
        let after = words[1..].strip_prefix(['、', '．', '.', ')', '）'])?;
        let first = first.to_ascii_uppercase();
        let is_letter = !after.starts_with(|c: char| c.is_ascii_alphanumeric());
        return is_letter.then(|| (Numbering::Letter, u32::from(first) - u32::from('A') + 1));
    }
    let (number, rest) = numeral(words)?;
    if !first.is_ascii_digit() && !('０'..='９').contains(&first) {
        return rest
            .starts_with('、')
            .then_some((Numbering::Chapter, number));
    }
    let after = rest.strip_prefix(['、', '．', '.'])?;
    let is_number = number < 100 && !after.starts_with(|c: char| c.is_ascii_digit());
    is_number.then_some((Numbering::Arabic, number))
}

/// A numeral of digits or Chinese characters below a thousand, and what follows it.
fn numeral(text: &str) -> Option<(u32, &str)> {
    const DIGITS: &str = "零一二三四五六七八九";
    let wide = |c: char| ('０'..='９').contains(&c);
    let end = text.find(|c| !wide(c)).unwrap_or(text.len());
    if end > 0 {
        let digits = text[..end].chars().take(4);
        let value = digits.fold(0, |value, c| value * 10 + (u32::from(c) - u32::from('０')));
        return Some((value, &text[end..]));
    }
    let end = text.find(|c: char| !c.is_ascii_digit());
    let end = end.unwrap_or(text.len());
    if end > 0 {
        return Some((text[..end.min(4)].parse().ok()?, &text[end..]));
    }
    let is_numeral = |c: char| DIGITS.contains(c) || matches!(c, '十' | '百' | '〇');
    let end = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    let (mut total, mut digit) = (0, None);
    for c in text[..end].chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            _ => {
                let at = DIGITS.chars().position(|known| known == c);
                digit = Some(at.unwrap_or(0) as u32);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * unit;
    }
    (end > 0).then(|| (total + digit.unwrap_or(0), &text[end..]))
}
