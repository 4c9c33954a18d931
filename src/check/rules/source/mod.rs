//! Files as files: encoding, size, links of the file system.

mod byte_order_mark;
mod conflict_marker;
mod crlf_line_ends;
mod internal_error;
mod leftover_file;
mod not_utf8;
mod oversized_source;
mod stray_link;
mod unreadable_name;
mod untaken_file;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &not_utf8::NotUtf8,
    &byte_order_mark::ByteOrderMark,
    &crlf_line_ends::CrlfLineEnds,
    &oversized_source::OversizedSource,
    &stray_link::StrayLink,
    &leftover_file::LeftoverFile,
    &unreadable_name::UnreadableName,
    &internal_error::InternalError,
    &conflict_marker::ConflictMarker,
    &untaken_file::UntakenFile,
];
