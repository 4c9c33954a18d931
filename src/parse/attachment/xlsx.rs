//! XLSX: every cell of every sheet, those nobody sees too.

use std::{borrow::Cow, collections::HashMap};

use super::{
    archive,
    gatherer::{Gatherer, shown},
    office,
    package::{Package, Relation},
    xml::{Step, Tag, Xml, decode},
};

/// Columns a sheet can have.
const COLUMNS: u32 = 16_384;

/// A sheet as the workbook lists it.
struct Sheet {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// The strings of a workbook, one after the other, so that millions of short ones stay cheap.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    fn get(&self, index: usize) -> Option<&str> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(index)?)
    }
}

/// Reads a workbook.
pub(super) fn read_xlsx(package: &mut Package<'_>, depth: usize, gatherer: &mut Gatherer) {
    office::read_properties(package, gatherer);
    let book = package.main_part("xl/workbook.xml", gatherer);
    let Some(sheets) = package.walk(&book, gatherer, |xml, _| list_sheets(xml)) else {
        return gatherer.fail("缺少工作簿，读不出来");
    };
    let relations = package.relations(&book, gatherer);
    let strings = relations
        .iter()
        .find(|relation| relation.kind == "sharedStrings")
        .map_or("xl/sharedStrings.xml", |relation| &relation.target);
    let targets: HashMap<&str, &str> = relations
        .iter()
        .map(|relation| (relation.id.as_str(), relation.target.as_str()))
        .collect();
    let strings = package
        .walk(strings, gatherer, |xml, _| read_strings(xml))
        .unwrap_or_default();
    for sheet in &sheets {
        if gatherer.is_full() {
            return;
        }
        let part = targets.get(sheet.relation.as_str()).copied();
        let Some(part) = part.filter(|part| package.has(part)) else {
            gatherer.fail(&format!("工作表“{}”没有内容", shown(&sheet.name)));
            continue;
        };
        let place = format!(
            "{}工作表“{}”",
            if sheet.is_hidden { "隐藏" } else { "" },
            shown(&sheet.name)
        );
        package.walk(part, gatherer, |xml, gatherer| {
            read_sheet(xml, &place, sheet.is_hidden, &strings, gatherer);
        });
        for relation in package.relations(part, gatherer) {
            read_beside(package, &relation, &place, sheet.is_hidden, gatherer);
        }
    }
    read_caches(package, gatherer);
    office::read_drawn(package, gatherer);
    archive::read_embedded(package, depth, gatherer);
}

/// Cells of the hidden rows and columns of a workbook: the name of the sheet, and the numbers of the row
/// and of the column, from 0 on.
pub(super) fn hidden_cells(package: &mut Package<'_>) -> Vec<(String, (usize, usize))> {
    let (mut gatherer, mut cells) = (Gatherer::default(), Vec::new());
    let gatherer = &mut gatherer;
    let book = package.main_part("xl/workbook.xml", gatherer);
    let sheets = package.walk(&book, gatherer, |xml, _| list_sheets(xml));
    let relations = package.relations(&book, gatherer);
    for sheet in sheets.into_iter().flatten() {
        let own = relations.iter().find(|own| own.id == sheet.relation);
        let Some(part) = own.map(|own| own.target.as_str()) else {
            continue;
        };
        package.walk(part, gatherer, |xml, _| {
            let mut columns = HiddenColumns::default();
            let (mut row, mut is_row_hidden, mut column) = (0_u32, false, 0_u32);
            for step in xml {
                let Step::Open(tag) = step else { continue };
                match tag.name() {
                    "col" => columns.note(&tag),
                    "sheetData" => columns.settle(),
                    "row" => {
                        row = number(&tag, "r").unwrap_or(row.saturating_add(1));
                        is_row_hidden = tag.says("hidden") || has_no_size(&tag, "ht");
                        column = 0;
                    }
                    "c" => {
                        let at = tag.attribute("r").and_then(|at| split_reference(&at));
                        (row, column) = at.unwrap_or((row, column.saturating_add(1)));
                        if is_row_hidden || columns.is_hidden(column) {
                            let place = (row.saturating_sub(1), column.saturating_sub(1));
                            let place = (place.0 as usize, place.1 as usize);
                            cells.push((sheet.name.clone(), place));
                        }
                    }
                    _ => {}
                }
            }
        });
    }
    cells
}

fn list_sheets(xml: &mut Xml<'_>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for step in xml {
        let Step::Open(tag) = step else { continue };
        if tag.name() == "sheet" {
            sheets.push(Sheet {
                name: tag.attribute("name").unwrap_or_default(),
                relation: tag.reference("id").unwrap_or_default(),
                is_hidden: tag
                    .attribute("state")
                    .is_some_and(|state| state != "visible"),
            });
        }
    }
    sheets
}

fn read_strings(xml: &mut Xml<'_>) -> Strings {
    let mut strings = Strings::default();
    let (mut is_text, mut is_item) = (false, false);
    while let Some(step) = xml.next() {
        match step {
            Step::Open(tag) => match tag.name() {
                "si" => is_item = true,
                "t" => is_text = true,
                // How the text is pronounced.
                "rPh" => xml.skip_element(),
                _ => {}
            },
            Step::Close(end) => match end.name() {
                "si" if is_item => {
                    is_item = false;
                    strings.ends.push(strings.text.len());
                }
                "t" => is_text = false,
                _ => {}
            },
            Step::Text(part) if is_text && is_item => strings.text.push_str(&part),
            Step::Text(_) => {}
        }
    }
    strings
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    kind: String,
    text: String,
}

fn read_sheet(
    xml: &mut Xml<'_>,
    place: &str,
    is_hidden: bool,
    strings: &Strings,
    gatherer: &mut Gatherer,
) {
    let mut columns = HiddenColumns::default();
    let (mut row, mut is_row_hidden) = (0_u32, false);
    let mut cell = Cell::default();
    let mut is_value = false;
    while let Some(step) = xml.next() {
        if gatherer.is_full() {
            return;
        }
        match step {
            Step::Open(tag) => match tag.name() {
                "col" => columns.note(&tag),
                "sheetData" => columns.settle(),
                "row" => {
                    row = number(&tag, "r").unwrap_or(row.saturating_add(1));
                    is_row_hidden = tag.says("hidden") || has_no_size(&tag, "ht");
                    cell.column = 0;
                }
                "c" => {
                    let at = tag.attribute("r").and_then(|at| split_reference(&at));
                    let (row, column) = at.unwrap_or((row, cell.column.saturating_add(1)));
                    cell = Cell {
                        row,
                        column,
                        kind: tag.attribute("t").unwrap_or_default(),
                        text: String::new(),
                    };
                }
                "v" | "t" => is_value = true,
                "rPh" | "f" => xml.skip_element(),
                "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
                | "firstFooter" => {
                    let text = xml.element_text();
                    gatherer.add(format!("{place}页眉页脚"), &text, is_hidden);
                }
                _ => {}
            },
            Step::Close(end) => match end.name() {
                "v" | "t" => is_value = false,
                "c" => {
                    let is_column_hidden = columns.is_hidden(cell.column);
                    let mut at = place.to_owned();
                    if is_row_hidden {
                        at.push_str(&format!("隐藏行{}", cell.row));
                    }
                    let column = letters(cell.column);
                    if is_column_hidden {
                        at.push_str(&format!("隐藏列{column}"));
                    }
                    if is_row_hidden || is_column_hidden {
                        at.push(' ');
                    }
                    at.push_str(&format!("{column}{}", cell.row));
                    let text = cell_text(&cell, strings);
                    gatherer.add(at, &text, is_hidden || is_row_hidden || is_column_hidden);
                    cell.text.clear();
                }
                _ => {}
            },
            Step::Text(part) if is_value => cell.text.push_str(&part),
            Step::Text(_) => {}
        }
    }
}

fn cell_text<'a>(cell: &'a Cell, strings: &'a Strings) -> Cow<'a, str> {
    match cell.kind.as_str() {
        "s" => {
            let index = cell.text.trim().parse().ok();
            let text = index.and_then(|index| strings.get(index));
            Cow::Borrowed(text.unwrap_or_default())
        }
        "" | "n" => Cow::Owned(plain_number(cell.text.trim())),
        _ => Cow::Borrowed(&cell.text),
    }
}

/// A number without its exponent: some programs write a telephone number as `1.3800138E10`.
fn plain_number(number: &str) -> String {
    let spread = || {
        let (mantissa, exponent) = number.split_once(['E', 'e'])?;
        let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(mantissa) => ("-", mantissa),
            None => ("", mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_plain = (whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit());
        // Beyond twenty places it is a measure, not the number of anything.
        if !is_plain || whole.is_empty() || exponent > 20 || fraction.len() > exponent {
            return None;
        }
        let zeros = "0".repeat(exponent - fraction.len());
        let digits = format!("{whole}{fraction}{zeros}");
        let digits = digits.trim_start_matches('0');
        Some(format!(
            "{sign}{}",
            if digits.is_empty() { "0" } else { digits }
        ))
    };
    spread().unwrap_or_else(|| number.to_owned())
}

/// Hidden columns: marks of starts and ends first, since ranges may overlap at will.
#[derive(Default)]
struct HiddenColumns {
    changes: Vec<(u32, i64)>,
    ranges: Vec<(u32, u32)>,
}

impl HiddenColumns {
    fn note(&mut self, tag: &Tag<'_>) {
        if !(tag.says("hidden") || has_no_size(tag, "width")) {
            return;
        }
        let first = number(tag, "min").unwrap_or(1).clamp(1, COLUMNS);
        let last = number(tag, "max").unwrap_or(first).clamp(first, COLUMNS);
        self.changes.push((first, 1));
        self.changes.push((last + 1, -1));
    }

    fn settle(&mut self) {
        self.changes.sort_unstable();
        let (mut depth, mut start) = (0_i64, 0_u32);
        for (column, change) in self.changes.drain(..) {
            if depth == 0 && change > 0 {
                start = column;
            }
            depth += change;
            if depth == 0 {
                self.ranges.push((start, column));
            }
        }
    }

    fn is_hidden(&self, column: u32) -> bool {
        let at = self.ranges.partition_point(|(start, _)| *start <= column);
        at.checked_sub(1)
            .is_some_and(|at| column < self.ranges[at].1)
    }
}

fn has_no_size(tag: &Tag<'_>, name: &str) -> bool {
    tag.attribute(name)
        .and_then(|size| size.parse::<f64>().ok())
        .is_some_and(|size| size <= 0.0)
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attribute(name)?.parse().ok()
}

/// `B3` as row 3, column 2.
fn split_reference(reference: &str) -> Option<(u32, u32)> {
    let end = reference
        .find(|c: char| !c.is_ascii_alphabetic())
        .filter(|end| *end > 0)?;
    let (column, row) = reference.split_at(end);
    let column = column.bytes().try_fold(0_u32, |column, letter| {
        let letter = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    Some((row.parse().ok()?, column))
}

/// Column 2 as `B`.
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(b'A' + (column % 26) as u8);
        column /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

/// Reads what lies beside a sheet: comments, drawings.
fn read_beside(
    package: &mut Package<'_>,
    relation: &Relation,
    place: &str,
    is_hidden: bool,
    gatherer: &mut Gatherer,
) {
    match relation.kind.as_str() {
        "comments" | "threadedComment" => {
            package.walk(&relation.target, gatherer, |xml, gatherer| {
                read_comments(xml, place, gatherer);
            });
        }
        "drawing" => {
            let texts = package.walk(&relation.target, gatherer, |xml, _| {
                office::drawn_texts(xml)
            });
            let texts = texts.unwrap_or_default();
            gatherer.add(format!("{place}文本框"), &texts, is_hidden);
        }
        _ => {}
    }
}

fn read_comments(xml: &mut Xml<'_>, place: &str, gatherer: &mut Gatherer) {
    let (mut authors, mut author) = (Vec::new(), 0);
    let mut at = String::new();
    while let Some(step) = xml.next() {
        if gatherer.is_full() {
            return;
        }
        let Step::Open(tag) = step else { continue };
        match tag.name() {
            "author" => authors.push(xml.element_text()),
            "comment" | "threadedComment" => {
                at = shown(&tag.attribute("ref").unwrap_or_default());
                author = number(&tag, "authorId").unwrap_or(u32::MAX) as usize;
            }
            "text" => {
                let text = xml.element_text();
                // For older programs a thread is told a second time, under a name of this kind.
                let is_told_twice = authors
                    .get(author)
                    .is_some_and(|author: &String| author.starts_with("tc={"));
                if !is_told_twice {
                    gatherer.add(format!("{place}{at} 批注"), &text, true);
                }
            }
            _ => {}
        }
    }
}

/// Reads copies of data that are not on any sheet: of a pivot's source, of another workbook.
fn read_caches(package: &mut Package<'_>, gatherer: &mut Gatherer) {
    for name in package.names().to_vec() {
        let place = if name.contains("/pivotCache/") {
            "数据透视表缓存"
        } else if name.contains("/externalLinks/") {
            "外部链接缓存"
        } else {
            continue;
        };
        if !name.ends_with(".xml") {
            continue;
        }
        let Some(bytes) = package.part(&name, gatherer) else {
            continue;
        };
        let (text, mut texts) = (decode(bytes), String::new());
        let mut xml = Xml::new(&text);
        while let Some(step) = xml.next() {
            let Step::Open(tag) = step else { continue };
            let value = match tag.name() {
                "s" | "n" | "d" => tag.attribute("v"),
                "v" => Some(xml.element_text()),
                _ => None,
            };
            if let Some(value) = value {
                texts.push_str(&plain_number(&value));
                texts.push('\n');
            }
        }
        gatherer.add(place.to_owned(), &texts, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        for (raw, plain) in [
            ("13800138000", "13800138000"),
            ("1.3800138E10", "13800138000"),
            ("1.3800138E+10", "13800138000"),
            ("-1.5e3", "-1500"),
            ("0.0E1", "0"),
            ("1.25E1", "1.25E1"),
            ("1E99", "1E99"),
            ("E5", "E5"),
            ("3.14", "3.14"),
        ] {
            assert_eq!(plain_number(raw), plain);
        }
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [1, 26, 27, 703].map(letters),
            ["A", "Z", "AA", "AAA"].map(str::to_owned)
        );
        assert_eq!(split_reference("AAA12"), Some((12, 703)));
        assert_eq!(split_reference("12"), None);
        assert_eq!(split_reference("ZZZZZZZZZZZZ1"), None);
    }
}
