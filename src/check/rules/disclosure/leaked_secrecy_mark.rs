use rayon::prelude::*;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, PlacedAsset, Site},
    source::{SourceFile, Span},
    standard::{Mark, MarkKind, Phrase, PhraseKind},
};

declare_rule! {
    /// 查出公开的文字和附件里的密级标志、内部资料字样。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十四条规定国家秘密不予公开；泄露国家秘密是网站检查的单项否决项。正文、栏目数据、图片和公开的附件（包括平时看不见的批注、隐藏工作表）都查。不公开的文件里有密级标志的也提示，因为涉密文件不得存放在连网的机器上。没有标志而内容涉密的，须由保密审查人员判断。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 机密★10年
    ///
    /// 值班安排见附件。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 值班安排见附件，涉及国家秘密的内容不予公开。
    /// ```
    LeakedSecrecyMark { id: "leaked-secrecy-mark", family: Disclosure, severity: Error, requirements: ["TL-14", "VETO-1", "TL-13"], since: "0.1.0" }
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
        let assets = site.assets.par_iter().filter(|placed| placed.is_published);
        let found: Vec<Vec<Finding>> = assets.map(|placed| in_asset(site, placed)).collect();
        let published = site.assets.iter().filter(|placed| placed.is_published);
        for (placed, findings) in published.zip(found) {
            for finding in findings {
                sink.add(&placed.asset.path, finding);
            }
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
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

fn in_text(site: &Site, file: &SourceFile, marks: &[Mark], is_published: bool, sink: &mut Sink) {
    for mark in marks {
        let Some(phrase) = secrecy(site, mark) else {
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

fn in_asset(site: &Site, placed: &PlacedAsset) -> Vec<Finding> {
    let mut found = Vec::new();
    for passage in &placed.contents.passages {
        for mark in site.config.standard.lexicon.scan(&passage.text) {
            let Some(phrase) = secrecy(site, &mark) else {
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
            let message = format!("附件里有“{}”{place}{hidden}", phrase.text);
            let mut finding = weighed(Finding::new(message, HELP), phrase, true);
            if let Some(owner) = placed.owner.and_then(|id| site.pages.get(id)) {
                let path = &owner.document.file.path;
                finding = finding.related(path, Span::default(), "附件所属的文档");
            }
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
