//! The self-assessment as a workbook: one sheet a table.

use rust_xlsxwriter::{Format, FormatAlign, XlsxError};

use crate::{
    check::Outcome,
    render::{headed_sheet, workbook},
};

use super::SelfAssessment;

/// A cell that knows whether it is a number.
enum Cell {
    Text(String),
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or_else(
            || Self::Text(String::new()),
            |number| Self::Number(number as f64),
        )
    }
}

/// Name of the sheet, its columns with their widths, its rows.
type Sheet<'r> = (
    &'static str,
    &'static [(&'static str, f64)],
    Box<dyn Iterator<Item = Vec<Cell>> + 'r>,
);

pub(super) fn xlsx(report: &SelfAssessment) -> Result<Vec<u8>, XlsxError> {
    let mut book = workbook("政府信息公开自评报告", &report.office, report.as_of)?;
    let wrapped = Format::new().set_text_wrap();
    let figure = Format::new().set_align(FormatAlign::Right);
    for (name, columns, rows) in sheets(report) {
        let sheet = headed_sheet(&mut book, name, columns)?;
        // On paper: A4 across, as wide as the page, with the headings on each.
        sheet.set_paper_size(9);
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        let mut last = 0;
        for (row, cells) in rows.enumerate() {
            last = row as u32 + 1;
            for (at, cell) in cells.into_iter().enumerate() {
                let (row, at) = (row as u32 + 1, at as u16);
                match cell {
                    Cell::Text(text) => sheet.write_string_with_format(row, at, text, &wrapped)?,
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, at, number, &figure)?
                    }
                };
            }
        }
        sheet.autofilter(0, 0, last, columns.len().saturating_sub(1) as u16)?;
    }
    book.save_to_buffer()
}

fn sheets(report: &SelfAssessment) -> Vec<Sheet<'_>> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        (
            "逐项结果",
            &[
                ("编号", 12.0),
                ("部分", 18.0),
                ("要求", 60.0),
                ("依据", 36.0),
                ("结果", 14.0),
                ("问题数", 8.0),
                ("规则", 30.0),
                ("说明", 60.0),
            ],
            Box::new(report.requirements.iter().map(|item| {
                vec![
                    item.requirement.as_str().into(),
                    item.part.as_str().into(),
                    item.text.as_str().into(),
                    item.clause.as_str().into(),
                    item.outcome.label().into(),
                    item.findings.into(),
                    item.rules.join("、").into(),
                    item.note.clone().unwrap_or_default().into(),
                ]
            })),
        ),
        (
            "问题清单",
            &[
                ("级别", 8.0),
                ("责任单位", 22.0),
                ("文件", 40.0),
                ("行", 8.0),
                ("问题", 60.0),
                ("依据", 30.0),
                ("改法", 50.0),
                ("规则", 24.0),
            ],
            Box::new(report.problems.iter().map(|problem| {
                vec![
                    problem.severity.label().into(),
                    problem.unit.as_str().into(),
                    problem.path.as_str().into(),
                    problem.line.into(),
                    problem.message.as_str().into(),
                    problem.clause.as_str().into(),
                    problem.help.as_str().into(),
                    problem.rule.into(),
                ]
            })),
        ),
        (
            "分项得分",
            &[
                ("部分", 22.0),
                ("分值", 8.0),
                ("通过", 8.0),
                ("不通过", 8.0),
                ("其余", 8.0),
                ("得分", 8.0),
            ],
            Box::new(report.parts.iter().map(|part| {
                let points = part
                    .points
                    .map_or_else(|| Cell::from("不计"), |points| Cell::Number(round(points)));
                vec![
                    part.name.as_str().into(),
                    Cell::Number(round(part.weight)),
                    part.passed.into(),
                    part.failed.into(),
                    part.open.into(),
                    points,
                ]
            })),
        ),
        (
            "栏目",
            &[
                ("栏目", 36.0),
                ("类型", 18.0),
                ("条目", 8.0),
                ("最近更新", 12.0),
                ("期限（天）", 10.0),
                ("余下（天）", 10.0),
                ("错误", 8.0),
                ("警告", 8.0),
            ],
            Box::new(report.columns.iter().map(move |column| {
                vec![
                    column.title.as_str().into(),
                    column.kind.as_str().into(),
                    column.entries.into(),
                    day(column.updated).into(),
                    column.allowed_days.into(),
                    column.days_left.into(),
                    column.errors.into(),
                    column.warnings.into(),
                ]
            })),
        ),
        (
            "责任单位",
            &[
                ("单位", 30.0),
                ("文档", 8.0),
                ("错误", 8.0),
                ("警告", 8.0),
                ("任务已完成", 10.0),
                ("进行中", 8.0),
                ("逾期", 8.0),
                ("目录事项", 10.0),
            ],
            Box::new(report.units.iter().map(|unit| {
                vec![
                    unit.name.as_str().into(),
                    unit.documents.into(),
                    unit.errors.into(),
                    unit.warnings.into(),
                    unit.tasks_done.into(),
                    unit.tasks_open.into(),
                    unit.tasks_overdue.into(),
                    unit.catalog_rows.into(),
                ]
            })),
        ),
        (
            "公开属性",
            &[
                ("年份", 8.0),
                ("主动公开", 10.0),
                ("依申请公开", 12.0),
                ("不予公开", 10.0),
            ],
            Box::new(report.openness.iter().map(|year| {
                vec![
                    Cell::Number(f64::from(year.year)),
                    year.proactive.into(),
                    year.on_request.into(),
                    year.withheld.into(),
                ]
            })),
        ),
        (
            "政策解读",
            &[
                ("年份", 8.0),
                ("应解读", 10.0),
                ("已解读", 10.0),
                ("多样化解读", 12.0),
            ],
            Box::new(report.interpretation.iter().map(|year| {
                vec![
                    Cell::Number(f64::from(year.year)),
                    year.wanted.into(),
                    year.interpreted.into(),
                    year.diversified.into(),
                ]
            })),
        ),
        (
            "工作台账",
            &[
                ("编号", 8.0),
                ("任务", 60.0),
                ("责任单位", 36.0),
                ("期限", 12.0),
                ("状态", 10.0),
                ("余下（天）", 10.0),
            ],
            Box::new(report.tasks.iter().map(move |task| {
                let left = task.days_left.filter(|_| task.status == "进行中");
                vec![
                    Cell::Number(task.no as f64),
                    task.title.as_str().into(),
                    task.owners.join("、").into(),
                    day(task.due).into(),
                    task.status.as_str().into(),
                    left.into(),
                ]
            })),
        ),
        (
            "汇总",
            &[("结果", 18.0), ("项数", 8.0)],
            Box::new(Outcome::ALL.into_iter().map(|outcome| {
                vec![
                    outcome.label().into(),
                    report
                        .outcomes
                        .get(&outcome)
                        .copied()
                        .unwrap_or_default()
                        .into(),
                ]
            })),
        ),
    ]
}

/// To two decimals, as the page shows them.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
