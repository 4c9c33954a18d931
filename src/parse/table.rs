//! Tables as offices keep them, CSV and XLSX, brought into the same tree as YAML.
//!
//! Each row becomes one line of a text made for the purpose, so that a message can name the row.

use std::io::Cursor;

use calamine::{Data as Cell, Reader as _, Xlsx};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span},
    standard::{Field, FieldType},
    yaml::{Entry, Node, Value},
};

/// How many rows from the top may come before the header.
const HEADER_SEARCH: usize = 12;

/// Words that mean a tick in a column of its own.
const TICKS: [&str; 7] = ["√", "✓", "■", "☑", "是", "1", "Y"];

/// Reads a table under the schema of its column.
///
/// Each sheet goes to the list of the schema whose field names its header has; a cell above the
/// header that reads `版本：2026-1` is a field of the whole.
pub fn parse_table(
    path: &str,
    bytes: &[u8],
    schema: &[Field],
) -> (SourceFile, Option<Node>, Vec<Fault>) {
    let mut file = SourceFile {
        path: path.to_owned(),
        text: String::new(),
    };
    let sheets = if path.ends_with(".xlsx") {
        sheets_of_xlsx(bytes)
    } else {
        sheets_of_csv(bytes)
    };
    let sheets = match sheets {
        Ok(sheets) => sheets,
        Err(reason) => {
            return (
                file,
                None,
                vec![Fault::whole(path, FaultKind::UnreadableTable { reason })],
            );
        }
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut matched = false;
    for rows in &sheets {
        let places = write_rows(&mut file.text, rows);
        let Some((header_end, list, columns)) = find_header(rows, schema) else {
            continue;
        };
        matched = true;
        for (row, places) in rows.iter().zip(&places).take(header_end) {
            for (cell, place) in row.iter().zip(places) {
                entries.extend(heading_fields(cell, *place, schema));
            }
        }
        let items = rows
            .iter()
            .zip(&places)
            .skip(header_end)
            .filter(|(row, _)| row.iter().any(|cell| !cell.is_empty()))
            .map(|(row, places)| item(row, places, &columns))
            .collect::<Vec<_>>();
        let span = Span::new(0, file.text.len());
        let node = Node {
            span,
            value: Value::List(items),
        };
        entries.push(Entry {
            key: list.key.to_string(),
            key_span: Span::default(),
            node,
        });
    }
    if !matched {
        let reason = format!(
            "前 {HEADER_SEARCH} 行里没有找到表头（{}）",
            header_names(schema)
        );
        return (
            file,
            None,
            vec![Fault::whole(path, FaultKind::UnreadableTable { reason })],
        );
    }
    let span = Span::new(0, file.text.len());
    (
        file,
        Some(Node {
            span,
            value: Value::Map(entries),
        }),
        Vec::new(),
    )
}

type Rows = Vec<Vec<String>>;

fn sheets_of_xlsx(bytes: &[u8]) -> Result<Vec<Rows>, String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error| format!("不是可读的 XLSX：{error}"))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book
            .worksheet_range(&name)
            .map_err(|error| format!("工作表“{name}”读不出：{error}"))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows: Rows = vec![Vec::new(); top as usize];
        rows.extend(range.rows().map(|row| {
            let mut cells = vec![String::new(); left as usize];
            cells.extend(row.iter().map(cell_text));
            cells
        }));
        sheets.push(rows);
    }
    Ok(sheets)
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::DateTime(at) => {
            at.to_ymd_hms_milli().0.to_string()
                + &{
                    let (_, month, day, ..) = at.to_ymd_hms_milli();
                    format!("-{month:02}-{day:02}")
                }
        }
        Cell::Empty => String::new(),
        cell => cell.to_string().trim().to_owned(),
    }
}

fn sheets_of_csv(bytes: &[u8]) -> Result<Vec<Rows>, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Excel on Chinese Windows saves CSV in GBK, and gives no other choice that people find.
        Err(_) => encoding_rs::GBK
            .decode_without_bom_handling_and_without_replacement(bytes)
            .ok_or("既不是 UTF-8，也不是 GBK")?
            .into_owned(),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("不是可读的 CSV：{error}"))?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(vec![rows])
}

fn write_rows(text: &mut String, rows: &Rows) -> Vec<Vec<Span>> {
    rows.iter()
        .map(|row| {
            let places = row
                .iter()
                .map(|cell| {
                    let start = text.len();
                    text.extend(cell.chars().map(|c| if c == '\n' { ' ' } else { c }));
                    let span = Span::new(start, text.len());
                    text.push('\t');
                    span
                })
                .collect();
            text.push('\n');
            places
        })
        .collect()
}

/// A column of the table: the field, and the choice whose ticks it holds.
type Column<'s> = Option<(&'s Field, Option<&'s str>)>;

fn find_header<'s>(
    rows: &Rows,
    schema: &'s [Field],
) -> Option<(usize, &'s Field, Vec<Column<'s>>)> {
    let lists = schema.iter().filter_map(|field| match &field.kind {
        FieldType::Map(fields) if field.list => Some((field, fields)),
        _ => None,
    });
    let mut best: Option<(usize, usize, &Field, Vec<Column<'s>>)> = None;
    for (list, fields) in lists {
        for at in 0..rows.len().min(HEADER_SEARCH) {
            // A header of two rows has groups above and leaves below: the lower word wins.
            let columns: Vec<Column<'s>> = rows[at]
                .iter()
                .enumerate()
                .map(|(column, cell)| {
                    let above = at
                        .checked_sub(1)
                        .and_then(|above| rows[above].get(column))
                        .map_or("", String::as_str);
                    column_of(cell, fields).or_else(|| {
                        if cell.is_empty() {
                            column_of(above, fields)
                        } else {
                            None
                        }
                    })
                })
                .collect();
            let known = columns.iter().flatten().count();
            if known >= 2 && best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, at + 1, list, columns));
            }
        }
    }
    best.map(|(_, end, list, columns)| (end, list, columns))
}

fn column_of<'s>(cell: &str, fields: &'s [Field]) -> Column<'s> {
    let name: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    fields.iter().find_map(|field| {
        if *field.key == *name || *field.alias == *name {
            return Some((field, None));
        }
        match &field.kind {
            FieldType::Choice(choices) if field.ticks => choices
                .iter()
                .find(|choice| **choice == name)
                .map(|choice| (field, Some(choice.as_str()))),
            _ => None,
        }
    })
}

fn item(row: &[String], places: &[Span], columns: &[Column<'_>]) -> Node {
    let mut entries: Vec<Entry> = Vec::new();
    for ((cell, place), column) in row.iter().zip(places).zip(columns) {
        let Some((field, choice)) = column else {
            continue;
        };
        let text = match choice {
            Some(choice) if TICKS.contains(&cell.as_str()) => (*choice).to_owned(),
            Some(_) => continue,
            None if cell.is_empty() => continue,
            None => cell.clone(),
        };
        let scalar = |text: &str| Node {
            span: *place,
            value: Value::Scalar(text.to_owned()),
        };
        let parts: Vec<Node> = if field.list {
            text.split(['、', '；', ';'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(scalar)
                .collect()
        } else {
            Vec::new()
        };
        if let Some(entry) = entries.iter_mut().find(|entry| *entry.key == *field.key) {
            if let Value::List(items) = &mut entry.node.value {
                items.extend(parts);
            }
            continue;
        }
        let node = if field.list {
            Node {
                span: *place,
                value: Value::List(parts),
            }
        } else {
            scalar(&text)
        };
        entries.push(Entry {
            key: field.key.to_string(),
            key_span: *place,
            node,
        });
    }
    let span = Span::new(
        places.first().map_or(0, |span| span.start),
        places.last().map_or(0, |span| span.end),
    );
    Node {
        span,
        value: Value::Map(entries),
    }
}

fn heading_fields(cell: &str, place: Span, schema: &[Field]) -> Vec<Entry> {
    cell.split(['；', ';', '\u{3000}', ' '])
        .filter_map(|part| {
            let (key, value) = part.split_once(['：', ':'])?;
            let field = schema.iter().find(|field| *field.key == *key.trim())?;
            let node = Node {
                span: place,
                value: Value::Scalar(value.trim().to_owned()),
            };
            Some(Entry {
                key: field.key.to_string(),
                key_span: place,
                node,
            })
        })
        .collect()
}

fn header_names(schema: &[Field]) -> String {
    schema
        .iter()
        .find_map(|field| match &field.kind {
            FieldType::Map(fields) if field.list => Some(
                fields
                    .iter()
                    .map(|field| &*field.key)
                    .take(6)
                    .collect::<Vec<_>>()
                    .join("、"),
            ),
            _ => None,
        })
        .unwrap_or_default()
}
