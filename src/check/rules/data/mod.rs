//! Files that structured data is kept in, and files that fields name.

pub(super) mod missing_file;
pub(super) mod unreadable_table;
