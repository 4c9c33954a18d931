//! What was found, weighed: severities, waivers, the four outcomes.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::Site,
    standard::{Confirmed, Record},
};

use super::{
    Finding, Note, RuleMeta, Sink,
    assessment::{self, Aside, Assessment},
    rules,
};

/// The rule that tells of panics.
pub const INTERNAL_ERROR: &str = "internal-error";

/// Findings on their way to the verdict.
#[derive(Debug, Default)]
pub struct Found {
    findings: Vec<(usize, String, Finding)>,
    everywhere: Vec<(usize, String, Finding)>,
    notes: Vec<Note>,
    /// Whether other websites were asked.
    is_networked: bool,
}

/// What a run amounts to.
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
    pub(super) fn of(rule: usize, sink: Sink) -> Self {
        let with_rule = |found: Vec<(String, Finding)>| {
            let found = found.into_iter();
            found.map(|(path, finding)| (rule, path, finding)).collect()
        };
        Self {
            findings: with_rule(sink.found),
            everywhere: with_rule(sink.everywhere),
            notes: sink.notes,
            is_networked: false,
        }
    }

    /// Nothing yet, of a run that asks other websites.
    pub(super) fn networked(notes: Vec<Note>) -> Self {
        Self {
            notes,
            is_networked: true,
            ..Self::default()
        }
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.everywhere.is_empty() && self.notes.is_empty()
    }

    /// Both together.
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

    /// Whether any of it, as the site weighs it, stops the publication.
    pub fn has_errors(&self, site: &Site) -> bool {
        let weigh = Weights::new(site);
        self.findings.iter().any(|(rule, path, finding)| {
            let found = weigh.diagnostic(*rule, path.clone(), finding);
            found.diagnostic.severity == Severity::Error
                && weigh.waiver(&found.diagnostic).is_none()
        })
    }
}

/// Weighs everything that was found.
///
/// `is_whole` says that every page could be rendered and was looked at; without that, what only
/// rendered pages show is not passed.
pub fn conclude(site: &Site, found: Found, is_whole: bool) -> Verdict {
    let weigh = Weights::new(site);
    let mut weighed: Vec<Weighed> = found
        .findings
        .iter()
        .map(|(rule, path, finding)| weigh.diagnostic(*rule, path.clone(), finding))
        .chain(merge(site, &weigh, found.everywhere))
        .collect();
    weighed.sort_by(|a, b| {
        let (a, b) = (&a.diagnostic, &b.diagnostic);
        (&a.path, a.span, a.rule, &a.message).cmp(&(&b.path, b.span, b.rule, &b.message))
    });
    weighed.dedup();
    let mut is_used = vec![false; site.config.waivers.len()];
    let (mut kept, mut waived) = (Vec::new(), Vec::new());
    let mut aside = Aside::default();
    for found in weighed {
        if let Some(waiver) = weigh.waiver(&found.diagnostic) {
            is_used[waiver] = true;
            if found.breaks() {
                aside.waive(&found.requirements, &site.config.waivers[waiver].reason);
            }
            waived.push(found.diagnostic);
        } else {
            if found.is_lowered {
                aside.lower(&found.requirements, found.diagnostic.rule);
            }
            kept.push((found.diagnostic, found.requirements));
        }
    }
    kept.extend(
        weigh
            .waivers_at_fault(&is_used, found.is_networked)
            .into_iter()
            .map(|found| (found, Vec::new())),
    );
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
    weigh: &Weights<'_>,
    everywhere: Vec<(usize, String, Finding)>,
) -> Vec<Weighed> {
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
            weigh.diagnostic(rule, site.config.file.path.clone(), &finding)
        })
        .collect()
}

/// A finding as the site weighs it.
#[derive(Debug, PartialEq, Eq)]
struct Weighed {
    diagnostic: Diagnostic,
    /// The requirements that it says are broken.
    requirements: Vec<Arc<str>>,
    /// Whether it would be a breach, had the site not made a hint of it.
    is_lowered: bool,
}

impl Weighed {
    /// Whether it breaks what it speaks of, or would if the site let it.
    fn breaks(&self) -> bool {
        self.is_lowered || self.diagnostic.severity > Severity::Info
    }
}

struct Weights<'s> {
    site: &'s Site,
    own: BTreeMap<&'s str, Severity>,
}

impl<'s> Weights<'s> {
    fn new(site: &'s Site) -> Self {
        let settings = site.config.record.record("standard");
        let entries = settings
            .into_iter()
            .flat_map(|own| own.records("severities"));
        Self {
            site,
            own: entries.filter_map(own_severity).collect(),
        }
    }

    /// The diagnostic, with the requirements that it says are broken.
    fn diagnostic(&self, rule: usize, path: String, finding: &Finding) -> Weighed {
        let meta: &RuleMeta = rules()[rule].meta();
        let broken = if finding.requirements.is_empty() {
            meta.requirements.iter().map(|id| Arc::from(*id)).collect()
        } else {
            finding.requirements.clone()
        };
        let first = broken.first();
        let requirement = first.and_then(|id| self.site.config.standard.requirements.get(id));
        let mut severity = finding
            .severity
            .or(requirement.map(|requirement| requirement.severity))
            .unwrap_or(meta.severity);
        if requirement.is_some_and(|requirement| requirement.confirmed == Confirmed::Memory) {
            severity = severity.min(Severity::Warning);
        }
        let own = self.own.get(meta.id).filter(|_| meta.id != INTERNAL_ERROR);
        let own = own.copied().unwrap_or(severity);
        let diagnostic = Diagnostic {
            rule: meta.id,
            severity: own,
            path,
            span: finding.span,
            message: finding.message.clone(),
            clause: finding
                .clause
                .clone()
                .or_else(|| requirement.map(|requirement| requirement.clause.clone()))
                .filter(|clause| !clause.is_empty()),
            help: finding.help.clone(),
            related: finding.related.clone(),
            fix: finding.fix.clone(),
        };
        Weighed {
            diagnostic,
            requirements: broken,
            is_lowered: own == Severity::Info && severity > Severity::Info,
        }
    }

    /// The waiver that lets a finding pass, if one does today.
    fn waiver(&self, found: &Diagnostic) -> Option<usize> {
        let config = &self.site.config;
        // What the program could not do, nobody can answer for.
        if found.rule == INTERNAL_ERROR {
            return None;
        }
        config.waivers.iter().position(|waiver| {
            let is_there = match waiver.path.strip_suffix('/') {
                Some(folder) => found
                    .path
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/')),
                None => waiver.path == found.path,
            };
            waiver.rule == found.rule
                && waiver.expires >= config.as_of
                && is_there
                && waiver
                    .contains
                    .as_ref()
                    .is_none_or(|words| self.says(found, words))
        })
    }

    fn says(&self, found: &Diagnostic, words: &str) -> bool {
        let source = self.site.texts().find(|(file, _)| file.path == found.path);
        let excerpt = source.and_then(|(file, _)| file.text.get(found.span.start..found.span.end));
        found.message.contains(words) || excerpt.is_some_and(|excerpt| excerpt.contains(words))
    }

    fn waivers_at_fault(&self, is_used: &[bool], is_networked: bool) -> Vec<Diagnostic> {
        let config = &self.site.config;
        let mut found = Vec::new();
        let mut tell = |id: &str, finding: Finding| {
            if let Some(rule) = rules().iter().position(|rule| rule.meta().id == id) {
                let path = config.file.path.clone();
                found.push(self.diagnostic(rule, path, &finding).diagnostic);
            }
        };
        let own = config.record.record("standard");
        for rule in own
            .into_iter()
            .flat_map(|own| own.records("severities"))
            .filter_map(|entry| entry.get("rule"))
        {
            let name = rule.text().unwrap_or_default();
            if !rules().iter().any(|rule| rule.meta().id == name) {
                let message = format!("“严重程度”所写的规则“{name}”不存在");
                let finding = Finding::new(message, nearest_rule(name));
                tell("out-of-range-field", finding.at(rule.span));
            }
        }
        for (waiver, is_used) in config.waivers.iter().zip(is_used) {
            let rule = rules().iter().find(|rule| rule.meta().id == waiver.rule);
            // Without asking, nobody knows whether a link to another website still needs its waiver.
            let is_idle =
                !is_used && (is_networked || !rule.is_some_and(|rule| rule.needs_network()));
            if rule.is_none() {
                let help = nearest_rule(&waiver.rule);
                let message = format!("豁免所写的规则“{}”不存在", waiver.rule);
                tell(
                    "unknown-waiver-rule",
                    Finding::new(message, help).at(waiver.rule_span),
                );
            } else if waiver.expires < config.as_of {
                let message = format!(
                    "{} 对 {} 的豁免已于 {} 到期（责任岗位：{}）",
                    waiver.path, waiver.rule, waiver.expires, waiver.role
                );
                let help = "改好内容并删去这条豁免；确需延期的，重新写明理由和到期日";
                tell(
                    "expired-waiver",
                    Finding::new(message, help).at(waiver.span),
                );
            } else if is_idle {
                let message = format!(
                    "{} 已没有 {} 的问题，豁免没有用上",
                    waiver.path, waiver.rule
                );
                tell(
                    "unused-waiver",
                    Finding::new(message, "删去这条豁免").at(waiver.span),
                );
            }
        }
        found
    }
}

fn nearest_rule(name: &str) -> String {
    let ids = rules().iter().map(|rule| rule.meta().id);
    crate::standard::nearest(name, ids).map_or_else(
        || "用 gongkai rules 看全部规则".to_owned(),
        |nearest| format!("是不是“{nearest}”？"),
    )
}

/// A severity that the site sets, and says why; without a reason it is not set.
fn own_severity(entry: &Record) -> Option<(&str, Severity)> {
    entry.text("reason")?;
    let severity = match entry.text("severity")? {
        "错误" => Severity::Error,
        "警告" => Severity::Warning,
        _ => Severity::Info,
    };
    Some((entry.text("rule")?, severity))
}
