//! 年度报告: sections, the 42 identities, what text and tables say.

mod blank_report_cell;
mod broken_carry_over;
mod contradictory_report_text;
mod figures;
mod hand_table;
mod identities;
mod impossible_regulation_count;
mod inconsistent_document_count;
mod late_annual_report;
mod misnamed_report;
mod missing_report_section;
mod one_sided_report;
mod repeated_report;
pub(super) mod text;
mod thin_report_overview;
mod unbalanced_report;
mod unmentioned_litigation;
mod unreported_processing_fee;

use crate::{
    check::Rule,
    model::{Page, Site},
    parse::Heading,
    source::Span,
    standard::view::ColumnKind,
};

use figures::{Cell, Figures};
use text::Plain;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &missing_report_section::MissingReportSection,
    &misnamed_report::MisnamedReport,
    &late_annual_report::LateAnnualReport,
    &thin_report_overview::ThinReportOverview,
    &one_sided_report::OneSidedReport,
    &unreported_processing_fee::UnreportedProcessingFee,
    &repeated_report::RepeatedReport,
    &unbalanced_report::UnbalancedReport,
    &blank_report_cell::BlankReportCell,
    &broken_carry_over::BrokenCarryOver,
    &inconsistent_document_count::InconsistentDocumentCount,
    &impossible_regulation_count::ImpossibleRegulationCount,
    &contradictory_report_text::ContradictoryReportText,
    &unmentioned_litigation::UnmentionedLitigation,
];

/// The titles of the six parts, word for word (国办公开办函〔2021〕30号).
const PARTS: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// The first year whose report has the form of 2021.
const FORM_SINCE: i64 = 2021;

/// A report of one year.
struct Report<'s> {
    page: &'s Page,
    year: i64,
}

/// One part of a report.
struct Part<'s> {
    heading: &'s Heading,
    /// Place of its numeral: 0 for 一.
    number: usize,
    /// Its title without numeral and blanks.
    title: String,
    /// Its bytes below the heading.
    span: Span,
}

impl<'s> Report<'s> {
    /// A document as a report; nothing where it stands elsewhere or says no year.
    fn of(site: &Site, page: &'s Page) -> Option<Self> {
        if site.columns[page.column].kind != ColumnKind::AnnualReports {
            return None;
        }
        let year = page.document.meta().year().get()?;
        Some(Self { page, year })
    }

    /// A report that must have the form of 2021.
    fn of_form(site: &Site, page: &'s Page) -> Option<Self> {
        Self::of(site, page).filter(|report| report.year >= FORM_SINCE)
    }

    /// All reports, the latest year first; of two for a year the one published last.
    fn all(site: &'s Site) -> Vec<Self> {
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
    fn pairs(site: &'s Site) -> Vec<(Self, Self)> {
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

    fn path(&self) -> &'s str {
        &self.page.document.file.path
    }

    /// Where to tell what the report as a whole lacks.
    fn title_span(&self) -> Span {
        self.page.document.meta().title().span()
    }

    /// Its figures: those of its YAML, then those of tables written by hand.
    fn figures(&self) -> Vec<Figures> {
        let by_hand = hand_table::figures(&self.page.document);
        Figures::of_data(self.page)
            .into_iter()
            .chain(by_hand)
            .collect()
    }

    /// Its parts in the order they stand in.
    fn parts(&self) -> Vec<Part<'s>> {
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
            found.push(Part {
                heading,
                number,
                title,
                span: Span::new(heading.span.end.min(end), end),
            });
        }
        found
    }

    /// The part with a title, or else with its numeral.
    fn part(&self, number: usize) -> Option<Part<'s>> {
        let mut parts = self.parts();
        let by_title = parts.iter().position(|part| part.title == PARTS[number]);
        let at = by_title.or_else(|| parts.iter().position(|part| part.number == number))?;
        Some(parts.swap_remove(at))
    }

    fn text(&self, span: Span) -> Plain {
        Plain::read(&self.page.document.file.text, span)
    }

    /// Whether the figures come with a word on why they differ from those of other years.
    fn explains_differences(&self) -> bool {
        let figures = self.page.report_figures();
        figures.is_some_and(|figures| figures.difference_note().get().is_some())
    }
}

/// A number of a table.
#[derive(Debug, Clone, Copy)]
struct Known<'f> {
    value: i64,
    span: Span,
    path: &'f str,
}

/// The first of several figures that has a number in a cell.
fn known(figures: &[Figures], cell: impl Fn(&Figures) -> Cell) -> Option<Known<'_>> {
    figures.iter().find_map(|figures| {
        let cell = cell(figures);
        Some(Known {
            value: cell.value()?,
            span: cell.span,
            path: &figures.path,
        })
    })
}
