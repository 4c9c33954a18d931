//! Quality and cost of the search in a site of any size:
//! `cargo run --release --example search -- 10000 [QUERIES]`.
//!
//! Truth is looking for the question in every text. Recall is how many of the pages that contain it
//! are found, precision how many of those found contain it; both must be 1.

mod generator;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs, io,
    io::Write as _,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use gongkai::{
    config::Clock,
    index::{Engine, IndexEntry, Order, Query, fold},
    pipeline::{self, Options, Progress},
};
use rayon::prelude::*;

/// Results that a page shows.
const SHOWN: usize = 10;

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("错误：{error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let documents: usize = arguments
        .next()
        .unwrap_or_else(|| "10000".to_owned())
        .parse()?;
    let questions: usize = arguments
        .next()
        .unwrap_or_else(|| "50".to_owned())
        .parse()?;
    let folder = tempfile::tempdir()?;
    generator::write_site(documents, folder.path())?;
    let options = Options {
        site: folder.path().to_owned(),
        out: folder.path().join("public"),
        last: folder.path().join("public"),
        clock: Clock::from(jiff::civil::date(2026, 11, 20)),
    };
    let report = pipeline::build(&options, &Quiet)?;
    if !report.summary.is_written {
        return Err("站点没有生成".into());
    }
    let entries = entries(&options.out)?;
    let sizes = sizes(&options.out.join("search"))?;
    say(&format!(
        "{} 页，索引 {:.1} MB：{} 个分片，最大 {:.1} KB；{} 个正文包，最大 {:.1} KB\n",
        entries.len(),
        sizes.values().flatten().sum::<usize>() as f64 / 1e6,
        sizes["s"].len(),
        largest(&sizes["s"]),
        sizes["p"].len(),
        largest(&sizes["p"]),
    ));
    let folded: Vec<Vec<String>> = entries.par_iter().map(texts).collect();
    let mut is_right = true;
    for length in 1..=8 {
        is_right &= measure(&options.out, &entries, &folded, length, questions)?;
    }
    Ok(is_right)
}

/// Asks questions of one length, and says how they were answered.
fn measure(
    out: &Path,
    entries: &[IndexEntry],
    folded: &[Vec<String>],
    length: usize,
    questions: usize,
) -> Result<bool, Box<dyn Error>> {
    let (mut asked, mut round) = (BTreeSet::new(), 0_usize);
    while asked.len() < questions && round < questions * 50 {
        round += 1;
        // Steps that share no factor with the counts wander over all of them.
        let entry = &entries[round * 7_919 % entries.len()];
        let text: Vec<char> = fold(&entry.text).chars().collect();
        let from = round * 104_729 % text.len().max(1);
        let piece: String = text.iter().skip(from).take(length).collect();
        if piece.chars().count() == length && !piece.contains([' ', '"', '\n']) {
            asked.insert(piece);
        }
    }
    let (mut wanted, mut right, mut given) = (0, 0, 0);
    let (mut times, mut bytes) = (Vec::new(), Vec::new());
    for question in &asked {
        let read = AtomicUsize::new(0);
        let fetch = |path: &str| -> Result<Vec<u8>, String> {
            let bytes = fs::read(out.join(path)).map_err(|error| error.to_string())?;
            read.fetch_add(bytes.len(), Ordering::Relaxed);
            Ok(bytes)
        };
        let start = Instant::now();
        let engine = Engine::open(fetch)?;
        let query = Query::new(question);
        engine.search(&query, Order::Relevance, 0, SHOWN)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        bytes.push(read.load(Ordering::Relaxed) as f64 / 1e3);
        let found = engine.search(&query, Order::Relevance, 0, usize::MAX)?;
        let found: BTreeSet<usize> = found.hits.iter().map(|hit| hit.number as usize).collect();
        let has = |number: &usize| folded[*number].iter().any(|text| text.contains(question));
        let truth: BTreeSet<usize> = (0..entries.len()).into_par_iter().filter(has).collect();
        wanted += truth.len();
        given += found.len();
        right += found.intersection(&truth).count();
    }
    let (recall, precision) = (right as f64 / wanted as f64, right as f64 / given as f64);
    say(&format!(
        "{length} 字：{} 问，查全 {recall:.4}，查准 {precision:.4}；首屏中位 {:.1} ms、{:.0} KB，最多 {:.1} ms、{:.0} KB\n",
        asked.len(),
        middle(&mut times),
        middle(&mut bytes),
        times.last().copied().unwrap_or_default(),
        bytes.last().copied().unwrap_or_default(),
    ));
    Ok(right == wanted && right == given)
}

/// The median; leaves the figures sorted.
fn middle(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// The texts of an entry that are searched.
fn texts(entry: &IndexEntry) -> Vec<String> {
    let fields = [
        &entry.title,
        &entry.document_no,
        &entry.index_no,
        &entry.summary,
        &entry.text,
        &entry.issuer,
        &entry.keywords,
    ];
    fields.iter().map(|field| fold(field)).collect()
}

/// The entries in the order of their numbers, read without the engine.
fn entries(out: &Path) -> Result<Vec<IndexEntry>, Box<dyn Error>> {
    let mut packs = BTreeMap::new();
    for file in fs::read_dir(out.join("search/p"))? {
        let text = fs::read_to_string(file?.path())?;
        let read = text.split_once("\",").and_then(|(name, json)| {
            let first: usize = name.strip_prefix("gongkaiSearch(\"p")?.parse().ok()?;
            Some((first, json.trim_end().strip_suffix(");")?))
        });
        let (first, json) = read.ok_or("检索文件的写法变了")?;
        packs.insert(first, serde_json::from_str::<Vec<IndexEntry>>(json)?);
    }
    Ok(packs.into_values().flatten().collect())
}

/// Sizes of the files below a folder, by the folder they lie in.
fn sizes(folder: &Path) -> io::Result<BTreeMap<String, Vec<usize>>> {
    let mut sizes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            for file in fs::read_dir(entry.path())? {
                sizes
                    .entry(name.clone())
                    .or_default()
                    .push(file?.metadata()?.len() as usize);
            }
        } else {
            sizes
                .entry(String::new())
                .or_default()
                .push(entry.metadata()?.len() as usize);
        }
    }
    Ok(sizes)
}

/// The largest, in KB.
fn largest(sizes: &[usize]) -> f64 {
    sizes.iter().max().copied().unwrap_or_default() as f64 / 1e3
}

/// To stdout. Nobody is left to be told if that fails.
fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}
