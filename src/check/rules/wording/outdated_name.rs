use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, facts::prose::Prose, rule::declare_rule},
    model::{Page, Site},
    standard::{PhraseKind, Vocabulary, view::Validity},
};

use super::{document, every_other_text, phrases};

declare_rule! {
    /// 查出已经不用的机构、制度、证照和法律名称。
    ///
    /// ## 为什么
    ///
    /// 机构改革、法律废止以后还用旧名称，办事的人会找错地方、引错依据。书名号里的文件标题、改名以前形成的文件、已失效废止的文件，以及写明“原……”的，都不算。前后用了别的说法的，在 `标准.词表.不再使用的前语`、`标准.词表.不再使用的后语` 里加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 办理营业执照请到区工商局，电话：0350-0000001。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 办理营业执照请到区市场监督管理局（原区工商局），电话：0350-0000001。
    /// ```
    OutdatedName { id: "outdated-name", severity: Warning, since: "0.1.0" }
}

impl Rule for OutdatedName {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| check_names(site, prose, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let validity = page.document.meta().validity().get();
        if !matches!(validity, Some(Validity::Expired | Validity::Repealed)) {
            document(page, sink, |prose, sink| check_names(site, prose, sink));
        }
    }
}

fn check_names(site: &Site, prose: &Prose<'_>, sink: &mut Sink) {
    let formed = prose
        .page
        .and_then(|page| page.document.meta().formed_date().get());
    let vocabulary = &site.config.standard.vocabulary;
    for (mark, phrase) in phrases(site, prose, PhraseKind::Outdated) {
        let note = phrase.note.as_deref().unwrap_or_default();
        let was_right =
            formed.is_some_and(|formed| first_day(note).is_some_and(|since| formed < since));
        let text = prose.file.text.as_str();
        let (before, after) = (text.get(..mark.span.start), text.get(mark.span.end..));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        if was_right || is_in_title(before) || is_told_to_be_over(before, after, vocabulary) {
            continue;
        }
        let message = if phrase.right.starts_with('（') {
            format!("“{}”{}", phrase.text, phrase.right)
        } else {
            format!("“{}”是旧称，现为“{}”", phrase.text, phrase.right)
        };
        let message = if note.is_empty() {
            message
        } else {
            format!("{message}（{note}）")
        };
        let help = "改用现在的名称；叙述当时情况的，写成“原……”";
        let mut finding = Finding::new(message, help).at(mark.span);
        if let Some(severity) = phrase.severity {
            finding = finding.severity(severity);
        }
        sink.add(&prose.file.path, finding);
    }
}

/// The day from which a name is out of use, as its note says: the first day or year in it. Of a year
/// alone it is the last day, since reforms take a year to reach the last office.
fn first_day(note: &str) -> Option<Date> {
    let (at, _) = note.match_indices('年').find(|(at, _)| {
        let start = at.saturating_sub(4);
        note.get(start..*at)
            .is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
    })?;
    let year: i16 = note.get(at - 4..at)?.parse().ok()?;
    let day = || {
        let (month, rest) = note.get(at + '年'.len_utf8()..)?.split_once('月')?;
        let (day, _) = rest.split_once('日')?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    day().or_else(|| Date::new(year, 12, 31).ok())
}

/// Checks that a title in 《》 is open at the end of a text.
fn is_in_title(before: &str) -> bool {
    // No title goes on for so many bytes.
    const LONGEST: usize = 1_000;
    let near = before.len().saturating_sub(LONGEST);
    let near = &before[before.ceil_char_boundary(near)..];
    let mut signs = near.chars().rev();
    signs.find(|c| matches!(c, '\n' | '《' | '》')) == Some('《')
}

/// Checks that the words around say themselves that the name, the law or the body is gone.
fn is_told_to_be_over(before: &str, after: &str, vocabulary: &Vocabulary) -> bool {
    const NEAR: usize = 12;
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(NEAR))..];
    let rest = &after[..after.floor_char_boundary(8 * NEAR)];
    let decree = rest
        .split(['）', ')', '。', '；'])
        .next()
        .unwrap_or_default();
    let after = &after[..after.floor_char_boundary(NEAR)];
    // Between brackets, before the number of a decree, it is the body that made it.
    let is_of_decree = decree.contains("令第") || decree.contains("令20");
    is_of_decree
        || vocabulary.before_abolished.any_in(before)
        || vocabulary.after_abolished.any_in(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_tell_the_day() {
        let day = |note| first_day(note).map(|day| day.to_string());
        assert_eq!(day("2021年1月1日废止").as_deref(), Some("2021-01-01"));
        assert_eq!(day("2018年、2023年机构改革").as_deref(), Some("2018-12-31"));
        assert_eq!(day("新华社报道禁用词"), None);
        assert_eq!(day("年"), None);
    }

    #[test]
    fn titles_are_quoted() {
        assert!(is_in_title("依据《关于撤并区"));
        assert!(!is_in_title("依据《条例》，区"));
        assert!(!is_in_title("《条例\n区"));
    }

    #[test]
    fn what_is_told_to_be_over_may_be_named() {
        let vocabulary = Vocabulary::builtin();
        let is_told_to_be_over = |before, after| is_told_to_be_over(before, after, &vocabulary);
        assert!(is_told_to_be_over("原来的区", "已更名"));
        assert!(!is_told_to_be_over("请到区", "办理"));
    }
}
