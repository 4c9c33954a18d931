//! The figures of an annual report, cell by cell, from its YAML or from tables written by hand.

use crate::{
    model::Page,
    source::{Span, join, parent},
    standard::{
        AnnualRow,
        view::{DecisionCount, DocumentCounts, FeeAmount, FieldValue, Read as _},
    },
};

/// The columns of table three.
pub(crate) const APPLICANTS: [&str; 7] = [
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
    "总计",
];
/// The columns of each group of table four.
pub(crate) const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
/// The groups of table four.
pub(crate) const DISPUTES: [&str; 3] = [
    "行政复议",
    "行政诉讼（未经复议直接起诉）",
    "行政诉讼（复议后起诉）",
];
/// The columns of regulations and documents in table two.
pub(crate) const DOCUMENTS: [&str; 3] = ["本年制发件数", "本年废止件数", "现行有效件数"];

/// Place of the column of totals in table three.
pub(crate) const TOTAL: usize = 6;
/// Places of rows in table three.
pub(crate) const NEW: usize = 0;
/// 上年结转.
pub(crate) const CARRIED_IN: usize = 1;
/// 总计.
pub(crate) const SETTLED: usize = 23;
/// 结转下年度.
pub(crate) const CARRIED_OUT: usize = 24;

/// Content of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CellValue {
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
pub(crate) struct Cell {
    /// Content of the cell.
    pub(crate) read: CellValue,
    /// Its bytes.
    pub(crate) span: Span,
}

impl Cell {
    /// Its number.
    pub(crate) fn value(self) -> Option<i64> {
        match self.read {
            CellValue::Number(value) => Some(value),
            _ => None,
        }
    }
}

/// The figures of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ReportTables {
    /// The file they stand in.
    pub(crate) path: String,
    /// Table two: regulations, then documents.
    pub(crate) documents: [[Cell; 3]; 2],
    /// Table two: licences, penalties, compulsion, fees.
    pub(crate) decisions: [Cell; 4],
    /// Table three.
    pub(crate) applications: [[Cell; 7]; 25],
    /// Table four.
    pub(crate) disputes: [[Cell; 5]; 3],
}

/// The cells of a row with the words for them.
#[derive(Debug)]
pub(crate) struct Row<'f> {
    /// The table: `表三`.
    pub(crate) table: &'static str,
    /// The row.
    pub(crate) name: &'f str,
    /// Names of the columns.
    pub(crate) columns: &'f [&'static str],
    /// The cells.
    pub(crate) cells: &'f [Cell],
}

impl ReportTables {
    /// The figures that a report's YAML holds.
    pub(crate) fn of_data(page: &Page) -> Option<Self> {
        let (report, file) = (page.report_figures()?, &page.document.file.path);
        let mut figures = Self {
            path: join(parent(file), page.document.meta().data().get()?)?,
            ..Self::default()
        };
        if let Some(table) = report.table2().get() {
            figures.documents = [table.regulations(), table.documents()].map(|counts| {
                [
                    count_cell(counts.and(DocumentCounts::made)),
                    count_cell(counts.and(DocumentCounts::repealed)),
                    count_cell(counts.and(DocumentCounts::valid)),
                ]
            });
            figures.decisions = [
                count_cell(table.licence().and(DecisionCount::decisions)),
                count_cell(table.penalty().and(DecisionCount::decisions)),
                count_cell(table.compulsion().and(DecisionCount::decisions)),
                amount_cell(table.fee().and(FeeAmount::amount)),
            ];
        }
        if let Some(table) = report.table3().get() {
            for (number, cells) in figures.applications.iter_mut().enumerate() {
                let row = table.list(&format!("r{}", number + 1)).iter();
                fill(
                    cells,
                    row.filter_map(|value| Some((i64::read(value)?, value.span))),
                );
            }
        }
        if let Some(table) = report.table4().get() {
            let rows = [table.review(), table.direct(), table.after_review()];
            for (cells, row) in figures.disputes.iter_mut().zip(rows) {
                fill(cells, row.spanned());
            }
        }
        Some(figures)
    }

    /// All rows, table by table.
    pub(crate) fn rows<'f>(&'f self, names: &'f [AnnualRow]) -> Vec<Row<'f>> {
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
    pub(crate) fn total(&self, row: usize) -> Cell {
        self.applications[row][TOTAL]
    }
}

/// A count of the YAML; its schema has said what is wrong with one that is not there.
fn count_cell(count: FieldValue<i64>) -> Cell {
    let Some((number, span)) = count.given() else {
        return Cell::default();
    };
    let read = match number {
        0.. => CellValue::Number(number),
        _ => CellValue::Absent,
    };
    Cell { read, span }
}

/// An amount of the YAML, in whole units.
fn amount_cell(amount: FieldValue<f64>) -> Cell {
    amount.given().map_or_else(Cell::default, |(amount, span)| {
        count_cell(FieldValue::Given(amount.floor() as i64, span))
    })
}

fn fill(cells: &mut [Cell], values: impl Iterator<Item = (i64, Span)>) {
    let values: Vec<(i64, Span)> = values.collect();
    // With an item left out as ill typed nobody knows which cell the others are.
    if values.len() != cells.len() {
        return;
    }
    for (cell, (number, span)) in cells.iter_mut().zip(values) {
        let read = match number {
            0.. => CellValue::Number(number),
            _ => CellValue::Wrong,
        };
        *cell = Cell { read, span };
    }
}
