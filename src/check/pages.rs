//! Rules at work on what was rendered.

use crate::{
    linkcheck::{Base, Collector},
    model::Site,
    read::Theme,
    render::{Job, Output},
};

use super::{Found, Html, each_rule};

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
    links: Collector,
}

impl<'s> PageCheck<'s> {
    /// A check of the pages of a site.
    pub fn new(built: Built<'s>) -> Self {
        let links = Collector::new(Base::of(&built.site.config));
        Self { built, links }
    }

    /// Notes a file of the output that no job made; `false` where there is one of the name already.
    pub fn file(&self, path: &str) -> bool {
        self.links.file(path)
    }

    /// Whether a file may be written beside those that were noted.
    pub fn is_free(&self, path: &str) -> bool {
        self.links.is_free(path)
    }

    /// Runs every rule over the outputs of one job that are pages.
    pub fn pages(&self, job: Job, outputs: &[Output]) -> Found {
        let mut found = Found::default();
        for output in outputs {
            self.links.file(&output.path);
        }
        if let Job::Redirect(number) = job {
            self.links.redirect(number);
        }
        for output in outputs {
            let Some(text) = output.page() else { continue };
            let html = Html::new(&output.path, job, text);
            self.links.page(&html);
            found = found.and(each_rule(|rule, sink| rule.html(&self.built, &html, sink)));
        }
        found
    }

    /// Runs every rule over the output as a whole.
    pub fn whole(self) -> Found {
        let links = self.links.finish();
        each_rule(|rule, sink| {
            rule.output(&self.built, sink);
            rule.links(&self.built, &links, sink);
        })
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
