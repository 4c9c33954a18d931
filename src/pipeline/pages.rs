//! From the model to pages: render → index → linkcheck → check, and into the staging folder.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use crate::{
    check::{Built, Found, PageCheck, Verdict, check, check_index, conclude, crashed},
    crash::{Crash, catch},
    index::{IndexFlaw, Size, index, prove},
    model::Site,
    read::{ADDRESSES, Theme, read_published},
    render::{Job, Output, RenderError, Renderer},
    write::{MARKER, Staging, WriteError},
};

use super::{Error, Progress};

/// Pages and search index that were made of a site, counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Made {
    /// True if every page was made and checked.
    pub(super) is_whole: bool,
    /// HTML pages.
    pub(super) pages: usize,
    pub(super) search: Size,
}

/// Runs the rules, and beside them makes what renders the pages: neither waits for the other.
pub(super) fn check_beside<'s>(
    site: &'s Site,
    theme: &'s Theme,
) -> (Found, Result<Renderer<'s>, RenderError>) {
    rayon::join(|| check(site), || Renderer::new(site, theme))
}

/// Checks the pages without writing them. A template may trip over content that is at fault; then it
/// is the content that is told, not the template.
pub(super) fn check_pages(
    site: &Site,
    theme: &Theme,
    found: Found,
    renderer: Result<Renderer<'_>, RenderError>,
    progress: &dyn Progress,
) -> Result<Verdict, Error> {
    let seen = renderer
        .map_err(Error::from)
        .and_then(|renderer| make_pages(site, theme, &renderer, None, progress));
    match seen {
        Ok((seen, made)) => Ok(conclude(site, found.and(seen), made.is_whole)),
        Err(Error::Render(_)) if found.has_errors(site) => Ok(conclude(site, found, false)),
        Err(error) => Err(error),
    }
}

/// Makes every page, checks each as soon as it is made, and stages it where there is a folder to stage
/// in. Gives what the checks found, and what was made.
pub(super) fn make_pages(
    site: &Site,
    theme: &Theme,
    renderer: &Renderer<'_>,
    staging: Option<&Staging>,
    progress: &dyn Progress,
) -> Result<(Found, Made), Error> {
    let maker = Maker {
        site,
        renderer,
        checks: PageCheck::new(Built { site, theme }, renderer.parts()),
        staging,
        progress,
        is_whole: AtomicBool::new(true),
    };
    let is_redirect = |job: &Job| matches!(job, Job::Redirect(_));
    let (redirects, jobs): (Vec<Job>, Vec<Job>) =
        renderer.plan().into_iter().partition(is_redirect);
    let stage = ["检查网页", "生成"][usize::from(staging.is_some())];
    progress.stage(stage, jobs.len() + redirects.len());
    let (found, pages) = maker.all(&jobs)?;
    maker.note_files();
    progress.stage("检索", 0);
    let (indexed, search) = maker.index()?;
    // What lies at an address now goes before what lay there once.
    let (redirected, more) = maker.all(&maker.free(redirects))?;
    let copies = maker.free_copies();
    let mut found = found.and(indexed).and(redirected);
    if maker.is_whole() {
        found = found.and(maker.whole());
    }
    if let Some(staging) = staging.filter(|_| maker.is_whole()) {
        staging.copy_all(&copies)?;
        staging.put(ADDRESSES, &site.addresses().bytes())?;
        staging.mark(site.config.as_of, pages + more)?;
    }
    let made = Made {
        is_whole: maker.is_whole(),
        pages: pages + more,
        search,
    };
    Ok((found, made))
}

/// The making of pages, on every core.
struct Maker<'s> {
    site: &'s Site,
    renderer: &'s Renderer<'s>,
    checks: PageCheck<'s>,
    staging: Option<&'s Staging>,
    progress: &'s dyn Progress,
    is_whole: AtomicBool,
}

impl Maker<'_> {
    /// Does some jobs; gives what the checks found, and how many pages there are.
    fn all(&self, jobs: &[Job]) -> Result<(Found, usize), Error> {
        let done = jobs.par_iter().map(|job| self.one(*job));
        done.try_reduce(Default::default, |a, b| Ok((a.0.and(b.0), a.1 + b.1)))
    }

    fn one(&self, job: Job) -> Result<(Found, usize), Error> {
        let source = self.checks.source(job);
        let outputs = match catch(|| self.renderer.render(job)) {
            Ok(outputs) => outputs?,
            Err(crash) => return Ok((self.fallen(source, "生成网页", crash), 0)),
        };
        let found = catch(|| self.checks.pages(job, &outputs))
            .unwrap_or_else(|crash| self.fallen(source, "检查网页", crash));
        outputs.iter().try_for_each(|output| self.put(output))?;
        self.progress.step();
        Ok((found, outputs.iter().filter_map(Output::page).count()))
    }

    fn put(&self, output: &Output) -> Result<(), WriteError> {
        match self.staging {
            Some(staging) => staging.put(&output.path, output.bytes()),
            None => Ok(()),
        }
    }

    /// Says that a part of the work panicked: what is made is not the whole site.
    fn fallen(&self, path: &str, doing: &str, crash: Crash) -> Found {
        self.is_whole.store(false, Ordering::Relaxed);
        crashed(path, doing, crash)
    }

    fn is_whole(&self) -> bool {
        self.is_whole.load(Ordering::Relaxed)
    }

    /// Notes the files of the output that no job makes.
    fn note_files(&self) {
        let assets = self.site.assets.iter().filter(|placed| placed.is_published);
        for path in assets
            .map(|placed| placed.output.as_str())
            .chain([MARKER, ADDRESSES])
        {
            self.checks.file(path);
        }
    }

    /// Makes the search index.
    fn index(&self) -> Result<(Found, Size), Error> {
        let indexed = catch(|| {
            index(self.site, |output| {
                self.checks.file(&output.path);
                self.put(output)
            })
        });
        match indexed {
            Ok(size) => Ok((Found::default(), size?)),
            Err(crash) => Ok((
                self.fallen(self.settings(), "建检索索引", crash),
                Size::default(),
            )),
        }
    }

    /// The redirects at whose addresses nothing lies.
    fn free(&self, mut redirects: Vec<Job>) -> Vec<Job> {
        redirects.retain(|job| match job {
            Job::Redirect(number) => self.checks.is_free(&self.site.redirects[*number].output),
            _ => true,
        });
        redirects
    }

    /// The attachments, each with the file it is a copy of, at their addresses and at those of former
    /// times where nothing lies.
    fn free_copies(&self) -> Vec<(String, &Path)> {
        let assets = self.site.assets.iter().filter(|placed| placed.is_published);
        let own = assets.map(|placed| (placed.output.clone(), placed.asset.disk.as_path()));
        let former = self.site.copies().into_iter();
        let former = former.filter(|(path, _)| self.checks.is_free(path) && self.checks.file(path));
        own.chain(former.map(|(path, id)| (path, self.site.assets[id].asset.disk.as_path())))
            .collect()
    }

    /// Checks what only the whole output shows: what leads where, and what a search finds.
    fn whole(&self) -> Found {
        let (whole, flaws) = rayon::join(
            || catch(|| self.checks.whole()),
            || {
                catch(|| {
                    self.staging
                        .map(|staging| self.flaws(staging))
                        .unwrap_or_default()
                })
            },
        );
        let whole =
            whole.unwrap_or_else(|crash| self.fallen(self.settings(), "检查全部网页", crash));
        let flaws = match flaws {
            Ok(flaws) => check_index(&flaws),
            Err(crash) => self.fallen(self.settings(), "核对检索索引", crash),
        };
        whole.and(flaws)
    }

    /// Flaws of the index as it was written, not as it was meant.
    fn flaws(&self, staging: &Staging) -> Vec<IndexFlaw> {
        let read = |path: &str| read_published(staging.staged(), path);
        prove(read, &self.site.searchable())
    }

    fn settings(&self) -> &str {
        &self.site.config.file.path
    }
}
