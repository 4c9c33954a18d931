//! Limit on the findings of one rule in one file that are told one by one.

use std::collections::BTreeMap;

use crate::diagnostic::Fix;

use super::{Finding, weights::Weights};

/// Most findings told one by one; nobody reads more of the same, and a file of a few megabytes may
/// hold a million.
const PLACES_LIMIT: usize = 100;

/// Leaves the first findings of each kind in each file, of which the last says how many there are
/// besides; what mends those is kept.
pub(super) fn bound(
    weigh: &Weights<'_>,
    found: Vec<(usize, String, Finding)>,
) -> Vec<(usize, String, Finding)> {
    if found.len() <= PLACES_LIMIT {
        return found;
    }
    let mut counts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (rule, path, _) in &found {
        *counts.entry((path, *rule)).or_default() += 1;
    }
    if counts.values().all(|count| *count <= PLACES_LIMIT) {
        return found;
    }
    let is_crowded = |(rule, path, _): &(usize, String, Finding)| {
        let count = counts.get(&(path.as_str(), *rule));
        count.is_some_and(|count| *count > PLACES_LIMIT)
    };
    let crowded: Vec<bool> = found.iter().map(is_crowded).collect();
    let mut kept = Vec::new();
    // What weighs the same and is waived for the same reason.
    let mut kinds: BTreeMap<_, Vec<(String, Finding)>> = BTreeMap::new();
    for ((rule, path, finding), is_crowded) in found.into_iter().zip(crowded) {
        if is_crowded {
            let waiver = weigh.waiver(rule, &path, &finding);
            let severity = weigh.severity(rule, &finding);
            let broken = weigh.broken(rule, &finding);
            let kind = (rule, path.clone(), severity, broken, waiver);
            kinds.entry(kind).or_default().push((path, finding));
        } else {
            kept.push((rule, path, finding));
        }
    }
    for ((rule, ..), mut kind) in kinds {
        kind.sort_by(|(_, a), (_, b)| (a.span, &a.message).cmp(&(b.span, &b.message)));
        kind.dedup();
        let others: Vec<(String, Finding)> = kind.drain(PLACES_LIMIT.min(kind.len())..).collect();
        fold(&mut kind, others);
        kept.extend(
            kind.into_iter()
                .map(|(path, finding)| (rule, path, finding)),
        );
    }
    kept
}

/// Makes the last of those that are told stand for the others.
fn fold(told: &mut [(String, Finding)], others: Vec<(String, Finding)>) {
    let (mut places, mut fixes): (usize, Vec<Fix>) = (others.len(), Vec::new());
    let told_before = told.iter_mut().map(|(_, finding)| finding.others.take());
    let mut stood_for: Vec<_> = told_before.collect();
    for (_, mut finding) in others {
        stood_for.push(finding.others.take());
        fixes.extend(finding.fix);
    }
    for mut others in stood_for {
        places += others.places;
        fixes.append(&mut others.fixes);
    }
    if let Some((_, last)) = told.last_mut() {
        last.others.places = places;
        last.others.fixes = fixes;
    }
}
