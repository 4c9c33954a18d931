//! 年度报告: sections, the 42 identities, what text and tables say.

mod blank_report_cell;
mod broken_carry_over;
mod contradictory_report_text;
mod impossible_regulation_count;
mod inconsistent_document_count;
mod late_annual_report;
mod misnamed_report;
mod missing_report_section;
mod one_sided_report;
mod repeated_report;
mod thin_report_overview;
mod unbalanced_report;
mod unmentioned_litigation;
mod unreported_processing_fee;

use crate::check::Rule;

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
