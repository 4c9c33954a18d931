//! Tables as offices keep them, CSV and XLSX, brought into the same tree as YAML.
//!
//! Each row becomes one line of a text made for the purpose, so that a message can name the row.

mod cell;
mod sheet;

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span, extension},
    standard::{Cells, Field, FieldType, Required, written_moment},
    yaml::{Entry, Node, Value},
};

use cell::{ERRORS, NO_TICKS, TICKS, as_kind, parts};
use sheet::{Merged, Rows, Sheet, open_quote, sheet_of_csv, sheets_of_xlsx, text_of_csv};

/// Number of rows from the top in which the header is looked for.
const HEADER_SEARCH: usize = 12;

/// Greatest number of rows of a header: groups, groups within them, and the names.
const HEADER_ROWS: usize = 3;

/// Names of some columns: that in the header of the catalogue, and that in the schema.
const OTHER_NAMES: [(&str, &str); 24] = [
    ("单位名称", "名称"),
    ("单位", "名称"),
    ("机构名称", "名称"),
    ("科室", "名称"),
    ("电话", "联系电话"),
    ("电话号码", "联系电话"),
    ("办公电话", "联系电话"),
    ("联系方式", "联系电话"),
    ("培训日期", "日期"),
    ("培训时间", "日期"),
    ("时间", "日期"),
    ("培训主题", "主题"),
    ("主讲人", "主讲"),
    ("授课人", "主讲"),
    ("人数", "参加人数"),
    ("参训人数", "参加人数"),
    ("培训人数", "参加人数"),
    ("培训地点", "地点"),
    ("培训内容", "内容"),
    ("主要内容", "内容"),
    ("公开渠道和载体", "公开渠道"),
    ("特定群体", "特定群众"),
    ("主动公开", "主动"),
    ("依申请", "依申请公开"),
];

/// Name of the header of a table in messages.
const HEADER: &str = "表头";

/// Name of a column that only counts the rows.
const ROW_NUMBER: &str = "序号";

/// Name of the field that a title gives in words of its own: `2026年第3版`.
const VERSION: &str = "版本";

/// A tick column that a subdistrict may leave out: the catalogue of the county has it.
const SPARED: &str = "县级";

/// First words of rows that speak of the table, and are none of its rows.
const NOTES: [&str; 21] = [
    "填表人",
    "填报人",
    "制表",
    "审核人",
    "复核人",
    "填报单位",
    "填表单位",
    "填表日期",
    "填报日期",
    "单位负责人",
    "负责人：",
    "联系人：",
    "平均",
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
/// Each sheet goes to the list of the schema whose field names its header has, two sheets of one list
/// after each other; a cell above the header that reads `版本：2026-1` is a field of the whole.
pub fn parse_table(
    path: &str,
    bytes: &[u8],
    schema: &[Field],
) -> (SourceFile, Option<Node>, Vec<Fault>) {
    let mut table = Table {
        file: SourceFile {
            path: path.to_owned(),
            ..SourceFile::default()
        },
        schema,
        entries: Vec::new(),
        faults: Vec::new(),
    };
    if !schema.iter().any(|field| list_of(field).is_some()) {
        let cure = "把“数据”改成 .yaml 文件的名称，照 gongkai 手册的样例填写";
        let reason = "这个栏目的数据不是一张表，不能用 XLSX、CSV".to_owned();
        return table.unreadable(Span::default(), reason, Some(cure));
    }
    let sheets = if extension(path) == "xlsx" {
        sheets_of_xlsx(bytes)
    } else {
        let text = match text_of_csv(bytes) {
            Ok(text) => text,
            Err(reason) => return table.unreadable(Span::default(), reason, None),
        };
        table.file.text = text;
        let conflicts = Fault::conflicts(&table.file);
        if !conflicts.is_empty() {
            return (table.file, None, conflicts);
        }
        if let Some(at) = open_quote(&table.file.text) {
            let reason = "这里的半角双引号没有收尾，后面各行都读进了这一格".to_owned();
            let cure = "在这一格末尾补上半角双引号，或者删去这一个";
            return table.unreadable(Span::new(at, at + 1), reason, Some(cure));
        }
        let text = std::mem::take(&mut table.file.text);
        sheet_of_csv(&text).map(|sheet| vec![sheet])
    };
    let sheets = match sheets {
        Ok(sheets) => sheets,
        Err(reason) => return table.unreadable(Span::default(), reason, None),
    };
    let are_many = sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count() > 1;
    let (mut matched, mut skipped) = (false, Vec::new());
    for sheet in &sheets {
        let start = table.file.text.len();
        if are_many {
            table.file.sheets.push((start, sheet.name.clone()));
        }
        let places = write_rows(&mut table.file.text, &sheet.rows);
        if let Some(header) = find_header(&sheet.rows, schema) {
            matched = true;
            table.read(sheet, &places, &header);
        } else if !sheet.rows.is_empty() && !sheet.is_hidden {
            let first = places
                .iter()
                .flatten()
                .find(|place| place.start < place.end);
            let span = first.copied().unwrap_or_default();
            skipped.push(Fault::new(path, span, FaultKind::SkippedSheet));
        }
    }
    if !matched {
        let reason = format!(
            "前 {HEADER_SEARCH} 行里没有找到表头（{}）",
            header_names(schema)
        );
        return table.unreadable(Span::default(), reason, None);
    }
    table.faults.extend(skipped);
    let node = Node {
        span: Span::new(0, table.file.text.len()),
        value: Value::Map(table.entries),
    };
    (table.file, Some(node), table.faults)
}

/// A table while it is read.
struct Table<'s> {
    file: SourceFile,
    schema: &'s [Field],
    entries: Vec<Entry>,
    faults: Vec<Fault>,
}

/// The header of a sheet.
struct Header<'s> {
    /// Number of rows down to its last.
    end: usize,
    /// The list that the rows below it belong to.
    list: &'s Field,
    columns: Vec<Column<'s>>,
    /// Names of the columns as they are written; empty where none is.
    names: Vec<String>,
}

impl<'s> Table<'s> {
    fn tell(&mut self, span: Span, kind: FaultKind) {
        self.faults.push(Fault::new(&self.file.path, span, kind));
    }

    fn unreadable(
        mut self,
        span: Span,
        reason: String,
        cure: Option<&'static str>,
    ) -> (SourceFile, Option<Node>, Vec<Fault>) {
        self.tell(span, FaultKind::UnreadableTable { reason, cure });
        (self.file, None, self.faults)
    }

    /// Reads the rows of a sheet into its list.
    fn read(&mut self, sheet: &Sheet, places: &[Vec<Span>], header: &Header<'s>) {
        let rows = &sheet.rows;
        let mut columns = header.columns.clone();
        let head = &places[header.end - 1];
        if let Some((span, kind)) = irregularity(rows, head, header) {
            self.tell(span, kind);
        }
        // A column that the header lacks is told once, not in every row.
        for field in list_of(header.list).unwrap_or_default() {
            let mut own = header.columns.iter().flatten();
            let is_wanted = field.required == Required::Always && field.cells != Cells::Ticks;
            if is_wanted && !has_ticks(header) && own.all(|(other, _)| other.key != field.key) {
                // A table without one of its columns is not published, whatever the site weighs.
                let mut kind = field.missing(HEADER, false);
                if let FaultKind::MissingField { is_strict, .. } = &mut kind {
                    *is_strict = true;
                }
                self.tell(whole(head), kind);
            }
        }
        for (row, places) in rows.iter().zip(places).take(header.end) {
            for (cell, place) in row.iter().zip(places) {
                for entry in heading_fields(cell, *place, self.schema) {
                    // Merged, a title may stand in several cells.
                    if self.entries.iter().all(|known| known.key != entry.key) {
                        self.entries.push(entry);
                    }
                }
            }
        }
        let mut last: Vec<String> = Vec::new();
        let mut items = Vec::new();
        let (mut hidden, mut first_hidden) = (0, None);
        let filled = merged_filled(rows, header.end, &sheet.merged, columns.len());
        let written = rows.iter().zip(filled).zip(places).enumerate();
        for (number, ((written, row), places)) in written.skip(header.end) {
            if written.iter().all(String::is_empty) {
                continue;
            }
            let mut places = places.clone();
            let row = repeated(row, &last, &columns);
            // A row made wider by what was filled in has no places there.
            let end = places.last().copied().unwrap_or_default();
            places.resize(row.len().max(places.len()), Span::new(end.end, end.end));
            // A header may stand again, and its columns in another order.
            let again = list_of(header.list).and_then(|fields| columns_again(written, fields));
            let is_header = again.is_some() || row == rows[header.end - 1] || is_count(&row);
            if let Some(again) = again {
                columns = again;
            }
            if is_header || is_note(&row, &columns) {
                let first = row.iter().position(|cell| !cell.is_empty());
                let words = first.map(|at| row[at].clone()).unwrap_or_default();
                let is_item =
                    !is_header && is_unread_item(&row, first.unwrap_or_default(), &columns);
                self.tell(whole(&places), FaultKind::SkippedRow { words, is_item });
                continue;
            }
            // A program writes every comma of a row; by hand one is forgotten, and all cells move.
            let is_short = sheet.name.is_empty() && row.len() < header.columns.len();
            if is_short {
                let (wanted, found) = (header.columns.len(), row.len());
                self.tell(whole(&places), FaultKind::UnevenRow { wanted, found });
            }
            let stray = (columns.len()..row.len()).find(|at| !row[*at].is_empty());
            if let Some(at) = stray {
                let (wanted, found) = (columns.len(), row.len());
                self.tell(places[at], FaultKind::UnevenRow { wanted, found });
            }
            for (at, cell) in written.iter().enumerate().take(columns.len()) {
                let is_read = columns[at].is_some() && !cell.is_empty();
                if is_read && (sheet.is_hidden || sheet.hidden.contains(&(number, at))) {
                    hidden += 1;
                    first_hidden = first_hidden.or(Some(places[at]));
                }
            }
            let (node, wrong) = item(&row, &places, &columns);
            for (span, kind) in wrong {
                self.tell(span, kind);
            }
            items.push(node);
            last = row;
        }
        if let Some(place) = first_hidden {
            self.tell(place, FaultKind::HiddenCells { count: hidden });
        }
        let list = &header.list.key;
        let known = self.entries.iter_mut().find(|entry| *entry.key == **list);
        match known.map(|entry| &mut entry.node.value) {
            Some(Value::List(known)) => known.append(&mut items),
            _ => self.entries.push(Entry {
                key: list.to_string(),
                key_span: Span::default(),
                node: Node {
                    span: Span::new(0, self.file.text.len()),
                    value: Value::List(items),
                },
            }),
        }
    }
}

/// The columns that a row names, where it is a header: two names or more, and nothing else.
fn columns_again<'s>(row: &[String], fields: &'s [Field]) -> Option<Vec<Column<'s>>> {
    let columns: Vec<Column<'s>> = row.iter().map(|cell| column_of(cell, fields)).collect();
    let known = columns.iter().flatten().count();
    let named = row
        .iter()
        .filter(|cell| !cell.is_empty() && *cell != ROW_NUMBER);
    (known > 2 && known == named.count()).then_some(columns)
}

/// True for a row that is no note, though only one cell of it has words: an item whose cells a comma of
/// full width keeps together, or the rest of the item above.
fn is_unread_item(row: &[String], first: usize, columns: &[Column<'_>]) -> bool {
    let words = row.get(first).map(String::as_str).unwrap_or_default();
    let commas = words.matches(['，', '\t', ';']).count();
    let is_note = NOTES.iter().any(|note| words.starts_with(note));
    let is_alone = row.iter().filter(|cell| !cell.is_empty()).count() == 1;
    !is_note && is_alone && (first > 0 || commas + 2 >= columns.len())
}

/// The fields of the items of a list, where a field is one.
fn list_of(field: &Field) -> Option<&[Field]> {
    match &field.kind {
        FieldType::Map(fields) if field.list => Some(fields),
        _ => None,
    }
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

fn find_header<'s>(rows: &Rows, schema: &'s [Field]) -> Option<Header<'s>> {
    let mut best: Option<(usize, Header<'s>)> = None;
    for (list, fields) in schema
        .iter()
        .filter_map(|field| Some((field, list_of(field)?)))
    {
        for at in 0..rows.len().min(HEADER_SEARCH) {
            // A header of several rows has groups above and leaves below: the lowest word wins.
            let all = &rows[at.saturating_sub(HEADER_ROWS - 1)..=at];
            let width = all.iter().map(Vec::len).max().unwrap_or_default();
            let name = |column: usize| {
                let mut words = all.iter().rev().filter_map(|row| row.get(column));
                words.find(|cell| !cell.is_empty()).cloned()
            };
            let names: Vec<String> = (0..width)
                .map(|column| name(column).unwrap_or_default())
                .collect();
            let columns: Vec<Column<'s>> =
                names.iter().map(|name| column_of(name, fields)).collect();
            let known = columns.iter().flatten().count();
            let is_own = rows[at].iter().any(|cell| !cell.is_empty());
            if is_own && known >= 2 && best.as_ref().is_none_or(|(most, _)| known > *most) {
                let header = Header {
                    end: at + 1,
                    list,
                    columns,
                    names,
                };
                best = Some((known, header));
            }
        }
    }
    best.map(|(_, header)| header)
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

/// True of the header of the catalogue, whose columns are prescribed.
fn has_ticks(header: &Header<'_>) -> bool {
    let mut fields = list_of(header.list).into_iter().flatten();
    fields.any(|field| field.cells == Cells::Ticks)
}

/// Columns of a sheet that no field is read from: those that the lowest row of the header names, and
/// those of which a row has words.
fn unread_columns(rows: &Rows, header: &Header<'_>) -> Vec<usize> {
    let (head, below) = (&rows[header.end - 1], &rows[header.end..]);
    let is_filled = |row: &[String], at: usize| row.get(at).is_some_and(|cell| !cell.is_empty());
    let is_unread = |at: &usize| {
        let is_second = |field: &str| {
            let before = header.columns[..*at].iter().flatten();
            let is_of_ticks = header.columns[*at].is_some_and(|(_, choice)| choice.is_some());
            !is_of_ticks && before.into_iter().any(|(other, _)| *other.key == *field)
        };
        let is_read = header.columns[*at].is_some_and(|(field, _)| !is_second(&field.key));
        let is_there = || {
            let mut rows = below.iter();
            is_filled(head, *at)
                || rows.any(|row| is_filled(row, *at) && !is_note(row, &header.columns))
        };
        !is_read && header.names[*at] != ROW_NUMBER && is_there()
    };
    (0..header.columns.len()).filter(is_unread).collect()
}

/// Fault of a header: columns that no field is read from, or other columns than are prescribed for the
/// catalogue, which alone has columns of ticks.
fn irregularity(rows: &Rows, places: &[Span], header: &Header<'_>) -> Option<(Span, FaultKind)> {
    let (fields, columns) = (list_of(header.list)?, &header.columns);
    let unread = unread_columns(rows, header);
    let named = |at: &usize| match header.names[*at].as_str() {
        "" => format!("第 {} 列", at + 1),
        name => name.to_owned(),
    };
    let names: Vec<String> = unread.iter().map(named).collect();
    // A column without a name has no place of its own in the header.
    let place = unread.first().map(|at| places.get(*at).copied());
    let place = place.map(|place| place.unwrap_or_else(|| whole(places)));
    if !has_ticks(header) {
        return place.map(|place| (place, FaultKind::UnknownColumn { names }));
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
    if missing.is_empty() && unread.is_empty() {
        return None;
    }
    let span = place.unwrap_or_else(|| whole(places));
    let unknown = names;
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
                let (column, field) = ((*choice).to_owned(), field.key.to_string());
                faults.push((*place, FaultKind::UnknownTick { column, field }));
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
