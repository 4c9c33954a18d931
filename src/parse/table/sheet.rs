//! Sheets of a workbook, and a CSV: rows of words, as people see them.

use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, SheetVisible, Xlsx};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::attachment::hidden_cells;

/// The rows, each with its cells; empty ones too, so that a row has the number that people know it by.
pub(super) type Rows = Vec<Vec<String>>;

/// Cells that are merged: first row and column, last row and column.
pub(super) type Merged = ((usize, usize), (usize, usize));

/// A sheet of a workbook, or a CSV.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name; empty for a CSV.
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// Cells of hidden rows and columns: the number of the row and that of the column.
    pub(super) hidden: FxHashSet<(usize, usize)>,
    pub(super) rows: Rows,
    pub(super) merged: Vec<Merged>,
}

/// Largest table that is read: a stray blank at the end of a sheet must not make it endless.
const LIMIT: (u32, u32) = (100_000, 500);

/// Reads every sheet of a workbook; an error is a reason in Chinese.
pub(super) fn sheets_of_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let told = |error: calamine::XlsxError| format!("不是可读的 XLSX（{error}）");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(told)?;
    let mut hidden: FxHashMap<String, FxHashSet<(usize, usize)>> = FxHashMap::default();
    for (sheet, cell) in hidden_cells(bytes) {
        hidden.entry(sheet).or_default().insert(cell);
    }
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        let name = sheet.name;
        let regions = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let place = |(row, column): (u32, u32)| (row as usize, column as usize);
        let merged = regions
            .iter()
            .map(|region| (place(region.start), place(region.end)))
            .collect();
        let mut cells = book.worksheet_cells_reader(&name).map_err(told)?;
        let mut rows: Rows = Vec::new();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(told)? {
            let (row, column) = cell.get_position();
            let style = cells.styles().get(style);
            let format = style.and_then(|style| style.number_format.as_ref());
            let format = format.map_or("", |format| format.format_code.as_str());
            let text = words(&Data::from(cell.get_value().clone()), format);
            if text.is_empty() {
                continue;
            }
            if row >= LIMIT.0 || column >= LIMIT.1 {
                return Err(format!(
                    "工作表“{name}”超过 {} 行或 {} 列",
                    LIMIT.0, LIMIT.1
                ));
            }
            let (row, column) = (row as usize, column as usize);
            if rows.len() <= row {
                rows.resize(row + 1, Vec::new());
            }
            if rows[row].len() <= column {
                rows[row].resize(column + 1, String::new());
            }
            rows[row][column] = text;
        }
        sheets.push(Sheet {
            hidden: hidden.remove(&name).unwrap_or_default(),
            name,
            is_hidden: sheet.visible != SheetVisible::Visible,
            rows,
            merged,
        });
    }
    Ok(sheets)
}

/// A cell as its format shows it.
fn words(cell: &Data, format: &str) -> String {
    if let Data::DateTime(at) = cell {
        let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
        let time = format!("{hour:02}:{minute:02}");
        let date = format!("{year}-{month:02}-{day:02}");
        return match at.as_f64() {
            serial if serial < 1.0 => time,
            serial if serial.fract() > 0.0 => format!("{date} {time}"),
            _ => date,
        };
    }
    let number = match cell {
        Data::Int(_) | Data::Float(_) => cell.as_f64(),
        _ => None,
    };
    let shown = number.and_then(|number| shown_number(number, format));
    shown.unwrap_or_else(|| match cell {
        Data::Empty => String::new(),
        cell => cell.to_string().trim().to_owned(),
    })
}

/// A number under a format that changes what people read: parts of a hundred, zeros in front.
fn shown_number(number: f64, format: &str) -> Option<String> {
    let format = format.split(';').next().unwrap_or_default().trim_end();
    if let Some(places) = format.strip_suffix('%') {
        let is_plain = places.bytes().all(|sign| b"0#?.,".contains(&sign));
        let decimals = places.split_once('.').map_or(0, |(_, after)| after.len());
        return is_plain.then(|| format!("{:.decimals$}%", number * 100.0));
    }
    // `0000-0000000` shows a telephone number.
    let plain: String = format
        .chars()
        .filter(|c| !matches!(c, '\\' | '"'))
        .collect();
    let width = plain.matches('0').count();
    let is_zeros = width > 1 && plain.chars().all(|c| matches!(c, '0' | '-' | ' '));
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 1e15;
    (is_zeros && is_whole).then(|| {
        let digits = format!("{number:0width$.0}");
        let (front, mut rest) = digits.split_at(digits.len() - width);
        let mut shown = front.to_owned();
        for sign in plain.chars() {
            match sign {
                '0' => {
                    shown.push_str(&rest[..1]);
                    rest = &rest[1..];
                }
                sign => shown.push(sign),
            }
        }
        shown
    })
}

/// Decodes a CSV; an error is a reason in Chinese.
pub(super) fn text_of_csv(bytes: &[u8]) -> Result<String, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    // Excel on Chinese Windows saves CSV in GBK, and gives no other choice that people find.
    let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(bytes);
    Ok(text.ok_or("既不是 UTF-8，也不是 GBK")?.into_owned())
}

/// Reads a CSV; an error is a reason in Chinese.
pub(super) fn sheet_of_csv(text: &str) -> Result<Sheet, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Rows = Vec::new();
    let (mut at, mut line) = (0, 0);
    for record in reader.records() {
        let record = record.map_err(|error| format!("不是可读的 CSV：{error}"))?;
        // A row stands at the line of its first cell; the reader passes over lines without any.
        let start = record.position().map_or(at, |place| place.byte() as usize);
        let start =
            start + text[start..].len() - text[start..].trim_start_matches(['\n', '\r']).len();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..start]).count();
        at = start;
        rows.resize(rows.len().max(line), Vec::new());
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(Sheet {
        rows,
        ..Sheet::default()
    })
}

/// The quotation mark of a CSV that opens a cell and is never closed.
pub(super) fn open_quote(text: &str) -> Option<usize> {
    let mut open = None;
    let mut begins = true;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (open, byte) {
            (Some(_), b'"') if bytes.next_if(|(_, next)| *next == b'"').is_some() => {}
            (Some(_), b'"') => open = None,
            (Some(_), _) => {}
            (None, b'"') if begins => open = Some(at),
            (None, _) => begins = matches!(byte, b',' | b'\n' | b'\r'),
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_people_see_them() {
        for (number, format, shown) in [
            (0.05, "0%", Some("5%")),
            (0.125, "0.0%", Some("12.5%")),
            (1.0, "0%", Some("100%")),
            (7.0, "0000", Some("0007")),
            (7.5, "0000", None),
            (7.0, "0", None),
            (7.0, "General", None),
            (7.0, "#,##0.00", None),
            (355.0, "0000;-0000", Some("0355")),
            (3_500_000_001.0, "0000\\-0000000", Some("0350-0000001")),
        ] {
            assert_eq!(
                shown_number(number, format).as_deref(),
                shown,
                "{number} {format}"
            );
        }
    }

    #[test]
    fn rows_stand_at_their_lines() {
        let sheet = sheet_of_csv("甲,乙\n\n\"丙\n丁\",戊\n己,庚\n").unwrap();
        let rows: Vec<usize> = (0..sheet.rows.len())
            .filter(|at| !sheet.rows[*at].is_empty())
            .collect();
        assert_eq!(rows, [0, 2, 4]);
    }

    #[test]
    fn quotes_are_closed_or_told() {
        for (text, at) in [
            ("甲,\"乙\"\n", None),
            ("甲,\"乙\"\"丙\"\n", None),
            ("甲\"乙,丙\n", None),
            ("a,\"b\nc,d\n", Some(2)),
            ("\"\"\"a\"\",b\n", Some(0)),
            ("a,\"b\" c,\"d\n", Some(8)),
        ] {
            assert_eq!(open_quote(text), at, "{text:?}");
        }
    }
}
