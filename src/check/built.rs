//! A site together with what its pages are made with.

use crate::{model::Site, read::Theme, render::Job};

/// A site and what its pages are made with.
#[derive(Debug, Clone, Copy)]
pub struct Built<'s> {
    /// The site.
    pub site: &'s Site,
    /// Its theme.
    pub theme: &'s Theme,
}

impl<'s> Built<'s> {
    /// The source that a page is made from: the document, the column's front page, or the settings.
    pub fn source(&self, job: Job) -> &'s str {
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
