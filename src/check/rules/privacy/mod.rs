//! Numbers of persons, in every text and every attachment.

mod exposed_bank_card;
mod exposed_condition;
mod exposed_id_number;
mod exposed_mobile_number;
mod exposed_personal_list;
mod half_masked_number;

use std::{cell::OnceCell, collections::BTreeSet};

use rustc_hash::FxHashMap;

use crate::{
    check::{Finding, Rule, Sink},
    diagnostic::Severity,
    model::{Page, Site, Target},
    parse::{Contents, Passage},
    source::{SourceFile, Span, extension},
    standard::{Mark, MarkKind, Words, persons_in},
};

use super::attachment::{Attachments, file_name};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &exposed_id_number::ExposedIdNumber,
    &exposed_bank_card::ExposedBankCard,
    &exposed_mobile_number::ExposedMobileNumber,
    &half_masked_number::HalfMaskedNumber,
    &exposed_personal_list::ExposedPersonalList,
    &exposed_condition::ExposedCondition,
];

/// A kind of number, and what is said where one stands in full.
struct Number {
    kind: MarkKind,
    /// Name that people use for it.
    name: &'static str,
    /// State in which it stands there: `完整的`.
    state: &'static str,
    /// Digits that a mask leaves at the front and at the end.
    ends: (usize, usize),
    severity: Severity,
    help: &'static str,
    /// Numbers that are no secret, by their digits.
    is_known: fn(&Site, &str, &str) -> bool,
}

impl Number {
    /// Looks at one document.
    fn in_document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if reaches_residents(page) {
            self.in_text(site, &page.document.file, &page.document.marks, sink);
        }
    }

    /// Looks at everything that is no document: settings, columns, data, pictures, attachments.
    fn in_site(&self, site: &Site, sink: &mut Sink) {
        self.in_text(site, &site.config.file, &outside_waivers(site), sink);
        for column in &site.columns {
            self.in_text(site, &column.source.file, &column.source.marks, sink);
        }
        for data in &site.data_files {
            self.in_text(site, &data.file, &data.marks, sink);
        }
        for picture in site.pictures.values() {
            if is_shown(site, &picture.file.path) {
                self.in_text(site, &picture.file, &picture.marks, sink);
            }
        }
        self.in_attachments(site, sink);
    }

    fn in_text(&self, site: &Site, file: &SourceFile, marks: &[Mark], sink: &mut Sink) {
        for mark in marks.iter().filter(|mark| mark.kind == self.kind) {
            let Some(masked) = self.exposed(site, &file.text, mark.span) else {
                continue;
            };
            let message = format!("写出了{}{} {masked}", self.state, self.name);
            let finding = Finding::new(message, self.help).severity(self.severity);
            sink.add(&file.path, finding.at(mark.span));
        }
    }

    /// One finding an attachment: where the first stands, and how many there are.
    fn in_attachments(&self, site: &Site, sink: &mut Sink) {
        let read: BTreeSet<&str> = site
            .data_files
            .iter()
            .map(|data| data.file.path.as_str())
            .collect();
        let attachments = Attachments::new(site);
        let words = &site.config.standard.vocabulary.amount_headers;
        for (id, placed) in attachments.iter() {
            let path = placed.asset.path.as_str();
            // Pictures are texts of the site, and so is a table that a column is made from, as far as
            // its readers see.
            if extension(path) == "svg" {
                continue;
            }
            let is_told = read.contains(path);
            let amounts = Amounts::of(&placed.contents, words);
            let mut found = placed
                .contents
                .passages
                .iter()
                .filter(|passage| passage.is_hidden || !is_told)
                .flat_map(|passage| {
                    let marks = persons_in(&passage.text);
                    let of_kind = marks.into_iter().filter(|mark| mark.kind == self.kind);
                    of_kind.map(move |mark| (passage, mark.span))
                })
                .filter(|(passage, span)| {
                    self.kind != MarkKind::Mobile || !amounts.hold(passage, *span)
                })
                .filter_map(|(passage, span)| {
                    let masked = self.exposed(site, &passage.text, span)?;
                    Some((passage, masked))
                });
            let Some((first, masked)) = found.next() else {
                continue;
            };
            let mut message = format!(
                "附件“{}”的{} 有{}{} {masked}",
                file_name(path),
                first.place,
                self.state,
                self.name
            );
            let more = found.count();
            if more > 0 {
                message.push_str(&format!("，另有 {more} 处"));
            }
            let finding = Finding::new(message, self.help).severity(self.severity);
            attachments.tell(id, finding, sink);
        }
    }

    /// The number as it may be shown, unless it is no secret.
    fn exposed(&self, site: &Site, text: &str, span: Span) -> Option<String> {
        let digits = digits(text.get(span.start..span.end)?);
        // The code of the country is nobody's secret, and no part of what is masked.
        let digits = match digits.strip_prefix("86") {
            Some(rest) if self.kind == MarkKind::Mobile && rest.len() == 11 => rest.to_owned(),
            _ => digits,
        };
        let before = text.get(..span.start)?;
        (!(self.is_known)(site, &digits, before)).then(|| masked(&digits, self.ends))
    }
}

/// The columns of an attachment that hold amounts by their headers; looked at when first asked for.
struct Amounts<'c> {
    contents: &'c Contents,
    /// The words of such headers.
    words: &'c Words,
    /// The row of the first such header, by sheet and column.
    headers: OnceCell<FxHashMap<(&'c str, u32), u32>>,
}

impl<'c> Amounts<'c> {
    fn of(contents: &'c Contents, words: &'c Words) -> Self {
        Self {
            contents,
            words,
            headers: OnceCell::new(),
        }
    }

    /// Checks that a number is a whole cell below a header that speaks of amounts: eleven figures
    /// are a telephone or some ten thousand million yuan.
    fn hold(&self, passage: &Passage, span: Span) -> bool {
        let Some(own) = cell_place(&passage.place) else {
            return false;
        };
        let is_whole = passage.text.trim().len() == span.end - span.start;
        let first = || self.headers().get(&(own.sheet, own.column));
        is_whole && first().is_some_and(|row| *row < own.row)
    }

    fn headers(&self) -> &FxHashMap<(&'c str, u32), u32> {
        self.headers.get_or_init(|| {
            let mut headers: FxHashMap<(&str, u32), u32> = FxHashMap::default();
            for passage in &self.contents.passages {
                let Some(place) = cell_place(&passage.place) else {
                    continue;
                };
                if self.words.any_in(&passage.text) {
                    let first = headers.entry((place.sheet, place.column));
                    let first = first.or_insert(place.row);
                    *first = place.row.min(*first);
                }
            }
            headers
        })
    }
}

/// The marks of the settings, without those in waivers: what is let pass may be named there.
fn outside_waivers(site: &Site) -> Vec<Mark> {
    let waivers = site.config.settings().waivers().place();
    let marks = site.config.marks.iter().copied();
    marks
        .filter(|mark| {
            waivers.is_none_or(|span| mark.span.start < span.start || mark.span.end > span.end)
        })
        .collect()
}

/// Checks that a document is published, or will be once it says that it is.
fn reaches_residents(page: &Page) -> bool {
    page.is_published || page.is_undecided()
}

/// Checks that a picture belongs to nothing that is kept back.
fn is_shown(site: &Site, path: &str) -> bool {
    match site.target(path) {
        Some(Target::Asset(id)) => site.assets.get(id).is_some_and(|placed| {
            !placed.is_withheld()
                || placed
                    .owner
                    .and_then(|owner| site.pages.get(owner))
                    .is_some_and(reaches_residents)
        }),
        _ => true,
    }
}

/// A cell's place: the sheet or table with all that stands before it, row and column.
#[derive(Debug, PartialEq, Eq)]
struct CellPlace<'p> {
    sheet: &'p str,
    row: u32,
    column: u32,
}

/// Reads `工作表“名单”B3`, `第 1 个表格第 3 行第 2 列` and `第 3 行第 2 列`.
fn cell_place(place: &str) -> Option<CellPlace<'_>> {
    if let Some(rest) = place.strip_suffix(" 列") {
        let (rest, column) = rest.rsplit_once("第 ")?;
        let (sheet, row) = rest.strip_suffix(" 行")?.rsplit_once("第 ")?;
        return Some(CellPlace {
            sheet,
            row: row.parse().ok()?,
            column: column.parse().ok()?,
        });
    }
    let (sheet, at) = place.rsplit_once('”')?;
    // `隐藏行3 B3`: the reference is what comes last.
    let at = at.rsplit(' ').next()?;
    let split = at.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = at.split_at(split);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let letter = letter
            .is_ascii_uppercase()
            .then(|| u32::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    (column > 0).then_some(CellPlace {
        sheet,
        row: row.parse().ok()?,
        column,
    })
}

/// The digits of a number without what groups them; full-width digits become plain.
fn digits(written: &str) -> String {
    written
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '\u{ff10}'..='\u{ff19}' => char::from_digit(c as u32 - 0xff10, 10),
            'x' | 'X' | 'ｘ' | 'Ｘ' => Some('X'),
            _ => None,
        })
        .collect()
}

/// A number with its middle hidden. Messages go to logs and to code hosts, where the whole number
/// would be exposed once more.
fn masked(digits: &str, (front, end): (usize, usize)) -> String {
    let length = digits.chars().count();
    let stars = length.saturating_sub(front + end);
    let shown = |at: usize| at < front || at >= front + stars;
    digits
        .chars()
        .enumerate()
        .map(|(at, digit)| if shown(at) { digit } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_shown_in_full() {
        assert_eq!(masked("11010519491231002X", (6, 4)), "110105********002X");
        assert_eq!(masked("6222021234567890128", (4, 4)), "6222***********0128");
        assert_eq!(masked("13800138000", (3, 4)), "138****8000");
        assert_eq!(digits("１３８ 0013-8000"), "13800138000");
    }
}
