//! 索引号, and the fields of the catalogue of documents.

mod changed_index_number;
mod index_number_gap;
mod malformed_index_number;
mod mismatched_index_year;
mod mismatched_region_code;
mod reused_index_number;
mod unhelpful_abstract;
mod unofficial_issuer;
mod wrong_check_digit;

use crate::{
    check::{
        Rule,
        facts::index_format::{IndexFormat, Parts, USUAL},
    },
    model::{Page, PageId, Site, Target},
    source::Span,
    standard::view::{FieldValue, StandardSettings},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &malformed_index_number::MalformedIndexNumber,
    &wrong_check_digit::WrongCheckDigit,
    &mismatched_region_code::MismatchedRegionCode,
    &mismatched_index_year::MismatchedIndexYear,
    &index_number_gap::IndexNumberGap,
    &changed_index_number::ChangedIndexNumber,
    &reused_index_number::ReusedIndexNumber,
    &unhelpful_abstract::UnhelpfulAbstract,
    &unofficial_issuer::UnofficialIssuer,
];

/// A document's 索引号.
struct Number<'s> {
    page: &'s Page,
    text: &'s str,
    span: Span,
    /// Parts that it is made of, where it has the site's format.
    parts: Option<Parts<'s>>,
}

/// The format that a site sets for itself.
fn own_format(site: &Site) -> FieldValue<&str> {
    let standard = site.config.settings().standard();
    standard.and(StandardSettings::index_format)
}

/// The format that the site's numbers must have; the error says what is wrong with its own.
fn format_of(site: &Site) -> Result<IndexFormat, String> {
    IndexFormat::read(own_format(site).get().unwrap_or(USUAL))
}

/// The documents that are published, by every address that leads to them.
fn published_at(site: &Site) -> impl Iterator<Item = (&str, PageId)> {
    let own = site
        .published()
        .map(|(id, page)| (page.output.as_str(), id));
    let old = site
        .redirects
        .iter()
        .filter_map(|redirect| match redirect.target {
            Target::Page(id) => Some((redirect.output.as_str(), id)),
            _ => None,
        });
    own.chain(old)
}

/// Every 索引号 of the site, of documents that are not published too: numbers are given to all.
fn numbers(site: &Site) -> Vec<Number<'_>> {
    let Ok(format) = format_of(site) else {
        return Vec::new();
    };
    let numbers = site.pages.iter().filter_map(|page| {
        let (text, span) = page.document.meta().index_no().given()?;
        Some(Number {
            page,
            text,
            span,
            parts: format.parts(text),
        })
    });
    numbers.collect()
}
