//! Weight of a finding on a site: its severity here, and the waiver that lets it pass.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::Site,
    source::{SourceFile, Span},
    standard::{
        Confirmed, Requirement,
        view::{SeverityEntry, SeverityWord, StandardSettings},
    },
};

use super::{Finding, RuleMeta, rule::INTERNAL_ERROR, rules};

/// A finding as the site weighs it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) diagnostic: Diagnostic,
    /// The requirements that it says are broken.
    pub(super) requirements: Vec<Arc<str>>,
    /// True if it would be a breach, had the site not made a hint of it.
    pub(super) is_lowered: bool,
    /// The waiver that lets it pass.
    pub(super) waiver: Option<usize>,
}

impl Weighed {
    /// Checks that it breaks what it speaks of, or would if the site let it.
    pub(super) fn breaks(&self) -> bool {
        self.is_lowered || self.diagnostic.severity > Severity::Info
    }
}

/// Severity of a finding, here and by the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    /// Severity on this site.
    pub(super) own: Severity,
    /// Severity by the standard.
    standard: Severity,
}

/// The severities and waivers of a site, made ready to be asked for every finding.
#[derive(Debug)]
pub(super) struct Weights<'s> {
    site: &'s Site,
    own: BTreeMap<&'s str, Severity>,
    /// Waivers in force, by rule and path.
    waivers: FxHashMap<(&'s str, &'s str), Waivers<'s>>,
    texts: OnceLock<FxHashMap<&'s str, &'s SourceFile>>,
}

/// Waivers of one rule in one file or folder, by their places in the settings.
#[derive(Debug, Default)]
struct Waivers<'s> {
    /// The first that asks for no words.
    any: Option<usize>,
    /// Waivers that ask for words.
    worded: Vec<(usize, &'s str)>,
    /// Finds the words of many.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl<'s> Weights<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let own = site.config.settings().standard();
        let own = own.and(StandardSettings::severities).into_iter();
        let mut waivers: FxHashMap<_, Waivers<'s>> = FxHashMap::default();
        let all = site.config.waivers.iter().enumerate();
        for (at, waiver) in all.filter(|(_, waiver)| waiver.expires >= site.config.as_of) {
            let key = (waiver.rule.as_str(), waiver.path.as_str());
            let there = waivers.entry(key).or_default();
            match &waiver.contains {
                Some(words) => there.worded.push((at, words)),
                None => there.any = there.any.or(Some(at)),
            }
        }
        Self {
            site,
            own: own.filter_map(own_severity).collect(),
            waivers,
            texts: OnceLock::new(),
        }
    }

    /// The diagnostic that a finding becomes, with what else the verdict needs of it.
    pub(super) fn weighed(&self, rule: usize, path: String, finding: Finding) -> Weighed {
        let waiver = self.waiver(rule, &path, &finding);
        let weight = self.severity(rule, &finding);
        let requirements = self.broken(rule, &finding);
        let requirement = self.requirement(requirements.first());
        let clause = finding
            .clause
            .or_else(|| requirement.map(|requirement| requirement.clause.clone()));
        Weighed {
            diagnostic: Diagnostic {
                rule: meta(rule).id,
                severity: weight.own,
                path,
                span: finding.span,
                message: shortened(finding.message),
                clause: clause.filter(|clause| !clause.is_empty()),
                help: shortened(finding.help),
                related: finding.related,
                fix: finding.fix,
                others: finding.others,
            },
            requirements,
            is_lowered: weight.own == Severity::Info && weight.standard > Severity::Info,
            waiver,
        }
    }

    /// Severity of a finding, here and by the standard.
    pub(super) fn severity(&self, rule: usize, finding: &Finding) -> Weight {
        let meta = meta(rule);
        if finding.is_strict {
            return Weight {
                own: Severity::Error,
                standard: Severity::Error,
            };
        }
        let first = match finding.requirements.first() {
            Some(id) => Some(&**id),
            None => meta.requirements.first().copied(),
        };
        let requirement = first.and_then(|id| self.site.config.standard.requirements.get(id));
        let mut severity = finding
            .severity
            .or(requirement.map(|requirement| requirement.severity))
            .unwrap_or(meta.severity);
        if requirement.is_some_and(|requirement| requirement.confirmed == Confirmed::Memory) {
            severity = severity.min(Severity::Warning);
        }
        let own = self.own.get(meta.id).filter(|_| meta.id != INTERNAL_ERROR);
        Weight {
            own: own.copied().unwrap_or(severity),
            standard: severity,
        }
    }

    /// The requirements that a finding says are broken.
    #[expect(clippy::unused_self, reason = "asked beside its severity")]
    pub(super) fn broken(&self, rule: usize, finding: &Finding) -> Vec<Arc<str>> {
        if finding.requirements.is_empty() {
            let ids = meta(rule).requirements.iter();
            ids.map(|id| Arc::from(*id)).collect()
        } else {
            finding.requirements.clone()
        }
    }

    fn requirement(&self, id: Option<&Arc<str>>) -> Option<&'s Requirement> {
        id.and_then(|id| self.site.config.standard.requirements.get(id))
    }

    /// The first waiver that lets a finding pass, if one does today.
    pub(super) fn waiver(&self, rule: usize, path: &str, finding: &Finding) -> Option<usize> {
        // What the program could not do, nobody can answer for.
        if self.waivers.is_empty() || meta(rule).id == INTERNAL_ERROR {
            return None;
        }
        let folders = path.match_indices('/').map(|(slash, _)| &path[..=slash]);
        folders
            .chain([path])
            .filter_map(|place| self.waivers.get(&(meta(rule).id, place)))
            .filter_map(|there| {
                let excerpt = || self.excerpt(path, finding.span);
                there.first(&finding.message, excerpt)
            })
            .min()
    }

    /// The words that a finding speaks of.
    fn excerpt(&self, path: &str, span: Span) -> &'s str {
        let texts = self.texts.get_or_init(|| {
            let texts = self.site.texts();
            texts.map(|(file, _)| (file.path.as_str(), file)).collect()
        });
        let text = texts
            .get(path)
            .and_then(|file| file.text.get(span.start..span.end));
        text.unwrap_or_default()
    }
}

impl Waivers<'_> {
    /// Most waivers whose words are looked for one by one.
    const FEW: usize = 8;

    /// The first that asks for no words, or for words of the message or the excerpt.
    fn first<'t>(&self, message: &str, excerpt: impl Fn() -> &'t str) -> Option<usize> {
        if self.worded.is_empty() {
            return self.any;
        }
        let excerpt = excerpt();
        let worded = if self.worded.len() <= Self::FEW {
            let mut worded = self.worded.iter();
            worded
                .find(|(_, words)| message.contains(words) || excerpt.contains(words))
                .map(|(at, _)| *at)
        } else {
            let words = self.worded.iter().map(|(_, words)| words);
            let automaton = self.automaton.get_or_init(|| AhoCorasick::new(words).ok());
            automaton.as_ref().and_then(|automaton| {
                let found = [message, excerpt].into_iter();
                let found = found.flat_map(|text| automaton.find_overlapping_iter(text));
                let first = found.map(|found| found.pattern().as_usize()).min();
                first.map(|first| self.worded[first].0)
            })
        };
        self.any.into_iter().chain(worded).min()
    }
}

/// Longest message, in bytes: a value that it quotes may be the whole file.
const MESSAGE_LIMIT: usize = 4_000;

/// A message without the middle of what is too long to be read.
fn shortened(text: String) -> String {
    if text.len() <= MESSAGE_LIMIT {
        return text;
    }
    let start = &text[..text.floor_char_boundary(MESSAGE_LIMIT / 2)];
    let end = &text[text.ceil_char_boundary(text.len() - MESSAGE_LIMIT / 8)..];
    let left_out = text[start.len()..text.len() - end.len()].chars().count();
    format!("{start}……（略去 {left_out} 字）……{end}")
}

fn meta(rule: usize) -> &'static RuleMeta {
    rules()[rule].meta()
}

/// A severity that the site sets, and says why; without a reason it is not set.
fn own_severity(entry: SeverityEntry<'_>) -> Option<(&str, Severity)> {
    entry.reason().get()?;
    let severity = match entry.severity().get()? {
        SeverityWord::Error => Severity::Error,
        SeverityWord::Warning => Severity::Warning,
        SeverityWord::Info => Severity::Info,
    };
    Some((entry.rule().get()?, severity))
}
