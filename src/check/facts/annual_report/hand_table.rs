//! Tables of the annual report that an editor wrote by hand, in Markdown or HTML, read as figures.
//!
//! The official forms have merged cells that Markdown has not: groups stand in columns to the left,
//! are left blank below, or are repeated. So rows are known by their words and columns by their
//! place from the right.

use std::borrow::Cow;

use crate::{
    html::{Tag, tags, unescape},
    parse::{Document, Table},
    source::Span,
};

use super::{
    super::plain_text::narrow,
    figures::{Cell, CellValue, ReportTables},
};

/// Words that tell the rows of table three apart; the first that a label holds decides.
const ROWS: [(usize, &[&str]); 25] = [
    (0, &["新收"]),
    (1, &["上年结转", "上年度结转", "上一年度结转"]),
    (24, &["下年", "下一年"]),
    (4, &["国家秘密"]),
    (5, &["禁止公开"]),
    (6, &["三安全"]),
    (7, &["第三方"]),
    (8, &["内部事务"]),
    (9, &["过程性"]),
    (10, &["执法案卷"]),
    (11, &["行政查询"]),
    (12, &["不掌握"]),
    (13, &["没有现成", "另行制作"]),
    (14, &["补正后"]),
    (15, &["信访"]),
    (16, &["重复申请"]),
    (17, &["公开出版物"]),
    (18, &["反复申请"]),
    (19, &["重新出具"]),
    (20, &["逾期不补正"]),
    (21, &["收费通知", "缴纳费用", "未缴费"]),
    (2, &["予以公开"]),
    (3, &["部分公开"]),
    (23, &["总计"]),
    (22, &["其他"]),
];

/// Number of rows of table three that must be known before a table is taken for it.
const ENOUGH_ROWS: usize = 5;

/// A cell of the source.
#[derive(Clone)]
struct Written<'d> {
    span: Span,
    text: Cow<'d, str>,
}

type Grid<'d> = Vec<Vec<Written<'d>>>;

/// The figures in the tables of a document; nothing where no table is one of the official forms.
pub(crate) fn figures(document: &Document) -> Option<ReportTables> {
    let mut figures = ReportTables {
        path: document.file.path.clone(),
        ..ReportTables::default()
    };
    let mut is_any = false;
    let tables = document.body.tables.iter();
    let tables = tables.map(|table| grid(document, table));
    for grid in tables.chain(html_grids(&document.file.text)) {
        is_any |= applications(&grid, &mut figures)
            || disputes(&grid, &mut figures)
            || documents(&grid, &mut figures);
    }
    is_any.then_some(figures)
}

fn grid<'d>(document: &'d Document, table: &Table) -> Grid<'d> {
    let text = &document.file.text;
    let cell = |span: &Span| {
        let written = text.get(span.start..span.end).unwrap_or_default();
        let tail = written.trim_start_matches(is_edge);
        let words = tail.trim_end_matches(is_edge);
        let start = span.start + written.len() - tail.len();
        // A blank cell is told at its blanks.
        let span = if words.is_empty() {
            *span
        } else {
            Span::new(start, start + words.len())
        };
        Written {
            span,
            text: Cow::Borrowed(words),
        }
    };
    let rows = table.rows.iter();
    rows.map(|row| row.iter().map(cell).collect()).collect()
}

/// The tables of raw HTML. Where a cell reaches over several columns or rows, blank ones stand in
/// for it, as people leave them blank in Markdown.
fn html_grids(text: &str) -> Vec<Grid<'_>> {
    let mut grids = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"<t").is_none() {
        return grids;
    }
    let mut table: Option<HtmlTable<'_>> = None;
    for tag in tags(text) {
        match (tag.name().to_ascii_lowercase().as_str(), &mut table) {
            ("table", open) => {
                grids.extend(open.take().map(|table| table.finish(text, tag.start())));
                *open = (!tag.is_end).then(HtmlTable::default);
            }
            ("tr", Some(table)) => {
                table.close_row(text, tag.start());
                table.is_row = !tag.is_end;
            }
            ("td" | "th", Some(table)) => {
                table.close_cell(text, tag.start());
                table.open = (!tag.is_end).then_some(tag);
            }
            _ => {}
        }
    }
    grids.extend(table.map(|table| table.finish(text, text.len())));
    grids
}

/// A table of raw HTML as it is read.
#[derive(Default)]
struct HtmlTable<'d> {
    rows: Grid<'d>,
    row: Vec<Written<'d>>,
    is_row: bool,
    /// The tag of the cell that is open.
    open: Option<Tag<'d>>,
    /// Number of rows that a cell from above still reaches down, by column.
    below: Vec<usize>,
}

impl<'d> HtmlTable<'d> {
    fn close_cell(&mut self, text: &'d str, at: usize) {
        const MOST: usize = 40;
        let Some(tag) = self.open.take() else { return };
        let reach = |name: &str| {
            let reach = tag
                .attribute(name)
                .and_then(|value| value.trim().parse().ok());
            reach.unwrap_or(1_usize).clamp(1, MOST)
        };
        self.fill_from_above();
        let mut cell = Written {
            span: Span::new(tag.end(), at),
            text: Cow::Owned(plain(&text[tag.end()..at])),
        };
        for _ in 0..reach("colspan") {
            let place = self.row.len();
            self.below.resize(self.below.len().max(place + 1), 0);
            self.below[place] = reach("rowspan") - 1;
            self.row.push(cell.clone());
            cell.text = Cow::Borrowed("");
        }
    }

    /// Blank cells where one of the rows above reaches down.
    fn fill_from_above(&mut self) {
        while let Some(rows) = self.below.get_mut(self.row.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.row.push(Written {
                span: Span::default(),
                text: Cow::Borrowed(""),
            });
        }
    }

    fn close_row(&mut self, text: &'d str, at: usize) {
        self.close_cell(text, at);
        if self.is_row {
            self.fill_from_above();
            // A row may be shorter than those above it.
            for rows in self.below.iter_mut().skip(self.row.len()) {
                *rows = rows.saturating_sub(1);
            }
            self.rows.push(std::mem::take(&mut self.row));
        }
        self.is_row = false;
    }

    fn finish(mut self, text: &'d str, at: usize) -> Grid<'d> {
        self.close_row(text, at);
        self.rows
    }
}

/// The words of a cell of HTML.
fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut from = 0;
    for tag in tags(html) {
        words.push_str(&html[from..tag.start()]);
        from = tag.end();
    }
    words.push_str(&html[from..]);
    unescape(words.trim()).into_owned()
}

/// Table three: 25 rows of seven.
fn applications(grid: &Grid<'_>, figures: &mut ReportTables) -> bool {
    let width = grid.first().map_or(0, Vec::len);
    // Where the header is whole it says which columns hold the numbers.
    let named = grid.iter().find_map(|row| {
        let at = |name: &str| row.iter().position(|cell| words(&cell.text) == name);
        let (first, last) = (at("自然人")?, at("总计")?);
        (first > 0 && last == first + 6).then_some(first)
    });
    let Some(first) = named.or_else(|| width.checked_sub(7).filter(|first| *first > 0)) else {
        return false;
    };
    let rows: Vec<(usize, &[Written<'_>])> = grid
        .iter()
        .filter_map(|row| {
            Some((
                row_of(label(row.get(..first)?)?)?,
                row.get(first..first + 7)?,
            ))
        })
        .collect();
    let mut is_known = [false; 25];
    for (number, _) in &rows {
        is_known[*number] = true;
    }
    if is_known.iter().filter(|known| **known).count() < ENOUGH_ROWS {
        return false;
    }
    for (number, cells) in rows.into_iter().rev() {
        take(&mut figures.applications[number], cells);
    }
    true
}

/// Table four: one row of fifteen, or three rows of five.
fn disputes(grid: &Grid<'_>, figures: &mut ReportTables) -> bool {
    let says = |word: &str| grid.iter().flatten().any(|cell| cell.text.contains(word));
    if !(says("复议") && says("维持") && says("纠正")) {
        return false;
    }
    let Some(last) = grid.last() else {
        return false;
    };
    if let Some(first) = last.len().checked_sub(15) {
        for (group, cells) in figures.disputes.iter_mut().zip(last[first..].chunks(5)) {
            take(group, cells);
        }
        return true;
    }
    let mut is_any = false;
    for row in grid {
        let Some(first) = row.len().checked_sub(5) else {
            continue;
        };
        let (label, cells) = row.split_at(first);
        let label: String = label.iter().map(|cell| words(&cell.text)).collect();
        let has_figures = cells
            .iter()
            .any(|cell| matches!(number(&cell.text, false), CellValue::Number(_)));
        let group = match label.as_str() {
            _ if !has_figures => continue,
            label if label.contains("直接起诉") => 1,
            label if label.contains("复议后") => 2,
            label if label.contains("复议") => 0,
            _ => continue,
        };
        take(&mut figures.disputes[group], cells);
        is_any = true;
    }
    is_any
}

/// Table two: what was made and repealed, decisions, fees.
fn documents(grid: &Grid<'_>, figures: &mut ReportTables) -> bool {
    let says = |word: &str| grid.iter().flatten().any(|cell| cell.text.contains(word));
    let (is_made, is_decided) = (says("制发件数"), says("处理决定数量") || says("收费金额"));
    let mut is_any = false;
    for row in grid {
        let Some((label, cells)) = row.split_first() else {
            continue;
        };
        let label = words(&label.text);
        let documents = match label.as_str() {
            "规章" => Some(0),
            "行政规范性文件" | "规范性文件" => Some(1),
            _ => None,
        };
        if let (Some(at), true, Some(cells)) = (documents, is_made, cells.get(..3)) {
            take(&mut figures.documents[at], cells);
            is_any = true;
        }
        let decision = ["行政许可", "行政处罚", "行政强制", "行政事业性收费"]
            .iter()
            .position(|name| *name == label);
        if let (Some(at), true) = (decision, is_decided) {
            let filled = cells.iter().find(|cell| !words(&cell.text).is_empty());
            if let Some(cell) = filled.or(cells.first()) {
                figures.decisions[at] = Cell {
                    read: number(&cell.text, at == 3),
                    span: cell.span,
                };
                is_any = true;
            }
        }
    }
    is_any
}

fn is_edge(c: char) -> bool {
    c == '|' || c.is_whitespace()
}

fn take(cells: &mut [Cell], written: &[Written<'_>]) {
    for (cell, written) in cells.iter_mut().zip(written) {
        *cell = Cell {
            read: number(&written.text, false),
            span: written.span,
        };
    }
}

/// The last words before the numbers: what stands before them is the group.
fn label<'c>(cells: &'c [Written<'_>]) -> Option<&'c str> {
    let mut cells = cells.iter().rev().map(|cell| &*cell.text);
    cells.find(|text| !words(text).is_empty())
}

fn row_of(label: &str) -> Option<usize> {
    let label = words(label);
    let known = ROWS
        .iter()
        .find(|(_, words)| words.iter().any(|word| label.contains(word)));
    known.map(|(row, _)| *row)
}

/// Letters and digits, without marks, blanks and the likes of `<br>`.
fn words(text: &str) -> String {
    let text = text.replace("<br>", "").replace("&nbsp;", "");
    text.chars()
        .map(narrow)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Reads a cell: full-width digits, separators of thousands and units are as good as plain digits.
fn number(text: &str, may_be_decimal: bool) -> CellValue {
    let plain: String = text
        .replace("&nbsp;", "")
        .chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !"*,，".contains(*c))
        .collect();
    if plain.chars().all(|c| "/／\\-－—–_".contains(c)) {
        return CellValue::Blank;
    }
    let digits = ["件", "万元", "元", "个"]
        .iter()
        .find_map(|unit| plain.strip_suffix(unit))
        .unwrap_or(&plain);
    let (whole, fraction) = digits.split_once(['.', '．']).unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_whole = fraction.bytes().all(|b| b == b'0') || may_be_decimal;
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || !is_whole {
        return CellValue::Wrong;
    }
    whole.parse().map_or(CellValue::Wrong, CellValue::Number)
}

#[cfg(test)]
mod tests {
    use crate::{
        parse::{Parsed, parse},
        source::SourceFile,
        standard::Standard,
    };

    use super::*;

    fn read(text: &str) -> Option<ReportTables> {
        let file = SourceFile {
            path: "content/年报/2024.md".to_owned(),
            text: text.to_owned(),
            ..SourceFile::default()
        };
        match parse(file, &Standard::builtin()) {
            Parsed::Document(document) => figures(&document),
            _ => None,
        }
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        for (text, value) in [
            ("3", 3),
            ("１，２０４", 1204),
            ("**1,204** 件", 1204),
            (" 0 ", 0),
            ("2.0", 2),
        ] {
            assert_eq!(number(text, false), CellValue::Number(value), "{text}");
        }
        assert_eq!(number("1.5万元", true), CellValue::Number(1));
        for text in ["", " ", "/", "－", "——"] {
            assert_eq!(number(text, false), CellValue::Blank, "{text:?}");
        }
        for text in ["1.5", "-1", "三", "无", "件", "1 2a"] {
            assert_eq!(number(text, false), CellValue::Wrong, "{text:?}");
        }
    }

    #[test]
    fn every_row_of_the_form_is_known() {
        for (number, row) in Standard::builtin().annual_rows.iter().enumerate() {
            assert_eq!(row_of(&row.label), Some(number), "{}", row.label);
            assert_eq!(row_of(&row.key), Some(number), "{}", row.key);
        }
        assert_eq!(row_of("（三）不予公开"), None);
    }

    #[test]
    fn table_three_is_read_with_its_groups_to_the_left() {
        let text = "---\n标题: 年报\n---\n
| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |
|---|---|---|---|---|---|---|---|---|---|
| | | | 自然人 | 法人或其他组织 | | | | | 总计 |
| | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
| 一、本年新收政府信息公开申请数量 | | | ５ | 1 | 0 | 0 | 0 | 0 | 6件 |
| 二、上年结转政府信息公开申请数量 | | | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| 三、本年度办理结果 | （一）予以公开 | | 2 | 1 | 0 | 0 | 0 | 0 | 3 |
| | （三）不予公开 | 1. 属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | / |
| | | 3. 危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| | （六）其他处理 | 3. 其他 | 0 | 0 | 0 | 0 | 0 | 0 | |
| | （七）总计 | | 3 | 1 | 0 | 0 | 0 | 0 | 4 |
| 四、结转下年度继续办理 | | | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
";
        let figures = read(text).unwrap();
        let values: Vec<_> = figures.applications[0]
            .iter()
            .map(|cell| cell.value())
            .collect();
        assert_eq!(values, [5, 1, 0, 0, 0, 0, 6].map(Some));
        assert_eq!(figures.applications[23][6].value(), Some(4));
        assert_eq!(figures.applications[24][0].value(), Some(3));
        assert_eq!(figures.applications[4][6].read, CellValue::Blank);
        assert_eq!(figures.applications[22][6].read, CellValue::Blank);
        assert_eq!(figures.applications[3][0].read, CellValue::Absent);
        let span = figures.applications[0][6].span;
        assert_eq!(&text[span.start..span.end], "6件");
        let span = figures.applications[4][6].span;
        assert_eq!(&text[span.start..span.end], "/");
    }

    #[test]
    fn tables_of_raw_html_are_read() {
        let text = "---\n标题: 年报\n---\n
<table>
<tr><td colspan=\"3\" rowspan=\"2\"></td><th>自然人</th><th colspan=\"5\">法人或其他组织</th><th rowspan=\"2\">总计</th></tr>
<tr><td>商业企业</td></tr>
<tr><td colspan=\"3\"><p>一、本年新收政府信息公开申请数量</p></td><td>5</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td><b>6</b></td></tr>
<tr><td colspan=3>二、上年结转政府信息公开申请数量<td>1<td>0<td>0<td>0<td>0<td>0<td>1
<tr><td rowspan='3'>三、本年度办理结果</td><td colspan=2>（一）予以公开</td><td>2</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>3</td></tr>
<tr><td>（三）不予公开</td><td>1. 属于国家秘密</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>&nbsp;</td></tr>
<tr><td colspan=2>（七）总计</td><td>3</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>4</td></tr>
<tr><td colspan=3>四、结转下年度继续办理</td><td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>3</td></tr>
</table>
";
        let figures = read(text).unwrap();
        let totals = [0, 1, 2, 23, 24].map(|row| figures.applications[row][6].value());
        assert_eq!(totals, [6, 1, 3, 4, 3].map(Some));
        assert_eq!(figures.applications[0][0].value(), Some(5));
        assert_eq!(figures.applications[4][6].read, CellValue::Blank);
        let span = figures.applications[0][6].span;
        assert_eq!(&text[span.start..span.end], "<b>6</b>");
    }

    #[test]
    fn table_four_is_read_in_both_shapes() {
        let wide = "---\n标题: 年报\n---\n
| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |
|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|
| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
| 1 | 0 | 0 | 0 | 1 | 0 | 2 | 0 | 0 | 2 | 0 | 0 | 3 | 0 | 3 |
";
        let tall = "---\n标题: 年报\n---\n
| 类别 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
|-|-|-|-|-|-|
| 行政复议 | 1 | 0 | 0 | 0 | 1 |
| 未经复议直接起诉 | 0 | 2 | 0 | 0 | 2 |
| 复议后起诉 | 0 | 0 | 3 | 0 | 3 |
";
        for text in [wide, tall] {
            let figures = read(text).unwrap();
            let totals = figures.disputes.map(|group| group[4].value());
            assert_eq!(totals, [1, 2, 3].map(Some));
        }
    }

    #[test]
    fn table_two_is_read_and_others_are_left_alone() {
        let figures = read(
            "---\n标题: 年报\n---\n
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|-|-|-|-|
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | 2 | 1 | 5 |
| 第二十条第（五）项 | | | |
| 信息内容 | 本年处理决定数量 | | |
| 行政许可 | | | |
| 行政处罚 | 1,019 | | |
",
        )
        .unwrap();
        assert_eq!(figures.documents[1].map(Cell::value), [2, 1, 5].map(Some));
        assert_eq!(figures.decisions[0].read, CellValue::Blank);
        assert_eq!(figures.decisions[1].value(), Some(1019));
        assert_eq!(
            read("---\n标题: 年报\n---\n\n| 年份 | 新收 | 上年结转 |\n|-|-|-|\n| 2024 | 6 | 1 |\n"),
            None
        );
    }
}
