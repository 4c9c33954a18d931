//! The four outcomes: every requirement of the standard, passed or not, or why neither can be said.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::Site,
    standard::{Judged, Requirement},
};

use super::{Note, rules};

/// Outcome of the checks of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every check of it was made and found nothing.
    Pass,
    /// A check found a breach.
    Fail,
    /// All checks that could be made were in order, but not all of it can be checked.
    Uncertain,
    /// No static check can judge it, or it does not apply here.
    NotAssessable,
}

impl Outcome {
    /// Every outcome, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::Uncertain, Self::NotAssessable];

    /// The Chinese word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pass => "通过",
            Self::Fail => "不通过",
            Self::Uncertain => "待人工核对",
            Self::NotAssessable => "无法自动判定",
        }
    }
}

/// One requirement with its outcome.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Assessment {
    /// Number of the requirement.
    pub requirement: String,
    /// Outcome of its checks.
    pub outcome: Outcome,
    /// The heading it stands under.
    pub part: String,
    /// Text of its demand.
    pub text: String,
    /// Its clause.
    pub clause: String,
    /// The rules that found a breach.
    pub rules: Vec<&'static str>,
    /// Number of findings that speak of it.
    pub findings: usize,
    /// Reason that it is neither passed nor failed, or the part left to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Findings that do not count as breaches here, by requirement: that they are there is no pass.
#[derive(Debug, Default)]
pub(super) struct Waived {
    /// Reasons for waiving them, and their number.
    waived: BTreeMap<Arc<str>, (BTreeSet<String>, usize)>,
    /// Rules that the site lowered to a hint, and how many findings that were.
    lowered: BTreeMap<Arc<str>, (BTreeSet<&'static str>, usize)>,
}

impl Waived {
    /// Findings that a waiver lets pass.
    pub(super) fn waive(&mut self, requirements: &[Arc<str>], reason: &str, places: usize) {
        for id in requirements {
            let (reasons, count) = self.waived.entry(Arc::clone(id)).or_default();
            if !reasons.contains(reason) {
                reasons.insert(reason.to_owned());
            }
            *count += places;
        }
    }

    /// Findings that the site's settings make hints of.
    pub(super) fn lower(&mut self, requirements: &[Arc<str>], rule: &'static str, places: usize) {
        for id in requirements {
            let (rules, count) = self.lowered.entry(Arc::clone(id)).or_default();
            rules.insert(rule);
            *count += places;
        }
    }

    fn said(&self, id: &str) -> Vec<String> {
        let mut said = Vec::new();
        if let Some((reasons, count)) = self.waived.get(id) {
            let why: Vec<&str> = reasons.iter().map(String::as_str).collect();
            said.push(format!("豁免 {count} 处：{}", why.join("、")));
        }
        if let Some((rules, count)) = self.lowered.get(id) {
            let names: Vec<&str> = rules.iter().copied().collect();
            said.push(format!(
                "site.yaml 把 {} 降为提示，有 {count} 处",
                names.join("、"),
            ));
        }
        said
    }
}

/// Names the sources that could not be read. Nearly every requirement is fed by every source: a
/// page that is not there was not looked at, and what is missing may be in it.
fn unread(site: &Site) -> Option<String> {
    match site.unread.as_slice() {
        [] => None,
        [one] => Some(format!("{one} 读不出来或者不全，没有查到")),
        [first, rest @ ..] => Some(format!(
            "{first} 等 {} 个文件读不出来或者不全，没有查到",
            rest.len() + 1
        )),
    }
}

pub(super) fn assess(
    site: &Site,
    diagnostics: &[(Diagnostic, Vec<Arc<str>>)],
    notes: &[Note],
    aside: &Waived,
    is_whole: bool,
) -> Vec<Assessment> {
    let mut breaches: BTreeMap<&str, (BTreeSet<&'static str>, usize)> = BTreeMap::new();
    for (found, requirements) in diagnostics {
        // What is only worth knowing breaks nothing.
        if found.severity == Severity::Info {
            continue;
        }
        for id in requirements {
            let (rules, count) = breaches.entry(id).or_default();
            rules.insert(found.rule);
            *count += found.places();
        }
    }
    let unseen: BTreeSet<&str> = rules()
        .iter()
        .map(|rule| rule.meta())
        .filter(|meta| !is_whole && matches!(meta.folder(), "page" | "accessibility"))
        .flat_map(|meta| meta.requirements.iter().copied())
        .collect();
    let unread = unread(site);
    site.config
        .standard
        .requirements
        .iter()
        .map(|requirement| {
            let id = requirement.id.as_str();
            let mut reasons: Vec<&Note> =
                notes.iter().filter(|note| note.requirement == id).collect();
            reasons.sort_by(|a, b| a.reason.cmp(&b.reason));
            reasons.dedup();
            let (outcome, note) = if breaches.contains_key(id) {
                (Outcome::Fail, requirement.note.clone())
            } else {
                let mut open = aside.said(id);
                open.extend(unread.clone());
                unbroken(requirement, &reasons, open, unseen.contains(id))
            };
            let (rules, findings) = breaches.remove(id).unwrap_or_default();
            Assessment {
                requirement: requirement.id.clone(),
                outcome,
                part: requirement.part.clone(),
                text: requirement.text.clone(),
                clause: requirement.clause.clone(),
                rules: rules.into_iter().collect(),
                findings,
                note,
            }
        })
        .collect()
}

fn unbroken(
    requirement: &Requirement,
    notes: &[&Note],
    mut open: Vec<String>,
    is_unseen: bool,
) -> (Outcome, Option<String>) {
    let said = |notes: &[&Note]| {
        let reasons: Vec<&str> = notes.iter().map(|note| note.reason.as_str()).collect();
        Some(reasons.join("；"))
    };
    if requirement.judged == Judged::None {
        return (Outcome::NotAssessable, requirement.note.clone());
    }
    if notes.iter().any(|note| !note.applies) {
        let notes: Vec<&Note> = notes.iter().filter(|note| !note.applies).copied().collect();
        return (Outcome::NotAssessable, said(&notes));
    }
    open.extend(notes.iter().map(|note| note.reason.clone()));
    if !open.is_empty() && !is_unseen {
        return (Outcome::Uncertain, Some(open.join("；")));
    }
    if is_unseen {
        open.push("内容有错误，网页没有全部生成，无从检查".to_owned());
        return (Outcome::NotAssessable, Some(open.join("；")));
    }
    match requirement.judged {
        Judged::Full => (Outcome::Pass, requirement.note.clone()),
        _ => (Outcome::Uncertain, requirement.note.clone()),
    }
}
