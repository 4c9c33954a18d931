//! What stands in the body of a page.

mod removed_html;
mod unsafe_svg;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[&removed_html::RemovedHtml, &unsafe_svg::UnsafeSvg];
