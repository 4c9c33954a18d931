//! The rules, one file each. Adding a rule: write the file, add one line here.

mod content;
mod data;
mod front_matter;
mod links;
mod site;
mod source;

use super::Rule;

/// Every rule, in the order of the manual.
pub static RULES: &[&dyn Rule] = &[
    &source::not_utf8::NotUtf8,
    &source::byte_order_mark::ByteOrderMark,
    &source::crlf_line_ends::CrlfLineEnds,
    &source::oversized_source::OversizedSource,
    &source::stray_link::StrayLink,
    &source::unreadable_name::UnreadableName,
    &front_matter::missing_front_matter::MissingFrontMatter,
    &front_matter::unclosed_front_matter::UnclosedFrontMatter,
    &front_matter::full_width_colon::FullWidthColon,
    &front_matter::invalid_yaml::InvalidYaml,
    &front_matter::yaml_reference::YamlReference,
    &front_matter::missing_field::MissingField,
    &front_matter::unknown_field::UnknownField,
    &front_matter::ill_typed_field::IllTypedField,
    &front_matter::out_of_range_field::OutOfRangeField,
    &front_matter::duplicate_field::DuplicateField,
    &data::unreadable_table::UnreadableTable,
    &data::missing_file::MissingFile,
    &content::removed_html::RemovedHtml,
    &content::unsafe_svg::UnsafeSvg,
    &site::duplicate_index_number::DuplicateIndexNumber,
    &site::duplicate_permalink::DuplicatePermalink,
    &site::missing_column_index::MissingColumnIndex,
    &site::missing_statutory_column::MissingStatutoryColumn,
    &site::future_publication::FuturePublication,
    &links::unresolved_relation::UnresolvedRelation,
    &links::unpublished_target::UnpublishedTarget,
    &links::broken_link::BrokenLink,
    &links::broken_anchor::BrokenAnchor,
];
