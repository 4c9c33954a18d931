//! The 42 identities of the annual report's tables (SUM-1 to SUM-4), in one place.

use crate::{source::Span, standard::AnnualRow};

use super::figures::{
    APPLICANTS, CARRIED_IN, CARRIED_OUT, Cell, DISPUTES, NEW, RESULTS, ReportTables, SETTLED, TOTAL,
};

/// Number of places that a breach points at beside its own, at most.
const MOST_RELATED: usize = 4;

/// An identity that does not hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    /// SUM-1 to SUM-4.
    pub(crate) requirement: &'static str,
    /// Text that says which cells hold which numbers.
    pub(crate) message: String,
    /// The cell of the total.
    pub(crate) at: Span,
    /// Other cells with what they say.
    pub(crate) related: Vec<(Span, String)>,
}

/// Every identity that does not hold. Those that touch a cell without a number cannot be told.
pub(crate) fn breaches(figures: &ReportTables, rows: &[AnnualRow]) -> Vec<Breach> {
    let table = &figures.applications;
    let name = |row: usize| rows.get(row).map_or("", |row| row.key.as_str());
    let mut found = Vec::new();
    for (column, applicant) in APPLICANTS.iter().enumerate() {
        let cell = |row: usize| table[row][column];
        let named = |row: usize| (cell(row), name(row));
        let (new, before) = (named(NEW), named(CARRIED_IN));
        let (settled, after) = (named(SETTLED), named(CARRIED_OUT));
        if let (Some(left), Some(right)) = (sum(&[new, before]), sum(&[settled, after]))
            && left != right
        {
            found.push(Breach {
                requirement: "SUM-1",
                message: format!(
                    "表三“{applicant}”列：{} ≠ {}",
                    said(&[new, before]),
                    said(&[settled, after])
                ),
                at: settled.0.span,
                related: related(&[new, before, after]),
            });
        }
        let outcomes: Vec<_> = (CARRIED_IN + 1..SETTLED).map(named).collect();
        if let (Some(left), Some(right)) = (sum(&outcomes), sum(&[settled]))
            && left != right
        {
            found.push(Breach {
                requirement: "SUM-2",
                message: format!(
                    "表三“{applicant}”列：各项办理结果之和 {left} ≠ {} {right}",
                    settled.1
                ),
                at: settled.0.span,
                related: related(&outcomes),
            });
        }
    }
    for (row, cells) in table.iter().enumerate() {
        let named: Vec<_> = cells.iter().copied().zip(APPLICANTS).collect();
        let parts = &named[..TOTAL];
        if let (Some(left), Some(right)) = (sum(parts), sum(&named[TOTAL..]))
            && left != right
        {
            let people = sum(&named[..1]).unwrap_or_default();
            found.push(Breach {
                requirement: "SUM-3",
                message: format!(
                    "表三“{}”行：自然人 {people} + 五类法人或其他组织 {} ≠ 总计 {right}",
                    name(row),
                    left - people
                ),
                at: cells[TOTAL].span,
                related: related(parts),
            });
        }
    }
    for (group, cells) in figures.disputes.iter().enumerate() {
        let named: Vec<_> = cells.iter().copied().zip(RESULTS).collect();
        let (parts, total) = named.split_at(RESULTS.len() - 1);
        if let (Some(left), Some(right)) = (sum(parts), sum(total))
            && left != right
        {
            found.push(Breach {
                requirement: "SUM-4",
                message: format!(
                    "表四“{}”：{} ≠ {}",
                    DISPUTES[group],
                    said(parts),
                    said(total)
                ),
                at: cells[RESULTS.len() - 1].span,
                related: related(parts),
            });
        }
    }
    found
}

/// The sum, where every cell has a number.
fn sum(cells: &[(Cell, &str)]) -> Option<i128> {
    cells
        .iter()
        .map(|(cell, _)| cell.value().map(i128::from))
        .sum()
}

/// `本年新收 3 + 上年结转 0`.
fn said(cells: &[(Cell, &str)]) -> String {
    let cells = cells
        .iter()
        .map(|(cell, name)| format!("{name} {}", cell.value().unwrap_or_default()));
    cells.collect::<Vec<_>>().join(" + ")
}

/// The cells that count for something.
fn related(cells: &[(Cell, &str)]) -> Vec<(Span, String)> {
    let counting = cells
        .iter()
        .filter_map(|(cell, name)| Some((cell.span, name, cell.value().filter(|n| *n != 0)?)));
    counting
        .take(MOST_RELATED)
        .map(|(span, name, value)| (span, format!("{name} {value}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{check::facts::annual_report::CellValue, standard::Standard};

    use super::*;

    fn put(cell: &mut Cell, change: i64) {
        cell.read = CellValue::Number(cell.value().unwrap_or_default() + change);
    }

    /// Tables in which all identities hold, and no cell is 0.
    fn balanced() -> ReportTables {
        let mut figures = ReportTables::default();
        for (number, row) in figures.applications.iter_mut().enumerate() {
            for (column, cell) in row.iter_mut().enumerate() {
                let factor = if column == TOTAL {
                    21
                } else {
                    column as i64 + 1
                };
                // Twenty-one outcomes, two of them left from last year, three for the next.
                let value = match number {
                    NEW => 22,
                    CARRIED_IN => 2,
                    SETTLED => 21,
                    CARRIED_OUT => 3,
                    _ => 1,
                };
                cell.read = CellValue::Number(value * factor);
                cell.span = Span::new(number * 100 + column, number * 100 + column + 1);
            }
        }
        for (number, group) in figures.disputes.iter_mut().enumerate() {
            for (column, cell) in group.iter_mut().enumerate() {
                cell.read = CellValue::Number([1, 2, 3, 4, 10][column]);
                cell.span = Span::new(9000 + number * 10 + column, 9000 + number * 10 + column);
            }
        }
        figures
    }

    /// The identities depend on each other: a column that is off makes the column of totals or a row
    /// be off too. So each case blanks the cells through which the others would see the change, and
    /// an identity with a blank cell says nothing.
    #[test]
    fn each_of_the_42_is_told_alone() {
        let rows = Standard::builtin().annual_rows;
        let mut cases = Vec::new();
        for column in 0..=TOTAL {
            // The row's identity, and that of the column of totals, go blind at the same cell.
            let other = if column == TOTAL { 0 } else { TOTAL };
            let blanks = vec![(CARRIED_OUT, other)];
            cases.push(("SUM-1", (CARRIED_OUT, column), blanks, (SETTLED, column)));
            let blanks = vec![(2, other)];
            cases.push(("SUM-2", (2, column), blanks, (SETTLED, column)));
        }
        for row in 0..25 {
            let blanks = match row {
                NEW | CARRIED_IN => vec![(CARRIED_OUT, TOTAL)],
                CARRIED_OUT => vec![(NEW, TOTAL)],
                SETTLED => vec![(CARRIED_OUT, TOTAL), (2, TOTAL)],
                _ => vec![(SETTLED, TOTAL)],
            };
            cases.push(("SUM-3", (row, TOTAL), blanks, (row, TOTAL)));
        }
        assert_eq!(breaches(&balanced(), &rows), []);
        for (requirement, (row, column), blanks, at) in &cases {
            let mut figures = balanced();
            put(&mut figures.applications[*row][*column], 1);
            for (row, column) in blanks {
                figures.applications[*row][*column].read = CellValue::Blank;
            }
            let found = breaches(&figures, &rows);
            let told: Vec<_> = found
                .iter()
                .map(|breach| (breach.requirement, breach.at))
                .collect();
            let wanted = figures.applications[at.0][at.1].span;
            assert_eq!(told, [(*requirement, wanted)], "{row} {column}: {found:?}");
        }
        for group in 0..3 {
            let mut figures = balanced();
            put(&mut figures.disputes[group][1], 1);
            let found = breaches(&figures, &rows);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(
                (found[0].requirement, found[0].at),
                ("SUM-4", figures.disputes[group][4].span)
            );
        }
        assert_eq!(cases.len() + 3, 42);
    }

    #[test]
    fn a_breach_names_its_cells() {
        let mut figures = balanced();
        put(&mut figures.applications[SETTLED][0], -1);
        let rows = Standard::builtin().annual_rows;
        let messages: Vec<_> = breaches(&figures, &rows)
            .into_iter()
            .map(|breach| breach.message)
            .collect();
        assert_eq!(
            messages,
            [
                "表三“自然人”列：本年新收 22 + 上年结转 2 ≠ 总计 20 + 结转下年度 3",
                "表三“自然人”列：各项办理结果之和 21 ≠ 总计 20",
                "表三“总计”行：自然人 20 + 五类法人或其他组织 420 ≠ 总计 441",
            ]
        );
    }
}
