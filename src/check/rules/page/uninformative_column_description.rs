use std::collections::{BTreeSet, HashMap};

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site},
    standard::Words,
};

declare_rule! {
    /// 查出等于没写的栏目说明和主题词。
    ///
    /// ## 为什么
    ///
    /// `ColumnDescription` 要写栏目的设置目的和主要内容，`ColumnKeywords` 要列反映内容特点的词语；把栏目名称换个说法，或者照抄别的栏目，搜索引擎和检查程序都看不出这一栏有什么。写得对不对，须由人看。等于没写的词不止这些的，在 `标准.词表.栏目说明的空话` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/通知公告/_index.md
    /// -说明: 发布工作要点、机构调整和与群众生活有关的通知。
    /// +说明: 本栏目发布通知公告的相关信息。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/_index.md
    ///  说明: 发布工作要点、机构调整和与群众生活有关的通知。
    /// ```
    UninformativeColumnDescription {
        id: "uninformative-column-description", severity: Warning,
        requirements: ["TAG-C2", "TAG-C3"], since: "0.1.0"
    }
}

/// Number of characters that must be left, at least.
const LEAST: usize = 4;

impl Rule for UninformativeColumnDescription {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut known: HashMap<&str, &Column> = HashMap::new();
        let fillers = &site.config.standard.vocabulary.description_fillers;
        for column in &site.columns {
            let path = &column.source.file.path;
            let meta = column.source.meta();
            if let Some((text, span)) = meta.description().given() {
                let finding = if is_empty_talk(text, &column.title, fillers) {
                    let message = format!("说明“{text}”只是重复栏目名称");
                    Some(Finding::new(message, "写明这一栏放什么、给谁看、怎么用"))
                } else {
                    known.insert(text, column).map(|other| {
                        Finding::new(
                            format!("说明与栏目“{}”的一字不差", other.title),
                            "写明这一栏自己放什么",
                        )
                        .related(
                            &other.source.file.path,
                            other.source.meta().description().span(),
                            "相同的说明",
                        )
                    })
                };
                if let Some(finding) = finding {
                    let finding = finding.of("TAG-C2").severity(Severity::Warning);
                    sink.add(path, finding.at(span));
                }
            }
            let mut words = BTreeSet::new();
            for (word, span) in meta.keywords().spanned() {
                let text = word.trim();
                let finding = if text.contains(['，', ',', '、', '；', ';']) {
                    Finding::new(
                        format!("主题词“{text}”是几个词写在一起"),
                        "每个词单独写一项：主题词: [甲, 乙]",
                    )
                } else if !words.insert(text) {
                    Finding::new(
                        format!("主题词“{text}”写了两次"),
                        "删去一个，或者换成别的词",
                    )
                } else {
                    continue;
                };
                let finding = finding.of("TAG-C3").severity(Severity::Warning);
                sink.add(path, finding.at(span));
            }
        }
    }
}

/// Recognises a description of which hardly anything is left without the title and words that fit
/// any column.
fn is_empty_talk(description: &str, title: &str, fillers: &Words) -> bool {
    let rest = fillers.taken_from(description.replace(title, ""));
    let left = rest.chars().filter(|c| {
        c.is_alphanumeric() && !matches!(c, '的' | '等' | '和' | '及' | '与' | '了' | '是' | '在')
    });
    left.count() < LEAST
}

#[cfg(test)]
mod tests {
    use crate::standard::Vocabulary;

    use super::*;

    #[test]
    fn repetition_is_told_from_description() {
        let fillers = Vocabulary::builtin().description_fillers;
        let is_empty_talk = |text, title| is_empty_talk(text, title, &fillers);
        assert!(is_empty_talk("本栏目公开机构职能的相关信息。", "机构职能"));
        assert!(is_empty_talk("通知公告栏目、通知公告信息", "通知公告"));
        assert!(!is_empty_talk(
            "公布各单位的职能、负责人和联系电话。",
            "机构职能"
        ));
        assert!(!is_empty_talk("舆情回应栏目，供测试使用", "舆情回应"));
    }
}
