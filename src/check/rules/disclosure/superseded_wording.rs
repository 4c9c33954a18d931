use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Page, Site},
    source::{SourceFile, Span},
    standard::{
        Mark, MarkKind, Phrase, PhraseKind, Vocabulary, Words,
        view::{ColumnKind, Form, Validity},
    },
};

use super::has_any;

declare_rule! {
    /// 查出 2007 年旧条例的规定：旧期限、“三需要”、成本费用、旧年报内容、旧令号。
    ///
    /// ## 为什么
    ///
    /// 2019 年修订的《条例》改了答复期限、取消了“特殊需要”和收费；照旧文字办理就是违法。查公开的文档（注明废止、失效的除外）、栏目和数据；同一句里说明是旧规定、已删去、不收取的不算，说明修订经过而同时写了 711 号令的不算旧令号，旧年报的标题只在年报里查。期限和收费别的事项也有（救助、许可、信访、查档），所以只在指南、依申请公开、制度、年报各栏，标题写明政府信息公开的文档，和同一段里说到政府信息公开的地方查。回顾的其他说法，在 `标准.词表.旧规定的说法` 里加；公开栏、公开网之外的场所，在 `标准.词表.公开场所的名称` 里加。
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
    ///
    /// 以前的检索、复制、邮寄等成本费用已经停止征收。
    ///
    /// 临时救助经审核，自受理之日起15个工作日内告知申请人；情况复杂的，可以延长15个工作日。
    ///
    /// 档案查询、检索、复制、邮寄等成本费用由申请人承担。
    /// ```
    SupersededWording { id: "superseded-wording", severity: Error, requirements: ["TL-33", "TL-42", "TL-29-2", "AR-1", "TL-49", "TL-53"], since: "0.1.0" }
}

/// The kinds of columns that speak of the disclosure of information and of nothing else.
const AT_HOME: [ColumnKind; 4] = [
    ColumnKind::Guide,
    ColumnKind::Application,
    ColumnKind::Systems,
    ColumnKind::AnnualReports,
];

/// Rules that other matters have as well: what is out of date for an application for information is
/// lawful for relief, a licence, a petition or an archive.
const SHARED: [&str; 2] = ["TL-33", "TL-42"];

/// Setting in which a text stands.
#[derive(Debug, Clone, Copy, Default)]
struct Ground {
    /// True if all of it speaks of the disclosure of information.
    is_home: bool,
    /// True if it is a report of a year.
    is_report: bool,
}

impl Rule for SupersededWording {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let is_home = |column: &Column| AT_HOME.contains(&column.kind);
        let of_data = |path: &str| {
            let mut columns = site.columns.iter();
            columns.any(|column| is_home(column) && column.data_path() == path)
        };
        let texts = std::iter::once((&site.config.file, &site.config.marks, false))
            .chain(
                site.columns
                    .iter()
                    .map(|column| (&column.source.file, &column.source.marks, is_home(column))),
            )
            .chain(
                site.data_files
                    .iter()
                    .map(|data| (&data.file, &data.marks, of_data(&data.file.path))),
            );
        let mut fields = form_fields(site);
        fields.extend(crate::check::rules::catalog::bases(site));
        for (file, marks, is_home) in texts {
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
                Ground {
                    is_home,
                    is_report: false,
                },
                sink,
            );
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let is_history = matches!(
            document.meta().validity().get(),
            Some(Validity::Repealed | Validity::Expired)
        );
        if !page.is_published || is_history {
            return;
        }
        let kind = site.columns[page.column].kind;
        let title = &document.title;
        let ground = Ground {
            is_home: AT_HOME.contains(&kind) || has_any(title, &["政府信息公开", "依申请公开"]),
            is_report: kind == ColumnKind::AnnualReports || title.contains("年度报告"),
        };
        judge(site, &document.file, document.marks.iter(), ground, sink);
    }
}

/// The places of the names of the fields of application forms.
fn form_fields(site: &Site) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (column, data) in site.with(Column::application) {
        for field in data.form().and(Form::fields) {
            found.push((column.data_path(), field.name().span()));
        }
    }
    found
}

fn judge<'m>(
    site: &Site,
    file: &SourceFile,
    marks: impl Iterator<Item = &'m Mark>,
    ground: Ground,
    sink: &mut Sink,
) {
    let mut context = Context::of(&file.text, &site.config.standard.vocabulary);
    // Of phrases that overlap, one is told: the gravest.
    let mut found: Vec<(Span, &Phrase)> = Vec::new();
    for mark in marks {
        let MarkKind::Phrase(place) = mark.kind else {
            continue;
        };
        let Some(phrase) = site.config.standard.lexicon.phrase(place) else {
            continue;
        };
        if phrase.kind != PhraseKind::Superseded
            || is_excused(phrase, &mut context, mark.span, ground)
        {
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

/// Context of the phrases of a text: the sentence and the paragraph that were looked at last.
struct Context<'t> {
    text: &'t str,
    vocabulary: &'t Vocabulary,
    names_the_new: Option<bool>,
    /// A paragraph, and whether it speaks of disclosure.
    paragraph: Option<(Span, bool)>,
    /// A sentence, and whether it speaks of what was.
    sentence: Option<(Span, bool)>,
}

impl<'t> Context<'t> {
    fn of(text: &'t str, vocabulary: &'t Vocabulary) -> Self {
        Self {
            text,
            vocabulary,
            names_the_new: None,
            paragraph: None,
            sentence: None,
        }
    }

    /// Checks that the text names the decree of 2019.
    fn names_the_new(&mut self) -> bool {
        const NAMES: [&str; 3] = ["711号", "第711", "七百一十一号"];
        let text = self.text;
        *self
            .names_the_new
            .get_or_insert_with(|| has_any(text, &NAMES))
    }

    fn speaks_of_disclosure(&mut self, span: Span) -> bool {
        let boards = &self.vocabulary.board_names;
        Self::around(self.text, span, &mut self.paragraph, paragraph, |words| {
            speaks_of_disclosure(words, boards)
        })
    }

    fn speaks_of_history(&mut self, span: Span) -> bool {
        let history = &self.vocabulary.history;
        Self::around(self.text, span, &mut self.sentence, sentence, |words| {
            history.any_in(words)
        })
    }

    fn around(
        text: &str,
        span: Span,
        known: &mut Option<(Span, bool)>,
        find: fn(&str, Span) -> Span,
        judge: impl FnOnce(&str) -> bool,
    ) -> bool {
        match known {
            Some((around, answer)) if around.start <= span.start && span.end <= around.end => {
                *answer
            }
            _ => {
                let around = find(text, span);
                let answer = judge(text.get(around.start..around.end).unwrap_or_default());
                *known = Some((around, answer));
                answer
            }
        }
    }
}

fn is_excused(phrase: &Phrase, context: &mut Context<'_>, span: Span, ground: Ground) -> bool {
    let requirement = phrase.requirement.as_deref().unwrap_or_default();
    if requirement == "AR-1" && !ground.is_report {
        return true;
    }
    if has_any(&phrase.text, &["492", "４９２", "四百九十二", "四九二"]) {
        return context.names_the_new();
    }
    // `违反规定收取检索费`: what is forbidden is named.
    let before = context.text.get(..span.start).unwrap_or_default();
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(24))..];
    if has_any(
        near,
        &["违反规定", "违规", "违法", "擅自", "不得", "禁止", "严禁"],
    ) {
        return true;
    }
    let is_elsewhere =
        SHARED.contains(&requirement) && !ground.is_home && !context.speaks_of_disclosure(span);
    is_elsewhere || context.speaks_of_history(span) || is_correction(phrase, context.text, span)
}

/// Recognises the period for asking an applicant to add something, which has a limit and a rule of
/// its own.
pub(super) fn is_correction(phrase: &Phrase, text: &str, span: Span) -> bool {
    // No sentence goes on for so many bytes.
    let rest = text.get(span.end..).unwrap_or_default();
    let rest = &rest[..rest.floor_char_boundary(2_000)];
    let rest = rest.split(ENDS).next().unwrap_or_default();
    let before_reply = rest.split("答复").next().unwrap_or_default();
    phrase.requirement.as_deref() == Some("TL-33")
        && !has_any(&phrase.text, &["答复", "延长"])
        && before_reply.contains("补正")
}

/// Checks that a paragraph speaks of information that the government discloses, and not only of the
/// board or the website where something hangs.
fn speaks_of_disclosure(paragraph: &str, boards: &Words) -> bool {
    let is_meant = |word: &str| {
        paragraph.match_indices(word).any(|(at, _)| {
            let after = &paragraph[at + word.len()..];
            let after = after.strip_prefix("公开").unwrap_or(after);
            !boards.any_starts(after)
        })
    };
    ["政府信息", "信息公开", "依申请公开"]
        .into_iter()
        .any(is_meant)
}

/// The lines around some bytes up to the next blank one; a field or a row of a table is one line.
fn paragraph(text: &str, span: Span) -> Span {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return span;
    };
    let line = |from: usize| {
        let start = text[..from].rfind('\n').map_or(0, |at| at + 1);
        let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
        (start, end)
    };
    let (mut start, _) = line(before.len());
    let (_, mut end) = line(text.len() - after.len());
    let stands_alone = |from: usize, to: usize| {
        let line = text[from..to].trim();
        line.is_empty() || line.starts_with(['|', '#', '-', '*'])
    };
    if !text.starts_with("---") || stands_alone(start, end) {
        return Span::new(start, end);
    }
    while start > 0 {
        let (above, to) = line(start - 1);
        if stands_alone(above, to) {
            break;
        }
        start = above;
    }
    while end < text.len() {
        let (from, below) = line(end + 1);
        if stands_alone(from, below) {
            break;
        }
        end = below;
    }
    Span::new(start, end)
}

/// Signs that end a sentence.
const ENDS: [char; 6] = ['。', '；', ';', '！', '？', '\n'];

/// The sentence around some bytes.
fn sentence(text: &str, span: Span) -> Span {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return span;
    };
    let start = before.rfind(ENDS).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let end = span.end + after.find(ENDS).unwrap_or(after.len());
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sentence(text: &str, span: Span) -> &str {
        let span = sentence(text, span);
        text.get(span.start..span.end).unwrap_or_default()
    }

    fn of_paragraph(text: &str, span: Span) -> &str {
        let span = paragraph(text, span);
        text.get(span.start..span.end).unwrap_or_default()
    }

    #[test]
    fn a_sentence_ends_where_it_ends() {
        let text = "甲。乙丙丁；戊\n己";
        let at = text.find('丙').unwrap();
        assert_eq!(of_sentence(text, Span::new(at, at + 3)), "乙丙丁");
        let at = text.find('己').unwrap();
        assert_eq!(of_sentence(text, Span::new(at, at + 3)), "己");
        assert_eq!(of_sentence(text, Span::new(1, 2)), "");
    }

    #[test]
    fn a_paragraph_is_more_than_a_line_and_less_than_a_text() {
        let text = "---\n标题: 甲\n---\n政府信息\n乙\n\n丙\n\n| 丁 |\n| 戊 |\n";
        let of = |word: &str| {
            let at = text.find(word).unwrap();
            of_paragraph(text, Span::new(at, at + word.len()))
        };
        assert_eq!(of("乙"), "政府信息\n乙");
        assert_eq!(of("丙"), "丙");
        assert_eq!(of("戊"), "| 戊 |");
        assert_eq!(of_paragraph("甲: 1\n乙: 2\n", Span::new(0, 3)), "甲: 1");
        assert_eq!(of_paragraph("甲", Span::new(1, 2)), "");
    }

    #[test]
    fn a_board_is_no_matter() {
        let boards = Vocabulary::builtin().board_names;
        let speaks_of_disclosure = |paragraph| speaks_of_disclosure(paragraph, &boards);
        assert!(speaks_of_disclosure("申请公开政府信息的"));
        assert!(!speaks_of_disclosure(
            "结果在政府信息公开栏和信息公开网公示"
        ));
    }
}
