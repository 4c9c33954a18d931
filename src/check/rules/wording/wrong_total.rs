use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    parse::{Body, Table},
    source::{SourceFile, Span},
};

use super::document;

declare_rule! {
    /// 查出和各行加起来不相等的合计。
    ///
    /// ## 为什么
    ///
    /// 预算、决算、救助资金、村级财务的表，读者会自己加一遍；合计对不上，不知道是哪个数错了。只有“其中”、分级小计的表不加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// | 项目 | 金额（万元） |
    /// |---|---:|
    /// | 人员经费 | 100.50 |
    /// | 公用经费 | 20.00 |
    /// | 合计 | 121.50 |
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// | 项目 | 2025年 | 2026年 | 增减 |
    /// |---|---:|---:|---:|
    /// | 公务接待费 | 1.80 | 1.50 | -0.80 |
    /// | 公务用车运行费 | 4.00 | 4.20 | +0.20 |
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// | 项目 | 金额（万元） |
    /// |---|---:|
    /// | 人员经费 | 100.50 |
    /// | 公用经费 | 1,020.00 |
    /// | 合计 | 1,120.50 |
    /// ```
    WrongTotal { id: "wrong-total", severity: Warning, requirements: ["TL-19/20"], since: "0.1.0" }
}

impl Rule for WrongTotal {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.columns {
            in_body(&column.source.file, &column.source.body, sink);
        }
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, |prose, sink| {
            in_body(prose.file, &page.document.body, sink);
        });
    }
}

/// Words of the row or column that adds up the others.
const TOTALS: [&str; 4] = ["合计", "总计", "共计", "总和"];

fn in_body(file: &SourceFile, body: &Body, sink: &mut Sink) {
    for table in &body.tables {
        let found = wrong_total(&file.text, table).or_else(|| wrong_difference(&file.text, table));
        if let Some((span, message)) = found {
            let help = "核对原件，改正合计或者有错的那一行";
            sink.add(&file.path, Finding::new(message, help).at(span));
        }
    }
}

fn words(text: &str, span: Span) -> String {
    let cell = text.get(span.start..span.end).unwrap_or_default();
    let plain = cell.chars().filter(|c| !c.is_whitespace() && *c != '*');
    plain.collect()
}

/// A number in hundredths; a blank or a dash is nothing.
fn number(cell: &str) -> Option<i64> {
    if matches!(cell, "" | "-" | "—" | "——" | "/" | "－") {
        return Some(0);
    }
    let cell = cell.replace([',', '，'], "");
    let cell = cell
        .trim_start_matches('+')
        .trim_end_matches(['元', '件', '人', '户', '个', '次']);
    let is_plain = cell
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    let number: f64 = cell.parse().ok().filter(|_| is_plain)?;
    let hundredths = number * 100.0;
    let is_exact = (hundredths - hundredths.round()).abs() < 1e-6;
    (is_exact && hundredths.abs() < 1e15).then_some(hundredths.round() as i64)
}

fn shown(hundredths: i64) -> String {
    if hundredths % 100 == 0 {
        (hundredths / 100).to_string()
    } else {
        format!("{:.2}", hundredths as f64 / 100.0)
    }
}

/// The first column whose total is not what its rows add up to.
fn wrong_total(text: &str, table: &Table) -> Option<(Span, String)> {
    let is_total = |row: &&Vec<Span>| {
        let first = row.first().map(|cell| words(text, *cell));
        first.is_some_and(|first| TOTALS.contains(&first.as_str()))
    };
    let mut totals = table.rows.iter().skip(1).filter(is_total);
    let (total, None) = (totals.next()?, totals.next()) else {
        return None;
    };
    let end = table.rows.iter().position(|row| std::ptr::eq(row, total))?;
    let rows = if end + 1 == table.rows.len() {
        &table.rows[1..end]
    } else if end == 1 {
        // The total may stand on top.
        &table.rows[2..]
    } else {
        return None;
    };
    let is_part = |row: &Vec<Span>| {
        let first = row
            .first()
            .map(|cell| words(text, *cell))
            .unwrap_or_default();
        first.contains("其中") || first.contains("小计") || first.starts_with(['（', '('])
    };
    if rows.len() < 2 || rows.iter().any(is_part) {
        return None;
    }
    let columns: Vec<usize> = (1..total.len()).collect();
    let mut wrong = Vec::new();
    let mut right = 0;
    for column in columns {
        let head = table.rows[0].get(column).map(|cell| words(text, *cell));
        let head = head.unwrap_or_default();
        let wanted = words(text, *total.get(column)?);
        let Some(wanted) = number(&wanted).filter(|_| !wanted.is_empty()) else {
            continue;
        };
        let is_ratio = ["率", "比", "占", "%", "％", "均", "单价", "标准", "序号"];
        if is_ratio.iter().any(|word| head.contains(word)) {
            continue;
        }
        let cells: Option<Vec<i64>> = rows
            .iter()
            .map(|row| number(&words(text, *row.get(column)?)))
            .collect();
        let Some(cells) = cells else { continue };
        if cells.iter().filter(|cell| **cell != 0).count() < 2 || wanted == 0 {
            continue;
        }
        let sum: i64 = cells.iter().sum();
        // Rounded amounts may be off by half a hundredth each.
        let has_fraction = cells.iter().any(|cell| cell % 100 != 0);
        let slack = if has_fraction {
            cells.len() as i64 / 2
        } else {
            0
        };
        if (sum - wanted).abs() <= slack {
            right += 1;
        } else {
            wrong.push((total[column], head, sum, wanted));
        }
    }
    // Where most columns do not add up, they are not meant to.
    let (span, head, sum, wanted) = wrong.first().filter(|_| wrong.len() <= right + 1)?;
    let message = format!(
        "“{head}”一列加起来是 {}，合计写的是 {}",
        shown(*sum),
        shown(*wanted)
    );
    Some((*span, message))
}

/// The first row whose difference is not that of the two columns before it.
fn wrong_difference(text: &str, table: &Table) -> Option<(Span, String)> {
    let heads: Vec<String> = table
        .rows
        .first()?
        .iter()
        .map(|cell| words(text, *cell))
        .collect();
    let at = heads
        .iter()
        .position(|head| ["增减", "增减额", "增减情况"].contains(&head.as_str()))
        .filter(|at| *at >= 3)?;
    let (mut right, mut wrong) = (0, None);
    for row in &table.rows[1..] {
        let cell = |column: usize| row.get(column).and_then(|cell| number(&words(text, *cell)));
        let (Some(before), Some(after), Some(change)) = (cell(at - 2), cell(at - 1), cell(at))
        else {
            continue;
        };
        if (after - before - change).abs() <= 1 {
            right += 1;
        } else {
            wrong = wrong.or(Some((row[at], after - before, change)));
        }
    }
    let (span, wanted, found) = wrong.filter(|_| right > 0)?;
    let message = format!("增减应为 {}，写的是 {}", shown(wanted), shown(found));
    Some((span, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, hundredths) in [
            ("1,528.80", Some(152_880)),
            ("+0.20", Some(20)),
            ("-0.30", Some(-30)),
            ("—", Some(0)),
            ("26件", Some(2_600)),
            ("9.5%", None),
            ("约3", None),
            ("1.2345", None),
        ] {
            assert_eq!(number(cell), hundredths, "{cell}");
        }
    }
}
