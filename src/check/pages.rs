//! Rules at work on what was rendered.

use rayon::prelude::*;

use crate::{
    html::Piece,
    linkcheck::{Base, Collector, Shared},
    model::Site,
    read::Theme,
    render::{Job, Output, Part},
};

use super::{Found, Html, each_rule, weights::Weights};

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
    weigh: Weights<'s>,
    links: Collector,
    /// What is known of each part that pages share, where it is the same on all of them.
    known: Vec<Option<Known<'s>>>,
}

/// A part in which nothing is wrong.
#[derive(Debug)]
struct Known<'s> {
    piece: Piece<'s>,
    links: Shared,
}

impl<'s> PageCheck<'s> {
    /// A check of the pages of a site. The parts that they share are looked at at once; without them,
    /// on every page.
    pub fn new(built: Built<'s>, parts: &'s [Part]) -> Self {
        let links = Collector::new(Base::of(&built.site.config));
        let known = parts.par_iter().map(|part| {
            // What is wrong with a part is told of every page that has it. A page without a source
            // of its own stands for all of them.
            let html = Html::new("", Job::SiteMap, &part.text);
            let path = &built.site.config.file.path;
            let found = each_rule(path, None, |rule, sink| rule.tags(&built, &html, sink));
            if !found.is_empty() {
                return None;
            }
            Some(Known {
                piece: Piece::new(&part.text)?,
                links: links.shared(&part.text, part.depth)?,
            })
        });
        let known = known.collect();
        Self {
            built,
            weigh: Weights::new(built.site),
            links,
            known,
        }
    }

    /// The source that a page is made from.
    pub fn source(&self, job: Job) -> &'s str {
        self.built.source(job)
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
            let parts = output.parts.iter();
            let known: Vec<&Known<'_>> = parts
                .filter_map(|at| self.known.get(*at)?.as_ref())
                .collect();
            let html = Html::new(&output.path, job, text)
                .knowing(known.iter().map(|part| &part.piece).collect());
            self.links
                .page(&html, html.pieces().map(|at| &known[at].links));
            found = found.and(each_rule(
                self.built.source(job),
                Some(&self.weigh),
                |rule, sink| {
                    rule.tags(&self.built, &html, sink);
                    rule.html(&self.built, &html, sink);
                },
            ));
        }
        found
    }

    /// Runs every rule over the output as a whole.
    pub fn whole(self) -> Found {
        let links = self.links.finish();
        let path = &self.built.site.config.file.path;
        each_rule(path, Some(&self.weigh), |rule, sink| {
            rule.output(&self.built, sink);
            rule.links(&self.built, &links, sink);
        })
    }
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
