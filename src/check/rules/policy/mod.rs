//! 规范性文件 and 政策解读.

mod copied_interpretation;
mod duplicate_document_number;
mod expired_document;
mod foreign_interpreter;
mod late_interpretation;
mod malformed_document_number;
mod mismatched_citation;
mod mismatched_document_year;
mod mismatched_signature;
mod missing_expiry;
mod missing_interpretation;
mod scarce_diversified_interpretation;
mod stale_validity;
mod subdistrict_regulation;
mod thin_interpretation;
mod unlabelled_interpretation_picture;
mod unlinked_interpretation;

use crate::{
    check::Rule,
    model::{Page, Site},
    standard::view::{ColumnKind, Org},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &malformed_document_number::MalformedDocumentNumber,
    &duplicate_document_number::DuplicateDocumentNumber,
    &mismatched_document_year::MismatchedDocumentYear,
    &subdistrict_regulation::SubdistrictRegulation,
    &mismatched_citation::MismatchedCitation,
    &mismatched_signature::MismatchedSignature,
    &missing_expiry::MissingExpiry,
    &expired_document::ExpiredDocument,
    &stale_validity::StaleValidity,
    &missing_interpretation::MissingInterpretation,
    &late_interpretation::LateInterpretation,
    &thin_interpretation::ThinInterpretation,
    &copied_interpretation::CopiedInterpretation,
    &foreign_interpreter::ForeignInterpreter,
    &scarce_diversified_interpretation::ScarceDiversifiedInterpretation,
    &unlabelled_interpretation_picture::UnlabelledInterpretationPicture,
    &unlinked_interpretation::UnlinkedInterpretation,
];

/// Checks that the site's own office issued a document; one that names no issuer counts as its own.
fn is_own(site: &Site, page: &Page) -> bool {
    let Some(issuer) = page.document.meta().issuer().get() else {
        return true;
    };
    [site.config.org(Org::name), site.config.org(Org::short_name)]
        .into_iter()
        .any(|name| !name.is_empty() && issuer.contains(name))
}

/// Checks that a document says that it needs an interpretation.
fn needs_interpretation(site: &Site, page: &Page) -> bool {
    site.has_in(page, ColumnKind::Policies)
        && page.document.meta().needs_interpretation().or_default()
}
