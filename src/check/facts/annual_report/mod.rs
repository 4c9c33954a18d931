//! A 年度报告 as rules see it: its year, its parts, its figures.

mod figures;
mod hand_table;
mod identities;

use crate::{
    model::{Page, Site},
    parse::Heading,
    source::Span,
    standard::view::ColumnKind,
};

use super::plain_text::Plain;

pub(crate) use figures::{
    APPLICANTS, CARRIED_IN, CARRIED_OUT, Cell, CellValue, DISPUTES, DOCUMENTS, NEW, RESULTS,
    ReportTables,
};
pub(crate) use identities::breaches;

/// The titles of the six parts, word for word (国办公开办函〔2021〕30号).
pub(crate) const PARTS: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];
pub(crate) const NUMERALS: [&str; 10] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// The first year whose report has the form of 2021.
pub(crate) const FORM_SINCE: i64 = 2021;

/// A report of one year.
pub(crate) struct AnnualReport<'s> {
    pub(crate) page: &'s Page,
    pub(crate) year: i64,
}

/// One part of a report.
pub(crate) struct ReportPart<'s> {
    pub(crate) heading: &'s Heading,
    /// Place of its numeral: 0 for 一.
    pub(crate) number: usize,
    /// Its title without numeral and blanks.
    pub(crate) title: String,
    /// Its bytes below the heading.
    pub(crate) span: Span,
}

impl<'s> AnnualReport<'s> {
    /// A document as a report; nothing where it stands elsewhere or says no year.
    pub(crate) fn of(site: &Site, page: &'s Page) -> Option<Self> {
        if !site.has_in(page, ColumnKind::AnnualReports) {
            return None;
        }
        let year = page.document.meta().year().get()?;
        Some(Self { page, year })
    }

    /// A report that must have the form of 2021.
    pub(crate) fn of_form(site: &Site, page: &'s Page) -> Option<Self> {
        Self::of(site, page).filter(|report| report.year >= FORM_SINCE)
    }

    /// All reports, the latest year first; of two for a year the one published last.
    pub(crate) fn all(site: &'s Site) -> Vec<Self> {
        let mut found: Vec<Self> = site
            .pages
            .iter()
            .filter_map(|page| Self::of(site, page))
            .collect();
        found.sort_by_key(|report| std::cmp::Reverse(report.year));
        found.dedup_by_key(|report| report.year);
        found
    }

    /// Each report with that of the year before.
    pub(crate) fn pairs(site: &'s Site) -> Vec<(Self, Self)> {
        let mut reports = Self::all(site).into_iter().peekable();
        let mut found = Vec::new();
        while let Some(report) = reports.next() {
            if let Some(before) = reports.peek()
                && before.year + 1 == report.year
            {
                let Self { page, year } = *before;
                found.push((report, Self { page, year }));
            }
        }
        found
    }

    pub(crate) fn path(&self) -> &'s str {
        &self.page.document.file.path
    }

    /// Span of the title, at which things are told that the report as a whole lacks.
    pub(crate) fn title_span(&self) -> Span {
        self.page.document.meta().title().span()
    }

    /// Its figures: those of its YAML, then those of tables written by hand.
    pub(crate) fn figures(&self) -> Vec<ReportTables> {
        let by_hand = hand_table::figures(&self.page.document);
        ReportTables::of_data(self.page)
            .into_iter()
            .chain(by_hand)
            .collect()
    }

    /// Its parts in the order they stand in.
    pub(crate) fn parts(&self) -> Vec<ReportPart<'s>> {
        let document = &self.page.document;
        let numbered = |heading: &Heading| {
            let text: String = heading.text.split_whitespace().collect();
            // A title without its numeral is known by its words.
            if let Some(number) = PARTS.iter().position(|title| *title == text) {
                return Some((number, text));
            }
            let numeral = text.chars().next()?.to_string();
            let number = NUMERALS.iter().position(|known| *known == numeral)?;
            let title = text[numeral.len()..].strip_prefix(['、', '.', '．', '，', ','])?;
            Some((number, title.to_owned()))
        };
        let headings = &document.body.headings;
        let level = headings
            .iter()
            .filter(|heading| numbered(heading).is_some())
            .map(|heading| heading.level)
            .min();
        let mut found = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let (true, Some((number, title))) = (Some(heading.level) == level, numbered(heading))
            else {
                continue;
            };
            let next = headings[at + 1..]
                .iter()
                .find(|next| next.level <= heading.level);
            let end = next.map_or(document.file.text.len(), |next| next.span.start);
            found.push(ReportPart {
                heading,
                number,
                title,
                span: Span::new(heading.span.end.min(end), end),
            });
        }
        found
    }

    /// The part with a title, or else with its numeral.
    pub(crate) fn part(&self, number: usize) -> Option<ReportPart<'s>> {
        let mut parts = self.parts();
        let by_title = parts.iter().position(|part| part.title == PARTS[number]);
        let at = by_title.or_else(|| parts.iter().position(|part| part.number == number))?;
        Some(parts.swap_remove(at))
    }

    pub(crate) fn text(&self, span: Span) -> Plain {
        Plain::read(&self.page.document.file.text, span)
    }

    /// Checks that the figures come with a word on why they differ from those of other years.
    pub(crate) fn explains_differences(&self) -> bool {
        let figures = self.page.report_figures();
        figures.is_some_and(|figures| figures.difference_note().get().is_some())
    }
}

/// A number of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatedCount<'f> {
    pub(crate) value: i64,
    pub(crate) span: Span,
    pub(crate) path: &'f str,
}

/// The first of several figures that has a number in a cell.
pub(crate) fn known(
    figures: &[ReportTables],
    cell: impl Fn(&ReportTables) -> Cell,
) -> Option<StatedCount<'_>> {
    figures.iter().find_map(|figures| {
        let cell = cell(figures);
        Some(StatedCount {
            value: cell.value()?,
            span: cell.span,
            path: &figures.path,
        })
    })
}
