//! Days since each column was updated, and days for which it may still rest.

use jiff::civil::Date;

use crate::{
    model::{ColumnId, Site},
    standard::{Data, Record, view::ColumnKind},
};

/// A column that must be updated within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// The column.
    pub column: ColumnId,
    /// Source of the period.
    pub period: Period,
    /// Days within which it must be updated.
    pub allowed: i64,
    /// Day of its last update: of its newest document, or the newest in its structured data.
    pub last: Option<Date>,
    /// Days until it counts as stale: 0 or less once it does. Absent where nothing in it bears a
    /// date.
    pub left: Option<i64>,
}

/// Sources of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The inspection: two weeks for 动态 at the top.
    News,
    /// The inspection: six months for 通知公告 and 政策文件 at the top.
    Notices,
    /// The column's own 更新期限, which goes before those of the inspection.
    Own,
}

impl Freshness {
    /// Checks that the period is over.
    pub fn is_stale(&self) -> bool {
        self.left.is_some_and(|days| days <= 0)
    }
}

/// The columns that must be updated within a period, in the order of the rail.
pub fn freshness(site: &Site) -> Vec<Freshness> {
    let figures = &site.config.standard.figures;
    let mut found = Vec::new();
    for (id, column) in site.columns.iter().enumerate().skip(1) {
        let own = column.source.meta().max_age().get();
        let (period, allowed) = match (own, column.kind) {
            (Some(days), _) => (Period::Own, days),
            (None, ColumnKind::News) if column.parent == Some(0) => {
                (Period::News, figures.news_days as i64)
            }
            (None, ColumnKind::Notices | ColumnKind::Policies) if column.parent == Some(0) => {
                (Period::Notices, figures.notice_days as i64)
            }
            _ => continue,
        };
        let last = last(site, id);
        found.push(Freshness {
            column: id,
            period,
            allowed,
            last,
            left: last.map(|day| allowed - age(day, site.config.as_of)),
        });
    }
    found
}

/// Full days from one day to another; a day to come is no days ago.
pub(super) fn age(day: Date, as_of: Date) -> i64 {
    i64::from((as_of - day).get_days().max(0))
}

/// The newest day in a column and those below it that is not still to come.
fn last(site: &Site, id: ColumnId) -> Option<Date> {
    let column = &site.columns[id];
    // Pages come newest first.
    let pages = column
        .pages
        .iter()
        .filter_map(|page| site.pages[*page].document.published)
        .map(jiff::civil::DateTime::date)
        .find(|day| *day <= site.config.as_of);
    let data = column.data.iter().flat_map(days_of);
    let below = column
        .children
        .iter()
        .filter_map(|child| last(site, *child));
    pages
        .into_iter()
        .chain(data.filter(|day| *day <= site.config.as_of))
        .chain(below)
        .max()
}

/// The days on which structured data says that something of it was made or looked over: those of
/// itself and of its entries, but no terms that are still to be kept.
fn days_of(data: &Record) -> Vec<Date> {
    const NAMES: [&str; 3] = ["updated", "verified_on", "date"];
    let own = NAMES.iter().filter_map(|name| data.date(name));
    let entries = data
        .fields
        .iter()
        .filter_map(|(_, _, value)| match &value.data {
            Data::List(items) => Some(items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| item.record())
        .flat_map(|record| NAMES.iter().filter_map(|name| record.date(name)));
    own.chain(entries).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn age_counts_full_days() {
        assert_eq!(age(date(2026, 11, 6), date(2026, 11, 20)), 14);
        assert_eq!(age(date(2026, 11, 21), date(2026, 11, 20)), 0);
        assert_eq!(age(date(2025, 12, 31), date(2026, 1, 1)), 1);
    }
}
