//! Days and periods as they are found by a pattern with the groups `y`, `m`, `d` and, for the last day,
//! `y2`, `m2`, `d2`.

use jiff::civil::Date;
use regex::Captures;

/// Pattern of a day: `2026年6月3日`.
pub(crate) const DAY: &str = "(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日";

/// Pattern of what follows the first day of a period: `至6月9日`.
pub(crate) const TO_DAY: &str =
    "(?:至|到|—+|-|~|～)(?:(?P<y2>[0-9]{4})年)?(?:(?P<m2>[0-9]{1,2})月)?(?P<d2>[0-9]{1,2})日";

/// The day that a text is, as [`DAY`] finds it; none if the calendar does not have it.
pub(crate) fn written(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    date(year, month, rest.strip_suffix('日')?)
}

/// The first day, where the calendar has it.
pub(crate) fn day(found: &Captures<'_>) -> Option<Date> {
    date(part(found, "y")?, part(found, "m")?, part(found, "d")?)
}

/// The first and the last day; year and month of the last may be those of the first.
pub(crate) fn period(found: &Captures<'_>) -> Option<(Date, Date)> {
    let (year, month) = (part(found, "y")?, part(found, "m")?);
    let last = date(
        part(found, "y2").unwrap_or(year),
        part(found, "m2").unwrap_or(month),
        part(found, "d2")?,
    )?;
    Some((day(found)?, last))
}

fn part<'t>(found: &Captures<'t>, name: &str) -> Option<&'t str> {
    found.name(name).map(|part| part.as_str())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
