//! 单项否决 and 扣分: freshness, blank columns, services.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
