//! 规范性文件 and 政策解读.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
