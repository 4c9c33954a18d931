use jiff::civil::{Date, date};

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, Cell, StatedCount, known},
        rule::declare_rule,
    },
    model::{Page, Relation, Site},
    standard::view::{ColumnKind, Validity},
};

declare_rule! {
    /// 查出年报表二里与上一年、与站内文件对不上的规章和规范性文件件数。
    ///
    /// ## 为什么
    ///
    /// 上年现行有效件数加本年制发、减本年废止，应当等于本年现行有效件数；有“差异说明”的不判。年报说制发了几件、现行有效几件，站内也应当查得到几件。
    ///
    /// 站内的规范性文件，是“政策文件”栏目里“主题词”或者“主题分类”写明“规范性文件”或“行政规范性文件”的已发布文件：按成文日期计入制发的年份；年末以前被其他文件废止、有效期届满的，不算现行有效。政策文件不都是规范性文件，所以没有标明的不计；一件也没有标明的，不能判定。早于第一件标明文件的年份不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2024.yaml
    /// -  行政规范性文件: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
    /// +  行政规范性文件: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 1}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    ///    行政规范性文件: {本年制发件数: 1, 本年废止件数: 0, 现行有效件数: 1}
    /// ```
    InconsistentDocumentCount {
        id: "inconsistent-document-count", severity: Warning,
        requirements: ["SUM-6", "SUM-10"], since: "0.1.0"
    }
}

/// Words that say a document is a 规范性文件.
const MARKS: [&str; 2] = ["规范性文件", "行政规范性文件"];
/// Number of documents that a finding names, at most.
const MOST_NAMED: usize = 4;

impl Rule for InconsistentDocumentCount {
    fn site(&self, site: &Site, sink: &mut Sink) {
        compare_years(site, sink);
        compare_site(site, sink);
    }
}

/// SUM-6: each year with the year before.
fn compare_years(site: &Site, sink: &mut Sink) {
    for (report, before) in AnnualReport::pairs(site) {
        if report.explains_differences() {
            continue;
        }
        let (own, earlier) = (report.figures(), before.figures());
        for (row, name) in ["规章", "行政规范性文件"].iter().enumerate() {
            let cell = |column: usize| known(&own, move |figures| figures.documents[row][column]);
            let left = known(&earlier, |figures| figures.documents[row][2]);
            let (Some(left), Some(made), Some(repealed), Some(valid)) =
                (left, cell(0), cell(1), cell(2))
            else {
                continue;
            };
            let wanted =
                i128::from(left.value) + i128::from(made.value) - i128::from(repealed.value);
            if wanted != i128::from(valid.value) {
                let message = format!(
                    "“{name}”：上年现行有效 {} + 本年制发 {} - 本年废止 {} ≠ 本年现行有效 {}",
                    left.value, made.value, repealed.value, valid.value
                );
                let help = "核对两年的文件清单，期满失效的也计入废止；确有原因的写“差异说明”";
                let finding = Finding::new(message, help)
                    .of("SUM-6")
                    .at(valid.span)
                    .related(left.path, left.span, "上一年的现行有效件数");
                sink.add(valid.path, finding);
            }
        }
    }
}

/// SUM-10: each year with the documents of the site.
fn compare_site(site: &Site, sink: &mut Sink) {
    let marked: Vec<&Page> = site
        .published()
        .map(|(_, page)| page)
        .filter(|page| site.has_in(page, ColumnKind::Policies) && is_marked(page))
        .collect();
    let formed = |page: &Page| page.document.meta().formed_date().get();
    let first = marked.iter().filter_map(|page| formed(page)).min();
    for report in AnnualReport::all(site) {
        let figures = report.figures();
        let cell =
            |column: usize| known(&figures, |figures| -> Cell { figures.documents[1][column] });
        let Some(first) = first else {
            if [cell(0), cell(2)]
                .into_iter()
                .flatten()
                .any(|cell| cell.value > 0)
            {
                let reason = "没有一件政策文件在主题词里标明“行政规范性文件”，无从与年报的件数核对";
                sink.uncertain("SUM-10", reason);
            }
            continue;
        };
        let Ok(year) = i16::try_from(report.year) else {
            continue;
        };
        if year < first.year() {
            continue;
        }
        let made: Vec<&Page> = marked
            .iter()
            .copied()
            .filter(|page| formed(page).is_some_and(|day| day.year() == year))
            .collect();
        compare(sink, cell(0), &made, "本年制发", &format!("{year}年成文的"));
        let last = date(year, 12, 31);
        let there = marked
            .iter()
            .copied()
            .filter(|page| formed(page).is_some_and(|day| day <= last));
        let states: Vec<(&Page, Option<bool>)> = there
            .map(|page| (page, is_valid(site, page, last)))
            .collect();
        if let Some((page, _)) = states.iter().find(|(_, state)| state.is_none()) {
            let reason = format!(
                "不知道《{}》何时失效，无从核对{year}年的现行有效件数",
                page.document.title
            );
            sink.uncertain("SUM-10", reason);
            continue;
        }
        let valid: Vec<&Page> = states
            .into_iter()
            .filter(|(_, state)| *state == Some(true))
            .map(|(page, _)| page)
            .collect();
        compare(
            sink,
            cell(2),
            &valid,
            "现行有效",
            &format!("{year}年末有效的"),
        );
    }
}

fn compare(
    sink: &mut Sink,
    cell: Option<StatedCount<'_>>,
    pages: &[&Page],
    what: &str,
    which: &str,
) {
    let Some(cell) = cell.filter(|cell| cell.value != pages.len() as i64) else {
        return;
    };
    let message = format!(
        "表二“行政规范性文件”{what} {} 件，站内{which}有 {} 件",
        cell.value,
        pages.len()
    );
    let help = "改正表中的件数；站内缺的文件补发，漏标的在主题词里写上“行政规范性文件”";
    let finding = Finding::new(message, help).of("SUM-10").at(cell.span);
    let finding = pages
        .iter()
        .take(MOST_NAMED)
        .fold(finding, |finding, page| {
            finding.related(
                &page.document.file.path,
                page.document.meta().title().span(),
                "计入的一件",
            )
        });
    sink.add(cell.path, finding);
}

fn is_marked(page: &Page) -> bool {
    let meta = page.document.meta();
    meta.keywords()
        .into_iter()
        .chain(meta.topic().get())
        .any(|word| MARKS.contains(&word))
}

/// True if a document was in force at the end of a day; `None` where it ended nobody knows when.
fn is_valid(site: &Site, page: &Page, day: Date) -> Option<bool> {
    let meta = page.document.meta();
    let repealed = page
        .relations
        .iter()
        .filter(|(relation, _)| *relation == Relation::RepealedBy)
        .filter_map(|(_, by)| site.pages[*by].document.meta().formed_date().get())
        .min();
    let until = meta.valid_until().get();
    let is_over =
        until.is_some_and(|until| until < day) || repealed.is_some_and(|repealed| repealed <= day);
    let is_dated = until.is_some() || repealed.is_some();
    let is_ended = matches!(
        meta.validity().get(),
        Some(Validity::Repealed | Validity::Expired)
    );
    (is_dated || !is_ended).then_some(!is_over)
}
