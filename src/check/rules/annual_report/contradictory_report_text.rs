use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            annual_report::{
                AnnualReport, CARRIED_IN, CARRIED_OUT, NEW, RESULTS, ReportTables, StatedCount,
                known,
            },
            plain_text::{Clause, Plain, counts},
        },
        rule::declare_rule,
    },
    model::{Page, Site},
    standard::Vocabulary,
};

declare_rule! {
    /// 查出年报正文里与表格不一致的件数。
    ///
    /// ## 为什么
    ///
    /// 正文和表格说的是同一年的同一件事。有数据文件、又在正文里手写了同一张表的，逐格核对两处的数。核对第一、三、四部分写到的新收、上年结转、结转下年度、行政复议、行政诉讼件数，阿拉伯数字、汉字数字和“没有发生”都认得。“收到”“受理”的件数，等于本年新收，或者等于本年新收加上年结转，都算一致。分类、分月、往年的件数和写法不明的句子不判。用了别的说法的，在 `标准.词表.上年结转的说法`、`标准.词表.结转下年度的说法`、`标准.词表.新收申请的说法`、`标准.词表.收到申请的说法`、`标准.词表.没有发生的说法`、`标准.词表.件数前的虚词`、`标准.词表.部分件数的说法` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -新收申请2件，加上上年结转1件，共办结3件，结转下年度0件。
    /// +新收申请4件，加上上年结转1件，共办结3件，结转下年度0件。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -新收申请2件，加上上年结转1件，共办结3件，结转下年度0件。
    /// +共受理政府信息公开申请三件，其中新收两件，上年度结转 1 件，全部办结。
    /// ```
    ContradictoryReportText {
        id: "contradictory-report-text", severity: Warning,
        requirements: ["SUM-9"], since: "0.1.0"
    }
}

/// Matter that a number in the text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    /// 新收.
    New,
    /// 收到, 受理: new ones, or all there were.
    Received,
    /// 上年结转.
    CarriedIn,
    /// 结转下年度.
    CarriedOut,
    /// 行政复议.
    Review,
    /// 行政诉讼.
    Litigation,
    /// Both in one number.
    Disputes,
}

impl Matter {
    /// The matters that words name, each with the words for it.
    fn named(vocabulary: &Vocabulary) -> impl Iterator<Item = (&str, Self)> {
        let of_applications = [
            (&vocabulary.carried_in, Self::CarriedIn),
            (&vocabulary.carried_out, Self::CarriedOut),
            (&vocabulary.newly_received, Self::New),
            (&vocabulary.received, Self::Received),
        ];
        let of_disputes = [("行政复议", Self::Review), ("行政诉讼", Self::Litigation)];
        let of_applications = of_applications
            .into_iter()
            .flat_map(|(words, matter)| words.all().map(move |word| (word, matter)));
        of_applications.chain(of_disputes)
    }
}

impl Rule for ContradictoryReportText {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of(site, page) else {
            return;
        };
        let figures = report.figures();
        if figures.is_empty() {
            return;
        }
        if let [data, by_hand] = figures.as_slice() {
            compare(site, data, by_hand, sink);
        }
        let vocabulary = &site.config.standard.vocabulary;
        for number in [0, 2, 3] {
            let Some(part) = report.part(number) else {
                continue;
            };
            let plain = report.text(part.span);
            for (matter, value, start, end) in said(&plain, report.year, vocabulary) {
                let Some(wanted) = wanted(&figures, matter) else {
                    continue;
                };
                if wanted.numbers.iter().any(|(_, number)| *number == value) {
                    continue;
                }
                let tables: Vec<String> = wanted
                    .numbers
                    .iter()
                    .map(|(name, number)| format!("{name}是 {number}"))
                    .collect();
                let message = format!("正文写“{}”，{}", &plain.text[start..end], tables.join("，"));
                let help = "核对台账，改正正文或者表格，两处一致";
                let finding = Finding::new(message, help)
                    .at(plain.span(start, end))
                    .related(wanted.first.path, wanted.first.span, "表中的数");
                sink.add(report.path(), finding);
            }
        }
    }
}

/// Holds a table in the text to the data that the same table is made from.
fn compare(site: &Site, data: &ReportTables, by_hand: &ReportTables, sink: &mut Sink) {
    let names = &site.config.standard.annual_rows;
    for (row, other) in by_hand.rows(names).iter().zip(data.rows(names)) {
        let cells = row.cells.iter().zip(other.cells).zip(row.columns);
        for ((cell, known), column) in cells {
            let (Some(value), Some(wanted)) = (cell.value(), known.value()) else {
                continue;
            };
            if value != wanted {
                let message = format!(
                    "正文{}“{}”行“{column}”写的是 {value}，数据文件里是 {wanted}",
                    row.table, row.name
                );
                let help = "核对台账，两处改成一致；表由数据文件生成，正文里不必再写";
                let finding = Finding::new(message, help).at(cell.span).related(
                    &data.path,
                    known.span,
                    "数据文件里的数",
                );
                sink.add(&by_hand.path, finding);
            }
        }
    }
}

/// The numbers of the tables that a number of the text may agree with.
struct Wanted<'f> {
    /// Each with its name.
    numbers: Vec<(&'static str, i64)>,
    /// The first of them.
    first: StatedCount<'f>,
}

impl<'f> Wanted<'f> {
    fn of(name: &'static str, first: StatedCount<'f>) -> Self {
        let numbers = vec![(name, first.value)];
        Self { numbers, first }
    }

    /// Another number with which the text is right too: the first and something more.
    fn or_with(mut self, name: &'static str, more: StatedCount<'_>) -> Self {
        let sum = self.first.value.saturating_add(more.value);
        self.numbers.push((name, sum));
        self
    }
}

fn wanted(figures: &[ReportTables], matter: Matter) -> Option<Wanted<'_>> {
    let row = |row: usize| known(figures, |figures| figures.total(row));
    let group = |group: usize| {
        known(figures, |figures| {
            figures.disputes[group][RESULTS.len() - 1]
        })
    };
    let litigation = || {
        let (direct, after) = (group(1)?, group(2)?);
        let value = direct.value.saturating_add(after.value);
        Some(Wanted::of(
            "表四“行政诉讼”总计",
            StatedCount { value, ..direct },
        ))
    };
    Some(match matter {
        Matter::New => Wanted::of("表三“本年新收”总计", row(NEW)?),
        Matter::Received => {
            let new = Wanted::of("表三“本年新收”总计", row(NEW)?);
            match row(CARRIED_IN) {
                Some(carried) => new.or_with("加“上年结转”", carried),
                None => new,
            }
        }
        Matter::CarriedIn => Wanted::of("表三“上年结转”总计", row(CARRIED_IN)?),
        Matter::CarriedOut => Wanted::of("表三“结转下年度”总计", row(CARRIED_OUT)?),
        Matter::Review => Wanted::of("表四“行政复议”总计", group(0)?),
        Matter::Litigation => litigation()?,
        Matter::Disputes => {
            let review = group(0)?;
            let mut both = litigation()?.or_with("加“行政复议”", review);
            // 均为1件 says it of each.
            both.numbers.push(("“行政复议”总计", review.value));
            both
        }
    })
}

/// Statements of a text: the matter, the number, start and end of the words, in bytes.
fn said(plain: &Plain, year: i64, vocabulary: &Vocabulary) -> Vec<(Matter, i64, usize, usize)> {
    let clauses = plain.clauses();
    let mut found = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let absent = none(clause, year, vocabulary);
        found.extend(
            absent
                .into_iter()
                .map(|(matter, start, end)| (matter, 0, clause.start + start, clause.start + end)),
        );
        for count in counts(clause.text) {
            let before = &clause.text[..count.start];
            let Some((start, word, matter)) = word_of(before, vocabulary) else {
                continue;
            };
            let between = &before[start + word.len()..];
            let after = &clause.text[count.end..];
            let is_application = between.contains("申请")
                || after
                    .trim_start_matches('的')
                    .starts_with("政府信息公开申请")
                || after.trim_start_matches('的').starts_with("申请");
            if !rest(between, vocabulary).is_empty()
                || is_part(&before[..start], year, vocabulary)
                || (matter == Matter::Received && !is_application)
                || after.starts_with(['次', '人'])
            {
                continue;
            }
            let is_joint =
                clause.after == '、' && at > 0 && clauses[at - 1].text.ends_with("行政复议")
                    || ["行政复议和", "行政复议及", "行政复议与"]
                        .iter()
                        .any(|words| before[..start].ends_with(words));
            let matter = match matter {
                Matter::Litigation if is_joint => Matter::Disputes,
                matter => matter,
            };
            found.push((
                matter,
                count.value,
                clause.start + start,
                clause.start + count.end,
            ));
        }
    }
    found
}

/// Matters of which a clause says that there was none, with start and end of the words, in bytes.
fn none(clause: &Clause<'_>, year: i64, vocabulary: &Vocabulary) -> Vec<(Matter, usize, usize)> {
    let text = clause.text;
    let words = vocabulary.none_occurred.all();
    let first = words.filter_map(|word| text.find(word)).min();
    let Some(start) = first.filter(|start| !is_part(&text[..*start], year, vocabulary)) else {
        return Vec::new();
    };
    let is_received = text[start..].starts_with("未收到") || text[start..].starts_with("没有收到");
    let words: &[(&str, Matter)] = if is_received {
        &[("申请", Matter::New)]
    } else {
        &[
            ("行政复议", Matter::Review),
            ("行政诉讼", Matter::Litigation),
        ]
    };
    let found: Vec<_> = words
        .iter()
        .filter_map(|(word, matter)| {
            let end = start + text[start..].find(word)? + word.len();
            Some((*matter, start, end))
        })
        .collect();
    let Some(end) = found.iter().map(|(_, _, end)| *end).max() else {
        return found;
    };
    // 没有复议被纠正 says something else.
    let after = rest(&text[end..], vocabulary).replace("情况", "");
    let is_whole = after.is_empty() && counts(text).is_empty();
    if is_whole { found } else { Vec::new() }
}

/// The last words for a matter in a text.
fn word_of<'v>(text: &str, vocabulary: &'v Vocabulary) -> Option<(usize, &'v str, Matter)> {
    let found = Matter::named(vocabulary)
        .filter_map(|(word, matter)| Some((text.rfind(word)?, word, matter)));
    // Of two at one place the longer is meant; 上年结转下年度 would be no Chinese.
    found.max_by_key(|(at, word, _)| (at + word.len(), word.len()))
}

/// Rest of the words in between, without those that mean nothing.
fn rest(words: &str, vocabulary: &Vocabulary) -> String {
    vocabulary.count_fillers.taken_from(words.to_owned())
}

fn is_part(before: &str, year: i64, vocabulary: &Vocabulary) -> bool {
    let is_other_year = before.match_indices('年').any(|(at, _)| {
        let digits = before[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let written = &before[digits.len()..at];
        !written.is_empty() && written != year.to_string()
    });
    is_other_year || vocabulary.partial_counts.any_in(before)
}

#[cfg(test)]
mod tests {
    use crate::source::Span;

    use super::*;

    fn read(text: &str) -> Vec<(Matter, i64)> {
        let plain = Plain::read(text, Span::new(0, text.len()));
        let found = said(&plain, 2025, &Vocabulary::builtin());
        found
            .into_iter()
            .map(|(matter, value, ..)| (matter, value))
            .collect()
    }

    #[test]
    fn numbers_are_read_with_their_matter() {
        use Matter::{CarriedIn, CarriedOut, Disputes, Litigation, New, Received, Review};
        for (text, wanted) in [
            (
                "2025年新收申请９件，连同上年结转1件，办结9件，结转下年度继续办理 1 件。",
                vec![(New, 9), (CarriedIn, 1), (CarriedOut, 1)],
            ),
            (
                "本年度共收到政府信息公开申请一百零六件。",
                vec![(Received, 106)],
            ),
            ("全年受理6件政府信息公开申请", vec![(Received, 6)]),
            ("新收6件申请中，自然人5件、商业企业1件。", vec![(New, 6)]),
            (
                "行政复议1件，结果维持；行政诉讼案件共两起。",
                vec![(Review, 1), (Litigation, 2)],
            ),
            ("行政复议、行政诉讼均为0件。", vec![(Disputes, 0)]),
            (
                "没有发生因政府信息公开引起的行政复议和行政诉讼。",
                vec![(Review, 0), (Litigation, 0)],
            ),
            ("年内没有行政诉讼案件。", vec![(Litigation, 0)]),
            ("本年度未收到政府信息公开申请。", vec![(New, 0)]),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "2024年新收申请8件。",
            "比上年新收申请减少3件。",
            "其中自然人新收申请5件。",
            "7月收到申请2件。",
            "对征集意见收到的73条建议逐条反馈，收到回复3份。",
            "收到投诉举报2件，受理信访事项5件。",
            "行政复议被纠正0件。",
            "没有行政复议被纠正的情形。",
            "结转的1件因征求第三方意见延期。",
            "收到申请人补正材料2件。",
            "收到文件、附件。",
            "未收到申请人的异议。",
            "全年受理临时救助申请12件，行政许可受理申请6件。",
            "与2024年相比，新收申请增加3件。",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
