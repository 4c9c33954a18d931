//! What each stage costs on a site of a thousand documents: `cargo bench --bench stages`.
//!
//! Writing is measured too: `TMPDIR=/dev/shm` keeps the disk out of the figures.

mod generator;

use std::{hint::black_box, path::Path, time::Duration};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use gongkai::{
    check::check,
    config::Config,
    index::index,
    model::{Site, Sources, model},
    parse::{Contents, Parsed, parse},
    pipeline::{Options, Progress, build},
    read::{SourceTree, read, read_settings, read_theme},
    render::{Job, Output, Renderer},
    source::SourceFile,
    standard::Standard,
    write::stage,
};
use jiff::civil::{Date, date};
use rayon::prelude::*;
use tempfile::TempDir;

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Documents of the site that is measured.
const DOCUMENTS: usize = 1_000;

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
        faults: tree.faults.clone(),
    }
}

fn render_all(renderer: &Renderer<'_>) -> Vec<Output> {
    renderer
        .plan()
        .par_iter()
        .flat_map_iter(|job: &Job| renderer.render(*job).expect("a page"))
        .collect()
}

fn stages(criterion: &mut Criterion) {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    generator::write_site(DOCUMENTS, folder).expect("a corpus");
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

    let mut group = criterion.benchmark_group(format!("stages/{DOCUMENTS}"));
    group
        .sample_size(20)
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
    group.bench_function("check", |bencher| {
        bencher.iter_with_large_drop(|| check(&site));
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
        let outputs = render_all(&renderer);
        bencher.iter_batched(
            || TempDir::new().expect("a folder"),
            |fresh| {
                let staging = stage(&fresh.path().join("out"), folder).expect("a staging");
                outputs
                    .par_iter()
                    .try_for_each(|output| staging.put(&output.path, output.bytes()))
                    .expect("written");
                staging.commit().expect("swapped");
                fresh
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("build", |bencher| {
        bencher.iter_batched(
            || TempDir::new().expect("a folder"),
            |fresh| {
                let options = Options {
                    site: folder.to_owned(),
                    out: fresh.path().join("out"),
                    last: fresh.path().join("out"),
                    clock: AS_OF.into(),
                };
                let report = build(&options, &Silent).expect("a build");
                assert!(report.summary.is_written);
                fresh
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
