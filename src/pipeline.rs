//! The whole way of the data on one screen.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use rayon::prelude::*;

use crate::{
    check::{
        Built, Found, Outcome, PageCheck, Verdict, check, check_index, conclude, crashed, judge,
        mend,
    },
    config::{Clock, Config},
    crash::{Crash, catch},
    diagnostic::{Fault, FaultKind},
    external::{self, Session},
    index::{Size, index, prove, prove_published},
    model::{Site, Sources, model},
    parse::{Contents, Parsed, parse, parse_attachment, without_traces},
    read::{
        ADDRESSES, Asset, ReadError, Theme, read, read_attachment, read_last, read_published,
        read_settings, read_source, read_theme,
    },
    render::{Job, Output, RenderError, Renderer},
    report::{Report, SelfAssessment},
    write::{Durability, MARKER, Product, Staging, WriteError, folder_for, rewrite, stage},
};

/// What to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// Where the output goes.
    pub out: PathBuf,
    /// The folder that was published last, whose addresses must not be lost.
    pub last: PathBuf,
    /// The day that freshness and deadlines are judged by.
    pub clock: Clock,
}

/// Told how far a build is.
pub trait Progress: Sync {
    /// A stage begins; `steps` pieces of work lie ahead.
    fn stage(&self, name: &'static str, steps: usize);
    /// One piece of work is done.
    fn step(&self);
}

/// The world said no; where the published site is at stake, the message says what became of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// While reading.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// While rendering.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// While writing.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// While asking other websites.
    #[error(transparent)]
    External(#[from] external::Error),
    /// The program panicked over the site as a whole.
    #[error("{0}。这是程序的缺陷：请把这句话报告给程序的维护人员")]
    Crash(Crash),
    /// While making the self-assessment.
    #[error("自评报告没有做成：{0}")]
    Report(String),
}

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
    let mut site = load(&options.site, options.clock, progress)?;
    site.last = read_last(&options.last);
    let mut theme = read_theme(&options.site, site.config.theme())?;
    site.faults.append(&mut theme.faults);
    let (found, renderer) = check_beside(&site, &theme);
    // With errors in the content the pages are still looked at, but none is written.
    let staging = if found.has_errors(&site) {
        None
    } else {
        Some(stage(&options.out, &options.site, durability)?)
    };
    let (found, made, staging) = if let Some(staging) = staging {
        let made = renderer
            .map_err(Error::from)
            .and_then(|renderer| publish(&site, &theme, &renderer, Some(&staging), progress));
        match made {
            Ok((seen, made)) => (
                conclude(&site, found.and(seen), made.is_whole),
                made,
                Some(staging),
            ),
            Err(error) => return Err(given_up(staging, error)),
        }
    } else {
        let found = look(&site, &theme, found, renderer, progress)?;
        (found, Made::default(), None)
    };
    let mut report = Report::new(found, &site);
    let leftovers = match staging {
        Some(staging) if report.has_errors() => staging.discard(),
        Some(staging) => {
            let written = staging.commit()?;
            let summary = &mut report.summary;
            (summary.pages, summary.search) = (made.pages, made.search);
            (summary.changed, summary.unchanged) = (written.changed, written.unchanged);
            summary.is_written = true;
            written.leftovers
        }
        None => Vec::new(),
    };
    report.summary.notes = leftovers.iter().map(ToString::to_string).collect();
    report.summary.seconds = start.elapsed().as_secs_f64();
    // A large site takes its time to be given back, and nobody need wait for that.
    rayon::spawn(move || drop(site));
    Ok(report)
}

/// An error after something was staged, and what of that could not be removed.
fn given_up(staging: Staging, error: Error) -> Error {
    let leftovers = staging.discard();
    if leftovers.is_empty() {
        return error;
    }
    let error = Box::new(error);
    Error::Write(WriteError::Leftover { error, leftovers })
}

/// Checks a site and its pages, and writes nothing.
pub fn inspect(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    examine(options, None, progress).map(|(_, report)| report)
}

/// Checks a site and its pages, asks the websites that it links to, and writes nothing of the site.
pub fn inspect_external(
    options: &Options,
    session: &Session,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    examine(options, Some(session), progress).map(|(_, report)| report)
}

fn examine(
    options: &Options,
    session: Option<&Session>,
    progress: &dyn Progress,
) -> Result<(Site, Report), Error> {
    let start = Instant::now();
    let mut site = load(&options.site, options.clock, progress)?;
    site.last = read_last(&options.last);
    // What a build left is looked at too: it may have been damaged since.
    let left = prove_published(|path| read_published(&options.out, path));
    let mut theme = read_theme(&options.site, site.config.theme())?;
    site.faults.append(&mut theme.faults);
    let (found, renderer) = check_beside(&site, &theme);
    let mut found = found.and(check_index(&left));
    let mut tally = None;
    if let Some(session) = session {
        let round = session.round(&site);
        progress.stage("联网检查", round.len());
        let asked = round.ask(&|| progress.step())?;
        found = found.and(judge(&asked.faults, asked.notes()));
        tally = Some(asked.tally);
    }
    let verdict = look(&site, &theme, found, renderer, progress)?;
    let mut report = Report::new(verdict, &site);
    report.summary.external = tally;
    report.summary.seconds = start.elapsed().as_secs_f64();
    Ok((site, report))
}

/// Runs the rules, and beside them makes what renders the pages: neither waits for the other.
fn check_beside<'s>(
    site: &'s Site,
    theme: &'s Theme,
) -> (Found, Result<Renderer<'s>, RenderError>) {
    rayon::join(|| check(site), || Renderer::new(site, theme))
}

/// Looks at the pages without writing them. A template may trip over content that is at fault; then
/// it is the content that is told, not the template.
fn look(
    site: &Site,
    theme: &Theme,
    found: Found,
    renderer: Result<Renderer<'_>, RenderError>,
    progress: &dyn Progress,
) -> Result<Verdict, Error> {
    let seen = renderer
        .map_err(Error::from)
        .and_then(|renderer| publish(site, theme, &renderer, None, progress));
    match seen {
        Ok((seen, made)) => Ok(conclude(site, found.and(seen), made.is_whole)),
        Err(Error::Render(_)) if found.has_errors(site) => Ok(conclude(site, found, false)),
        Err(error) => Err(error),
    }
}

/// What a self-assessment amounted to.
#[derive(Debug)]
pub struct SelfAssessed {
    /// How many requirements have each outcome.
    pub outcomes: Vec<(Outcome, usize)>,
    /// Whether the content has errors.
    pub has_errors: bool,
    /// Whether the program panicked over a part of the site.
    pub has_crashed: bool,
}

/// Checks a site and writes the self-assessment to `options.out`.
pub fn self_assess(options: &Options, progress: &dyn Progress) -> Result<SelfAssessed, Error> {
    let folder = folder_for(&options.out, Product::Report, &[&options.site])?;
    let (site, report) = examine(options, None, progress)?;
    let own = SelfAssessment::new(&site, &report);
    folder.put(&own.files().map_err(Error::Report)?)?;
    Ok(SelfAssessed {
        outcomes: own.outcomes.into_iter().collect(),
        has_errors: report.has_errors(),
        has_crashed: report.has_crashed(),
    })
}

/// From the site's folder to the model of it.
pub fn load(folder: &Path, clock: Clock, progress: &dyn Progress) -> Result<Site, Error> {
    let (settings, mut faults) = read_settings(folder)?;
    progress.stage("读取", 0);
    // The standard takes as long to be made ready as a small site to be read.
    let ((config, wrong), tree) = rayon::join(|| Config::new(settings, clock), || read(folder));
    let tree = tree?;
    progress.stage("解析", tree.texts.len() + tree.assets.len());
    let (parsed, assets) = rayon::join(
        || -> Vec<Result<Parsed, Fallen>> {
            let files = tree.texts.into_par_iter().map(|file| {
                let path = file.path.clone();
                let parsed = catch(|| parse(file, &config.standard));
                progress.step();
                parsed.map_err(|crash| (path, crash))
            });
            files.collect()
        },
        || -> Result<Vec<Attached>, Error> {
            let files = tree.assets.into_par_iter().map(|asset| {
                let contents = match read_attachment(&asset)? {
                    Some(bytes) => catch(|| parse_attachment(&asset.path, &bytes)),
                    None => Ok(Contents::default()),
                };
                progress.step();
                Ok((asset, contents))
            });
            files.collect()
        },
    );
    faults.extend(wrong);
    faults.extend(tree.faults);
    let mut fall = |(path, crash): Fallen| {
        let doing = "解析".to_owned();
        faults.push(Fault::whole(
            &path,
            FaultKind::InternalError { doing, crash },
        ));
    };
    let parsed = parsed.into_iter();
    let parsed = parsed.filter_map(|parsed| parsed.map_err(&mut fall).ok());
    let parsed = parsed.collect();
    let assets = assets?.into_iter().map(|(asset, contents)| {
        let path = &asset.path;
        let contents = contents.map_err(|crash| fall((path.clone(), crash)));
        (asset, contents.unwrap_or_default())
    });
    let assets = assets.collect();
    Ok(model(
        config,
        parsed,
        Sources {
            assets,
            tables: tree.tables,
            faults,
        },
    ))
}

/// A file that the program panicked over, and the panic.
type Fallen = (String, Crash);

/// An attachment with what is in it.
type Attached = (Asset, Result<Contents, Crash>);

/// What was made of a site.
#[derive(Debug, Clone, Copy, Default)]
struct Made {
    /// Whether every page was made and looked at.
    is_whole: bool,
    pages: usize,
    search: Size,
}

/// From the model to pages: each is looked at, and written, as soon as it is made. Gives what the
/// checks found on them, and what was made.
fn publish(
    site: &Site,
    theme: &Theme,
    renderer: &Renderer<'_>,
    staging: Option<&Staging>,
    progress: &dyn Progress,
) -> Result<(Found, Made), Error> {
    let jobs = renderer.plan();
    progress.stage(
        if staging.is_some() {
            "生成"
        } else {
            "检查网页"
        },
        jobs.len(),
    );
    let checks = PageCheck::new(Built { site, theme }, renderer.parts());
    let put = |output: &Output| match staging {
        Some(staging) => staging.put(&output.path, output.bytes()),
        None => Ok(()),
    };
    let is_whole = AtomicBool::new(true);
    let crash = |path: &str, doing: &str, crash: Crash| {
        is_whole.store(false, Ordering::Relaxed);
        crashed(path, doing, crash)
    };
    let one = |job: &Job| -> Result<(Found, usize), Error> {
        let source = checks.source(*job);
        let outputs = match catch(|| renderer.render(*job)) {
            Ok(outputs) => outputs?,
            Err(why) => return Ok((crash(source, "生成网页", why), 0)),
        };
        let found = catch(|| checks.pages(*job, &outputs))
            .unwrap_or_else(|why| crash(source, "检查网页", why));
        outputs.iter().try_for_each(put)?;
        progress.step();
        Ok((found, outputs.iter().filter_map(Output::page).count()))
    };
    let all = |jobs: &[Job]| {
        let done = jobs.par_iter().map(one);
        done.try_reduce(Default::default, |a, b| Ok((a.0.and(b.0), a.1 + b.1)))
    };
    let is_redirect = |job: &Job| matches!(job, Job::Redirect(_));
    let (mut redirects, jobs): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(is_redirect);
    let (found, pages) = all(&jobs)?;
    let assets = || site.assets.par_iter().filter(|placed| placed.is_published);
    let copied = assets().map(|placed| placed.output.as_str());
    copied.chain([MARKER, ADDRESSES]).for_each(|path| {
        checks.file(path);
    });
    progress.stage("检索", 0);
    let settings = site.config.file.path.as_str();
    let indexed = catch(|| {
        index(site, |output| {
            checks.file(&output.path);
            put(output)
        })
    });
    let (search, found) = match indexed {
        Ok(search) => (search?, found),
        Err(why) => (
            Size::default(),
            found.and(crash(settings, "建检索索引", why)),
        ),
    };
    // What lies at an address now goes before what lay there once.
    redirects.retain(|job| match job {
        Job::Redirect(number) => checks.is_free(&site.redirects[*number].output),
        _ => true,
    });
    let (seen, more) = all(&redirects)?;
    let pages = pages + more;
    let mut copies = site.copies();
    copies.retain(|(path, _)| checks.is_free(path) && checks.file(path));
    if !is_whole.load(Ordering::Relaxed) {
        // What leads where, and what is found, cannot be said of a part of the pages.
        let made = Made {
            is_whole: false,
            pages,
            search,
        };
        return Ok((found.and(seen), made));
    }
    let (whole, flaws) = rayon::join(
        || catch(|| checks.whole()).unwrap_or_else(|why| crash(settings, "检查全部网页", why)),
        || {
            // As it was written, not as it was meant.
            let prove = |staging: &Staging| {
                let read = |path: &str| read_published(staging.staged(), path);
                prove(read, &site.searchable())
            };
            catch(|| staging.map(prove).unwrap_or_default())
        },
    );
    let (flaws, unproved) = match flaws {
        Ok(flaws) => (flaws, Found::default()),
        Err(why) => (Vec::new(), crash(settings, "核对检索索引", why)),
    };
    let found = found.and(unproved);
    let found = found.and(seen).and(whole).and(check_index(&flaws));
    if let Some(staging) = staging {
        assets().try_for_each(|placed| staging.copy(&placed.output, &placed.asset.disk))?;
        let marker = format!(
            "{{\"generator\":\"gongkai\",\"version\":\"{}\",\"as_of\":\"{}\",\"pages\":{pages}}}\n",
            env!("CARGO_PKG_VERSION"),
            site.config.as_of
        );
        staging.put(MARKER, marker.as_bytes())?;
        copies
            .par_iter()
            .try_for_each(|(path, id)| staging.copy(path, &site.assets[*id].asset.disk))?;
        staging.put(ADDRESSES, &site.addresses().bytes())?;
    }
    let is_whole = is_whole.into_inner();
    Ok((
        found,
        Made {
            is_whole,
            pages,
            search,
        },
    ))
}

/// One fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file.
    pub path: String,
    /// For people: `path:line:column rule：“old”→“new”`, or how many more there are of a kind.
    pub line: String,
    /// How many changes the line tells.
    pub places: usize,
}

/// So many changes by one rule in one file are told one by one.
const FIXES_TOLD: usize = 100;

/// Applies the fixes of a report to the sources on the disk, each file in one stroke, and says what
/// was done.
pub fn fix(options: &Options, report: &Report) -> Result<Vec<Fixed>, Error> {
    let mut done = Vec::new();
    for (path, diagnostics) in report.fixable() {
        let disk = options.site.join(path);
        let bytes = read_source(&disk)?;
        // A place in the text is the same place on the disk only where the text is the file.
        let mark = usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let Ok(text) = std::str::from_utf8(&bytes[mark..]) else {
            continue;
        };
        let mended = mend(text, &diagnostics);
        if mended.done.is_empty() {
            continue;
        }
        rewrite(&disk, &[&bytes[..mark], mended.text.as_bytes()].concat())?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, fix) in &mended.done {
            let found = diagnostics[*at];
            let count = counts.entry(found.rule).or_default();
            *count += 1;
            if *count <= FIXES_TOLD {
                done.push(Fixed {
                    path: path.to_owned(),
                    line: report.line_of_fix(found, fix, text),
                    places: 1,
                });
            }
        }
        for (rule, count) in counts {
            let places = count.saturating_sub(FIXES_TOLD);
            if places > 0 {
                done.push(Fixed {
                    path: path.to_owned(),
                    line: format!("{path} {rule}：另有 {places} 处"),
                    places,
                });
            }
        }
    }
    for (path, found) in report.photos() {
        let disk = options.site.join(path);
        if let Some(photo) = without_traces(&read_source(&disk)?) {
            rewrite(&disk, &photo)?;
            done.push(Fixed {
                path: path.to_owned(),
                line: format!("{path} {}：去掉了拍摄信息", found.rule),
                places: 1,
            });
        }
    }
    Ok(done)
}
