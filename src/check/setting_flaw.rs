//! Flaws in the waivers and severities of the settings.

use crate::{config::Waiver, source::Span};

/// Flaw in a waiver or a severity of the settings.
#[derive(Debug, Clone)]
pub enum SettingFlaw<'s> {
    /// A severity of a rule that does not exist.
    UnknownSeverityRule {
        /// The name.
        name: &'s str,
        /// Its bytes.
        span: Span,
        /// The rule whose name is nearest.
        nearest: Option<String>,
    },
    /// A waiver of a rule that does not exist; the rule whose name is nearest.
    UnknownWaiverRule(&'s Waiver, Option<String>),
    /// A waiver whose last day is over.
    Expired(&'s Waiver),
    /// A waiver that lets nothing pass.
    Unused(&'s Waiver),
}
