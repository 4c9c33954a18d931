//! 公开平台: names and order of columns, what stands in them.

mod damaged_search_index;
mod duplicate_title;
mod lone_regulation_column;
mod misnamed_column;
mod misnamed_section;
mod misordered_column;
mod missing_annual_report;
mod missing_application_entry;
mod missing_document_number;
mod news_in_platform;
mod picture_only_document;
mod standalone_site;
mod unsearchable_site;

use crate::{check::Rule, model::Column, source::Span};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &misnamed_section::MisnamedSection,
    &standalone_site::StandaloneSite,
    &misnamed_column::MisnamedColumn,
    &misordered_column::MisorderedColumn,
    &news_in_platform::NewsInPlatform,
    &missing_application_entry::MissingApplicationEntry,
    &lone_regulation_column::LoneRegulationColumn,
    &missing_annual_report::MissingAnnualReport,
    &missing_document_number::MissingDocumentNumber,
    &picture_only_document::PictureOnlyDocument,
    &unsearchable_site::UnsearchableSite,
    &damaged_search_index::DamagedSearchIndex,
    &duplicate_title::DuplicateTitle,
];

/// The start of a column's front matter: the place of a field that is missing.
fn front(column: &Column) -> Span {
    let start = column.source.record.span.start;
    Span::new(start, start)
}
