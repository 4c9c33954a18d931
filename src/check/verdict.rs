//! Findings, weighed: severities, waivers, the four outcomes.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::Site,
    source::Span,
};

use super::{
    Finding, Note, Rule, Sink,
    assessment::{self, Assessment, Waived},
    bound::bound,
    rules,
    waivers::setting_flaws,
    weights::{Weighed, Weights},
};

/// Findings on their way to the verdict.
#[derive(Debug, Default)]
pub struct Found {
    findings: Vec<(usize, String, Finding)>,
    everywhere: Vec<(usize, String, Finding)>,
    notes: Vec<Note>,
    /// True if other websites were asked.
    is_networked: bool,
}

/// Result of a run.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Findings, sorted by place, without those that a waiver lets pass.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that a waiver lets pass.
    pub waived: Vec<Diagnostic>,
    /// Every requirement with its outcome, in the order of the standard.
    pub assessment: Vec<Assessment>,
}

impl Found {
    /// Takes the findings of one rule; where the site is known, their number is bounded at once.
    pub(super) fn of(rule: usize, sink: Sink, weigh: Option<&Weights<'_>>) -> Self {
        let with_rule = |found: Vec<(String, Finding)>| -> Vec<(usize, String, Finding)> {
            let found = found.into_iter();
            found.map(|(path, finding)| (rule, path, finding)).collect()
        };
        let findings = with_rule(sink.found);
        Self {
            findings: match weigh {
                Some(weigh) => bound(weigh, findings),
                None => findings,
            },
            everywhere: with_rule(sink.everywhere),
            notes: sink.notes,
            is_networked: false,
        }
    }

    /// Empty findings of a run that asks other websites.
    pub(super) fn networked(notes: Vec<Note>) -> Self {
        Self {
            notes,
            is_networked: true,
            ..Self::default()
        }
    }

    /// Checks that nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.everywhere.is_empty() && self.notes.is_empty()
    }

    /// Joins the findings of both.
    #[must_use]
    pub fn and(mut self, mut other: Self) -> Self {
        self.is_networked |= other.is_networked;
        if self.is_empty() {
            other.is_networked = self.is_networked;
            return other;
        }
        self.findings.append(&mut other.findings);
        self.everywhere.append(&mut other.everywhere);
        self.notes.append(&mut other.notes);
        self
    }

    /// Checks that any of it, as the site weighs it, stops the publication.
    pub fn has_errors(&self, site: &Site) -> bool {
        let weigh = Weights::new(site);
        self.findings.iter().any(|(rule, path, finding)| {
            weigh.severity(*rule, finding).own == Severity::Error
                && weigh.waiver(*rule, path, finding).is_none()
        })
    }
}

/// Weighs everything that was found.
///
/// `is_whole` says that every page could be rendered and was looked at; without that, what only
/// rendered pages show is not passed.
pub fn conclude(site: &Site, found: Found, is_whole: bool) -> Verdict {
    let weigh = Weights::new(site);
    let mut findings = found.findings;
    findings.extend(merge(site, found.everywhere));
    let mut weighed: Vec<Weighed> = bound(&weigh, findings)
        .into_iter()
        .map(|(rule, path, finding)| weigh.weighed(rule, path, finding))
        .collect();
    weighed.sort_by(|a, b| {
        let (a, b) = (&a.diagnostic, &b.diagnostic);
        (&a.path, a.span, a.rule, &a.message).cmp(&(&b.path, b.span, b.rule, &b.message))
    });
    weighed.dedup();
    let mut is_used = vec![false; site.config.waivers.len()];
    let (mut kept, mut waived) = (Vec::new(), Vec::new());
    let mut aside = Waived::default();
    for found in weighed {
        let places = found.diagnostic.places();
        if let Some(waiver) = found.waiver {
            is_used[waiver] = true;
            if found.breaks() {
                let reason = &site.config.waivers[waiver].reason;
                aside.waive(&found.requirements, reason, places);
            }
            waived.push(found.diagnostic);
        } else {
            if found.is_lowered {
                aside.lower(&found.requirements, found.diagnostic.rule, places);
            }
            kept.push((found.diagnostic, found.requirements));
        }
    }
    let at_fault = bound(&weigh, told_of_settings(site, &is_used, found.is_networked));
    kept.extend(at_fault.into_iter().map(|(rule, path, finding)| {
        let found = weigh.weighed(rule, path, finding);
        (found.diagnostic, Vec::new())
    }));
    kept.sort_by(|(a, _), (b, _)| (&a.path, a.span, a.rule).cmp(&(&b.path, b.span, b.rule)));
    let assessment = assessment::assess(site, &kept, &found.notes, &aside, is_whole);
    Verdict {
        diagnostics: kept.into_iter().map(|(found, _)| found).collect(),
        waived,
        assessment,
    }
}

/// Findings that many pages share become one each, at the theme's place: the settings.
fn merge(
    site: &Site,
    everywhere: Vec<(usize, String, Finding)>,
) -> impl Iterator<Item = (usize, String, Finding)> {
    let mut merged: BTreeMap<(usize, String), (String, usize, Finding)> = BTreeMap::new();
    for (rule, page, finding) in everywhere {
        merged
            .entry((rule, finding.message.clone()))
            .and_modify(|(first, count, _)| {
                *count += 1;
                if page < *first {
                    first.clone_from(&page);
                }
            })
            .or_insert((page, 1, finding));
    }
    merged
        .into_iter()
        .map(|((rule, _), (first, count, mut finding))| {
            finding.message = if count == 1 {
                format!("网页 {first}：{}", finding.message)
            } else {
                format!("{count} 个网页（{first} 等）：{}", finding.message)
            };
            let (path, span) = place_in_theme(site, rules()[rule], &finding.message);
            (rule, path, finding.at(span))
        })
}

/// Place in the site's own theme that what is wrong with many pages comes from: where one of the words
/// of a message stands, else the beginning of the part that the rule looks at. A theme that is compiled
/// in has its place in the settings.
fn place_in_theme(site: &Site, rule: &dyn Rule, message: &str) -> (String, Span) {
    let find = |word: &str, ends: &str| {
        let mut files = site.theme_sources.iter();
        let files = files.by_ref().filter(|file| file.path.ends_with(ends));
        let mut found = files.filter_map(|file| Some((file, file.text.find(word)?)));
        found.next()
    };
    // The part of an address that a template may hold, and what is written between quotation marks.
    let addresses = message.split(|c: char| !c.is_ascii_graphic());
    let addresses = addresses.filter(|word| word.contains("//") && word.len() > 8);
    let quoted = message.split('“').skip(1);
    let quoted = quoted.filter_map(|rest| rest.split_once('”').map(|(word, _)| word));
    let quoted = quoted.filter(|word| word.chars().count() > 3);
    // A template may hold an address without the folder before it.
    let words = addresses
        .chain(quoted)
        .map(|word| word.trim_start_matches('/'));
    let words: Vec<&str> = words.collect();
    let part = match rule.meta().folder() {
        "page" => "<head",
        _ => "<body",
    };
    let own = words.iter().find_map(|word| {
        let (file, at) = find(word, ".html").or_else(|| find(word, ""))?;
        Some((file, Span::new(at, at + word.len())))
    });
    let place = own.or_else(|| {
        let (file, at) = find(part, "base.html").or_else(|| find(part, ".html"))?;
        Some((file, Span::new(at, at + part.len())))
    });
    place.map_or_else(
        || (site.config.file.path.clone(), Span::default()),
        |(file, span)| (file.path.clone(), span),
    )
}

/// Findings of rules on the waivers and severities of the settings.
fn told_of_settings(
    site: &Site,
    is_used: &[bool],
    is_networked: bool,
) -> Vec<(usize, String, Finding)> {
    let mut found = Vec::new();
    for flaw in setting_flaws(&site.config, is_used, is_networked) {
        for (at, rule) in rules().iter().enumerate() {
            let told = rule.setting(&flaw);
            found.extend(told.map(|finding| (at, site.config.file.path.clone(), finding)));
        }
    }
    found
}
