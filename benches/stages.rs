//! Time of each stage on a site of a thousand documents: `cargo bench --bench stages`.
//!
//! `DOCUMENTS=10000` makes it a larger site. Writing is measured too: `TMPDIR=/dev/shm` keeps the disk
//! out of the figures. At the end stands what all checks together add to a build.

mod generator;

use std::{
    hint::black_box,
    io::{self, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use gongkai::{
    check::{Built, PageCheck, check},
    config::Config,
    index::index,
    model::{Site, Sources, model},
    parse::{Contents, Parsed, parse},
    pipeline::{Options, Progress, build},
    read::{Last, SourceTree, Theme, read, read_settings, read_theme},
    render::{Job, Output, Renderer, SharedPart},
    source::SourceFile,
    standard::Standard,
    write::{Durability, stage},
};
use jiff::civil::{Date, date};
use rayon::prelude::*;
use tempfile::TempDir;

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The day that the corpus ends on.
const AS_OF: Date = date(2026, 11, 20);

struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &'static str, _steps: usize) {}
    fn step(&self) {}
}

fn config(site: &Path) -> Config {
    let (settings, _) = read_settings(site).expect("site.yaml");
    Config::new(settings, AS_OF.into()).0
}

fn parse_all(texts: Vec<SourceFile>, standard: &Standard) -> Vec<Parsed> {
    texts
        .into_par_iter()
        .map(|file| parse(file, standard))
        .collect()
}

fn sources(tree: &SourceTree) -> Sources {
    Sources {
        assets: tree
            .assets
            .iter()
            .map(|asset| (asset.clone(), Contents::default()))
            .collect(),
        tables: tree.tables.clone(),
        last: Last::default(),
        faults: tree.faults.clone(),
    }
}

/// Looks for phrases and numbers, as parsing does on its way.
fn scan_all(texts: &[SourceFile], standard: &Standard) {
    texts.par_iter().for_each(|file| {
        black_box(standard.lexicon.scan(&file.text));
    });
}

/// Looks at all pages, and at where they lead.
fn check_pages(site: &Site, theme: &Theme, parts: &[SharedPart], made: &[(Job, Vec<Output>)]) {
    let checks = PageCheck::new(Built { site, theme }, parts);
    made.par_iter().for_each(|(job, outputs)| {
        black_box(checks.pages(*job, outputs));
    });
    black_box(checks.whole());
}

/// Writes for people; who closed the pipe wants no more.
fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// The middle of nine runs; what they make is dropped afterwards.
fn median<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            let made = run();
            let seconds = start.elapsed().as_secs_f64();
            drop(made);
            seconds
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[4]
}

fn stages(criterion: &mut Criterion) {
    let documents = std::env::var("DOCUMENTS").ok();
    let documents = documents.and_then(|number| number.parse().ok());
    let documents = documents.unwrap_or(1_000);
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    generator::write_site(documents, folder).expect("a corpus");
    let tree = read(folder).expect("content");
    let standard = Standard::builtin();
    let site: Site = model(
        config(folder),
        parse_all(tree.texts.clone(), &standard),
        sources(&tree),
    );
    let found = check(&site);
    assert!(!found.has_errors(&site), "the corpus has errors");
    let theme = read_theme(folder, site.config.theme()).expect("a theme");
    let renderer = Renderer::new(&site, &theme).expect("a theme");

    let made = |job: &Job| (*job, renderer.render(*job).expect("a page"));
    let made: Vec<(Job, Vec<Output>)> = renderer.plan().par_iter().map(made).collect();

    let mut group = criterion.benchmark_group(format!("stages/{documents}"));
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("read", |bencher| {
        bencher.iter_with_large_drop(|| read(folder).expect("content"));
    });
    group.bench_function("parse", |bencher| {
        bencher.iter_batched(
            || tree.texts.clone(),
            |texts| parse_all(texts, &standard),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("model", |bencher| {
        bencher.iter_batched(
            || {
                let parsed = parse_all(tree.texts.clone(), &standard);
                (config(folder), parsed, sources(&tree))
            },
            |(config, parsed, sources)| model(config, parsed, sources),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("scan", |bencher| {
        bencher.iter(|| scan_all(&tree.texts, &standard));
    });
    group.bench_function("check", |bencher| {
        bencher.iter_with_large_drop(|| check(&site));
    });
    group.bench_function("check_pages", |bencher| {
        bencher.iter(|| check_pages(&site, &theme, renderer.parts(), &made));
    });
    group.bench_function("share", |bencher| {
        bencher.iter_with_large_drop(|| Renderer::new(&site, &theme).expect("a theme"));
    });
    group.bench_function("render", |bencher| {
        bencher.iter(|| {
            renderer.plan().par_iter().for_each(|job: &Job| {
                black_box(renderer.render(*job).expect("a page"));
            });
        });
    });
    group.bench_function("index", |bencher| {
        bencher.iter(|| index(&site, |_| Ok::<(), ()>(())));
    });
    group.bench_function("write", |bencher| {
        let outputs = || made.par_iter().flat_map(|(_, outputs)| outputs);
        bencher.iter_batched(
            || TempDir::new().expect("a folder"),
            |fresh| {
                let staging = stage(&fresh.path().join("out"), folder, Durability::Unsynced)
                    .expect("a staging");
                outputs()
                    .try_for_each(|output| staging.put(&output.path, output.bytes()))
                    .expect("written");
                staging.commit().expect("swapped");
                fresh
            },
            BatchSize::PerIteration,
        );
    });
    let build = |fresh: TempDir| {
        let options = Options {
            site: folder.to_owned(),
            out: fresh.path().join("out"),
            last: fresh.path().join("out"),
            clock: AS_OF.into(),
        };
        let report = build(&options, &Silent).expect("a build");
        assert!(report.summary.is_written);
        fresh
    };
    let fresh = || TempDir::new().expect("a folder");
    group.bench_function("build", |bencher| {
        bencher.iter_batched(fresh, build, BatchSize::PerIteration);
    });
    group.finish();

    let whole = median(|| build(fresh()));
    let parts = [
        ("scan", median(|| scan_all(&tree.texts, &standard))),
        ("check", median(|| check(&site))),
        (
            "check_pages",
            median(|| check_pages(&site, &theme, renderer.parts(), &made)),
        ),
    ];
    let checks: f64 = parts.iter().map(|part| part.1).sum();
    for (name, seconds) in parts {
        say(&format!("{name}: {seconds:.3} s\n"));
    }
    say(&format!(
        "build: {whole:.3} s, of which checks {checks:.3} s: they add {:.0} % to the rest\n",
        100.0 * checks / (whole - checks)
    ));
}

criterion_group!(benches, stages);
criterion_main!(benches);
