//! Rules at work on what was rendered.

use crate::{
    model::Site,
    read::Theme,
    render::{Job, Output},
};

use super::{Found, Html, Sink, rules};

/// A site and what its pages are made with.
#[derive(Debug, Clone, Copy)]
pub struct Built<'s> {
    /// The site.
    pub site: &'s Site,
    /// Its theme.
    pub theme: &'s Theme,
}

/// Looks at rendered pages, one at a time, on any core.
#[derive(Debug)]
pub struct PageCheck<'s> {
    built: Built<'s>,
}

impl<'s> PageCheck<'s> {
    /// A check of the pages of a site.
    pub fn new(built: Built<'s>) -> Self {
        Self { built }
    }

    /// Runs every rule over the outputs of one job that are pages.
    pub fn pages(&self, job: Job, outputs: &[Output]) -> Found {
        let mut found = Found::default();
        let pages = outputs
            .iter()
            .filter(|output| output.path.ends_with(".html"));
        for output in pages {
            // What a template writes is text.
            let Ok(text) = std::str::from_utf8(&output.bytes) else {
                continue;
            };
            let html = Html::new(&output.path, job, text);
            for (at, rule) in rules().iter().enumerate() {
                let mut sink = Sink::default();
                rule.html(&self.built, &html, &mut sink);
                found = found.and(Found::of(at, sink));
            }
        }
        found
    }

    /// Runs every rule over the output as a whole.
    pub fn whole(&self) -> Found {
        let mut found = Found::default();
        for (at, rule) in rules().iter().enumerate() {
            let mut sink = Sink::default();
            rule.output(&self.built, &mut sink);
            found = found.and(Found::of(at, sink));
        }
        found
    }
}

impl Built<'_> {
    /// The source that a page is made from: the document, the column's front page, or the settings.
    pub fn source(&self, job: Job) -> &str {
        let column = match job {
            Job::Document(id) => return &self.site.pages[id].document.file.path,
            Job::Column(id) | Job::Feed(Some(id)) => Some(id),
            _ => None,
        };
        column.map_or(&self.site.config.file.path, |id| {
            &self.site.columns[id].source.file.path
        })
    }
}
