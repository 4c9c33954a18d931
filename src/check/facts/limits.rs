//! 公开时限 as catalogues state it: what a cell promises, in a shape that rules can reckon with.
//!
//! A cell may promise several things at once (`自信息形成或者变更之日起20个工作日内，长期公开`);
//! [`parse`] gives all of them, in order, and nothing where the cell promises nothing that can be
//! held against a date or a habit (`按规定`, `适时`).

use crate::standard::{Vocabulary, Words};

/// One thing that a 公开时限 promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Period of so many working days: `20个工作日内`.
    Workdays(u32, Start),
    /// Period of so many days of the calendar: `20日内`, `24小时内`, `1个月内` (30 days).
    Days(u32, Start),
    /// Day of the year by the end of which it comes: `每年1月31日前`.
    Date {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// As it comes: `及时`, `实时`, `当日`.
    Promptly,
    /// Again and again: `每季度`, `每年`, `定期`.
    Regularly,
    /// Time for which it stays, not the day by which it comes: `永久公开`, `长期`.
    Lasting,
}

/// Event from which a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// The information coming about, or changing: what Article 26 counts from.
    Formation,
    /// Something else: a budget being approved, an application being received.
    Other,
    /// It does not say.
    Unsaid,
}

impl Limit {
    /// Checks that it can be counted from the day that a document was formed.
    pub(crate) fn is_from_formation(self) -> bool {
        matches!(
            self,
            Self::Workdays(_, Start::Formation | Start::Unsaid)
                | Self::Days(_, Start::Formation | Start::Unsaid)
        )
    }
}

/// Longest period that is taken for one; more is a year or a number of something else.
const LONGEST: u32 = 1000;

/// Everything that a cell promises, numbers first.
pub(crate) fn parse(text: &str, vocabulary: &Vocabulary) -> Vec<Limit> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Vec::new();
    for sentence in text.split(['。', '；', ';']) {
        periods(sentence, &vocabulary.formation, &mut found);
    }
    let worded = [
        (&vocabulary.prompt_limits, Limit::Promptly),
        (&vocabulary.regular_limits, Limit::Regularly),
        (&vocabulary.lasting_limits, Limit::Lasting),
    ];
    let said = worded.into_iter().filter(|(words, _)| words.any_in(&text));
    found.extend(said.map(|(_, limit)| limit));
    found
}

fn periods(sentence: &str, formation: &Words, found: &mut Vec<Limit>) {
    let (mut start, mut month, mut from) = (Start::Unsaid, None, 0);
    for number in numbers(sentence) {
        let (before, after) = (&sentence[from..number.start], &sentence[number.end..]);
        from = number.end;
        // A second period of the same sentence counts from where the first one does.
        start = start_of(before, formation).unwrap_or(start);
        if let Some(month) = month.take()
            && before == "月"
        {
            let day = i8::try_from(number.value).unwrap_or_default();
            if after.starts_with(['日', '号']) && (1..=31).contains(&day) {
                found.push(Limit::Date { month, day });
            }
            continue;
        }
        if let Some(rest) = after.strip_prefix('月')
            && let Ok(named @ 1..=12) = i8::try_from(number.value)
        {
            month = Some(named);
            if rest.starts_with(['底', '末']) {
                let day = match named {
                    2 => 28,
                    4 | 6 | 9 | 11 => 30,
                    _ => 31,
                };
                found.push(Limit::Date { month: named, day });
            }
        }
        if (1..=LONGEST).contains(&number.value) {
            found.extend(period(number.value, start, before, after));
        }
    }
}

/// The period that a number and the words around it make.
fn period(number: u32, start: Start, before: &str, after: &str) -> Option<Limit> {
    let unit = after.strip_prefix('个').unwrap_or(after);
    let units = [
        ("工作日", Limit::Workdays(number, start)),
        ("工作天", Limit::Workdays(number, start)),
        ("自然日", Limit::Days(number, start)),
        ("日", Limit::Days(number, start)),
        ("天", Limit::Days(number, start)),
        ("小时", Limit::Days(number.div_ceil(24), start)),
        ("月", Limit::Days(number * 30, start)),
    ];
    let (rest, limit) = units
        .into_iter()
        .find_map(|(name, limit)| Some((unit.strip_prefix(name)?, limit)))?;
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let is_within = rest.starts_with('内') || rest.starts_with("以内") || rest.starts_with("之内");
    let is_most = ends(&["不超过", "不得超过", "最长", "最迟", "限"]);
    // `公示7天`, `不少于7个工作日`: how long it hangs there.
    let clause = before.rsplit(['，', ',']).next().unwrap_or_default();
    let is_duration = ends(&["不少于", "不得少于", "不低于", "至少", "满"])
        || (clause.contains("公示") && !clause.contains('后') && !is_within);
    // A cell may well read `20个工作日` and no more.
    let is_bare = matches!(limit, Limit::Workdays(..)) && !rest.starts_with(['后', '前']);
    ((is_within || is_most || is_bare) && !is_duration).then_some(limit)
}

/// Event that the words before a number count from, where they say so.
fn start_of(before: &str, formation: &Words) -> Option<Start> {
    if formation.any_in(before) {
        return Some(Start::Formation);
    }
    (before.contains('起') || before.contains('后')).then_some(Start::Other)
}

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its first byte.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// Value of the number.
    pub(crate) value: u32,
}

/// Whole numbers in half-width, full-width or Chinese figures (below a thousand), in their order.
pub(crate) fn numbers(text: &str) -> impl Iterator<Item = Number> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = rest.next()?;
            let Some(is_chinese) = figure(first) else {
                continue;
            };
            let mut end = start + first.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| figure(*next) == Some(is_chinese))
            {
                end = at + next.len_utf8();
            }
            let figures = &text[start..end];
            let value = if is_chinese {
                Some(chinese(figures))
            } else {
                arabic(figures)
            };
            if let Some(value) = value {
                return Some(Number { start, end, value });
            }
        }
    })
}

/// Recognises a figure; the value is true if it is a Chinese one, `None` if it is no figure.
fn figure(c: char) -> Option<bool> {
    match c {
        '0'..='9' | '０'..='９' => Some(false),
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '两' => {
            Some(true)
        }
        _ => None,
    }
}

fn arabic(figures: &str) -> Option<u32> {
    figures.chars().try_fold(0_u32, |number, c| {
        let figure = match c {
            '０'..='９' => u32::from(c) - u32::from('０'),
            c => c.to_digit(10)?,
        };
        number.checked_mul(10)?.checked_add(figure)
    })
}

fn chinese(figures: &str) -> u32 {
    let (mut whole, mut last) = (0_u32, 0);
    for c in figures.chars() {
        let times = match c {
            '十' => 10,
            '百' => 100,
            _ => {
                last = "一二三四五六七八九"
                    .chars()
                    .position(|known| known == c)
                    .map_or(2, |at| at as u32 + 1);
                continue;
            }
        };
        whole = whole.saturating_add(last.max(1) * times);
        last = 0;
    }
    whole.saturating_add(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_real_catalogues_are_read() {
        use Limit::{Date, Days, Lasting, Promptly, Regularly, Workdays};
        use Start::{Formation, Other, Unsaid};
        let cases: &[(&str, &[Limit])] = &[
            (
                "自信息形成或者变更之日起20个工作日内",
                &[Workdays(20, Formation)],
            ),
            ("信息形成后３个工作日内", &[Workdays(3, Formation)]),
            (
                "自信息形成之日起二十个工作日内予以公开",
                &[Workdays(20, Formation)],
            ),
            ("信息形成20个工 作日内公开", &[Workdays(20, Formation)]),
            ("20个工作日", &[Workdays(20, Unsaid)]),
            ("20工作日", &[Workdays(20, Unsaid)]),
            ("自收到申请之日起20个工作日内", &[Workdays(20, Other)]),
            (
                "自上级财政部门批复之日起20日内，且不超过20个工作日",
                &[Days(20, Other), Workdays(20, Other)],
            ),
            (
                "自信息形成或变更之日起 10 个工作日内，长期公开",
                &[Workdays(10, Formation), Lasting],
            ),
            ("信息形成后及时公开，公示7个工作日", &[Promptly]),
            ("公示期满后5个工作日内", &[Workdays(5, Other)]),
            ("公示不少于7日", &[]),
            ("24小时内", &[Days(1, Unsaid)]),
            ("三个月内", &[Days(90, Unsaid)]),
            ("每年1月31日前", &[Date { month: 1, day: 31 }, Regularly]),
            (
                "每年一月三十一日前",
                &[Date { month: 1, day: 31 }, Regularly],
            ),
            ("12月底前", &[Date { month: 12, day: 31 }]),
            ("实时公开", &[Promptly]),
            ("永久", &[Lasting]),
            ("每季度更新", &[Regularly]),
            ("按规定公开", &[]),
            ("第20条规定的期限", &[]),
            ("", &[]),
        ];
        let vocabulary = Vocabulary::builtin();
        for (text, wanted) in cases {
            assert_eq!(parse(text, &vocabulary), *wanted, "{text}");
        }
    }

    #[test]
    fn only_periods_from_formation_count_from_formation() {
        assert!(Limit::Workdays(3, Start::Unsaid).is_from_formation());
        assert!(!Limit::Days(3, Start::Other).is_from_formation());
        assert!(!Limit::Promptly.is_from_formation());
    }

    #[test]
    fn figures_of_all_kinds_are_numbers() {
        let values = |text: &str| numbers(text).map(|found| found.value).collect::<Vec<_>>();
        assert_eq!(
            values("15、１５、十五、二十、一百二十三"),
            [15, 15, 15, 20, 123]
        );
        assert_eq!(values("99999999999999个"), [] as [u32; 0]);
        let text = "自二十个";
        let number = numbers(text).next().unwrap();
        assert_eq!(&text[number.start..number.end], "二十");
    }
}
