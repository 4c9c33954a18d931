//! Bytes of a source that are words that residents read: no keys, comments, code or addresses.

use std::{
    cell::{Cell, OnceCell},
    collections::HashMap,
};

use crate::{
    model::{Column, Page, Site, Target},
    parse::{Body, Picture},
    source::{SourceFile, Span, extension, join, lines, parent},
    standard::{Data, Mark, Record, Typed},
};

/// Fields of settings that speak of wrong words on purpose, or are not shown to anybody.
const NOT_READ: [&str; 2] = ["standard", "waivers"];

/// A text with its marks and the places of its words.
pub(crate) struct Prose<'s> {
    /// The text.
    pub(crate) file: &'s SourceFile,
    /// Marks of the noteworthy places in it.
    pub(crate) marks: &'s [Mark],
    /// The document, where it is one.
    pub(crate) page: Option<&'s Page>,
    /// True if a place in the text is the same place on the disk, so that a fix can be made.
    pub(crate) is_source: bool,
    records: Vec<&'s Record>,
    body: Option<&'s Body>,
    is_picture: bool,
    values: OnceCell<Vec<Span>>,
    /// The values in their order, each with the furthest end of those up to it.
    ordered: OnceCell<Vec<(Span, usize)>>,
    skipped: OnceCell<Vec<Span>>,
    signs: OnceCell<SvgSigns>,
    /// The word that was looked at last, and whether it is an address.
    word: Cell<Option<(Span, bool)>>,
}

/// Shows every text that is no document and is published.
pub(crate) fn others<'s>(site: &'s Site, mut look: impl FnMut(Prose<'s>)) {
    let settings = Prose::new(&site.config.file, &site.config.marks);
    look(settings.with_record(&site.config.record));
    for column in &site.columns {
        look(Prose::of_column(column));
    }
    for data in &site.data_files {
        let path = data.file.path.as_str();
        let mut prose = Prose::new(&data.file, &data.marks);
        prose.is_source = matches!(extension(path).as_str(), "yaml" | "yml");
        let columns = site
            .columns
            .iter()
            .filter(|column| column.data_path() == path);
        prose
            .records
            .extend(columns.filter_map(|column| column.data.as_ref()));
        let published = site.pages.iter().filter(|page| page.is_published);
        prose.records.extend(published.filter_map(|page| {
            let figures = page.figures.as_ref()?;
            let folder = parent(&page.document.file.path);
            let own = join(folder, page.document.meta().data().get()?)?;
            (own == path).then_some(figures)
        }));
        look(prose);
    }
    for picture in site.pictures.values() {
        let is_published = match site.target(&picture.file.path) {
            Some(Target::Asset(id)) => site
                .assets
                .get(id)
                .is_some_and(|placed| placed.is_published),
            _ => true,
        };
        if is_published {
            look(Prose::of_picture(picture));
        }
    }
}

impl<'s> Prose<'s> {
    fn new(file: &'s SourceFile, marks: &'s [Mark]) -> Self {
        Self {
            file,
            marks,
            page: None,
            is_source: true,
            records: Vec::new(),
            body: None,
            is_picture: false,
            values: OnceCell::new(),
            ordered: OnceCell::new(),
            skipped: OnceCell::new(),
            signs: OnceCell::new(),
            word: Cell::new(None),
        }
    }

    fn with_record(mut self, record: &'s Record) -> Self {
        self.records.push(record);
        self
    }

    /// A document: its fields and its body.
    pub(crate) fn of_document(page: &'s Page) -> Self {
        let document = &page.document;
        Self {
            page: Some(page),
            body: Some(&document.body),
            ..Self::new(&document.file, &document.marks).with_record(&document.record)
        }
    }

    fn of_column(column: &'s Column) -> Self {
        let source = &column.source;
        Self {
            body: Some(&source.body),
            ..Self::new(&source.file, &source.marks).with_record(&source.record)
        }
    }

    fn of_picture(picture: &'s Picture) -> Self {
        Self {
            is_picture: true,
            ..Self::new(&picture.file, &picture.marks)
        }
    }

    /// The Markdown, with its place.
    pub(crate) fn body(&self) -> Option<(&'s str, usize)> {
        let start = self.body?.start;
        Some((self.file.text.get(start..)?, start))
    }

    /// The values of its fields that are words, with their places.
    pub(crate) fn values(&self) -> &[Span] {
        self.values.get_or_init(|| {
            let mut values = Vec::new();
            for record in &self.records {
                words_of_record(record, self.is_source, &mut values);
            }
            values
        })
    }

    /// Checks that a place is words that residents read.
    pub(crate) fn holds(&self, span: Span) -> bool {
        if self.is_picture {
            let signs = self.signs.get_or_init(|| SvgSigns::of(&self.file.text));
            return signs.is_text(span) && !self.is_address(span);
        }
        let is_body = self.body.is_some_and(|body| span.start >= body.start);
        let is_value = || {
            let values = self.ordered.get_or_init(|| {
                let mut values = self.values().to_vec();
                values.sort_unstable();
                let ends = values.into_iter().scan(0, |end, value| {
                    *end = value.end.max(*end);
                    Some((value, *end))
                });
                ends.collect()
            });
            let up_to = values.partition_point(|(value, _)| value.start <= span.start);
            let last = up_to.checked_sub(1).map(|last| values[last].1);
            last.is_some_and(|end| span.end <= end)
        };
        (is_body && !self.is_skipped(span) || !is_body && is_value()) && !self.is_address(span)
    }

    /// Checks that a place of the body is code, markup or the address of a link.
    pub(crate) fn is_skipped(&self, span: Span) -> bool {
        let Some(body) = self.body else {
            return false;
        };
        let skipped = self.skipped.get_or_init(|| {
            let (text, start) = self.body().unwrap_or_default();
            let mut skipped = code_and_tags(text, start);
            // Where the destination could not be found, the span is that of the whole link.
            let is_exact = |link: &&crate::parse::Link| {
                self.file.text.get(link.span.start..link.span.end) == Some(&link.destination)
            };
            skipped.extend(body.links.iter().filter(is_exact).map(|link| link.span));
            joined(skipped)
        });
        let first = skipped.partition_point(|hole| hole.end <= span.start);
        let hole = skipped.get(first);
        hole.is_some_and(|hole| hole.start < span.end)
    }

    /// Checks that a place lies in a path or an address that stands among the words.
    fn is_address(&self, span: Span) -> bool {
        let text = self.file.text.as_str();
        if let Some((word, is_address)) = self.word.get()
            && word.start <= span.start
            && span.end <= word.end
        {
            return is_address;
        }
        let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
            return false;
        };
        let is_end = |c: char| {
            matches!(
                c,
                ' ' | '\t'
                    | '\r'
                    | '\n'
                    | '\u{3000}'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '<'
                    | '>'
                    | '"'
                    | '\''
                    | '`'
                    | '|'
                    | '，'
                    | '。'
                    | '；'
                    | '：'
                    | '、'
                    | '！'
                    | '？'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '《'
                    | '》'
                    | '（'
                    | '）'
                    | '【'
                    | '】'
                    | ','
                    | ';'
            )
        };
        let start = before.rfind(is_end).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        let end = span.end + after.find(is_end).unwrap_or(after.len());
        let Some(word) = text.get(start..end) else {
            return false;
        };
        let ends_like_a_file = word.rsplit_once('.').is_some_and(|(_, end)| {
            (2..=5).contains(&end.len())
                && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && end.bytes().any(|byte| byte.is_ascii_alphabetic())
        });
        let is_address = word.contains("://") || ends_like_a_file;
        if !text[span.start..span.end].contains(is_end) {
            self.word.set(Some((Span::new(start, end), is_address)));
        }
        is_address
    }
}

/// The texts among the values of a record. In a table brought into lines the items of a list share
/// one cell, whose separators are no matter of punctuation, so they are left out there.
fn words_of_record(record: &Record, is_source: bool, words: &mut Vec<Span>) {
    fn walk(value: &Typed, is_source: bool, words: &mut Vec<Span>) {
        match &value.data {
            Data::Text(_) => words.push(value.span),
            Data::Map(record) => words_of_record(record, is_source, words),
            Data::List(items) => {
                for item in items {
                    if is_source || !matches!(item.data, Data::Text(_)) {
                        walk(item, is_source, words);
                    }
                }
            }
            _ => {}
        }
    }
    for (name, _, field) in &record.fields {
        if !NOT_READ.contains(&&**name) {
            walk(field, is_source, words);
        }
    }
}

/// The places of code and of HTML tags in Markdown.
fn code_and_tags(text: &str, offset: usize) -> Vec<Span> {
    let mut found = Vec::new();
    // Most bodies have none; to see that is cheap.
    let bytes = text.as_bytes();
    let is_indented =
        || text.starts_with("    ") || memchr::memmem::find(bytes, b"\n    ").is_some();
    if memchr::memchr3(b'`', b'<', b'~', bytes).is_none()
        && memchr::memchr(b'\t', bytes).is_none()
        && !is_indented()
    {
        return found;
    }
    let mut fence: Option<(&str, usize)> = None;
    // What indented lines are after a blank one: the go-on of a list's item, or code.
    let (mut is_list, mut may_be_code) = (false, true);
    for (start, line) in lines(text) {
        let at = start + line.len();
        let is_blank = line.trim().is_empty();
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if fence.is_none() {
            if is_indented && !is_blank && !is_list && may_be_code {
                found.push(Span::new(start, at).shifted(offset));
                continue;
            }
            if !is_blank && !is_indented {
                is_list =
                    is_item(line) || is_list && !may_be_code || is_list && line.starts_with(' ');
            }
            may_be_code = is_blank;
        }
        let trimmed = line.trim_start_matches([' ', '>']);
        let run = |c: char| &trimmed[..trimmed.len() - trimmed.trim_start_matches(c).len()];
        let marker = [run('`'), run('~')].into_iter().find(|run| run.len() >= 3);
        match (fence, marker) {
            (None, Some(marker)) => fence = Some((marker, start)),
            (Some((open, from)), Some(marker))
                if marker.starts_with(open) && trimmed.trim_end() == marker =>
            {
                found.push(Span::new(from, at).shifted(offset));
                fence = None;
            }
            (None, None) => inline_code_and_tags(line, start + offset, &mut found),
            _ => {}
        }
    }
    if let Some((_, from)) = fence {
        found.push(Span::new(from, text.len()).shifted(offset));
    }
    found
}

/// Recognises a line that begins an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < line.len() {
        rest.strip_prefix(['.', ')'])
    } else {
        rest.strip_prefix(['-', '*', '+'])
    };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']) || rest.trim().is_empty())
}

fn inline_code_and_tags(line: &str, offset: usize, found: &mut Vec<Span>) {
    let mut at = 0;
    let mut runs = None;
    // Whether what was begun last found no end: then nothing after it does.
    let mut has_no_close = false;
    while let Some(next) = memchr::memchr2(b'`', b'<', &line.as_bytes()[at..]) {
        let start = at + next;
        let rest = &line[start..];
        let end = if rest.starts_with('`') {
            let run = rest.len() - rest.trim_start_matches('`').len();
            // Code ends with a run of the same length.
            let runs = runs.get_or_insert_with(|| runs_of_ticks(line));
            let same: &[usize] = runs.get(&run).map_or(&[], Vec::as_slice);
            let after = same.partition_point(|place| *place < start + run);
            match same.get(after) {
                Some(close) => {
                    found.push(Span::new(start, close + run).shifted(offset));
                    close + run
                }
                None => start + run,
            }
        } else {
            let is_tag =
                rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
            let close = if is_tag && !has_no_close {
                rest.find('>')
            } else {
                None
            };
            has_no_close |= is_tag && close.is_none();
            match close {
                Some(close) => {
                    found.push(Span::new(start, start + close + 1).shifted(offset));
                    start + close + 1
                }
                None => start + 1,
            }
        };
        at = end;
    }
}

/// Bytes at which the runs of backticks in a line start, by the length of the run.
fn runs_of_ticks(line: &str) -> HashMap<usize, Vec<usize>> {
    let bytes = line.as_bytes();
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'`', &bytes[at..]) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|b| **b == b'`').count();
        runs.entry(length).or_default().push(start);
        at = start + length;
    }
    runs
}

/// The same bytes in order, none twice.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The signs of an SVG between which its text stands.
struct SvgSigns {
    /// `<` and `>`, and which of them it is.
    brackets: Vec<(usize, bool)>,
    /// Starts and ends of style sheets, in bytes; true for an end.
    styles: Vec<(usize, bool)>,
}

impl SvgSigns {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let brackets = memchr::memchr2_iter(b'<', b'>', bytes);
        let styles = memchr::memmem::find_iter(bytes, "style").filter_map(|at| {
            let before = &bytes[..at];
            match before {
                [.., b'<', b'/'] => Some((at - 2, true)),
                [.., b'<'] => Some((at - 1, false)),
                _ => None,
            }
        });
        Self {
            brackets: brackets.map(|at| (at, bytes[at] == b'<')).collect(),
            styles: styles.collect(),
        }
    }

    /// Checks that a place lies between tags, and not in a style sheet.
    fn is_text(&self, span: Span) -> bool {
        let before = self.brackets.partition_point(|(at, _)| *at < span.start);
        let last = before.checked_sub(1).map(|last| self.brackets[last].1);
        let after = self.styles.partition_point(|(at, _)| *at < span.end);
        let next = self.styles.get(after).map(|(_, is_end)| *is_end);
        last != Some(true) && next != Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(text: &str) -> Vec<&str> {
        code_and_tags(text, 0)
            .iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    #[test]
    fn code_and_tags_are_no_words() {
        assert_eq!(skipped("甲`乙`丙``丁`戊``己`庚\n"), ["`乙`", "``丁`戊``"]);
        assert_eq!(
            skipped("甲\n```yaml\n乙\n```\n丙\n"),
            ["```yaml\n乙\n```\n"]
        );
        assert_eq!(skipped("甲\n~~~\n乙\n```\n"), ["~~~\n乙\n```\n"]);
        assert_eq!(
            skipped("甲\n\n    乙\n    丙\n丁\n    戊\n"),
            ["    乙\n", "    丙\n"]
        );
        assert_eq!(skipped("1. 甲\n\n    乙\n\n- 丙\n    丁\n"), [""; 0]);
        assert_eq!(
            skipped("<div class=\"甲\">乙</div> 3 < 4\n"),
            ["<div class=\"甲\">", "</div>"]
        );
    }

    #[test]
    fn every_run_of_ticks_finds_its_like() {
        assert_eq!(
            skipped("`甲``乙`丙``<丁`戊<b\n"),
            ["`甲``乙`", "``<丁`戊<b"][..1]
        );
        assert_eq!(skipped("``甲`乙``丙`<a<b>\n"), ["``甲`乙``", "<a<b>"]);
    }

    #[test]
    fn pictures_speak_between_their_tags() {
        let svg = "<svg><style>.甲{}</style><text class=\"乙\">丙</text></svg>";
        let is_text = |word: &str| {
            let start = svg.find(word).unwrap_or_default();
            SvgSigns::of(svg).is_text(Span::new(start, start + word.len()))
        };
        assert!(is_text("丙") && !is_text("乙") && !is_text("甲"));
    }
}
