//! Tables as offices keep them, CSV and XLSX, brought into the same tree as YAML.
//!
//! Each row becomes one line of a text made for the purpose, so that a message can name the row.

use std::io::Cursor;

use calamine::{Data as Cell, Reader as _, Xlsx};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span, extension},
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
    let sheets = if extension(path) == "xlsx" {
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

/// Largest table that is read: a stray blank at the end of a sheet must not make it endless.
const LIMIT: (u32, u32) = (100_000, 500);

fn sheets_of_xlsx(bytes: &[u8]) -> Result<Vec<Rows>, String> {
    let told = |error: calamine::XlsxError| format!("不是可读的 XLSX（{error}）");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(told)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&name).map_err(told)?;
        let mut rows: Rows = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(told)? {
            let (row, column) = cell.get_position();
            let text = cell_text(&Cell::from(cell.get_value().clone()));
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
        sheets.push(rows);
    }
    Ok(sheets)
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
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
            let above: &[String] = at.checked_sub(1).map_or(&[], |above| &rows[above]);
            let columns: Vec<Column<'s>> = (0..rows[at].len().max(above.len()))
                .map(|column| {
                    let cell = |row: &[String]| row.get(column).cloned().unwrap_or_default();
                    let leaf = cell(&rows[at]);
                    let name = if leaf.is_empty() { cell(above) } else { leaf };
                    column_of(&name, fields)
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
