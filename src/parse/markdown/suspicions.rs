//! Suspicions of what an editor hardly meant: words that vanish, markup that failed, text that became markup.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::{
    diagnostic::{FaultKind, Fix, Loss, Residue},
    source::Span,
};

use super::{
    emphasis::{self, Reading},
    mends,
    open::{Block, Numbers, Row, Within},
    prose::{self, Prose},
    writer::Writer,
};

impl Writer<'_> {
    /// Accounts for an event, and tells what is odd about it.
    pub(super) fn account(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let mended = self.mended;
        let text = &*mended.text;
        match event {
            Event::Text(_) => {
                self.coverage.take(text, range);
                if self.within != Within::Code {
                    self.extend_block(range, false);
                }
            }
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {
                self.coverage.take(text, range);
                self.extend_block(range, true);
            }
            Event::TaskListMarker(_) | Event::Html(_) | Event::Rule => {
                self.coverage.take(text, range);
            }
            Event::SoftBreak | Event::HardBreak => {}
            Event::Start(tag) => self.account_start(tag, range),
            Event::End(tag) => self.account_end(*tag, range),
        }
    }

    fn account_start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let mended = self.mended;
        let text = &*mended.text;
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.extend_block(&(range.start..range.start), false);
                self.read_emphasis(range);
                return;
            }
            Tag::Link { .. } | Tag::Image { .. } | Tag::Superscript | Tag::Subscript => return,
            _ => self.close_block(),
        }
        match tag {
            Tag::Heading { .. } => self.within = Within::Heading,
            Tag::CodeBlock(kind) => {
                self.within = Within::Code;
                self.code_block(kind, range);
            }
            Tag::BlockQuote(_) => {
                self.containers += 1;
                self.quotation(range);
            }
            Tag::List(start) => self.lists.push(start.map(|first| Numbers {
                first,
                next: first,
                last: None,
            })),
            Tag::Item => {
                self.containers += 1;
                self.item(range);
            }
            Tag::FootnoteDefinition(_) => {
                self.containers += 1;
                let label = text[range.clone()].find("]:").map_or(0, |end| end + 2);
                self.coverage.pass(range.start + label);
            }
            Tag::TableCell => {
                // Cells that were not written are made up at the end of the row.
                self.row.cells += usize::from(range.start < self.row.end);
                self.row.last = range.end;
            }
            Tag::Table(alignments) => self.columns = alignments.len(),
            Tag::TableHead | Tag::TableRow => {
                self.row = Row {
                    cells: 0,
                    last: range.start,
                    end: range.end,
                };
            }
            _ => {}
        }
    }

    fn account_end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.extend_block(&(range.end..range.end), false);
                return;
            }
            TagEnd::Link | TagEnd::Image => {
                // What follows the words of a link is its destination.
                let from = self
                    .block
                    .as_ref()
                    .map_or(range.start, |block| block.range.end);
                self.coverage.pass(range.end);
                self.extend_block(&(from.max(range.start)..range.end), true);
                return;
            }
            TagEnd::Superscript | TagEnd::Subscript => return,
            _ => {}
        }
        if matches!(tag, TagEnd::Heading(_)) {
            self.end_heading(range);
        }
        self.close_block();
        match tag {
            TagEnd::Heading(_) | TagEnd::CodeBlock => self.within = Within::Prose,
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.containers = self.containers.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(range),
            _ => {}
        }
    }

    fn extend_block(&mut self, range: &Range<usize>, is_apart: bool) {
        let is_heading = self.within == Within::Heading;
        let block = self.block.get_or_insert_with(|| Block {
            range: range.clone(),
            apart: Vec::new(),
            is_heading,
        });
        block.range.end = block.range.end.max(range.end);
        if is_apart {
            block.apart.push(range.clone());
        }
    }

    fn close_block(&mut self) {
        let Some(block) = self.block.take().filter(|_| self.dialect.site) else {
            return;
        };
        let original = |range: &Range<usize>| self.mended.original_range(range);
        let apart: Vec<Range<usize>> = block.apart.iter().map(original).collect();
        let prose = Prose {
            text: self.source,
            range: original(&block.range),
            apart: &apart,
            wide_notes: &self.wide_notes,
            is_outermost: self.containers == 0,
            is_heading: block.is_heading,
        };
        for (range, kind) in prose.faults() {
            self.tell_source(&range, kind);
        }
    }

    /// Tells a fault of some bytes of the text as it is written, and of a fix that is counted likewise.
    fn tell_source(&mut self, range: &Range<usize>, mut kind: FaultKind) {
        if let Some(fix) = kind.fix_mut() {
            fix.span = fix.span.shifted(self.offset);
        }
        let span = Span::new(range.start, range.end).shifted(self.offset);
        self.faults.push((span, kind));
    }

    /// Judges signs that the parser took for markup.
    fn read_emphasis(&mut self, range: &Range<usize>) {
        if !self.dialect.mends {
            return;
        }
        let span = self.mended.original_range(range);
        let (runs, doubt) = match emphasis::read(self.source, &span) {
            Reading::Markup => return,
            Reading::DoubtfulMarkup => (Vec::new(), Some(false)),
            Reading::Text(runs) => (runs, None),
            Reading::DoubtfulText(runs) => (runs, Some(true)),
        };
        self.as_written.extend(mends::signs(self.source, &runs));
        // Of three stars the parser makes two pairs.
        let is_same_run = self.doubts.last().is_some_and(|(last, _)| {
            let between = last.start..span.start + self.offset;
            let between = between.start.saturating_sub(self.offset)..span.start;
            let signs = self.source.get(between).unwrap_or_default();
            signs.bytes().all(|sign| sign == b'*') && signs.len() < 3
        });
        if let Some(is_text) = doubt.filter(|_| !is_same_run) {
            self.doubts.push((self.span(range), is_text));
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let mended = self.mended;
        let block = &mended.text[range.clone()];
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        let CodeBlockKind::Fenced(info) = kind else {
            let fix = (self.containers == 0).then(|| {
                let before = mended.text[..range.start]
                    .rfind('\n')
                    .map_or(0, |at| at + 1);
                let start = mended.original(before);
                let end = mended.original(range.start + block.trim_end().len());
                Fix {
                    span: Span::new(start, end.max(start)),
                    replacement: mended.clean(paragraphs(block).into()).into_owned(),
                }
            });
            if block.contains(mends::is_wide) {
                let place = mended.original_range(range);
                self.tell_source(&place, FaultKind::IndentedText { fix });
            }
            return;
        };
        self.coverage.pass(range.start + first.len());
        let opening = mended.original_range(&(range.start..range.start + first.len()));
        if info.contains(mends::is_wide) {
            let kind = FaultKind::LostText {
                loss: Loss::FenceInfo,
                fix: None,
            };
            self.tell_source(&opening, kind);
        }
        let fence = first.trim_start();
        let sign = fence.chars().next().unwrap_or('`');
        let length = fence.chars().take_while(|c| *c == sign).count();
        let last = rest.lines().next_back().unwrap_or_default();
        let last = last.trim_matches([' ', '\t', '>']);
        let is_closed = last.chars().count() >= length && last.chars().all(|c| c == sign);
        // Where its words are lost, that is told.
        if !is_closed && !info.contains(mends::is_wide) {
            self.tell_source(&opening, FaultKind::UnclosedFence);
        }
    }

    /// Tells a comparison that became a quotation.
    fn quotation(&mut self, range: &Range<usize>) {
        let mended = self.mended;
        let block = &mended.text[range.clone()];
        let Some(after) = block.trim_start().strip_prefix('>') else {
            return;
        };
        if !is_comparison(after) && !is_spaced_comparison(after) {
            return;
        }
        let at = mended.original(range.start + block.len() - block.trim_start().len());
        let fix = Fix {
            span: Span::new(at, at),
            replacement: "\\".to_owned(),
        };
        let end = at + 1 + after.lines().next().unwrap_or_default().len();
        let end = self.source.floor_char_boundary(end);
        self.tell_source(&(at..end), FaultKind::MistakenQuote { fix });
    }

    /// Takes the number of an item as it is written, where the count would give another.
    fn item(&mut self, range: &Range<usize>) {
        let mended = self.mended;
        let block = &mended.text[range.clone()];
        let words = block.trim_start();
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let marker = block.len() - words.len() + digits + 1;
        if digits == 0 {
            self.lone_item(range.start + block.len() - words.len(), words);
        }
        self.coverage.pass(range.start + marker.min(block.len()));
        let Some(Some(numbers)) = self.lists.last_mut() else {
            return;
        };
        let Ok(written) = words[..digits].parse::<u64>() else {
            return;
        };
        // Some number every item alike, and let the count be made.
        let is_alike = written == numbers.first && numbers.last.is_none_or(|last| last == written);
        let shown = if is_alike { numbers.next } else { written };
        self.value = (shown != numbers.next).then_some(shown);
        (numbers.next, numbers.last) = (shown + 1, Some(written));
    }

    /// Tells a sign that was hardly meant to begin a list of one item: `- 5℃`, `* 为必填项`.
    fn lone_item(&mut self, start: usize, words: &str) {
        let Some(sign) = words.chars().next().filter(|sign| "-+*".contains(*sign)) else {
            return;
        };
        let rest = words[1..].trim_start_matches(' ').trim_end();
        let digits =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_number = digits.len() < rest.len()
            && (digits.is_empty()
                || digits
                    .trim_start()
                    .starts_with(['℃', '°', '度', '%', '％', '‰']));
        let is_note = ["为", "号", "表示", "处为", "项为", "标记"]
            .iter()
            .any(|word| rest.starts_with(word));
        let is_meant = if sign == '*' { is_note } else { is_number };
        if !is_meant || rest.contains('\n') {
            return;
        }
        let mended = self.mended;
        let (before, after) = (&mended.text[..start], &mended.text[start + words.len()..]);
        let begins =
            |line: Option<&str>| line.is_some_and(|line| line.trim_start().starts_with(sign));
        let mut above = before.lines().rev().filter(|line| !line.trim().is_empty());
        let mut below = after.lines().filter(|line| !line.trim().is_empty());
        if begins(above.next()) || begins(below.next()) {
            return;
        }
        let at = mended.original(start);
        let fix = Some(Fix {
            span: Span::new(at, at),
            replacement: "\\".to_owned(),
        });
        let loss = Loss::ListSign(sign);
        self.tell_source(&(at..at + 1), FaultKind::LostText { loss, fix });
    }

    fn end_heading(&mut self, range: &Range<usize>) {
        let mended = self.mended;
        let block = mended.text[range.clone()].trim_end();
        let end = range.start + block.len();
        let words = block.trim_start();
        let opening = words.bytes().take_while(|b| *b == b'#').count();
        if opening == 0 {
            self.underlined(block, range);
        } else {
            let bare = words.trim_end_matches('#');
            let closing = words.len() - bare.len();
            if closing > 0
                && closing != opening
                && bare.len() > opening
                && bare.ends_with([' ', '\t'])
            {
                let place = mended.original_range(&(end - closing..end));
                let fix = Fix {
                    span: Span::new(place.start, place.start),
                    replacement: "\\".to_owned(),
                };
                let kind = FaultKind::LostText {
                    loss: Loss::ClosingSigns,
                    fix: Some(fix),
                };
                self.tell_source(&place, kind);
            }
        }
        // An anchor is no text.
        let headings = &self.body.headings;
        if headings
            .last()
            .is_some_and(|heading| !heading.id.is_empty())
        {
            self.coverage.pass(end);
        }
    }

    /// Tells a text that was hardly meant as a heading.
    fn underlined(&mut self, block: &str, range: &Range<usize>) {
        let Some((words, line)) = block.rsplit_once('\n') else {
            return;
        };
        let lines = words.lines().count();
        let last = words.lines().next_back().unwrap_or_default().trim();
        let is_signed = prose::names_body(last) || last.ends_with('日') && last.contains('月');
        let is_prose = last.contains(['。', '；', '！', '？', '：', ':'])
            || last.starts_with(['（', '('])
            || last.chars().count() > 40;
        // Nobody draws a line with one sign.
        let is_slip = line.trim().len() == 1;
        if lines < 2 && !is_signed && !is_prose && !is_slip {
            return;
        }
        let mended = self.mended;
        let from = range.start + words.len();
        let (at, end) = (from + 1, from + 1 + line.trim_end().len());
        let (at, end) = (mended.original(at), mended.original(end));
        // A row of `=` is no line of its own.
        let is_rule = line.trim().len() > 2 && line.trim().starts_with('-');
        let fix = (self.containers == 0).then(|| {
            if is_rule {
                let replacement = "\n".to_owned();
                Fix {
                    span: Span::new(at, at),
                    replacement,
                }
            } else {
                let replacement = String::new();
                Fix {
                    span: Span::new(mended.original(from), end),
                    replacement,
                }
            }
        });
        let place = mended.original_range(&(range.start..from));
        self.tell_source(&place, FaultKind::UnderlinedHeading { fix });
    }

    fn end_row(&mut self, range: &Range<usize>) {
        let mended = self.mended;
        let cells = self.row.cells;
        let end = self.row.last.min(range.end);
        let rest = mended.text[end..range.end].trim_end();
        self.coverage.pass(range.end);
        let inner = rest.trim_matches(['|', ' ', '\t']);
        let wanted = self.columns;
        if !inner.is_empty() {
            let start = end + rest.find(inner).unwrap_or_default();
            // Each bar but the one that ends the last cell begins another.
            let row = rest.strip_suffix('|').unwrap_or(rest).replace("\\|", "");
            let found = cells + row.matches('|').count();
            let place = mended.original_range(&(start..start + inner.len()));
            self.tell_source(&place, FaultKind::UnevenRow { wanted, found });
        } else if cells < wanted && !mended.text[range.clone()].contains('|') {
            // Without a bar it was meant as a paragraph.
            let start = mended.original(range.start);
            let end = mended.original(range.start + mended.text[range.clone()].trim_end().len());
            let fix = (self.containers == 0).then(|| Fix {
                span: Span::new(start, start),
                replacement: "\n".to_owned(),
            });
            let residue = Residue::TableTail;
            self.tell_source(&(start..end), FaultKind::LiteralMarkup { residue, fix });
        } else if cells < wanted {
            let place = mended.original_range(
                &(range.start..range.start + mended.text[range.clone()].trim_end().len()),
            );
            self.tell_source(
                &place,
                FaultKind::UnevenRow {
                    wanted,
                    found: cells,
                },
            );
        }
    }

    /// The change that makes a colon full, with the blanks after it.
    fn full_colon(&self, at: usize) -> Fix {
        let rest = &self.source[at + 1..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        Fix {
            span: Span::new(at, at + 1 + blanks),
            replacement: "：".to_owned(),
        }
    }

    /// Tells what is left without readers when all is written.
    pub(super) fn tell_lost(&mut self) {
        self.close_block();
        if !self.dialect.site {
            return;
        }
        let mended = self.mended;
        let text = &*mended.text;
        let mut definitions = std::mem::take(&mut self.definitions);
        definitions.sort_unstable_by_key(|definition| definition.range.start);
        let apart: Vec<Range<usize>> = definitions
            .iter()
            .map(|definition| definition.range.clone())
            .collect();
        for definition in definitions
            .into_iter()
            .filter(|definition| !definition.is_used)
        {
            let block = &text[definition.range.clone()];
            let start = mended.original(definition.range.start);
            let end = mended.original(definition.range.start + block.trim_end().len());
            // A full-width colon makes text of it, as it was meant.
            let colon = block
                .find("]:")
                .map(|at| mended.original(definition.range.start + at + 1));
            let fix = colon.map(|at| self.full_colon(at));
            let label = mended.clean(definition.label.into()).into_owned();
            let kind = FaultKind::LostText {
                loss: Loss::Definition(label),
                fix,
            };
            self.tell_source(&(start..end), kind);
        }
        for lost in std::mem::take(&mut self.coverage).rest(text, &apart) {
            let words = &text[lost.clone()];
            let start = lost.start + words.len() - words.trim_start().len();
            let place = mended.original_range(&(start..lost.start + words.trim_end().len()));
            // A second definition of a label is passed over.
            let label = self.source[place.clone()]
                .strip_prefix('[')
                .and_then(|rest| rest.split_once("]:"));
            let (loss, fix) = match label {
                Some((label, _)) => {
                    let colon = place.start + 1 + label.len() + 1;
                    // Where it is a link's, text is made of it only by a person.
                    let is_link = self.source[colon..].contains("://");
                    let fix = (!is_link).then(|| self.full_colon(colon));
                    (Loss::Definition(label.to_owned()), fix)
                }
                None => (Loss::Unknown, None),
            };
            self.tell_source(&place, FaultKind::LostText { loss, fix });
        }
    }
}

/// True if the text after a `>` makes it a comparison: `60周岁`, `=3`, `六十周岁`, `￥500`.
fn is_comparison(after: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百千万两零".contains(c);
    let rest = after.trim_start_matches(numeral);
    // `一、` begins a chapter that is quoted.
    let is_numeral = rest.len() < after.len() && !rest.starts_with(['、', '是', '要']);
    let sign = after.starts_with(['=', '＝', '≥', '≤', '￥', '¥', '$', '±']);
    let is_negative = after
        .strip_prefix(['-', '－', '+'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_numeral || sign || is_negative || after.starts_with(|c: char| c.is_ascii_digit())
}

/// True for a comparison with a blank after its sign: `> 60周岁`, `> =60分`.
fn is_spaced_comparison(after: &str) -> bool {
    const UNITS: [&str; 12] = [
        "周岁",
        "岁",
        "元",
        "万元",
        "分",
        "%",
        "％",
        "平方米",
        "亩",
        "公里",
        "吨",
        "℃",
    ];
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    if rest.starts_with(['=', '＝']) {
        return true;
    }
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    unit.len() < rest.len() && UNITS.iter().any(|known| unit.starts_with(known))
}

/// The text of an indented block without its indentation: paragraphs where sentences end, other lines as
/// they are.
fn paragraphs(block: &str) -> String {
    let lines: Vec<&str> = block
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let is_marked = |line: &str| {
        line.trim_start()
            .starts_with(['|', '-', '*', '+', '>', '`', '~'])
    };
    let has_marks = lines.iter().any(|line| is_marked(line));
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        // The first line has lost its indentation.
        let bare = line
            .strip_prefix("    ")
            .or_else(|| line.strip_prefix('\t'));
        let words = bare.filter(|_| at > 0).unwrap_or(line).trim_end();
        if at > 0 {
            let ends = !has_marks && prose::are_apart(lines[at - 1].trim(), words.trim());
            text.push_str(if ends { "\n\n" } else { "\n" });
        }
        text.push_str(if has_marks { words } else { words.trim() });
    }
    text
}
