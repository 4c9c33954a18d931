//! **In:** a [`Site`]. **Out:** [`Diagnostic`]s, sorted by place. **Touches:** nothing; cannot fail.

mod rule;
mod rules;

use rayon::prelude::*;

use crate::{diagnostic::Diagnostic, model::Site};

pub use rule::{Declared, Family, Finding, Rule, RuleMeta, Sink};
pub use rules::RULES;

/// Runs every rule over the whole site and over every fact met on the way to it.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = RULES
        .par_iter()
        .flat_map_iter(|rule| {
            let mut sink = Sink::new(rule.meta());
            for fault in &site.faults {
                if let Some(finding) = rule.fault(fault) {
                    sink.add_at(&fault.path, fault.span, finding);
                }
            }
            rule.site(site, &mut sink);
            sink.finish()
        })
        .collect();
    diagnostics.sort_by(|a, b| {
        (&a.path, a.span, a.rule, &a.message).cmp(&(&b.path, b.span, b.rule, &b.message))
    });
    diagnostics.dedup();
    diagnostics
}
