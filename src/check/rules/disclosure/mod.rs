//! 《政府信息公开条例》: guide, fifteen items, time limits, review, application.

mod blank_statutory_item;
mod conflicting_contact;
mod excessive_application_field;
mod incomplete_application_form;
mod incomplete_reply_kinds;
mod internal_document;
mod late_publication;
mod late_review;
mod leaked_secrecy_mark;
mod malformed_guide_contact;
mod missing_application_channel;
mod missing_assistance;
mod missing_reading_place;
mod missing_rural_item;
mod missing_supervision;
mod misstated_duty;
mod publication_before_formation;
mod short_consultation;
mod stale_guide;
mod superseded_wording;
mod unexplained_receipt_date;
mod unreviewed_disclosure;
mod unstated_duty;
mod wrong_time_limit;

use crate::{
    check::Rule,
    model::{Column, Page, Site},
    source::Span,
    standard::{Data, Record, Typed, view::ColumnKind},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &stale_guide::StaleGuide,
    &malformed_guide_contact::MalformedGuideContact,
    &leaked_secrecy_mark::LeakedSecrecyMark,
    &internal_document::InternalDocument,
    &late_review::LateReview,
    &unreviewed_disclosure::UnreviewedDisclosure,
    &blank_statutory_item::BlankStatutoryItem,
    &missing_rural_item::MissingRuralItem,
    &missing_reading_place::MissingReadingPlace,
    &late_publication::LatePublication,
    &publication_before_formation::PublicationBeforeFormation,
    &missing_application_channel::MissingApplicationChannel,
    &incomplete_application_form::IncompleteApplicationForm,
    &excessive_application_field::ExcessiveApplicationField,
    &wrong_time_limit::WrongTimeLimit,
    &misstated_duty::MisstatedDuty,
    &conflicting_contact::ConflictingContact,
    &short_consultation::ShortConsultation,
    &unstated_duty::UnstatedDuty,
    &unexplained_receipt_date::UnexplainedReceiptDate,
    &incomplete_reply_kinds::IncompleteReplyKinds,
    &superseded_wording::SupersededWording,
    &missing_assistance::MissingAssistance,
    &missing_supervision::MissingSupervision,
];

/// The kinds of columns that tell residents how to get information.
const INSTRUCTIONS: [ColumnKind; 2] = [ColumnKind::Guide, ColumnKind::Application];

/// A text that residents read, with its place.
struct PlacedText<'s> {
    /// The file.
    path: String,
    /// Its bytes in the file.
    span: Span,
    /// The text.
    text: &'s str,
}

/// Texts of the front pages of the columns of some kinds: bodies, structured data, documents.
fn pieces<'s>(site: &'s Site, kinds: &[ColumnKind]) -> Vec<PlacedText<'s>> {
    let mut found = Vec::new();
    for kind in kinds {
        for (_, column) in site.columns_of_kind(*kind) {
            found.extend(body(
                &column.source.file.path,
                &column.source.file.text,
                &column.source.record,
            ));
            if let Some(data) = &column.data {
                record_texts(&column.data_path(), data, &mut found);
            }
            let pages = column.pages.iter().map(|id| &site.pages[*id]);
            found.extend(pages.filter_map(page_body));
        }
    }
    found
}

/// The body of a document.
fn page_body(page: &Page) -> Option<PlacedText<'_>> {
    let file = &page.document.file;
    body(&file.path, &file.text, &page.document.record)
}

/// The Markdown below a front matter.
fn body<'s>(path: &str, text: &'s str, front_matter: &Record) -> Option<PlacedText<'s>> {
    let span = Span::new(front_matter.span.end.min(text.len()), text.len());
    Some(PlacedText {
        path: path.to_owned(),
        span,
        text: text.get(span.start..)?,
    })
}

fn record_texts<'s>(path: &str, record: &'s Record, found: &mut Vec<PlacedText<'s>>) {
    fn value_texts<'s>(path: &str, value: &'s Typed, found: &mut Vec<PlacedText<'s>>) {
        match &value.data {
            Data::Text(text) => found.push(PlacedText {
                path: path.to_owned(),
                span: value.span,
                text,
            }),
            Data::List(items) => items.iter().for_each(|item| value_texts(path, item, found)),
            Data::Map(record) => record_texts(path, record, found),
            _ => {}
        }
    }
    for (_, _, value) in &record.fields {
        value_texts(path, value, found);
    }
}

/// Text of all columns of some kinds, without blanks and Markdown's emphasis, to look words up in.
fn squeezed(site: &Site, kinds: &[ColumnKind]) -> String {
    let mut all = String::new();
    for piece in pieces(site, kinds) {
        all.extend(
            piece
                .text
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '`')),
        );
        all.push('\n');
    }
    all
}

/// The guide: its column, with its data if there is any.
fn guide(site: &Site) -> Option<&Column> {
    site.column_of_kind(ColumnKind::Guide)
        .and_then(|id| site.columns.get(id))
}

/// Span of a column's title, at which things are told that the column does not say.
fn title_span(column: &Column) -> Span {
    column.source.meta().title().span()
}

/// Checks that any of some words stands in a text.
fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
