//! 单项否决 and 扣分: what the inspection of websites finds.

mod blank_column;
mod deep_column;
mod incomplete_service_guide;
mod missing_interaction_entry;
mod missing_website_report;
mod stale_column;
mod stale_home;
mod stale_leadership;

use crate::{check::Rule, model::Site, standard::view::Portal};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &stale_home::StaleHome,
    &stale_column::StaleColumn,
    &blank_column::BlankColumn,
    &missing_interaction_entry::MissingInteractionEntry,
    &incomplete_service_guide::IncompleteServiceGuide,
    &stale_leadership::StaleLeadership,
    &deep_column::DeepColumn,
    &missing_website_report::MissingWebsiteReport,
];

/// Clause quoted by findings that break no requirement by themselves.
const CLAUSE: &str = "国办秘函〔2019〕19号";

/// Checks that the site is a website of its own, not a section of the parent's portal.
fn is_standalone(site: &Site) -> bool {
    let portal = site.config.settings().portal();
    portal.and(Portal::standalone).or_default()
}
