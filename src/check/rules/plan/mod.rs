//! The subdistrict's plan, and the province's assessment.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
