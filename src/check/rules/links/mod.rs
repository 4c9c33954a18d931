//! Links in Markdown and relations in front matter.

mod broken_anchor;
mod broken_link;
mod unpublished_target;
mod unresolved_relation;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &unresolved_relation::UnresolvedRelation,
    &unpublished_target::UnpublishedTarget,
    &broken_link::BrokenLink,
    &broken_anchor::BrokenAnchor,
];
