//! Working days: the State Council's arrangement of holidays, year by year.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::yaml::Node;

/// The days off and the weekends worked, of the years that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Year {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

impl Calendar {
    /// True for a working day; `None` where its year is not known.
    pub fn is_workday(&self, day: Date) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Some(year.worked.contains(&day) || (!is_weekend && !year.off.contains(&day)))
    }

    /// Number of working days after `from`, up to and including `to`; the first day does not count.
    /// A span that runs backwards has none. `None` where a year in between is not known.
    pub fn workdays(&self, from: Date, to: Date) -> Option<u32> {
        let (mut day, mut count) = (from, 0);
        while day < to {
            day = day.tomorrow().ok()?;
            count += u32::from(self.is_workday(day)?);
        }
        Some(count)
    }

    /// The last day of a period of so many working days that begins after `from`.
    pub fn deadline(&self, from: Date, workdays: u32) -> Option<Date> {
        let (mut day, mut left) = (from, workdays);
        while left > 0 {
            day = day.tomorrow().ok()?;
            left -= u32::from(self.is_workday(day)?);
        }
        Some(day)
    }

    /// Puts in a year, or puts another in its place. A day is `2026-01-01`, a range of days
    /// `2026-01-01..2026-01-03`; gives the first text that is neither.
    pub fn put<'t>(
        &mut self,
        year: i16,
        off: impl Iterator<Item = &'t str>,
        worked: impl Iterator<Item = &'t str>,
    ) -> Result<(), String> {
        let mut entry = Year::default();
        for (texts, days) in [
            (off.collect::<Vec<_>>(), &mut entry.off),
            (worked.collect(), &mut entry.worked),
        ] {
            for text in texts {
                days.extend(range(text).ok_or_else(|| text.to_owned())?);
            }
        }
        self.years.insert(year, entry);
        Ok(())
    }

    /// Reads the compiled-in years.
    pub(super) fn read(node: &Node) -> Self {
        let mut calendar = Self::default();
        for entry in node.entries() {
            let days = |name: &str| {
                let node = entry.node.get(name).map(Node::items).unwrap_or_default();
                node.iter().filter_map(Node::text)
            };
            let year = entry.key.parse().unwrap_or_default();
            if let Err(text) = calendar.put(year, days("off"), days("work")) {
                panic!("standard: `{text}` is no day");
            }
        }
        calendar
    }
}

fn range(text: &str) -> Option<Vec<Date>> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to): (Date, Date) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    // A year's holidays are a few weeks; more is a slip of the hand.
    (from <= to && (to - from).get_days() <= 60).then(|| {
        from.series(jiff::Span::new().days(1))
            .take_while(|day| *day <= to)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar() -> Calendar {
        let mut calendar = Calendar::default();
        calendar
            .put(
                2026,
                ["2026-10-01..2026-10-07"].into_iter(),
                ["2026-09-20", "2026-10-10"].into_iter(),
            )
            .unwrap();
        calendar
    }

    #[test]
    fn the_first_day_does_not_count_and_holidays_neither() {
        let calendar = calendar();
        assert_eq!(
            calendar.workdays(date(2026, 9, 30), date(2026, 9, 30)),
            Some(0)
        );
        assert_eq!(
            calendar.workdays(date(2026, 9, 30), date(2026, 10, 8)),
            Some(1)
        );
        assert_eq!(
            calendar.workdays(date(2026, 10, 8), date(2026, 10, 11)),
            Some(2)
        );
        assert_eq!(
            calendar.deadline(date(2026, 9, 30), 3),
            Some(date(2026, 10, 10))
        );
    }

    #[test]
    fn an_unknown_year_is_not_guessed() {
        assert_eq!(
            calendar().workdays(date(2026, 12, 30), date(2027, 1, 5)),
            None
        );
        assert_eq!(
            calendar().put(2027, ["明天"].into_iter(), [].into_iter()),
            Err("明天".to_owned())
        );
    }
}
