//! Waivers and severities of the settings, held against what was found: known only once everything is
//! weighed.

use crate::{
    config::Config,
    standard::{nearest, view::StandardSettings},
};

use super::{SettingFlaw, rules};

/// Flaws in the waivers and severities of a site. `is_used` tells of each waiver whether it let
/// anything pass, `is_networked` whether other websites were asked.
pub(super) fn setting_flaws<'s>(
    config: &'s Config,
    is_used: &[bool],
    is_networked: bool,
) -> Vec<SettingFlaw<'s>> {
    let own = config.settings().standard();
    let own = own.and(StandardSettings::severities).into_iter();
    let named = own.filter_map(|entry| entry.rule().given());
    let unknown = named.filter(|(name, _)| !rules().iter().any(|rule| rule.meta().id == *name));
    let mut flaws: Vec<SettingFlaw<'_>> = unknown
        .map(|(name, span)| SettingFlaw::UnknownSeverityRule {
            name,
            span,
            nearest: nearest_rule(name),
        })
        .collect();
    for (waiver, is_used) in config.waivers.iter().zip(is_used) {
        let rule = rules().iter().find(|rule| rule.meta().id == waiver.rule);
        // Without asking, nobody knows whether a link to another website still needs its waiver.
        let is_idle = !is_used && (is_networked || !rule.is_some_and(|rule| rule.needs_network()));
        if rule.is_none() {
            let nearest = nearest_rule(&waiver.rule);
            flaws.push(SettingFlaw::UnknownWaiverRule(waiver, nearest));
        } else if waiver.expires < config.as_of {
            flaws.push(SettingFlaw::Expired(waiver));
        } else if is_idle {
            flaws.push(SettingFlaw::Unused(waiver));
        }
    }
    flaws
}

fn nearest_rule(name: &str) -> Option<String> {
    nearest(name, rules().iter().map(|rule| rule.meta().id))
}
