use crate::{
    check::{Finding, Rule, Sink, facts::prose::Prose, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    source::{Span, line_at},
};

use super::{document, every_other_text};

declare_rule! {
    /// 查出同一句话给同一年份定了两个不同的比例。
    ///
    /// ## 为什么
    ///
    /// 同一年两个数，执行和考核都没有依据；工作方案的“2022年不得少于70％，自2022年起不得少于90％”就是这样，按哪一个算多样化解读比例须由人确认。只认紧接着的、没有另写对象的两个比例；不是说解读的，只作提示。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 多样化方式解读量2022年不得少于70％，自2022年起不得少于90％。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 多样化方式解读量2021年不得少于70％，自2022年起不得少于90％。
    /// ```
    ConflictingThresholds {
        id: "conflicting-thresholds", severity: Warning,
        requirements: ["JD-6"], since: "0.1.0"
    }
}

impl Rule for ConflictingThresholds {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, check_thresholds);
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, check_thresholds);
    }
}

fn check_thresholds(prose: &Prose<'_>, sink: &mut Sink) {
    for value in prose.values() {
        if let Some(text) = prose.file.text.get(value.start..value.end) {
            look_at_line(prose, text, value.start, sink);
        }
    }
    if let Some((text, at)) = prose.body() {
        look_at_lines(prose, text, at, sink);
    }
}

/// Looks at the lines that speak of two shares: one is in conflict with nothing.
fn look_at_lines(prose: &Prose<'_>, text: &str, offset: usize, sink: &mut Sink) {
    let bytes = text.as_bytes();
    let mut shares: Vec<usize> = memchr::memchr_iter(b'%', bytes).collect();
    shares.extend(memchr::memmem::find_iter(bytes, "％"));
    shares.sort_unstable();
    let mut end = 0;
    for pair in shares.windows(2) {
        let &[first, second] = pair else { continue };
        if first < end {
            continue;
        }
        let line = line_at(text, first);
        if second < line.end {
            end = line.end;
            look_at_line(prose, &text[line.start..end], offset + line.start, sink);
        }
    }
}

fn look_at_line(prose: &Prose<'_>, line: &str, offset: usize, sink: &mut Sink) {
    let mut is_of_interpretation = None;
    for (first, second) in conflicts(line) {
        let (span, other) = (second.span.shifted(offset), first.span.shifted(offset));
        if !prose.holds(span) {
            continue;
        }
        let message = format!(
            "同一句话里 {} 年既要求{} {}%，又要求{} {}%",
            second.year, first.bound, first.share, second.bound, second.share
        );
        let help = "核对原件和上级文件，改正年份或比例；原件如此的，请示后以印发更正的形式改";
        // What else goes by shares is no matter of the requirement on interpretations.
        let is_of_interpretation =
            *is_of_interpretation.get_or_insert_with(|| line.contains("解读"));
        let severity = if is_of_interpretation {
            Severity::Warning
        } else {
            Severity::Info
        };
        sink.add(
            &prose.file.path,
            Finding::new(message, help)
                .severity(severity)
                .at(span)
                .related(&prose.file.path, other, "前一个比例"),
        );
    }
}

/// `2022年起不得少于90％`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Threshold<'t> {
    year: &'t str,
    bound: &'t str,
    share: &'t str,
    span: Span,
}

/// Bounds from below and from above; two of different kinds make a range.
const BOUNDS: [&[&str]; 2] = [
    &[
        "不得少于",
        "不少于",
        "不得低于",
        "不低于",
        "应达到",
        "要达到",
        "达到",
        "应达",
        "达",
    ],
    &[
        "不得超过",
        "不超过",
        "不得高于",
        "不高于",
        "不得多于",
        "不多于",
        "控制在",
    ],
];

/// Two thresholds for the same year with nothing between them that says of what else.
fn conflicts(line: &str) -> Vec<(Threshold<'_>, Threshold<'_>)> {
    let thresholds: Vec<Threshold<'_>> = line
        .match_indices('年')
        .filter_map(|(at, _)| threshold(line, at))
        .collect();
    thresholds
        .windows(2)
        .filter_map(|pair| match pair {
            [first, second] => Some((*first, *second)),
            _ => None,
        })
        .filter(|(first, second)| {
            let between = line.get(first.span.end..second.span.start);
            first.year == second.year
                && first.share != second.share
                && side(first.bound) == side(second.bound)
                && between.is_some_and(says_nothing)
        })
        .collect()
}

fn side(bound: &str) -> Option<usize> {
    BOUNDS.iter().position(|words| words.contains(&bound))
}

/// Checks that words between two thresholds only join them.
fn says_nothing(between: &str) -> bool {
    const JOINTS: [&str; 10] = [
        "以上", "以内", "并且", "而且", "从", "自", "到", "且", "并", "而",
    ];
    let mut rest = between;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '，' | ',' | '；' | ';' | '。' | '、')
        });
        if rest.is_empty() {
            return true;
        }
        match JOINTS.iter().find_map(|joint| rest.strip_prefix(joint)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
}

/// Reads the threshold whose 年 stands at a place.
fn threshold(line: &str, at: usize) -> Option<Threshold<'_>> {
    let start = at.checked_sub(4)?;
    let year = line.get(start..at)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let after = line.get(at + '年'.len_utf8()..)?;
    let rest = ["度起", "起", "开始", "度"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    let rest = rest.trim_start_matches(['，', ',']);
    let bound = BOUNDS
        .iter()
        .flat_map(|words| words.iter())
        .find(|word| rest.starts_with(**word))?;
    let rest = rest
        .strip_prefix(bound)?
        .trim_start_matches(['到', '在', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (share, rest) = rest.split_at(end);
    let rest = rest.trim_start_matches(' ');
    let unit = rest.chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let end = line.len() - rest.len() + unit.len_utf8();
    (!share.is_empty()).then_some(Threshold {
        year,
        bound,
        share,
        span: Span::new(start, end),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_shares_for_one_year_conflict() {
        for line in [
            "各地各部门多样化方式解读量2022年不得少于70％，自2022年起不得少于90％。",
            "覆盖率2026年不低于80%，2026年达到95%以上。",
        ] {
            assert_eq!(conflicts(line).len(), 1, "{line}");
        }
    }

    #[test]
    fn shares_of_other_years_or_things_agree() {
        for line in [
            "解读量2021年不得少于70％，自2022年起不得少于90％。",
            "2026年不低于80%，其中农村2026年不低于60%。",
            "2026年上半年不低于40%，2026年全年不低于90%。",
            "2026年不低于80%，不高于2026年95%。",
            "2026年不低于80%，2026年不超过95%。",
            "2026年不低于80%，自2026年起不低于80%。",
            "2026年不低于80件，2026年不低于95件。",
            "12026年不低于80%。",
        ] {
            assert_eq!(conflicts(line), [], "{line}");
        }
    }
}
