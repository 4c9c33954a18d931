//! Tables as offices keep them, CSV and XLSX, brought into the same tree as YAML.
//!
//! Each row becomes one line of a text made for the purpose, so that a message can name the row.

use std::io::Cursor;

use calamine::{Data as Cell, Reader as _, Xlsx};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span, conflicts, extension},
    standard::{Cells, Field, FieldType, Required, written_moment},
    yaml::{Entry, Node, Value},
};

/// Number of rows from the top in which the header is looked for.
const HEADER_SEARCH: usize = 12;

/// Names of some columns: that in the header of the catalogue, and that in the schema.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("公开渠道和载体", "公开渠道"),
    ("特定群体", "特定群众"),
    ("主动公开", "主动"),
    ("依申请", "依申请公开"),
];

/// Name of a column that only counts the rows.
const ROW_NUMBER: &str = "序号";

/// Name of the field that a title gives in words of its own: `2026年第3版`.
const VERSION: &str = "版本";

/// A tick column that a subdistrict may leave out: the catalogue of the county has it.
const SPARED: &str = "县级";

/// Boxes before the words of a cell that lists every choice, ticked and not.
const TICKED: [char; 5] = ['■', '☑', '√', '✓', '✔'];
const UNTICKED: [char; 2] = ['□', '☐'];

/// Words that mean a tick in a column of its own.
const TICKS: [&str; 19] = [
    "√", "✓", "✔", "✅", "■", "☑", "●", "V", "v", "Ｖ", "ｖ", "Y", "y", "TRUE", "true", "是", "对",
    "有", "1",
];

/// Words that mean that there is none.
const NO_TICKS: [&str; 20] = [
    "", "□", "☐", "×", "✗", "✘", "X", "x", "N", "n", "否", "无", "0", "-", "—", "——", "－", "/",
    "FALSE", "false",
];

/// Results of formulas that went wrong.
const ERRORS: [&str; 8] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
];

/// First words of rows that speak of the table, and are none of its rows.
const NOTES: [&str; 8] = [
    "注：",
    "注:",
    "备注：",
    "备注:",
    "说明：",
    "说明:",
    "填表说明",
    "填报说明",
];

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
    let (mut matched, mut faults) = (false, Vec::new());
    for Sheet { rows, merged } in &sheets {
        let places = write_rows(&mut file.text, rows);
        let Some((header_end, list, columns)) = find_header(rows, schema) else {
            continue;
        };
        matched = true;
        let header = (&rows[header_end - 1], &places[header_end - 1]);
        faults.extend(
            irregularity(header, list, &columns).map(|(span, kind)| Fault::new(path, span, kind)),
        );
        for (row, places) in rows.iter().zip(&places).take(header_end) {
            for (cell, place) in row.iter().zip(places) {
                for entry in heading_fields(cell, *place, schema) {
                    // Merged, a title may stand in several cells.
                    if entries.iter().all(|known| known.key != entry.key) {
                        entries.push(entry);
                    }
                }
            }
        }
        let mut last: Vec<String> = Vec::new();
        let mut items = Vec::new();
        let filled = merged_filled(rows, header_end, merged, columns.len());
        let written = rows.iter().zip(filled).zip(places).skip(header_end);
        for ((written, row), mut places) in written {
            if written.iter().all(String::is_empty) {
                continue;
            }
            let row = repeated(row, &last, &columns);
            // A row made wider by what was filled in has no places there.
            let end = places.last().copied().unwrap_or_default();
            places.resize(row.len().max(places.len()), Span::new(end.end, end.end));
            let is_header = row == rows[header_end - 1] || is_count(&row);
            if is_header || is_note(&row, &columns) {
                let words = row.iter().find(|cell| !cell.is_empty());
                let words = words.cloned().unwrap_or_default();
                let span = whole(&places);
                faults.push(Fault::new(path, span, FaultKind::SkippedRow { words }));
                continue;
            }
            let stray = (columns.len()..row.len()).find(|at| !row[*at].is_empty());
            if let Some(at) = stray {
                let (wanted, found) = (columns.len(), row.len());
                faults.push(Fault::new(
                    path,
                    places[at],
                    FaultKind::UnevenRow { wanted, found },
                ));
            }
            let (node, wrong) = item(&row, &places, &columns);
            faults.extend(
                wrong
                    .into_iter()
                    .map(|(span, kind)| Fault::new(path, span, kind)),
            );
            items.push(node);
            last = row;
        }
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
        faults,
    )
}

type Rows = Vec<Vec<String>>;

/// A sheet of a workbook, or a CSV.
struct Sheet {
    rows: Rows,
    merged: Vec<Merged>,
}

/// Cells that are merged: first row and column, last row and column.
type Merged = ((usize, usize), (usize, usize));

/// Largest table that is read: a stray blank at the end of a sheet must not make it endless.
const LIMIT: (u32, u32) = (100_000, 500);

fn sheets_of_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let told = |error: calamine::XlsxError| format!("不是可读的 XLSX（{error}）");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(told)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let regions = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let place = |(row, column): (u32, u32)| (row as usize, column as usize);
        let merged = regions
            .iter()
            .map(|region| (place(region.start), place(region.end)))
            .collect();
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
        sheets.push(Sheet { rows, merged });
    }
    Ok(sheets)
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::DateTime(at) => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            let time = format!("{hour:02}:{minute:02}");
            let date = format!("{year}-{month:02}-{day:02}");
            match at.as_f64() {
                serial if serial < 1.0 => time,
                serial if serial.fract() > 0.0 => format!("{date} {time}"),
                _ => date,
            }
        }
        Cell::Empty => String::new(),
        cell => cell.to_string().trim().to_owned(),
    }
}

fn sheets_of_csv(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Excel on Chinese Windows saves CSV in GBK, and gives no other choice that people find.
        Err(_) => encoding_rs::GBK
            .decode_without_bom_handling_and_without_replacement(bytes)
            .ok_or("既不是 UTF-8，也不是 GBK")?
            .into_owned(),
    };
    if !conflicts(&text).is_empty() {
        return Err("合并的冲突没有解决，核对两种写法，留下对的".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("不是可读的 CSV：{error}"))?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    let merged = Vec::new();
    Ok(vec![Sheet { rows, merged }])
}

/// The rows with the words of the merged cells that reach into those below the header.
fn merged_filled(rows: &Rows, header_end: usize, merged: &[Merged], columns: usize) -> Rows {
    let mut filled = rows.clone();
    // Merged cells do not overlap: together they are no more than the cells of the table.
    let mut left_over = rows.len().saturating_mul(columns);
    for ((top, left), (bottom, right)) in merged {
        // What reaches over most of the columns is a heading of its own.
        let is_heading = (right - left) * 2 > columns;
        if is_heading || *right >= columns {
            continue;
        }
        let Some(words) = rows.get(*top).and_then(|row| row.get(*left)) else {
            continue;
        };
        let last = (*bottom).min(rows.len().saturating_sub(1));
        for row in filled
            .get_mut(header_end.max(*top)..=last)
            .into_iter()
            .flatten()
        {
            let width = right - left + 1;
            let Some(rest) = left_over.checked_sub(width) else {
                return filled;
            };
            left_over = rest;
            if row.len() <= *right {
                row.resize(right + 1, String::new());
            }
            row[*left..=*right].fill(words.clone());
        }
    }
    filled
}

/// A row where a blank repeats the cell above it, with those.
fn repeated(mut row: Vec<String>, last: &[String], columns: &[Column<'_>]) -> Vec<String> {
    let is_alone = row.iter().filter(|cell| !cell.is_empty()).count() < 2;
    // A group within another begins anew where that does.
    let mut is_same = !is_alone;
    for (column, cell) in row.iter_mut().enumerate() {
        let field = columns.get(column).copied().flatten();
        if field.is_none_or(|(field, _)| field.cells != Cells::Repeated) {
            continue;
        }
        let above = last.get(column).map(String::as_str).unwrap_or_default();
        if !cell.is_empty() {
            is_same &= cell == above;
        } else if is_same {
            above.clone_into(cell);
        }
    }
    row
}

/// Recognises a row that speaks of the table: a note, the heading of a section.
fn is_note(row: &[String], columns: &[Column<'_>]) -> bool {
    let mut words = row.iter().filter(|cell| !cell.is_empty());
    let first = words.next().map(String::as_str).unwrap_or_default();
    let is_alone = words.all(|cell| cell == first);
    let is_total = matches!(first.trim(), "合计" | "总计" | "小计");
    is_alone && columns.len() > 3 || is_total || NOTES.iter().any(|note| first.starts_with(note))
}

/// Recognises a row that only counts the columns.
fn is_count(row: &[String]) -> bool {
    let mut cells = row.iter().filter(|cell| !cell.is_empty()).peekable();
    let first = cells.peek().and_then(|cell| cell.parse::<usize>().ok());
    let is_next = |(at, cell): (usize, &String)| cell.parse() == Ok(at + 1);
    first == Some(1) && row.len() > 2 && cells.enumerate().all(is_next)
}

fn whole(places: &[Span]) -> Span {
    Span::new(
        places.first().map_or(0, |span| span.start),
        places.last().map_or(0, |span| span.end),
    )
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
    // `公开内容（要素）` is 公开内容.
    let short = name.split(['（', '(']).next().unwrap_or_default();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == short);
    let names = [name.as_str(), short, other.map_or(short, |(_, name)| name)];
    names.into_iter().find_map(|name| {
        fields.iter().find_map(|field| {
            if *field.key == *name || *field.alias == *name {
                return Some((field, None));
            }
            match &field.kind {
                FieldType::Choice(choices) if field.cells == Cells::Ticks => choices
                    .iter()
                    .find(|choice| *choice == name)
                    .map(|choice| (field, Some(choice.as_str()))),
                _ => None,
            }
        })
    })
}

/// Fault of a header with a column that no field is read from: a strange one, or one that stands twice.
fn unread_column(
    (cells, places): (&Vec<String>, &Vec<Span>),
    columns: &[Column<'_>],
) -> Option<(Span, FaultKind)> {
    let is_unread = |at: &usize| {
        let field = columns[*at].map(|(field, _)| &field.key);
        let is_second = || {
            columns[..*at]
                .iter()
                .flatten()
                .any(|(other, _)| Some(&other.key) == field)
        };
        !cells[*at].is_empty() && cells[*at] != ROW_NUMBER && (field.is_none() || is_second())
    };
    let unread: Vec<usize> = (0..cells.len()).filter(is_unread).collect();
    let first = *unread.first()?;
    let names = unread.iter().map(|at| cells[*at].clone()).collect();
    Some((places[first], FaultKind::UnknownColumn { names }))
}

/// Fault of a header whose columns are prescribed: that of the catalogue, which alone has columns
/// of ticks.
fn irregularity(
    (cells, places): (&Vec<String>, &Vec<Span>),
    list: &Field,
    columns: &[Column<'_>],
) -> Option<(Span, FaultKind)> {
    let FieldType::Map(fields) = &list.kind else {
        return None;
    };
    if !fields.iter().any(|field| field.cells == Cells::Ticks) {
        return unread_column((cells, places), columns);
    }
    let mut missing = Vec::new();
    for field in fields
        .iter()
        .filter(|field| field.required == Required::Always)
    {
        let mut own = columns.iter().flatten().filter(|column| column.0 == field);
        match (own.next(), &field.kind) {
            (None, _) => missing.push(field.key.to_string()),
            (Some((_, Some(_))), FieldType::Choice(choices)) => {
                let is_there = |choice: &str| {
                    let mut all = columns.iter().flatten();
                    all.any(|column| *column == (field, Some(choice)))
                };
                let wanted = choices
                    .iter()
                    .filter(|choice| *choice != SPARED && !is_there(choice));
                missing.extend(wanted.cloned());
            }
            _ => {}
        }
    }
    // A group above empty cells is no column.
    let strange: Vec<usize> = (0..cells.len())
        .filter(|at| columns[*at].is_none() && !cells[*at].is_empty())
        .collect();
    if missing.is_empty() && strange.is_empty() {
        return None;
    }
    let start = strange.first().map_or(0, |at| *at);
    let end = strange
        .first()
        .map_or(places.len().saturating_sub(1), |at| *at);
    let span = Span::new(
        places.get(start).map_or(0, |span| span.start),
        places.get(end).map_or(0, |span| span.end),
    );
    let unknown = strange.iter().map(|at| cells[*at].clone()).collect();
    Some((span, FaultKind::IrregularHeader { missing, unknown }))
}

/// The item that a row is, and what is wrong with its cells.
fn item(row: &[String], places: &[Span], columns: &[Column<'_>]) -> (Node, Vec<(Span, FaultKind)>) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut faults = Vec::new();
    for ((cell, place), column) in row.iter().zip(places).zip(columns) {
        let Some((field, choice)) = column else {
            continue;
        };
        let text = match choice {
            Some(choice) if TICKS.contains(&cell.as_str()) => (*choice).to_owned(),
            Some(_) if NO_TICKS.contains(&cell.as_str()) => continue,
            Some(choice) => {
                let field = (*choice).to_owned();
                faults.push((*place, FaultKind::UnknownTick { field }));
                continue;
            }
            None if cell.is_empty() => continue,
            None if ERRORS.contains(&cell.as_str()) => {
                let field = field.key.to_string();
                faults.push((*place, FaultKind::FormulaError { field }));
                continue;
            }
            None => as_kind(cell, &field.kind),
        };
        let scalar = |text: &str| Node {
            span: *place,
            value: Value::Scalar(text.to_owned()),
        };
        let parts: Vec<Node> = if field.list {
            parts(&text).into_iter().map(scalar).collect()
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
    let value = Value::Map(entries);
    let span = whole(places);
    (Node { span, value }, faults)
}

/// A cell in the way that fields of its kind are written.
fn as_kind(cell: &str, kind: &FieldType) -> String {
    let written = match kind {
        FieldType::Date | FieldType::DateTime => written_moment(cell),
        FieldType::Flag if TICKS.contains(&cell) => Some("是".to_owned()),
        FieldType::Flag if NO_TICKS.contains(&cell) => Some("否".to_owned()),
        FieldType::Integer | FieldType::Decimal => Some(cell.replace([',', '，'], "")),
        _ => None,
    };
    written.unwrap_or_else(|| cell.to_owned())
}

/// The items of a cell: those with a ticked box where it lists every choice with one
/// (`■政府网站 □政府公报`), else what stands between separators.
fn parts(text: &str) -> Vec<&str> {
    let boxes: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, sign)| TICKED.contains(sign) || UNTICKED.contains(sign))
        .collect();
    let separators = ['、', '，', '；', ';', '\n'];
    let pieces: Vec<&str> = if boxes.is_empty() {
        text.split(separators).collect()
    } else {
        let is_before = boxes
            .first()
            .is_some_and(|(at, _)| text[..*at].trim().is_empty());
        let piece = |number: usize, at: usize, sign: char| {
            if is_before {
                let next = boxes.get(number + 1).map_or(text.len(), |(next, _)| *next);
                &text[at + sign.len_utf8()..next]
            } else {
                let last = number.checked_sub(1).and_then(|last| boxes.get(last));
                &text[last.map_or(0, |(last, sign)| last + sign.len_utf8())..at]
            }
        };
        boxes
            .iter()
            .enumerate()
            .filter(|(_, (_, sign))| TICKED.contains(sign))
            .map(|(number, (at, sign))| piece(number, *at, *sign))
            .collect()
    };
    let trimmed = pieces
        .into_iter()
        .map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || separators.contains(&c)));
    trimmed.filter(|piece| !piece.is_empty()).collect()
}

/// Fields of the whole that stand above the header: `版本：2026-1`, or in a title such as
/// `标准目录（2026年第3版，2026-11-16）`.
fn heading_fields(cell: &str, place: Span, schema: &[Field]) -> Vec<Entry> {
    let mut found = named_fields(cell, place, schema);
    for piece in cell.split([
        '（', '）', '(', ')', '，', ',', '；', ';', '\u{3000}', ' ', '\n',
    ]) {
        let moment =
            written_moment(piece).filter(|_| piece.contains(|c: char| !c.is_ascii_digit()));
        let is_version = piece.ends_with('版') && piece.contains(|c: char| c.is_ascii_digit());
        let field = schema.iter().find(|field| match (&moment, is_version) {
            (Some(_), _) => field.kind == FieldType::Date,
            (None, true) => &*field.key == VERSION,
            (None, false) => false,
        });
        let field = field.filter(|field| found.iter().all(|entry| *entry.key != *field.key));
        if let Some(field) = field {
            // `标准目录2026年第3版`: the version begins with its number.
            let from = piece.find(|c: char| c.is_ascii_digit() || c == '第');
            let version = &piece[from.unwrap_or(0)..];
            let value = moment.unwrap_or_else(|| version.to_owned());
            found.push(entry(field, place, value));
        }
    }
    found
}

/// A field of the whole, with its value.
fn entry(field: &Field, place: Span, value: String) -> Entry {
    Entry {
        key: field.key.to_string(),
        key_span: place,
        node: Node {
            span: place,
            value: Value::Scalar(value),
        },
    }
}

fn named_fields(cell: &str, place: Span, schema: &[Field]) -> Vec<Entry> {
    cell.split(['；', ';', '\u{3000}', ' ', '，', ',', '（', '）', '(', ')'])
        .filter_map(|part| {
            let (key, value) = part.split_once(['：', ':'])?;
            let field = schema.iter().find(|field| *field.key == *key.trim())?;
            Some(entry(field, place, as_kind(value.trim(), &field.kind)))
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

#[cfg(test)]
mod tests {
    use crate::standard::Standard;

    use super::*;

    #[test]
    fn cells_are_lists_with_separators_or_boxes() {
        assert_eq!(parts("政府网站、公开查阅点"), ["政府网站", "公开查阅点"]);
        assert_eq!(parts("政府网站\n两微一端；"), ["政府网站", "两微一端"]);
        assert_eq!(
            parts("■政府网站 □政府公报\n√入户/现场"),
            ["政府网站", "入户/现场"]
        );
        assert_eq!(parts("政府网站☑ 政府公报☐"), ["政府网站"]);
        assert_eq!(parts("□政府网站"), [""; 0]);
    }

    fn header(text: &str) -> Option<FaultKind> {
        let standard = Standard::builtin();
        let (_, node, mut faults) =
            parse_table("目录.csv", text.as_bytes(), &standard.data["catalog"]);
        assert!(node.is_some() && faults.len() < 2);
        faults.pop().map(|fault| fault.kind)
    }

    #[test]
    fn the_prescribed_header_is_known_in_every_dress() {
        let groups = "编号,领域,序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,,公开方式,,公开层级\n";
        let leaves = ",,,一级事项,二级事项,,,,,,全社会,特定群体,主动,依申请公开,乡级\n";
        assert_eq!(
            header(&format!("示例目录（版本：1）\n{groups}{leaves}")),
            None
        );
        let less = leaves.replace("特定群体", "").replace("一级事项", "大类");
        let Some(FaultKind::IrregularHeader { missing, unknown }) =
            header(&format!("{groups}{less}"))
        else {
            panic!("nothing was found");
        };
        assert_eq!(
            (missing, unknown),
            (
                vec!["一级事项".to_owned(), "特定群众".to_owned()],
                vec!["大类".to_owned()],
            )
        );
    }
}
