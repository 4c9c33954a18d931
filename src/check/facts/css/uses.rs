//! Uses that the templates make of the classes that a stylesheet speaks of.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{Html, Tag},
    read::Theme,
    render::Job,
};

use super::read::Style;

/// Uses that the templates make of the classes that a sheet speaks of.
#[derive(Debug, Default)]
pub(crate) struct Uses<'t> {
    /// The types of element that carry a class.
    elements: BTreeMap<&'t str, BTreeSet<&'t str>>,
    /// Classes of pictures, and of what is hidden from those who listen: there is no text in them.
    pub(crate) decorative: BTreeSet<&'t str>,
}

impl<'t> Uses<'t> {
    /// Reads the templates of a theme.
    pub(crate) fn of(theme: &'t Theme) -> Self {
        let mut uses = Self::default();
        for template in theme.templates.values() {
            let html = Html::new("", Job::Home, template);
            for tag in html.tags().iter().filter(|tag| !tag.is_end) {
                uses.add(tag);
            }
        }
        uses
    }

    fn add(&mut self, tag: &Tag<'t>) {
        let value = |wanted: &str| {
            let mut attributes = tag.attributes();
            attributes
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value)
        };
        let is_decorative = value("role") == Some("img") || value("aria-hidden") == Some("true");
        for class in value("class").unwrap_or_default().split_ascii_whitespace() {
            // Up to where the template puts something in.
            let class = class.split(['{', '}', '%']).next().unwrap_or_default();
            if class.is_empty() {
                continue;
            }
            self.elements
                .entry(class)
                .or_default()
                .insert(tag.name().split('{').next().unwrap_or_default());
            if is_decorative {
                self.decorative.insert(class);
            }
        }
    }

    /// Checks that a style speaks of one of some types of element, itself or through its classes.
    pub(crate) fn speaks_of(&self, style: &Style<'_>, elements: &[&str]) -> bool {
        match style.element() {
            Some(name) => elements.contains(&name),
            None => style.classes().any(|class| {
                let used = self.elements.get(class);
                used.is_some_and(|used| used.iter().any(|name| elements.contains(name)))
            }),
        }
    }

    /// Recognises a style of elements that hold no text.
    pub(crate) fn is_decorative(&self, style: &Style<'_>) -> bool {
        matches!(
            style.element(),
            Some("svg" | "img" | "path" | "hr" | "video" | "iframe")
        ) || style.classes().any(|class| self.decorative.contains(class))
    }
}
