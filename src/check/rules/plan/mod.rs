//! The subdistrict's plan, and the province's ways of assessment.

mod incomplete_contacts;
mod incomplete_work_report;
mod low_assessment_weight;
mod misordered_procedure;
mod missing_annual_plan;
mod missing_leading_group;
mod missing_training;
mod overdue_task;

use std::ops::RangeInclusive;

use crate::{
    check::Rule,
    model::{Page, Site},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &misordered_procedure::MisorderedProcedure,
    &incomplete_contacts::IncompleteContacts,
    &low_assessment_weight::LowAssessmentWeight,
    &missing_training::MissingTraining,
    &incomplete_work_report::IncompleteWorkReport,
    &overdue_task::OverdueTask,
    &missing_annual_plan::MissingAnnualPlan,
    &missing_leading_group::MissingLeadingGroup,
];

/// The year of the plan: what it asks for every year begins with it.
const FIRST_YEAR: i16 = 2022;

/// The years in which something must have been done: from the first document's, not before the
/// plan's, to the last full one; this year too from `month` on.
fn years(site: &Site, month: i8) -> RangeInclusive<i16> {
    let as_of = site.config.as_of;
    let oldest = site
        .published()
        .filter_map(|(_, page)| page.document.published)
        .last();
    let first = oldest.map_or(as_of.year(), jiff::civil::DateTime::year);
    let last = if as_of.month() >= month {
        as_of.year()
    } else {
        as_of.year() - 1
    };
    first.max(FIRST_YEAR)..=last
}

/// Recognises a title that speaks of open government.
fn is_of_disclosure(title: &str) -> bool {
    title.contains("政务公开") || title.contains("政府信息公开")
}

/// A document's text after its front matter.
fn body(page: &Page) -> &str {
    let document = &page.document;
    let text = document.file.text.get(document.record.span.end..);
    text.unwrap_or_default()
}

/// `2023、2024`.
fn list(years: &[i16]) -> String {
    let years: Vec<String> = years.iter().map(i16::to_string).collect();
    years.join("、")
}
