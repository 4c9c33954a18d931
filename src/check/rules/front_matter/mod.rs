//! Front matter and structured data as YAML and under their schemas.

pub(super) mod duplicate_field;
pub(super) mod full_width_colon;
pub(super) mod ill_typed_field;
pub(super) mod invalid_yaml;
pub(super) mod missing_field;
pub(super) mod missing_front_matter;
pub(super) mod out_of_range_field;
pub(super) mod unclosed_front_matter;
pub(super) mod unknown_field;
pub(super) mod yaml_reference;
