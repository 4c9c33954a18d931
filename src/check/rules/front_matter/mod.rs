//! Front matter and structured data as YAML and under their schemas.

mod cut_value;
mod duplicate_field;
mod full_width_colon;
mod full_width_list;
mod ill_typed_field;
mod invalid_yaml;
mod missing_field;
mod missing_front_matter;
mod out_of_range_field;
mod unclosed_front_matter;
mod unknown_field;
mod yaml_reference;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &missing_front_matter::MissingFrontMatter,
    &unclosed_front_matter::UnclosedFrontMatter,
    &full_width_colon::FullWidthColon,
    &full_width_list::FullWidthList,
    &invalid_yaml::InvalidYaml,
    &yaml_reference::YamlReference,
    &missing_field::MissingField,
    &unknown_field::UnknownField,
    &ill_typed_field::IllTypedField,
    &out_of_range_field::OutOfRangeField,
    &duplicate_field::DuplicateField,
    &cut_value::CutValue,
];
