//! 年度报告: sections, the 42 identities, what text and tables say.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
