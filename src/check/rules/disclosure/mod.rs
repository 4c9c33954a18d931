//! 《政府信息公开条例》: guide, fifteen items, time limits, review, application.

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[];
