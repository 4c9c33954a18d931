use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            line::{self, Line},
            pattern,
        },
        rule::declare_rule,
        rules::attachment::{Attachments, file_name},
    },
    diagnostic::Severity,
    model::{AssetId, Page, PlacedAsset, Site},
    source::{SourceFile, Span},
    standard::{Mark, MarkKind, Phrase, PhraseKind},
};
use rayon::prelude::*;

declare_rule! {
    /// 查出公开的文字和附件里的密级标志、内部资料字样。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十四条规定国家秘密不予公开；泄露国家秘密是网站检查的单项否决项。正文、栏目数据、图片和公开的附件（包括平时看不见的批注、隐藏工作表）都查。不公开的文件里有密级标志的也提示，因为涉密文件不得存放在连网的机器上。引号里举出、后面说“字样”“标志”的，是在讲规定，不算。没有标志而内容涉密的，须由保密审查人员判断。举出标志的其他说法，在 `标准.词表.密级标志的称呼` 里加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 机密★10年
    ///
    /// 值班安排已经报备。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 值班安排已经报备，涉及国家秘密的内容不予公开。
    ///
    /// 标有“机密★1年”“秘密★”字样的文件严禁上网。
    /// ```
    LeakedSecrecyMark { id: "leaked-secrecy-mark", severity: Error, requirements: ["TL-14", "VETO-1", "TL-13"], since: "0.1.0" }
}

const HELP: &str = "立即撤下，按保密规定核实；确实不涉密的，删去这个标志";

impl Rule for LeakedSecrecyMark {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let columns = site.columns.iter().map(|column| &column.source);
        let texts = std::iter::once((&site.config.file, &site.config.marks))
            .chain(columns.map(|source| (&source.file, &source.marks)))
            .chain(site.data_files.iter().map(|data| (&data.file, &data.marks)))
            .chain(
                site.pictures
                    .values()
                    .map(|picture| (&picture.file, &picture.marks)),
            );
        for (file, marks) in texts {
            in_text(site, file, marks, true, sink);
        }
        let attachments = Attachments::new(site);
        let all: Vec<(AssetId, &PlacedAsset)> = attachments.iter().collect();
        let found: Vec<(AssetId, Vec<Finding>)> = all
            .into_par_iter()
            .map(|(id, placed)| (id, in_asset(site, placed)))
            .collect();
        for (id, findings) in found {
            for finding in findings {
                attachments.tell(id, finding, sink);
            }
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        if page.is_published {
            disguised(&document.file, document.body.start, sink);
            in_tables(page, sink);
            marked_title(page, sink);
        }
        in_text(
            site,
            &document.file,
            &document.marks,
            page.is_published,
            sink,
        );
    }
}

fn secrecy<'s>(site: &'s Site, mark: &Mark) -> Option<&'s Phrase> {
    let MarkKind::Phrase(place) = mark.kind else {
        return None;
    };
    let phrase = site.config.standard.lexicon.phrase(place)?;
    (phrase.kind == PhraseKind::Secrecy).then_some(phrase)
}

/// State of the quotation marks at a place of a text, asked in the order of the places.
#[derive(Default)]
struct Quotes {
    at: usize,
    is_open: bool,
}

impl Quotes {
    /// Checks that the last sign before a place in its line opens a quotation.
    fn are_open(&mut self, text: &str, at: usize) -> bool {
        let Some(between) = text.get(self.at..at) else {
            return false;
        };
        let mut signs = between.chars().rev();
        let sign = signs.find(|c| *c == '\n' || OPEN.contains(c) || CLOSE.contains(c));
        if let Some(sign) = sign {
            self.is_open = OPEN.contains(&sign);
        }
        self.at = at;
        self.is_open
    }
}

const OPEN: [char; 5] = ['“', '‘', '「', '『', '"'];
const CLOSE: [char; 5] = ['”', '’', '」', '』', '"'];

/// Distance behind a mark, in bytes, within which a word is looked for that says what it is.
const BEYOND: usize = 1_000;

/// Recognises a mark spoken of and not borne: quoted, with a word after it that says what it is.
fn is_mentioned(site: &Site, text: &str, span: Span, quotes: &mut Quotes) -> bool {
    let Some(after) = text.get(span.end..) else {
        return false;
    };
    if !quotes.are_open(text, span.start) {
        return false;
    }
    // A mark stands alone; one between quotation marks in a sentence is spoken of.
    let line = text[..span.start].rsplit('\n').next().unwrap_or_default();
    if line
        .chars()
        .filter(|c| c.is_alphabetic() && !c.is_ascii())
        .count()
        > 5
    {
        return true;
    }
    let names = &site.config.standard.vocabulary.secrecy_mark_names;
    let after = &after[..after.floor_char_boundary(BEYOND)];
    let mut rest = after.lines().next().unwrap_or_default();
    // “机密★”“秘密★”等字样: the word comes after the last of them.
    while let Some(at) = rest.find(CLOSE) {
        rest = rest[at..].trim_start_matches(CLOSE);
        let next = rest.trim_start_matches(['、', '，', '或', '和', '及']);
        let words = rest.trim_start_matches(['的', ' ']);
        if names.any_starts(words) {
            return true;
        }
        if !next.starts_with(OPEN) {
            return false;
        }
        rest = next.trim_start_matches(OPEN);
    }
    false
}

fn in_text(site: &Site, file: &SourceFile, marks: &[Mark], is_published: bool, sink: &mut Sink) {
    let mut quotes = Quotes::default();
    for mark in marks {
        let phrase = secrecy(site, mark);
        let phrase = phrase.filter(|_| !is_mentioned(site, &file.text, mark.span, &mut quotes));
        let Some(phrase) = phrase else {
            continue;
        };
        let finding = if is_published {
            Finding::new(format!("公开的文字里有“{}”", phrase.text), HELP)
        } else {
            // A note that it is not for publication is where it belongs.
            if phrase.severity != Some(Severity::Error) {
                continue;
            }
            Finding::new(
                format!(
                    "没有公开的文件里有“{}”，涉密文件不得存放在这里",
                    phrase.text
                ),
                "按保密规定核实；确实涉密的，从仓库和历史记录中彻底删除",
            )
        };
        sink.add(
            &file.path,
            weighed(finding, phrase, is_published).at(mark.span),
        );
    }
}

/// Marks that blanks, tags or references to characters keep from being found as phrases, and levels of
/// secrecy in a field of their own.
fn disguised(file: &SourceFile, start: usize, sink: &mut Sink) {
    pattern!(
        MARK,
        "^[|【（(\\[]*(?:绝密|机密|秘密)(?:★|☆|&#?9733;|&starf;|&#?x2605;|&#?9734;)|(?:^|[|])(?:密级|秘密等级)[：:|]+(?:绝密|机密|秘密)(?:[|，。]|$)"
    );
    let body = file.text.get(start..).unwrap_or_default();
    if !body.contains('密') {
        return;
    }
    for (at, written) in line::lines(body, start) {
        // Most lines have no such character.
        if !written.contains('密') || written.contains("密★") {
            continue;
        }
        let line = Line::read(written, at);
        let Some(found) = MARK.find(&line.text) else {
            continue;
        };
        let words = found.as_str().trim_matches('|');
        let finding = Finding::new(format!("公开的文字里有“{words}”"), HELP);
        let finding = finding.of("TL-14").of("VETO-1");
        sink.add(
            &file.path,
            finding.at(line.span(found.start(), found.end())),
        );
    }
}

/// Levels of secrecy in the column of a table that has their name.
fn in_tables(page: &Page, sink: &mut Sink) {
    let document = &page.document;
    let text = document.file.text.as_str();
    let cell = |span: &Span| text.get(span.start..span.end).unwrap_or_default().trim();
    for table in &document.body.tables {
        let Some((head, rows)) = table.rows.split_first() else {
            continue;
        };
        let of_level = |span: &Span| matches!(cell(span), "密级" | "秘密等级" | "定密等级");
        let Some(column) = head.iter().position(of_level) else {
            continue;
        };
        let mut cells = rows.iter().filter_map(|row| row.get(column));
        let found = cells.find(|span| matches!(cell(span), "绝密" | "机密" | "秘密"));
        if let Some(span) = found {
            let message = format!("表里写着密级“{}”", cell(span));
            let finding = Finding::new(message, HELP).of("TL-14").of("VETO-1");
            sink.add(&document.file.path, finding.at(*span));
        }
    }
}

/// A title that begins with a level of secrecy: `【机密】关于…`.
fn marked_title(page: &Page, sink: &mut Sink) {
    const LEVELS: [&str; 3] = ["绝密", "机密", "秘密"];
    let title = page
        .document
        .title
        .trim_start_matches(['【', '（', '(', '[', '〔']);
    let level = LEVELS.into_iter().find(|level| title.starts_with(level));
    let Some(level) = level else { return };
    let is_bracketed = title.len() < page.document.title.len();
    let is_mark = is_bracketed || title[level.len()..].starts_with(['★', '☆', '：', ' ']);
    if is_mark {
        let finding = Finding::new(format!("标题前有密级“{level}”"), HELP);
        let finding = finding.of("TL-14").of("VETO-1");
        let place = page.document.meta().title().span();
        sink.add(&page.document.file.path, finding.at(place));
    }
}

fn in_asset(site: &Site, placed: &PlacedAsset) -> Vec<Finding> {
    let mut found = Vec::new();
    for passage in &placed.contents.passages {
        let mut quotes = Quotes::default();
        for mark in site.config.standard.lexicon.scan(&passage.text) {
            let phrase = secrecy(site, &mark);
            let phrase =
                phrase.filter(|_| !is_mentioned(site, &passage.text, mark.span, &mut quotes));
            let Some(phrase) = phrase else {
                continue;
            };
            let hidden = if passage.is_hidden {
                "（平时看不见）"
            } else {
                ""
            };
            let place = if passage.place.is_empty() {
                String::new()
            } else {
                format!("，在{}", passage.place)
            };
            let message = format!(
                "附件“{}”里有“{}”{place}{hidden}",
                file_name(&placed.asset.path),
                phrase.text
            );
            let finding = weighed(Finding::new(message, HELP), phrase, true);
            found.push(finding);
        }
    }
    found
}

fn weighed(finding: Finding, phrase: &Phrase, is_published: bool) -> Finding {
    let requirement = phrase.requirement.as_deref().unwrap_or("TL-14");
    let finding = finding.of(requirement);
    match phrase.severity {
        Some(Severity::Error) if is_published => finding.of("VETO-1"),
        _ => finding.severity(Severity::Warning),
    }
}
