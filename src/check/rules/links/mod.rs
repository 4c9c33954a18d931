//! Links in Markdown and relations in front matter.

mod broken_anchor;
mod broken_external_link;
mod broken_link;
mod credentials_in_link;
mod moved_external_link;
mod unpublished_target;
mod unreachable_external_link;
mod unresolved_relation;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &unresolved_relation::UnresolvedRelation,
    &unpublished_target::UnpublishedTarget,
    &broken_link::BrokenLink,
    &broken_anchor::BrokenAnchor,
    &credentials_in_link::CredentialsInLink,
    &broken_external_link::BrokenExternalLink,
    &moved_external_link::MovedExternalLink,
    &unreachable_external_link::UnreachableExternalLink,
];
