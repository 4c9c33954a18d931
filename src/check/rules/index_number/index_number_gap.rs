use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{Number, numbers};

declare_rule! {
    /// 查出索引号流水号的断号。
    ///
    /// ## 为什么
    ///
    /// 流水号应当连续；中间缺号，说明有信息编了号却没有进站，或者号编错了。每年（每月）报一处，只看已有的最小号和最大号之间；不公开的文档也占号。缺的号是作废还是漏了，须由人核对。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00098"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00100"
    /// ```
    IndexNumberGap { id: "index-number-gap", severity: Warning, requirements: ["IX-4"], since: "0.1.0" }
}

/// Number of gaps that are named before the rest is only counted.
const NAMED: usize = 8;

/// Gaps that are longer are not looked through for numbers that could not be read.
const MOST_UNREAD: u64 = 1_000;

impl Rule for IndexNumberGap {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let numbers = numbers(site);
        // A number that is only written wrongly is not missing.
        let misspelt: BTreeSet<u64> = numbers
            .iter()
            .filter(|number| number.parts.is_none())
            .filter_map(|number| last_figures(number.text))
            .collect();
        let mut groups: BTreeMap<&str, BTreeMap<u64, (&Number<'_>, usize)>> = BTreeMap::new();
        for number in &numbers {
            if let Some(serial) = number.parts.as_ref().and_then(|parts| parts.serial) {
                let width = serial.figures.len();
                let group = groups.entry(serial.before).or_default();
                group.entry(serial.value).or_insert((number, width));
            }
        }
        for (before, group) in groups {
            let (Some(least), Some(most)) = (group.keys().next(), group.keys().next_back()) else {
                continue;
            };
            let misspelt = misspelt.range(least..most);
            let mut serials: BTreeSet<u64> = group.keys().chain(misspelt).copied().collect();
            if !site.unread.is_empty() {
                // A number that stands in a document that cannot be read is not missing.
                let width = group.values().next().map_or(0, |(_, width)| *width);
                let list: Vec<u64> = serials.iter().copied().collect();
                let within = gaps(&list)
                    .into_iter()
                    .filter(|gap| gap.1 - gap.0 < MOST_UNREAD);
                let missing = within.flat_map(|(first, last)| first..=last);
                let unread = missing
                    .filter(|one| site.unread_may_contain(&format!("{before}{one:0width$}")));
                serials.extend(unread.collect::<Vec<_>>());
            }
            let serials: Vec<u64> = serials.into_iter().collect();
            let gaps = gaps(&serials);
            let Some((_, last)) = gaps.first() else {
                continue;
            };
            // The number after the first gap is where an editor sees it.
            let Some((_, (number, width))) = group.range(last..).next() else {
                continue;
            };
            let count: u64 = gaps.iter().map(|(first, last)| last - first + 1).sum();
            let width = *width;
            let mut names: Vec<String> = gaps
                .iter()
                .take(NAMED)
                .map(|(first, last)| match last - first {
                    0 => format!("{first:0width$}"),
                    _ => format!("{first:0width$}—{last:0width$}"),
                })
                .collect();
            if gaps.len() > NAMED {
                names.push("……".to_owned());
            }
            let message = format!("索引号“{before}…”断号，缺 {count} 个：{}", names.join("、"));
            let help = "漏发的信息补上；号已经作废的，写豁免并说明";
            sink.add(
                &number.page.document.file.path,
                Finding::new(message, help).at(number.span),
            );
        }
    }
}

/// The figures that a number ends in.
fn last_figures(text: &str) -> Option<u64> {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text.get(stem.len()..)?.parse().ok()
}

/// The serials that lie between others and are not there: first and last of each gap.
fn gaps(serials: &[u64]) -> Vec<(u64, u64)> {
    serials
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] if after - before > 1 => Some((before + 1, after - 1)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_between_numbers() {
        assert_eq!(gaps(&[3, 4, 7, 9]), [(5, 6), (8, 8)]);
        assert_eq!(gaps(&[3]), []);
        assert_eq!(gaps(&[]), []);
        assert_eq!(last_figures("a/2026-017"), Some(17));
        assert_eq!(last_figures("2026-"), None);
    }
}
