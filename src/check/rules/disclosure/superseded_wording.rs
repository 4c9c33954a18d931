use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    source::{SourceFile, Span},
    standard::{Mark, MarkKind, Phrase, PhraseKind},
};

use super::{has_any, span_of};

declare_rule! {
    /// 查出 2007 年旧条例的规定：旧期限、“三需要”、成本费用、旧年报内容、旧令号。
    ///
    /// ## 为什么
    ///
    /// 2019 年修订的《条例》改了答复期限、取消了“特殊需要”和收费；照旧文字办理就是违法。查公开的文档（注明废止、失效的除外）、栏目和数据；同一句里说明是旧规定、已删去、不收取的不算，说明修订经过而同时写了 711 号令的不算旧令号，旧年报的标题只在年报里查。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 申请人根据自身生产、生活、科研等特殊需要，可以申请获取政府信息。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 2019年修订时删去了“自身生产、生活、科研等特殊需要”，申请人不必说明理由。
    /// ```
    SupersededWording { id: "superseded-wording", family: Disclosure, severity: Error, requirements: ["TL-33", "TL-42", "TL-29-2", "AR-1", "TL-49", "TL-53"], since: "0.1.0" }
}

/// What a sentence says that speaks of the old rule as an old one.
const HISTORY: [&str; 17] = [
    "旧条例",
    "原条例",
    "修订前",
    "修订以前",
    "修改前",
    "删除",
    "删去",
    "取消了",
    "已取消",
    "不再",
    "不得收取",
    "不收取",
    "不得要求",
    "不要求",
    "无需",
    "不需要",
    "不必",
];

impl Rule for SupersededWording {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let columns = site.columns.iter().map(|column| &column.source);
        let texts = std::iter::once((&site.config.file, &site.config.marks))
            .chain(columns.map(|source| (&source.file, &source.marks)))
            .chain(site.data_files.iter().map(|data| (&data.file, &data.marks)));
        let mut fields = form_fields(site);
        fields.extend(crate::check::rules::catalog::bases(site));
        for (file, marks) in texts {
            // What an application form asks for, and what a catalogue rests on, are told by rules of
            // their own.
            let is_field = |mark: &Mark| {
                let own = |(path, span): &(String, Span)| {
                    *path == file.path && span.start <= mark.span.start && mark.span.end <= span.end
                };
                fields.iter().any(own)
            };
            judge(
                site,
                file,
                marks.iter().filter(|mark| !is_field(mark)),
                false,
                sink,
            );
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let is_history = matches!(document.meta.text("validity"), Some("废止" | "失效"));
        if !page.is_published || is_history {
            return;
        }
        let is_report =
            site.columns[page.column].kind_name == "年报" || document.title.contains("年度报告");
        judge(site, &document.file, document.marks.iter(), is_report, sink);
    }
}

/// The places of the names of the fields of application forms.
fn form_fields(site: &Site) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (_, column) in site.columns_of_kind("依申请公开") {
        let form = column.data.as_ref().and_then(|data| data.record("form"));
        for field in form.into_iter().flat_map(|form| form.records("fields")) {
            found.push((column.data_path(), span_of(field, "name")));
        }
    }
    found
}

fn judge<'m>(
    site: &Site,
    file: &SourceFile,
    marks: impl Iterator<Item = &'m Mark>,
    is_report: bool,
    sink: &mut Sink,
) {
    // Of phrases that overlap, one is told: the gravest.
    let mut found: Vec<(Span, &Phrase)> = Vec::new();
    for mark in marks {
        let MarkKind::Phrase(place) = mark.kind else {
            continue;
        };
        let Some(phrase) = site.config.standard.lexicon.phrase(place) else {
            continue;
        };
        if phrase.kind != PhraseKind::Superseded || is_excused(phrase, file, mark.span, is_report) {
            continue;
        }
        match found.last_mut() {
            Some((span, told)) if mark.span.start < span.end => {
                span.end = span.end.max(mark.span.end);
                if phrase.severity > told.severity {
                    *told = phrase;
                }
            }
            _ => found.push((mark.span, phrase)),
        }
    }
    for (span, phrase) in found {
        let words = file.text.get(span.start..span.end).unwrap_or(&phrase.text);
        let finding = Finding::new(
            format!("“{words}”是旧条例的规定，已经失效"),
            format!("改为现行规定：{}", phrase.right),
        );
        let mut finding = finding
            .of(phrase.requirement.as_deref().unwrap_or("TL-53"))
            .at(span);
        if let Some(severity) = phrase.severity {
            finding = finding.severity(severity);
        }
        sink.add(&file.path, finding);
    }
}

fn is_excused(phrase: &Phrase, file: &SourceFile, span: Span, is_report: bool) -> bool {
    if phrase.requirement.as_deref() == Some("AR-1") && !is_report {
        return true;
    }
    if has_any(&phrase.text, &["492", "４９２", "四百九十二", "四九二"]) {
        return has_any(&file.text, &["711号", "第711", "七百一十一号"]);
    }
    has_any(sentence(&file.text, span), &HISTORY)
}

/// The sentence around some bytes.
fn sentence(text: &str, span: Span) -> &str {
    const ENDS: [char; 6] = ['。', '；', ';', '！', '？', '\n'];
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return "";
    };
    let start = before.rfind(ENDS).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = span.end + after.find(ENDS).unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_it_ends() {
        let text = "甲。乙丙丁；戊\n己";
        let at = text.find('丙').unwrap();
        assert_eq!(sentence(text, Span::new(at, at + 3)), "乙丙丁");
        let at = text.find('己').unwrap();
        assert_eq!(sentence(text, Span::new(at, at + 3)), "己");
        assert_eq!(sentence(text, Span::new(1, 2)), "");
    }
}
