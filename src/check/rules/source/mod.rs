//! Files as files: encoding, size, links of the file system.

pub(super) mod byte_order_mark;
pub(super) mod crlf_line_ends;
pub(super) mod not_utf8;
pub(super) mod oversized_source;
pub(super) mod stray_link;
pub(super) mod unreadable_name;
