use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{PageId, Site},
    standard::view::ColumnKind,
};

use super::front;

declare_rule! {
    /// 查出缺年度的年报栏，和一年有两份的年报。
    ///
    /// ## 为什么
    ///
    /// 年报栏要集中历年年报，每年一份，公众才能逐年对照。从站内最早的一年算起，到上一年为止；上一年的年报过了公布期限才算缺。早年的年报是否都已进站，须由人核对。
    ///
    /// ## 反例
    ///
    /// ```remove content/政府信息公开工作年度报告/2025.md
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    ///  年度: 2025
    /// ```
    MissingAnnualReport {
        id: "missing-annual-report", severity: Warning,
        requirements: ["PT-10"], since: "0.1.0"
    }
}

impl Rule for MissingAnnualReport {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut reports: BTreeMap<i64, PageId> = BTreeMap::new();
        for (id, page) in site.published() {
            if !site.has_in(page, ColumnKind::AnnualReports) {
                continue;
            }
            let meta = page.document.meta();
            let Some((year, span)) = meta.year().given() else {
                continue;
            };
            // Newest first: what is met later was there before.
            if let Some(newer) = reports.insert(year, id) {
                let other = &site.pages[newer].document;
                let place = other.meta().year().span();
                let finding = Finding::new(
                    format!("{year} 年度的年报有两份"),
                    "每年只留一份；更正过的，用新的一份替换旧的",
                );
                let finding = finding
                    .at(span)
                    .related(&other.file.path, place, "同一年度的另一份");
                sink.add(&page.document.file.path, finding);
            }
        }
        let Some(column) = site.column_of_kind(ColumnKind::AnnualReports) else {
            return;
        };
        let Some(first) = reports.keys().next().copied() else {
            sink.uncertain("PT-10", "年报栏还没有年报");
            return;
        };
        let missing = missing(first, last_due(site), |year| reports.contains_key(&year));
        if missing.is_empty() || site.has_unread_below(&site.columns[column].folder) {
            return;
        }
        let years: Vec<String> = missing.iter().map(i64::to_string).collect();
        let column = &site.columns[column];
        let finding = Finding::new(
            format!("年报栏缺 {} 年度的年报", years.join("、")),
            "补上缺的年报；没有公布过的，先按《条例》第五十条编制并公布",
        );
        let title = column.source.meta().title().place();
        sink.add(
            &column.source.file.path,
            finding.at(title.unwrap_or(front(column))),
        );
    }
}

/// The last year whose report must be there on the day that is judged by.
fn last_due(site: &Site) -> i64 {
    let config = &site.config;
    // Month and day as one number: 131 is the 31st of January.
    let deadline = config.standard.figures.report_deadline as i64;
    let today = i64::from(config.as_of.month()) * 100 + i64::from(config.as_of.day());
    i64::from(config.as_of.year()) - if today > deadline { 1 } else { 2 }
}

fn missing(first: i64, last: i64, is_there: impl Fn(i64) -> bool) -> Vec<i64> {
    (first..=last).filter(|year| !is_there(*year)).collect()
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn gaps_are_found() {
        let there = |year| [2019, 2021, 2022].contains(&year);
        assert_eq!(missing(2019, 2024, there), [2020, 2023, 2024]);
        assert!(missing(2021, 2022, there).is_empty());
        assert!(missing(2022, 2021, there).is_empty());
    }
}
