//! **In:** a [`Site`], and what was rendered of it. **Out:** a [`Verdict`]. **Touches:** nothing; cannot fail.
//!
//! Rules look at the site before anything is rendered ([`check`]), at each page as it is rendered
//! ([`PageCheck`]), and at the output as a whole; [`conclude`] then weighs what they found.

mod assessment;
mod fix;
mod freshness;
mod pages;
mod rule;
mod rules;
mod verdict;

use rayon::prelude::*;

use crate::{diagnostic::Fault, index::Flaw, model::Site};

pub use crate::{html::Tag, render::Html};
pub use assessment::{Assessment, Outcome};
pub use fix::{Mended, mend};
pub use freshness::{Freshness, Period, freshness};
pub use pages::{Built, PageCheck};
pub use rule::{Declared, Family, Finding, Note, Rule, RuleMeta, Sink};
pub use rules::rules;
pub use verdict::{Found, Verdict, conclude};

/// How many documents one core takes at a time.
const BATCH: usize = 64;

/// Runs every rule over the whole site, over every document, and over every fact met on the way.
pub fn check(site: &Site) -> Found {
    let rules = rules();
    let batches: Vec<_> = (0..site.pages.len().div_ceil(BATCH)).collect();
    let (mut found, documents) = rayon::join(
        || {
            let per_rule = rules.par_iter().enumerate().map(|(at, rule)| {
                let mut sink = Sink::default();
                tell(&site.faults, *rule, &mut sink);
                rule.site(site, &mut sink);
                Found::of(at, sink)
            });
            per_rule.reduce(Found::default, Found::and)
        },
        || {
            let per_batch = batches.into_par_iter().map(|batch| {
                let pages = || site.pages.iter().skip(batch * BATCH).take(BATCH);
                each_rule(|rule, sink| pages().for_each(|page| rule.document(site, page, sink)))
            });
            per_batch.reduce(Found::default, Found::and)
        },
    );
    found = found.and(documents);
    found
}

/// Runs every rule over what is wrong with the search index.
pub fn check_index(flaws: &[Flaw]) -> Found {
    each_rule(|rule, sink| {
        for flaw in flaws {
            if let Some(finding) = rule.flaw(flaw) {
                sink.add(&flaw.path, finding);
            }
        }
    })
}

/// Says what the answers of other websites mean, and what of the standard they leave open.
pub fn judge(faults: &[Fault], notes: Vec<Note>) -> Found {
    Found::networked(notes).and(each_rule(|rule, sink| tell(faults, rule, sink)))
}

/// What every rule finds that looks at the same.
fn each_rule(mut look: impl FnMut(&dyn Rule, &mut Sink)) -> Found {
    let (mut found, mut sink) = (Found::default(), Sink::default());
    for (at, rule) in rules().iter().enumerate() {
        look(*rule, &mut sink);
        if !sink.is_empty() {
            found = found.and(Found::of(at, std::mem::take(&mut sink)));
        }
    }
    found
}

/// What a rule says of facts met on the way.
fn tell(faults: &[Fault], rule: &dyn Rule, sink: &mut Sink) {
    for fault in faults {
        if let Some(finding) = rule.fault(fault) {
            sink.add(&fault.path, finding.at(fault.span));
        }
    }
}
