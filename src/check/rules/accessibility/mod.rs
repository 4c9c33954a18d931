//! 无障碍 and 网络: what source, theme and pages show of them.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
