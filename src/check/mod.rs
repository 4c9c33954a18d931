//! **In:** a [`Site`], and what was rendered of it. **Out:** a [`Verdict`]. **Touches:** nothing; cannot fail.
//!
//! Rules look at the site before anything is rendered ([`check`]), at each page as it is rendered
//! ([`PageCheck`]), and at the output as a whole; [`conclude`] then weighs what they found.

mod assessment;
mod bound;
mod built;
mod facts;
mod fix;
mod freshness;
mod pages;
mod rule;
mod rules;
mod setting_flaw;
mod verdict;
mod waivers;
mod weights;

use rayon::prelude::*;

use crate::{
    crash::{Crash, catch},
    diagnostic::{Fault, FaultKind},
    index::IndexFlaw,
    model::{Page, Site},
};

use weights::Weights;

pub use crate::{html::Tag, render::Html};
pub use assessment::{Assessment, Outcome};
pub use built::Built;
pub use fix::{Mended, mend};
pub use freshness::{Freshness, Period, freshness};
pub use pages::PageCheck;
pub use rule::{Declared, Family, Finding, INTERNAL_ERROR, Note, Rule, RuleMeta, Sink};
pub use rules::{FAMILIES, family, rules};
pub use setting_flaw::SettingFlaw;
pub use verdict::{Found, Verdict, conclude};

/// Number of documents that one core takes at a time.
const BATCH: usize = 64;

/// Runs every rule over the whole site, over every document, and over every fact met on the way.
pub fn check(site: &Site) -> Found {
    let (rules, weigh) = (rules(), Weights::new(site));
    let batches: Vec<_> = (0..site.pages.len().div_ceil(BATCH)).collect();
    let (mut found, documents) = rayon::join(
        || {
            let per_rule = rules.par_iter().enumerate().map(|(at, rule)| {
                let told = run(at, &site.config.file.path, Some(&weigh), |rule, sink| {
                    tell(&site.faults, rule, sink);
                });
                told.and(run(at, &site.config.file.path, Some(&weigh), |_, sink| {
                    rule.site(site, sink);
                }))
            });
            per_rule.reduce(Found::default, Found::and)
        },
        || {
            let per_batch = batches.into_par_iter().map(|batch| {
                let from = batch * BATCH;
                let pages = &site.pages[from..site.pages.len().min(from + BATCH)];
                let found = (0..rules.len()).map(|at| check_documents(site, &weigh, pages, at));
                found.fold(Found::default(), Found::and)
            });
            per_batch.reduce(Found::default, Found::and)
        },
    );
    found = found.and(documents);
    found
}

/// Runs every rule over what is wrong with the search index.
pub fn check_index(flaws: &[IndexFlaw]) -> Found {
    let path = flaws.first().map_or("", |flaw| &flaw.path);
    each_rule(path, None, |rule, sink| {
        for flaw in flaws {
            if let Some(finding) = rule.flaw(flaw) {
                sink.add(&flaw.path, finding);
            }
        }
    })
}

/// Says what the answers of other websites mean, and what of the standard they leave open.
pub fn from_answers(faults: &[Fault], notes: Vec<Note>) -> Found {
    let path = faults.first().map_or("", |fault| &fault.path);
    Found::networked(notes).and(each_rule(path, None, |rule, sink| tell(faults, rule, sink)))
}

/// Says of a panic that the file was met with it which was being worked on.
pub fn crashed(path: &str, doing: &str, crash: Crash) -> Found {
    let kind = FaultKind::InternalError {
        doing: doing.to_owned(),
        crash,
    };
    let fault = Fault::whole(path, kind);
    let mut found = Found::default();
    for (at, rule) in rules().iter().enumerate() {
        let mut sink = Sink::default();
        tell(std::slice::from_ref(&fault), *rule, &mut sink);
        found = found.and(Found::of(at, sink, None));
    }
    found
}

/// Findings of one rule in some documents.
fn check_documents(site: &Site, weigh: &Weights<'_>, pages: &[Page], at: usize) -> Found {
    let rule = rules()[at];
    let mut sink = Sink::default();
    let all = catch(|| {
        for page in pages {
            rule.document(site, page, &mut sink);
        }
    });
    if all.is_ok() {
        return if sink.is_empty() {
            Found::default()
        } else {
            Found::of(at, sink, Some(weigh))
        };
    }
    // One of them is too much for the rule: which one is found out, and the others are told.
    let each = pages.iter().map(|page| {
        run(at, &page.document.file.path, Some(weigh), |rule, sink| {
            rule.document(site, page, sink);
        })
    });
    each.fold(Found::default(), Found::and)
}

/// Findings of all rules that look at the same object, whose source is `path`.
fn each_rule(
    path: &str,
    weigh: Option<&Weights<'_>>,
    judge: impl Fn(&dyn Rule, &mut Sink),
) -> Found {
    let all = catch(|| {
        let (mut found, mut sink) = (Found::default(), Sink::default());
        for (at, rule) in rules().iter().enumerate() {
            judge(*rule, &mut sink);
            if !sink.is_empty() {
                found = found.and(Found::of(at, std::mem::take(&mut sink), weigh));
            }
        }
        found
    });
    // It is too much for one of them: which one is found out, and the others are told.
    all.unwrap_or_else(|_| {
        let each = (0..rules().len()).map(|at| run(at, path, weigh, &judge));
        each.fold(Found::default(), Found::and)
    })
}

/// Findings of one rule. A rule that panics leaves an error at `path`; those of the others stay.
fn run(
    at: usize,
    path: &str,
    weigh: Option<&Weights<'_>>,
    judge: impl FnOnce(&dyn Rule, &mut Sink),
) -> Found {
    let (rule, mut sink) = (rules()[at], Sink::default());
    match catch(|| judge(rule, &mut sink)) {
        Ok(()) if sink.is_empty() => Found::default(),
        Ok(()) => Found::of(at, sink, weigh),
        Err(crash) => crashed(path, &format!("用规则 {} 检查", rule.meta().id), crash),
    }
}

/// Adds the findings of a rule on facts met on the way.
fn tell(faults: &[Fault], rule: &dyn Rule, sink: &mut Sink) {
    for fault in faults {
        if let Some(finding) = rule.fault(fault) {
            sink.add(&fault.path, finding.at(fault.span));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{config::Config, source::SourceFile};

    use super::*;

    #[test]
    fn a_rule_that_panics_is_told_and_the_others_are_heard() {
        let file = SourceFile {
            path: "site.yaml".to_owned(),
            text: String::new(),
            ..SourceFile::default()
        };
        let (config, _) = Config::new(file, jiff::civil::date(2026, 11, 20).into());
        let site = crate::model::model(config, Vec::new(), crate::model::Sources::default());
        let found = each_rule("content/甲.md", None, |rule, sink| match rule.meta().id {
            "not-utf8" => panic!("第一条"),
            "deep-page" => sink.add("content/乙.md", Finding::new("乙", "改")),
            _ => {}
        });
        assert!(found.has_errors(&site));
        let told = conclude(&site, found, false).diagnostics;
        let told: Vec<_> = told
            .iter()
            .map(|found| (found.rule, &*found.path))
            .collect();
        assert_eq!(
            told,
            [
                ("deep-page", "content/乙.md"),
                (INTERNAL_ERROR, "content/甲.md")
            ]
        );
    }
}
