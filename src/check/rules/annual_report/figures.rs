//! The figures of an annual report, cell by cell, from its YAML or from tables written by hand.

use crate::{
    model::Page,
    source::{Span, join, parent},
    standard::{AnnualRow, Data, Record, Typed},
};

/// The columns of table three.
pub(super) const APPLICANTS: [&str; 7] = [
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
];
/// The columns of each group of table four.
pub(super) const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
/// The groups of table four.
pub(super) const DISPUTES: [&str; 3] = [
    "行政复议",
    "行政诉讼（未经复议直接起诉）",
    "行政诉讼（复议后起诉）",
];
/// The columns of regulations and documents in table two.
pub(super) const DOCUMENTS: [&str; 3] = ["本年制发件数", "本年废止件数", "现行有效件数"];

/// Place of the column of totals in table three.
pub(super) const TOTAL: usize = 6;
/// Places of rows in table three.
pub(super) const NEW: usize = 0;
/// 上年结转.
pub(super) const CARRIED_IN: usize = 1;
/// 总计.
pub(super) const SETTLED: usize = 23;
/// 结转下年度.
pub(super) const CARRIED_OUT: usize = 24;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Read {
    /// A number that may stand there.
    Number(i64),
    /// Nothing, or a dash or slash: not 0.
    Blank,
    /// Something else.
    Wrong,
    /// There is no such cell, or its schema has told what is wrong.
    #[default]
    Absent,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// What stands there.
    pub(super) read: Read,
    /// Its bytes.
    pub(super) span: Span,
}

impl Cell {
    /// Its number.
    pub(super) fn value(self) -> Option<i64> {
        match self.read {
            Read::Number(value) => Some(value),
            _ => None,
        }
    }
}

/// The figures of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Figures {
    /// The file they stand in.
    pub(super) path: String,
    /// Table two: regulations, then documents.
    pub(super) documents: [[Cell; 3]; 2],
    /// Table two: licences, penalties, compulsion, fees.
    pub(super) decisions: [Cell; 4],
    /// Table three.
    pub(super) applications: [[Cell; 7]; 25],
    /// Table four.
    pub(super) disputes: [[Cell; 5]; 3],
}

/// The cells of a row with the words for them.
#[derive(Debug)]
pub(super) struct Row<'f> {
    /// The table: `表三`.
    pub(super) table: &'static str,
    /// The row.
    pub(super) name: &'f str,
    /// Names of the columns.
    pub(super) columns: &'f [&'static str],
    /// The cells.
    pub(super) cells: &'f [Cell],
}

impl Figures {
    /// The figures that a report's YAML holds.
    pub(super) fn of_data(page: &Page) -> Option<Self> {
        let (record, file) = (page.figures.as_ref()?, &page.document.file.path);
        let mut figures = Self {
            path: join(parent(file), page.document.meta.text("data")?)?,
            ..Self::default()
        };
        if let Some(table) = record.record("table2") {
            for (cells, name) in figures
                .documents
                .iter_mut()
                .zip(["regulations", "documents"])
            {
                for (cell, field) in cells.iter_mut().zip(["made", "repealed", "valid"]) {
                    *cell = field_cell(table.record(name), field);
                }
            }
            let decisions = [
                ("licence", "decisions"),
                ("penalty", "decisions"),
                ("compulsion", "decisions"),
                ("fee", "amount"),
            ];
            for (cell, (name, field)) in figures.decisions.iter_mut().zip(decisions) {
                *cell = field_cell(table.record(name), field);
            }
        }
        if let Some(table) = record.record("table3") {
            for (number, cells) in figures.applications.iter_mut().enumerate() {
                fill(cells, table.list(&format!("r{}", number + 1)));
            }
        }
        if let Some(table) = record.record("table4") {
            for (cells, name) in
                figures
                    .disputes
                    .iter_mut()
                    .zip(["review", "direct", "after_review"])
            {
                fill(cells, table.list(name));
            }
        }
        Some(figures)
    }

    /// All rows, table by table.
    pub(super) fn rows<'f>(&'f self, names: &'f [AnnualRow]) -> Vec<Row<'f>> {
        let documents = self.documents.iter().zip(["规章", "行政规范性文件"]);
        let documents = documents.map(|(cells, name)| Row {
            table: "表二",
            name,
            columns: &DOCUMENTS,
            cells,
        });
        let decisions =
            self.decisions
                .iter()
                .zip(["行政许可", "行政处罚", "行政强制", "行政事业性收费"]);
        let decisions = decisions.map(|(cell, name)| Row {
            table: "表二",
            name,
            columns: if name == "行政事业性收费" {
                &["本年收费金额"]
            } else {
                &["本年处理决定数量"]
            },
            cells: std::slice::from_ref(cell),
        });
        let applications = self.applications.iter().zip(names).map(|(cells, row)| Row {
            table: "表三",
            name: &row.key,
            columns: &APPLICANTS,
            cells,
        });
        let disputes = self.disputes.iter().zip(DISPUTES).map(|(cells, name)| Row {
            table: "表四",
            name,
            columns: &RESULTS,
            cells,
        });
        documents
            .chain(decisions)
            .chain(applications)
            .chain(disputes)
            .collect()
    }

    /// The total of a row of table three.
    pub(super) fn total(&self, row: usize) -> Cell {
        self.applications[row][TOTAL]
    }
}

/// A number of the YAML; its schema has said what is wrong with one that is not there.
fn field_cell(record: Option<&Record>, field: &str) -> Cell {
    let Some(value) = record.and_then(|record| record.get(field)) else {
        return Cell::default();
    };
    let read = match value.data {
        Data::Integer(number) if number >= 0 => Read::Number(number),
        Data::Decimal(number) if number >= 0.0 => Read::Number(number as i64),
        _ => Read::Absent,
    };
    let span = value.span;
    Cell { read, span }
}

fn fill(cells: &mut [Cell], values: &[Typed]) {
    // With an item left out as ill typed nobody knows which cell the others are.
    if values.len() != cells.len() {
        return;
    }
    for (cell, value) in cells.iter_mut().zip(values) {
        cell.span = value.span;
        cell.read = match value.data {
            Data::Integer(number) if number >= 0 => Read::Number(number),
            _ => Read::Wrong,
        };
    }
}
