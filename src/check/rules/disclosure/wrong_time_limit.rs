use crate::{
    check::{Finding, Rule, Sink, facts::limits, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site},
    source::Span,
    standard::{
        MarkKind, PhraseKind, Words,
        view::{
            ColumnKind,
            FieldValue::{self, Given},
            TimeLimit,
        },
    },
};

use super::{
    INSTRUCTIONS, PlacedText, has_any, page_body, pieces, superseded_wording::is_correction,
};

declare_rule! {
    /// 查出写错的依申请公开期限：补正、征求意见、答复、延长。
    ///
    /// ## 为什么
    ///
    /// 《条例》规定：7 个工作日内一次性告知补正（第三十条），被征求意见方 15 个工作日内提出意见（第三十二条、第三十四条），20 个工作日内答复、延长最长 20 个工作日（第三十三条）。写错了，群众和经办人都会照错的办；15 个工作日答复是 2007 年旧条例的期限。查“时限”“步骤”和指南、依申请公开栏目、有关制度的正文；承诺得比法定短的不算错。实际是否按期，须查办理台账。别的期限被错认的，把它前面的词加到 `标准.词表.其他期限的说法`。
    ///
    /// ## 反例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -  - {事项: 补正, 天数: 7, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十条}
    /// +  - {事项: 补正, 天数: 10, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十条}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -  - {事项: 补正, 天数: 7, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十条}
    /// +  - {事项: 补正, 天数: 5, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十条}
    /// ```
    WrongTimeLimit { id: "wrong-time-limit", severity: Error, requirements: ["TL-30", "TL-32/34", "TL-33"], since: "0.1.0" }
}

/// Purpose of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    Correction,
    Opinion,
    Reply,
    Extension,
}

impl Matter {
    fn of_name(name: &str) -> Option<Self> {
        if has_any(name, &["复议", "诉讼", "投诉", "举报", "起诉"]) {
            None
        } else if name.contains("延长") {
            Some(Self::Extension)
        } else if has_any(name, &["征求", "第三方", "联合制作", "共同制作"]) {
            Some(Self::Opinion)
        } else if name.contains("补正") {
            (!has_any(name, &["申请人", "逾期", "提交", "补正后"])).then_some(Self::Correction)
        } else {
            name.contains("答复").then_some(Self::Reply)
        }
    }

    /// Purpose of a number of working days, by the words around it.
    ///
    /// `before` reaches back to the last period of the sentence, `after` to the next comma;
    /// `context` is the step that the text belongs to, `others` are words for other periods.
    fn of_words(before: &str, after: &str, context: &str, others: &Words) -> Option<Self> {
        if others.any_in(before) {
            return None;
        }
        if has_any(
            before,
            &["征求意见书", "征询意见书", "征求意见函", "被征求意见"],
        ) {
            return Some(Self::Opinion);
        }
        if before.contains("延长") || after.contains("延长") {
            return Some(Self::Extension);
        }
        if after.contains("答复") {
            return Some(Self::Reply);
        }
        // How long an applicant may take to mend the application is for the office to say.
        let is_applicants = has_any(
            before,
            &["补正告知", "补正通知", "申请人应", "申请人在", "申请人自"],
        );
        let is_correction = has_any(before, &["补正", "不明确"])
            || after.contains("补正")
            || context.contains("补正");
        if is_correction && !is_applicants {
            let is_told = has_any(after, &["告知", "通知"]) || before.contains("收到申请");
            return is_told.then_some(Self::Correction);
        }
        let is_decision = has_any(context, &["答复", "作出决定"]) && before.contains("收到申请");
        is_decision.then_some(Self::Reply)
    }

    /// Fault in so many working days: the requirement that they break, and what is right.
    fn verdict(self, days: u32) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Correction if days > 7 => Some(("TL-30", "告知补正应在 7 个工作日内")),
            Self::Opinion if days != 15 => {
                Some(("TL-32/34", "被征求意见方提出意见的期限是 15 个工作日"))
            }
            Self::Reply if days == 15 => {
                Some(("TL-33", "15 个工作日是旧条例的答复期限，现行为 20 个工作日"))
            }
            Self::Reply if days > 20 => Some(("TL-33", "答复期限是 20 个工作日")),
            Self::Extension if days == 15 => Some((
                "TL-33",
                "15 个工作日是旧条例的延长期限，现行最长为 20 个工作日",
            )),
            Self::Extension if days > 20 => Some(("TL-33", "延长最长 20 个工作日")),
            _ => None,
        }
    }
}

const HELP: &str = "照《条例》第三十条、第三十二条至第三十四条改正，各处写成一样";

impl Rule for WrongTimeLimit {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::application) {
            let path = column.data_path();
            for limit in data.limits() {
                in_limit(&path, limit, sink);
            }
            for step in data.steps() {
                let name = step.name().or_default();
                let texts = [step.limit(), step.text()].into_iter();
                for (text, span) in texts.filter_map(FieldValue::given) {
                    let path = path.clone();
                    in_text(site, &PlacedText { path, span, text }, name, sink);
                }
            }
        }
        // Bodies are searched as they are; of the data, only the steps speak in sentences.
        let bodies = pieces(site, &INSTRUCTIONS).into_iter();
        for piece in bodies.filter(|piece| piece.path.ends_with(".md")) {
            in_text(site, &piece, "", sink);
        }
        for (_, column) in site.columns_of_kind(ColumnKind::Systems) {
            let pages = column.pages.iter().map(|id| &site.pages[*id]);
            for page in
                pages.filter(|page| has_any(&page.document.title, &["依申请公开", "公开申请"]))
            {
                if let Some(piece) = page_body(page) {
                    in_text(site, &piece, "", sink);
                }
            }
        }
    }
}

fn in_limit(path: &str, limit: TimeLimit<'_>, sink: &mut Sink) {
    let (Given(name, _), Given(days, at_days), Given(unit, at_unit)) =
        (limit.matter(), limit.days(), limit.unit())
    else {
        return;
    };
    let Some(matter) = Matter::of_name(name) else {
        let wanted = if name.contains("复议") && unit != "月" && !name.contains("决定") {
            60
        } else if name.contains("诉讼") && unit.contains('月') {
            6
        } else {
            return;
        };
        if days != wanted {
            let message = format!("“{name}”的期限写的是 {days} {unit}，法定期限是 {wanted} {unit}");
            let help = "申请行政复议 60 日；提起行政诉讼 6 个月，经过复议的 15 日";
            let finding = Finding::new(message, help).breaking_none();
            let finding = finding.clause("《行政复议法》第二十条、《行政诉讼法》第四十六条");
            sink.add(path, finding.severity(Severity::Warning).at(at_days));
        }
        return;
    };
    if !unit.contains("工作日") {
        let message = format!("“{name}”的期限单位写的是“{unit}”，法定期限按工作日计算");
        let requirement = match matter {
            Matter::Correction => "TL-30",
            Matter::Opinion => "TL-32/34",
            _ => "TL-33",
        };
        let finding = Finding::new(message, HELP).of(requirement);
        sink.add(path, finding.severity(Severity::Warning).at(at_unit));
    } else if let Some((requirement, rule)) =
        matter.verdict(u32::try_from(days).unwrap_or_default())
    {
        let message = format!("“{name}”的期限写的是 {days} 个工作日，{rule}");
        let finding = Finding::new(message, HELP).of(requirement);
        sink.add(path, finding.at(at_days));
    }
}

fn in_text(site: &Site, piece: &PlacedText<'_>, context: &str, sink: &mut Sink) {
    let others = &site.config.standard.vocabulary.other_periods;
    for (matter, number) in periods(piece.text, context, others) {
        let Some((requirement, rule)) = matter.verdict(number.value) else {
            continue;
        };
        let span = if piece.path.ends_with(".md") {
            Span::new(number.start, number.end).shifted(piece.span.start)
        } else {
            piece.span
        };
        if is_superseded(site, &piece.path, span) {
            continue;
        }
        // What an older text said may be told.
        let before = piece.text[..number.start].rsplit(['。', '\n']).next();
        let after = piece.text[number.end..].split(['。', '\n']).next();
        let mut sentence = [before, after].into_iter().flatten();
        let history = ["原条例", "旧条例", "修订前", "修改前", "原来规定"];
        if sentence.any(|words| has_any(words, &history)) {
            continue;
        }
        let message = format!("写的是 {} 个工作日，{rule}", number.value);
        let mut finding = Finding::new(message, HELP).of(requirement).at(span);
        if number.value != 15 {
            finding = finding.severity(Severity::Warning);
        }
        sink.add(&piece.path, finding);
    }
}

/// Recognises words of the old Regulation, which a rule of its own tells.
fn is_superseded(site: &Site, path: &str, span: Span) -> bool {
    let marks = site.texts().find(|(file, _)| file.path == path);
    marks.is_some_and(|(file, marks)| {
        // Marks stand in their order, none within another.
        let first = marks.partition_point(|mark| mark.span.end <= span.start);
        let mut marks = marks[first..].iter();
        let mut marks = marks.by_ref().take_while(|mark| mark.span.start < span.end);
        marks.any(|mark| {
            let MarkKind::Phrase(place) = mark.kind else {
                return false;
            };
            let phrase = site.config.standard.lexicon.phrase(place);
            phrase.is_some_and(|phrase| {
                phrase.kind == PhraseKind::Superseded
                    && !is_correction(phrase, &file.text, mark.span)
            })
        })
    })
}

/// The periods in working days that a text states, with what they are for.
fn periods(text: &str, context: &str, others: &Words) -> Vec<(Matter, limits::Number)> {
    let mut found = Vec::new();
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '；', ';', '！', '\n', '|']) {
        let mut from = 0;
        for number in limits::numbers(sentence) {
            let after = sentence[number.end..].trim_start();
            let after = after.strip_prefix('个').unwrap_or(after);
            let Some(after) = after.strip_prefix("工作日") else {
                continue;
            };
            let before = &sentence[from..number.start];
            from = sentence.len() - after.len();
            // No clause goes on for so many bytes.
            let near = &after[..after.floor_char_boundary(1_000)];
            let mut clauses = near.split(['，', ',', '、', '（', '(']);
            let mut tail = clauses.next().unwrap_or_default();
            // “15个工作日内，一次性告知补正”: what it is for stands after the comma.
            if tail.trim() == "内" {
                tail = clauses.next().unwrap_or_default();
            }
            if let Some(matter) = Matter::of_words(before, tail, context, others) {
                let place = limits::Number {
                    start: start + number.start,
                    end: start + number.end,
                    value: number.value,
                };
                found.push((matter, place));
            }
        }
        start += sentence.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::standard::Vocabulary;

    use super::*;

    fn wrong(text: &str, context: &str) -> Vec<(Matter, u32)> {
        periods(text, context, &Vocabulary::builtin().other_periods)
            .into_iter()
            .filter(|(matter, number)| matter.verdict(number.value).is_some())
            .map(|(matter, number)| (matter, number.value))
            .collect()
    }

    #[test]
    fn sentences_of_the_regulation_are_right() {
        for text in [
            "申请内容不明确的，自收到申请之日起7个工作日内一次性告知补正。",
            "不能当场答复的，自收到申请之日起20个工作日内答复；需要延长的，延长最长不超过20个工作日。",
            "自收到申请之日起二十个工作日内答复，经批准可以延长，延长的期限最长不得超过二十个工作日。",
            "第三方应当自收到征求意见书之日起15个工作日内提出意见，所需时间不计入答复期限。",
            "申请人应当自收到补正告知书之日起15个工作日内补正。",
            "收到第三方意见后5个工作日内提出处理意见。",
            "对投诉、举报，15个工作日内答复。",
            "补正后重新计算，自收到补正的申请之日起 20 个工作日内答复。",
            "我们力争15个工作日内答复。",
            "2个工作日内转办。",
        ] {
            assert_eq!(wrong(text, ""), [], "{text}");
        }
        assert_eq!(wrong("收到申请之日起7个工作日内", "补正"), []);
        let text = "收到申请之日起20个工作日内，经负责人同意可延长最长20个工作日";
        assert_eq!(wrong(text, "作出决定"), []);
    }

    #[test]
    fn wrong_numbers_are_seen_for_what_they_are() {
        use Matter::{Correction, Extension, Opinion, Reply};
        for (text, matter, days) in [
            (
                "自收到申请之日起10个工作日内一次性告知补正。",
                Correction,
                10,
            ),
            (
                "第三方自收到征求意见书之日起10个工作日内提出意见",
                Opinion,
                10,
            ),
            (
                "自收到申请之日起15个工作日内，一次性告知申请人补正",
                Correction,
                15,
            ),
            ("自收到申请之日起十五个工作日内予以答复", Reply, 15),
            ("自收到申请之日起30个工作日内答复", Reply, 30),
            ("延长答复的期限最长不得超过15个工作日", Extension, 15),
        ] {
            assert_eq!(wrong(text, ""), [(matter, days)], "{text}");
        }
        assert_eq!(
            wrong("收到申请之日起10个工作日内", "补正"),
            [(Correction, 10)]
        );
    }

    #[test]
    fn names_of_matters_are_told_apart() {
        assert_eq!(Matter::of_name("补正告知"), Some(Matter::Correction));
        assert_eq!(Matter::of_name("申请人补正"), None);
        assert_eq!(Matter::of_name("共同制作机关意见"), Some(Matter::Opinion));
        assert_eq!(Matter::of_name("延长答复"), Some(Matter::Extension));
        assert_eq!(Matter::of_name("申请行政复议"), None);
    }
}
