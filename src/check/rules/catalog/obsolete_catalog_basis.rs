use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::Span,
    standard::{Mark, MarkKind, PhraseKind, RepealedBases},
};

use super::{catalog, name};

declare_rule! {
    /// 查出不再有效，或者没有写明名称的公开依据。
    ///
    /// ## 为什么
    ///
    /// 公开依据要写法律、法规、文件的全称或者文号，并且现行有效。依据废止了，事项还该不该公开、怎样公开就要重新核对。只查得出常见的已废止依据，其他依据是否现行有效须由人核对。知道别的依据也失效的，在 `标准.词表.失效的公开依据` 里加，写明名称（或者文号）、失效日期、现行规定。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开依据: 《中华人民共和国农村土地承包法》
    /// +    公开依据: 《农村土地承包经营权流转管理办法》
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开依据: 《中华人民共和国农村土地承包法》
    /// +    公开依据: 《农村土地经营权流转管理办法》（农业农村部令2021年第1号）
    /// ```
    ObsoleteCatalogBasis {
        id: "obsolete-catalog-basis", severity: Warning,
        requirements: ["CAT-7"], since: "0.1.0",
    }
}

impl Rule for ObsoleteCatalogBasis {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let file = site.data_files.iter().find(|data| data.file.path == path);
        let marks = file.map(|file| file.marks.as_slice()).unwrap_or_default();
        let bases = &site.config.standard.vocabulary.repealed_bases;
        for row in data.items() {
            let Some((text, span)) = row.basis().given() else {
                continue;
            };
            let mut gone = repealed(text, bases, site.config.as_of);
            gone.extend(outdated(site, marks, span));
            let finding = if let Some((_, new)) = gone.first() {
                let old: Vec<&str> = gone.iter().map(|(old, _)| old.as_str()).collect();
                Finding::new(
                    format!("{}的公开依据{}已经不再有效", name(row), old.join("、")),
                    format!("核对事项是否仍要公开，依据改为现行有效的规定：{new}"),
                )
            } else if !text.contains('《') && !text.contains('号') {
                Finding::new(
                    format!("{}的公开依据“{text}”没有写明名称", name(row)),
                    "写法律、法规、文件的全称，加书名号，有文号的写上文号",
                )
            } else {
                continue;
            };
            sink.add(&path, finding.at(span));
        }
    }
}

/// Outdated names that the lexicon found in a basis, each with the one that it gives in its place.
fn outdated(site: &Site, marks: &[Mark], span: Span) -> Vec<(String, String)> {
    let inside = marks
        .iter()
        .filter(|mark| span.start <= mark.span.start && mark.span.end <= span.end);
    inside
        .filter_map(|mark| match mark.kind {
            MarkKind::Phrase(place) => site.config.standard.lexicon.phrase(place),
            _ => None,
        })
        .filter(|phrase| {
            phrase.kind == PhraseKind::Superseded
                || (phrase.kind == PhraseKind::Outdated && phrase.text.starts_with('《'))
        })
        .map(|phrase| (phrase.text.clone(), phrase.right.clone()))
        .collect()
}

/// Every basis in a text that is out of force on a day, and what stands in its place.
fn repealed(text: &str, bases: &RepealedBases, as_of: Date) -> Vec<(String, String)> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '[' | '【' | '［' => '〔',
            ']' | '】' | '］' => '〕',
            c => c,
        })
        .collect();
    let titles: Vec<&str> = text
        .split('《')
        .skip(1)
        .filter_map(|rest| rest.split('》').next())
        .map(|title| title.strip_prefix("中华人民共和国").unwrap_or(title))
        .collect();
    bases
        .all()
        .filter(|basis| basis.since <= as_of)
        .filter_map(|basis| {
            let (old, new) = (basis.name.as_str(), basis.now.clone());
            if titles.contains(&old) {
                Some((format!("《{old}》"), new))
            } else {
                (old.ends_with('号') && text.contains(old)).then(|| (old.to_owned(), new))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::standard::Vocabulary;

    use super::repealed;

    #[test]
    fn only_what_is_out_of_force_is_found() {
        let bases = Vocabulary::builtin().repealed_bases;
        let repealed = |text, as_of| repealed(text, &bases, as_of);
        let as_of = date(2026, 11, 20);
        for text in [
            "《中华人民共和国大气污染防治法》第二十八条",
            "《最低生活保障审核审批办法(试行)》",
            "《特困人员认定办法》(民发[2016]178号)",
        ] {
            assert!(repealed(text, as_of).len() == 1, "{text}");
        }
        for text in [
            "《中华人民共和国民法典》",
            "《山西省大气污染防治条例》",
            "《最低生活保障审核确认办法》（民发〔2021〕57号）",
        ] {
            assert!(repealed(text, as_of).is_empty(), "{text}");
        }
        assert!(repealed("《大气污染防治法》", date(2026, 8, 14)).is_empty());
    }
}
