//! Days and times as people write them.

use jiff::civil::{Date, Time};

/// Day, and the time where one is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// The day.
    pub(super) date: Date,
    /// The time, to the minute.
    pub(super) time: Option<Time>,
    /// True if it is of another time zone than Beijing's.
    pub(super) is_elsewhere: bool,
}

impl Moment {
    /// The moment as fields of dates and times have it: `2026-01-31`, `2026-01-31 09:30`.
    pub(super) fn written(&self) -> String {
        match self.time {
            Some(time) => format!("{} {:02}:{:02}", self.date, time.hour(), time.minute()),
            None => self.date.to_string(),
        }
    }
}

/// Reads a moment in any of the ways that people and programs write it: `2026年11月16日`, `2022/9/20`,
/// `20261116`, `2026-11-17T9:30:00+08:00`.
///
/// Nothing where it is none of these, or no day of the calendar.
pub(super) fn read(text: &str) -> Option<Moment> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let (year, rest) = number(&plain)?;
    if year.len() == 8 {
        let date = date(&year[..4], &year[4..6], &year[6..])?;
        return finish(date, rest);
    }
    if year.len() != 4 {
        return None;
    }
    let sign = rest.chars().next()?;
    let (month, rest) = number(rest.strip_prefix(['年', '-', '/', '.'])?.trim_start())?;
    let rest = rest.strip_prefix(if sign == '年' { '月' } else { sign })?;
    let (day, rest) = number(rest.trim_start())?;
    let rest = if sign == '年' {
        rest.strip_prefix(['日', '号']).unwrap_or(rest)
    } else {
        rest
    };
    finish(date(year, month, day)?, rest)
}

/// A moment as fields have it, from any of the ways of writing it or from the number that spreadsheets
/// count days by; nothing where it is none.
pub fn written_moment(text: &str) -> Option<String> {
    /// Days from 1954 to 2119, as spreadsheets count.
    const SERIALS: std::ops::Range<i32> = 20_000..80_000;
    if let Some(moment) = read(text).filter(|moment| !moment.is_elsewhere) {
        return Some(moment.written());
    }
    let serial: i32 = text.trim().parse().ok()?;
    let first = Date::constant(1899, 12, 30);
    let day = first.checked_add(jiff::Span::new().days(serial)).ok();
    day.filter(|_| SERIALS.contains(&serial))
        .map(|day| day.to_string())
}

/// Reads what follows the day.
fn finish(date: Date, rest: &str) -> Option<Moment> {
    let rest = rest.trim_start_matches([' ', 'T', 't', ',']);
    if rest.is_empty() {
        let (time, is_elsewhere) = (None, false);
        return Some(Moment {
            date,
            time,
            is_elsewhere,
        });
    }
    let is_late = rest.starts_with("下午") || rest.starts_with("晚上");
    let rest = ["上午", "下午", "晚上"]
        .iter()
        .find_map(|part| rest.strip_prefix(part))
        .unwrap_or(rest);
    let (hour, rest) = number(rest)?;
    let hour: i8 = hour.parse().ok()?;
    let hour = if is_late && hour < 12 {
        hour + 12
    } else {
        hour
    };
    let rest = rest.strip_prefix([':', '时', '点'])?;
    let (minute, rest) = match number(rest) {
        Some((minute, rest)) => (
            minute.parse().ok()?,
            rest.strip_prefix('分').unwrap_or(rest),
        ),
        None if rest.is_empty() => (0, rest),
        None => return None,
    };
    let rest = match rest.strip_prefix(':') {
        Some(seconds) => {
            let (_, rest) = number(seconds)?;
            match rest.strip_prefix('.') {
                Some(parts) => number(parts)?.1,
                None => rest,
            }
        }
        None => rest,
    };
    let is_elsewhere = match rest.trim_start() {
        "" | "+08:00" | "+0800" | "+08" | "+8" => false,
        zone if zone.starts_with(['+', '-', 'Z', 'z']) => true,
        _ => return None,
    };
    let time = Time::new(hour, minute, 0, 0).ok()?;
    Some(Moment {
        date,
        time: Some(time),
        is_elsewhere,
    })
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The digits that a text begins with, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (1..=9).contains(&end).then(|| text.split_at(end))
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '：' | '－' | '／' | '．' | '，' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        '—' | '–' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_they_are_written() {
        for (text, wanted) in [
            ("2026年11月6日", "2026-11-06"),
            ("2022/9/20", "2022-09-20"),
            ("2026.1.5", "2026-01-05"),
            ("20261116", "2026-11-16"),
            ("２０２６－１１－１６", "2026-11-16"),
            ("2026-11-17 09:30:00", "2026-11-17 09:30"),
            ("2026-11-17T9:30:12.5+08:00", "2026-11-17 09:30"),
            ("2026-11-17 9：30", "2026-11-17 09:30"),
            ("2026年11月17日下午3时", "2026-11-17 15:00"),
        ] {
            let moment = read(text).unwrap_or_else(|| panic!("{text}"));
            assert!(!moment.is_elsewhere);
            assert_eq!(moment.written(), wanted, "{text}");
        }
        assert_eq!(written_moment("46342").as_deref(), Some("2026-11-16"));
        assert_eq!(written_moment("12"), None);
        assert!(read("2026-11-17T01:30:00Z").is_some_and(|moment| moment.is_elsewhere));
        for text in [
            "2026-13-01",
            "2026年2月30日",
            "六月一日",
            "2026",
            "2026-11",
            "26/9/20",
            "2026-11-17 25:00",
            "2026-11-17 甲",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
