//! Links in Markdown and relations in front matter.

pub(super) mod broken_anchor;
pub(super) mod broken_link;
pub(super) mod unpublished_target;
pub(super) mod unresolved_relation;
