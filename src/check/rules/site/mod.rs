//! Columns and addresses of the site as a whole.

pub(super) mod duplicate_index_number;
pub(super) mod duplicate_permalink;
pub(super) mod future_publication;
pub(super) mod missing_column_index;
pub(super) mod missing_statutory_column;
