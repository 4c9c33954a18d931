//! Rules on the body of a page.

mod deep_nesting;
mod hidden_character;
mod outside_picture;
mod removed_html;
mod unsafe_svg;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &deep_nesting::DeepNesting,
    &removed_html::RemovedHtml,
    &unsafe_svg::UnsafeSvg,
    &outside_picture::OutsidePicture,
    &hidden_character::HiddenCharacter,
];
