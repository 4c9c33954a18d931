//! Rules at work on what was rendered.

use rayon::prelude::*;

use crate::{
    html::Piece,
    linkcheck::{Base, Collector, Shared},
    render::{Job, Output, SharedPart},
};

use super::{Built, Found, Html, each_rule, weights::Weights};

/// Looks at rendered pages, one at a time, on any core.
#[derive(Debug)]
pub struct PageCheck<'s> {
    built: Built<'s>,
    weigh: Weights<'s>,
    links: Collector,
    /// Facts known of each part that pages share, where they are the same on all of them.
    known: Vec<Option<UnfaultedPart<'s>>>,
}

/// A part in which nothing is wrong.
#[derive(Debug)]
struct UnfaultedPart<'s> {
    piece: Piece<'s>,
    links: Shared,
}

impl<'s> PageCheck<'s> {
    /// A check of the pages of a site. The parts that they share are looked at at once; without them,
    /// on every page.
    pub fn new(built: Built<'s>, parts: &'s [SharedPart]) -> Self {
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
            Some(UnfaultedPart {
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

    /// Checks that a file may be written beside those that were noted.
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
            let known: Vec<&UnfaultedPart<'_>> = parts
                .filter_map(|at| self.known.get(*at)?.as_ref())
                .collect();
            let html = Html::new(&output.path, job, text)
                .with_shared(known.iter().map(|part| &part.piece).collect());
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
    pub fn whole(&self) -> Found {
        let links = self.links.finish();
        let path = &self.built.site.config.file.path;
        each_rule(path, Some(&self.weigh), |rule, sink| {
            rule.output(&self.built, sink);
            rule.links(&self.built, &links, sink);
        })
    }
}
