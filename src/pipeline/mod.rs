//! The whole way of the data on one screen: read → parse → model → render → index → linkcheck → check
//! → write.

mod answers;
mod error;
mod fix;
mod load;
mod pages;
mod self_assess;
mod walk;

pub use error::Error;
pub use fix::{Fixed, fix};
pub use load::load;
pub use self_assess::{SelfAssessed, self_assess};
pub use walk::{Options, Progress};

use std::time::Instant;

use crate::{
    check::{check_index, conclude},
    external::Session,
    index::prove_published,
    model::Site,
    read::read_published,
    report::Report,
    write::{Durability, Staging, stage},
};

use answers::ask_websites;
use load::load_with_theme;
use pages::{Made, check_beside, check_pages, make_pages};

/// Builds a site. With errors in the content or on a page nothing is published, and the report says so.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    build_to(options, Durability::Synced, progress)
}

/// Builds a site to look at: it need not outlast a power cut.
pub fn preview(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    build_to(options, Durability::Unsynced, progress)
}

fn build_to(
    options: &Options,
    durability: Durability,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let start = Instant::now();
    let (site, theme) = load_with_theme(options, progress)?;
    let (found, renderer) = check_beside(&site, &theme);
    let mut report = if found.has_errors(&site) {
        // The pages are still checked, but none is written.
        Report::new(
            check_pages(&site, &theme, found, renderer, progress)?,
            &site,
        )
    } else {
        let staging = stage(&options.out, &options.site, durability)?;
        let made = renderer
            .map_err(Error::from)
            .and_then(|renderer| make_pages(&site, &theme, &renderer, Some(&staging), progress));
        match made {
            Ok((seen, made)) => {
                let verdict = conclude(&site, found.and(seen), made.is_whole);
                publish(Report::new(verdict, &site), made, staging)?
            }
            Err(error) => return Err(error.giving_up(staging)),
        }
    };
    report.summary.seconds = start.elapsed().as_secs_f64();
    // A large site takes its time to be given back, and nobody need wait for that.
    rayon::spawn(move || drop(site));
    Ok(report)
}

/// Puts what was staged in place of what was published, unless there are errors.
fn publish(mut report: Report, made: Made, staging: Staging) -> Result<Report, Error> {
    let leftovers = if report.has_errors() {
        staging.discard()
    } else {
        let written = staging.commit()?;
        let summary = &mut report.summary;
        (summary.pages, summary.search) = (made.pages, made.search);
        (summary.changed, summary.unchanged) = (written.changed, written.unchanged);
        summary.is_written = true;
        written.leftovers
    };
    report.summary.notes = leftovers.iter().map(ToString::to_string).collect();
    Ok(report)
}

/// Checks a site and its pages, asks the websites that it links to where there is a session, and
/// writes nothing of the site.
pub fn inspect(
    options: &Options,
    session: Option<&Session>,
    progress: &dyn Progress,
) -> Result<(Site, Report), Error> {
    let start = Instant::now();
    let (site, theme) = load_with_theme(options, progress)?;
    let (found, renderer) = check_beside(&site, &theme);
    // What a build left is checked too: it may have been damaged since.
    let left = prove_published(|path| read_published(&options.out, path));
    let (asked, tally) = match session {
        Some(session) => ask_websites(session, &site, progress)?,
        None => Default::default(),
    };
    let found = found.and(check_index(&left)).and(asked);
    let verdict = check_pages(&site, &theme, found, renderer, progress)?;
    let mut report = Report::new(verdict, &site);
    report.summary.external = tally;
    report.summary.seconds = start.elapsed().as_secs_f64();
    Ok((site, report))
}
