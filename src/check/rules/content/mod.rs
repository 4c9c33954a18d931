//! Rules on the body of a page.

mod ambiguous_sign;
mod deep_nesting;
mod hidden_character;
mod indented_text;
mod literal_markup;
mod lost_text;
mod mistaken_quote;
mod outside_picture;
mod removed_html;
mod run_on_lines;
mod unclosed_fence;
mod undefined_footnote;
mod underlined_heading;
mod uneven_row;
mod unsafe_svg;
mod unused_footnote;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &deep_nesting::DeepNesting,
    &removed_html::RemovedHtml,
    &unsafe_svg::UnsafeSvg,
    &outside_picture::OutsidePicture,
    &hidden_character::HiddenCharacter,
    &lost_text::LostText,
    &uneven_row::UnevenRow,
    &mistaken_quote::MistakenQuote,
    &ambiguous_sign::AmbiguousSign,
    &literal_markup::LiteralMarkup,
    &run_on_lines::RunOnLines,
    &indented_text::IndentedText,
    &underlined_heading::UnderlinedHeading,
    &unclosed_fence::UnclosedFence,
    &undefined_footnote::UndefinedFootnote,
    &unused_footnote::UnusedFootnote,
];
