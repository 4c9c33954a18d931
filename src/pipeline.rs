//! The whole way of the data on one screen.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::{
    check::check,
    config::Config,
    index::{block_paths, index},
    model::{Site, Sources, model},
    parse::{Parsed, parse},
    read::{ReadError, Theme, read, read_settings, read_theme},
    render::{Job, Output, RenderError, Renderer},
    report::Report,
    write::{MARKER, Staging, WriteError, stage},
};

/// What to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// Where the output goes.
    pub out: PathBuf,
    /// The day that freshness and deadlines are judged by.
    pub as_of: Date,
}

/// Told how far a build is.
pub trait Progress: Sync {
    /// A stage begins; `steps` pieces of work lie ahead.
    fn stage(&self, name: &'static str, steps: usize);
    /// One piece of work is done.
    fn step(&self);
}

/// The world said no. What was published before is untouched.
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
}

/// Builds a site. With errors in the content nothing is written, and the report says so.
pub fn build(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let start = Instant::now();
    let site = load(&options.site, options.as_of, progress)?;
    let mut report = Report::new(check(&site), &site);
    if !report.has_errors() {
        let theme = read_theme(&options.site, site.config.theme())?;
        let staging = stage(&options.out, &options.site)?;
        report.summary.pages = publish(&site, &theme, &staging, progress)?;
        let written = staging.commit()?;
        (report.summary.changed, report.summary.unchanged) = (written.changed, written.unchanged);
        report.summary.is_written = true;
    }
    report.summary.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

/// Checks a site and writes nothing.
pub fn inspect(options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
    let start = Instant::now();
    let site = load(&options.site, options.as_of, progress)?;
    let mut report = Report::new(check(&site), &site);
    report.summary.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

/// From the site's folder to the model of it.
pub fn load(folder: &Path, as_of: Date, progress: &dyn Progress) -> Result<Site, Error> {
    let (settings, mut faults) = read_settings(folder)?;
    let (config, wrong) = Config::new(settings, as_of);
    progress.stage("读取", 0);
    let tree = read(folder)?;
    progress.stage("解析", tree.texts.len());
    let parsed: Vec<Parsed> = tree
        .texts
        .into_par_iter()
        .map(|file| {
            let parsed = parse(file, &config.standard);
            progress.step();
            parsed
        })
        .collect();
    faults.extend(wrong);
    faults.extend(tree.faults);
    Ok(model(
        config,
        parsed,
        Sources {
            assets: tree.assets,
            tables: tree.tables,
            faults,
        },
    ))
}

/// From the model to files: each is written as soon as it is made. Gives the number of pages.
fn publish(
    site: &Site,
    theme: &Theme,
    staging: &Staging,
    progress: &dyn Progress,
) -> Result<usize, Error> {
    let renderer = Renderer::new(site, theme, block_paths(site))?;
    let jobs = renderer.plan();
    progress.stage("生成", jobs.len());
    let put = |output: &Output| staging.put(&output.path, &output.bytes);
    let pages = jobs
        .par_iter()
        .map(|job: &Job| {
            let outputs = renderer.render(*job)?;
            outputs.iter().try_for_each(put)?;
            progress.step();
            Ok(outputs
                .iter()
                .filter(|output| output.path.ends_with(".html"))
                .count())
        })
        .sum::<Result<usize, Error>>()?;
    index(site)
        .blocks
        .par_iter()
        .try_for_each(|(path, bytes)| staging.put(path, bytes))?;
    let assets = site.assets.par_iter().filter(|placed| placed.is_published);
    assets.try_for_each(|placed| staging.copy(&placed.output, &placed.asset.disk))?;
    let marker = format!(
        "{{\"generator\":\"gongkai\",\"version\":\"{}\",\"as_of\":\"{}\",\"pages\":{pages}}}\n",
        env!("CARGO_PKG_VERSION"),
        site.config.as_of
    );
    staging.put(MARKER, marker.as_bytes())?;
    Ok(pages)
}
