//! What stands in the body of a page.

pub(super) mod removed_html;
pub(super) mod unsafe_svg;
