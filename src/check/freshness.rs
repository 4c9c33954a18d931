//! How fresh columns are.

use jiff::civil::Date;

use crate::model::{ColumnId, Site};

/// How fresh a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// The column.
    pub column: ColumnId,
    /// Day of its last update.
    pub last: Option<Date>,
    /// How many days it may go without one.
    pub allowed: i64,
    /// Days until it goes stale.
    pub left: Option<i64>,
}

/// Freshness of columns.
pub fn freshness(_site: &Site) -> Vec<Freshness> {
    Vec::new()
}
