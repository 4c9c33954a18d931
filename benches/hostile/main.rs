//! Time of each stage for each byte of hostile input of 1, 2, 4 and 8 MB:
//! `cargo bench --bench hostile`, or with names of inputs behind `--` only those.
//!
//! A figure that grows with the size is a stage that is not linear.

mod inputs;

use std::{
    hint::black_box,
    io::{self, Write as _},
    path::Path,
    time::Instant,
};

use gongkai::{
    check::{Built, PageCheck, check, conclude},
    config::Config,
    index::index,
    model::{Site, Sources, model},
    parse::{Contents, Parsed, parse, parse_attachment},
    read::{Asset, read, read_settings, read_theme},
    render::{Output, Renderer},
    report::{Format, Report},
    source::SourceFile,
};
use jiff::civil::date;
use rayon::prelude::*;

use inputs::{INPUTS, Input, Place};

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The stages, in the order of the table.
const STAGES: [&str; 10] = [
    "parse", "model", "check", "render", "pages", "index", "human", "json", "sarif", "github",
];

/// Writes for people; who closed the pipe wants no more.
fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Seconds that each stage takes on the base site with one hostile file.
fn measure(input: &Input, bytes: usize) -> [f64; STAGES.len()] {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/base");
    let mut tree = read(&base).expect("content");
    let (mut settings, _) = read_settings(&base).expect("site.yaml");
    let made = (input.make)(bytes);
    let mut attached = None;
    match input.place {
        Place::Settings => settings.text += &made,
        Place::Attachment(path) => attached = Some((path, made)),
        Place::Source(path) => {
            tree.texts.retain(|file| file.path != path);
            tree.texts.push(SourceFile {
                path: path.to_owned(),
                text: made,
                ..SourceFile::default()
            });
        }
    }
    let mut seconds = [0.0; STAGES.len()];
    let mut start = Instant::now();
    let mut done = |stage: &str| {
        let at = STAGES.iter().position(|known| *known == stage);
        seconds[at.expect("a stage")] = start.elapsed().as_secs_f64();
        start = Instant::now();
    };
    let (config, mut faults) = Config::new(settings, date(2026, 11, 20).into());
    let texts = tree.texts.into_par_iter();
    let parsed: Vec<Parsed> = texts.map(|file| parse(file, &config.standard)).collect();
    let mut assets: Vec<(Asset, Contents)> = tree
        .assets
        .into_iter()
        .map(|asset| (asset, Contents::default()))
        .collect();
    if let Some((path, text)) = attached {
        let contents = parse_attachment(path, text.as_bytes());
        let asset = Asset {
            path: path.to_owned(),
            disk: path.into(),
            size: text.len() as u64,
            links_to: None,
            head: text.as_bytes()[..text.len().min(8_192)].to_vec(),
        };
        assets.push((asset, contents));
    }
    done("parse");
    faults.extend(tree.faults);
    let sources = Sources {
        assets,
        tables: tree.tables,
        faults,
        ..Sources::default()
    };
    let site: Site = model(config, parsed, sources);
    done("model");
    let found = check(&site);
    done("check");
    let theme = read_theme(&base, site.config.theme()).expect("a theme");
    // A template may trip over content that is at fault.
    let renderer = Renderer::new(&site, &theme).ok();
    let pages = renderer.as_ref().map(|renderer| {
        let jobs = renderer.plan();
        let made = jobs.par_iter().map(|job| {
            let outputs = renderer.render(*job).unwrap_or_default();
            (*job, outputs)
        });
        made.collect::<Vec<(_, Vec<Output>)>>()
    });
    done("render");
    let mut seen = None;
    if let (Some(renderer), Some(pages)) = (&renderer, &pages) {
        let built = Built {
            site: &site,
            theme: &theme,
        };
        let checks = PageCheck::new(built, renderer.parts());
        let each = pages
            .par_iter()
            .map(|(job, outputs)| checks.pages(*job, outputs));
        let found = each.reduce(Default::default, gongkai::check::Found::and);
        seen = Some(found.and(checks.whole()));
    }
    done("pages");
    let _ = black_box(index(&site, |output| {
        black_box(output);
        Ok::<(), ()>(())
    }));
    done("index");
    let found = found.and(seen.unwrap_or_default());
    let report = Report::new(conclude(&site, found, true), &site);
    black_box(report.render(Format::Human, false));
    done("human");
    for (stage, format) in [
        ("json", Format::Json),
        ("sarif", Format::Sarif),
        ("github", Format::Github),
    ] {
        black_box(report.render(format, false));
        done(stage);
    }
    seconds
}

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    say(&format!("{:22} MB", "ns a byte"));
    for stage in STAGES {
        say(&format!("{stage:>8}"));
    }
    say("\n");
    for input in INPUTS {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == input.name) {
            continue;
        }
        for megabytes in [1, 2, 4, 8] {
            let bytes = (megabytes << 20) - 4_096;
            let seconds = measure(input, bytes);
            say(&format!("{:22} {megabytes:2}", input.name));
            for seconds in seconds {
                say(&format!("{:8.0}", seconds * 1e9 / bytes as f64));
            }
            say("\n");
        }
    }
}
