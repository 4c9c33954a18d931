use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::ColumnKind,
};

use super::needs_interpretation;

declare_rule! {
    /// 查出多样化解读占比不够的年份。
    ///
    /// ## 为什么
    ///
    /// 工作方案规定多样化方式解读“2022年不得少于70％，自2022年起不得少于90％”，两个数互相矛盾，所以低于70％和低于90％分别说明，按哪一个由人确认。比例是有图解、视频、音频、动漫、问答、发布会解读的文件数，除以当年发布的应解读文件数；2022年以前的不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -解读形式: [文字, 图解]
    /// +解读形式: [文字]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -解读形式: [文字, 图解]
    /// +解读形式: [文字, 问答]
    /// ```
    ScarceDiversifiedInterpretation {
        id: "scarce-diversified-interpretation", severity: Warning,
        requirements: ["JD-6", "DED-5"], since: "0.1.0"
    }
}

/// The year in which the plan begins.
const SINCE: i16 = 2022;
/// Number of documents that a finding points at, at most.
const MOST_RELATED: usize = 4;

impl Rule for ScarceDiversifiedInterpretation {
    fn site(&self, site: &Site, sink: &mut Sink) {
        // What cannot be read may be an interpretation.
        if site.unread_may_contain("解读形式") {
            return;
        }
        let mut years: BTreeMap<i16, Vec<(&Page, bool)>> = BTreeMap::new();
        for (_, page) in site.published() {
            if let Some(published) = page.document.published
                && published.year() >= SINCE
                && needs_interpretation(site, page)
            {
                let is_diversified = page.interpretations.iter().any(|id| {
                    let mut forms = site.pages[*id].document.meta().forms().into_iter();
                    forms.any(|form| form != "文字")
                });
                years
                    .entry(published.year())
                    .or_default()
                    .push((page, is_diversified));
            }
        }
        let column = site
            .column_of_kind(ColumnKind::Interpretations)
            .unwrap_or_default();
        let column = &site.columns[column].source;
        let standard = &site.config.standard;
        let (least, goal) = (
            standard.figures.diversified_least,
            standard.figures.diversified_goal,
        );
        for (year, pages) in years {
            let diversified = pages.iter().filter(|(_, is_diversified)| *is_diversified);
            let (some, all) = (diversified.count(), pages.len());
            let share = some as f64 * 100.0 / all as f64;
            let limit = if share < least {
                least
            } else if share < goal {
                goal
            } else {
                continue;
            };
            let message = format!(
                "{year}年应解读的 {all} 件文件，有多样化解读的 {some} 件，占 {share:.0}%，低于 {limit}%"
            );
            let help = "给只有文字解读的文件补图解、问答、音视频等，写进“解读形式”";
            let finding = Finding::new(message, help).at(column.meta().title().span());
            let plain = pages.iter().filter(|(_, is_diversified)| !is_diversified);
            let finding = plain
                .take(MOST_RELATED)
                .fold(finding, |finding, (page, _)| {
                    let span = page.document.meta().title().span();
                    finding.related(&page.document.file.path, span, "没有多样化解读")
                });
            sink.add(&column.file.path, finding);
        }
    }
}
