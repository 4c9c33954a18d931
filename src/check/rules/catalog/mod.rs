//! 标准目录: its rows, and that each reaches content.

mod ambiguous_catalog_choice;
mod catalog_number_gap;
mod duplicate_catalog_row;
mod foreign_catalog_subject;
mod incomplete_village_list;
mod irregular_catalog_header;
mod missing_catalog_domain;
mod missing_website_channel;
mod obsolete_catalog_basis;
mod stale_catalog;
mod uncatalogued_document;
mod unclear_catalog_limit;
mod unfulfilled_catalog_row;
mod unknown_channel;

use crate::{
    check::Rule,
    model::Site,
    source::Span,
    standard::view::{Catalog, CatalogItem, ColumnKind},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &irregular_catalog_header::IrregularCatalogHeader,
    &ambiguous_catalog_choice::AmbiguousCatalogChoice,
    &unknown_channel::UnknownChannel,
    &missing_website_channel::MissingWebsiteChannel,
    &unclear_catalog_limit::UnclearCatalogLimit,
    &foreign_catalog_subject::ForeignCatalogSubject,
    &obsolete_catalog_basis::ObsoleteCatalogBasis,
    &unfulfilled_catalog_row::UnfulfilledCatalogRow,
    &uncatalogued_document::UncataloguedDocument,
    &stale_catalog::StaleCatalog,
    &duplicate_catalog_row::DuplicateCatalogRow,
    &catalog_number_gap::CatalogNumberGap,
    &missing_catalog_domain::MissingCatalogDomain,
    &incomplete_village_list::IncompleteVillageList,
];

/// The catalogue: the path of its file, and what it says.
fn catalog(site: &Site) -> Option<(String, Catalog<'_>)> {
    let column = &site.columns[site.column_of_kind(ColumnKind::Catalog)?];
    Some((column.data_path(), column.catalog()?))
}

/// Name of a row in a message: `JD-001“值班安排”`.
fn name(row: CatalogItem<'_>) -> String {
    let (id, matter) = (row.id().or_default(), row.level2().or_default());
    format!("{id}“{matter}”")
}

/// Places at which the catalogue names what its rows rest on: file and span. A rule of this family
/// tells which of it is out of force.
pub(super) fn bases(site: &Site) -> Vec<(String, Span)> {
    let Some((path, data)) = catalog(site) else {
        return Vec::new();
    };
    data.items()
        .into_iter()
        .filter_map(|row| Some((path.clone(), row.basis().place()?)))
        .collect()
}
