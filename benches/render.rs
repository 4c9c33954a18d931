//! Renders a site whatever is wrong with it, for tests of what pages may do by themselves:
//! `cargo run --release --example render -- SITE OUT`.
//!
//! A build publishes nothing while content has errors; here the renderer is to be safe without that.
//! With `--texts VALUES.json`, a list of texts, each text of front matter and of structured data is
//! replaced first: the n-th of them by the text whose turn it is.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use gongkai::{
    config::Clock,
    pipeline::{self, Options, Progress},
    read::read_theme,
    render::{Output, Renderer},
    source::Span,
    standard::{Data, Record},
};

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a program of its own")]
            {
                eprintln!("错误：{error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [site, out, rest @ ..] = arguments.as_slice() else {
        return Err("要写两个文件夹：站点，输出".into());
    };
    let (folder, out) = (PathBuf::from(site), PathBuf::from(out));
    if let [flag, values, turn] = rest
        && flag == "--texts"
    {
        let values: Vec<String> = serde_json::from_slice(&fs::read(values)?)?;
        replace_texts(&folder, &values, turn.parse()?)?;
    }
    let site = pipeline::load(&options(&folder), &Quiet)?;
    let theme = read_theme(Path::new(env!("CARGO_MANIFEST_DIR")), "official")?;
    let renderer = Renderer::new(&site, &theme)?;
    for job in renderer.plan() {
        // A template trips over what a field lacks; the other pages are looked at.
        for output in renderer.render(job).unwrap_or_default() {
            put(&out, &output)?;
        }
    }
    for placed in site.assets.iter().filter(|placed| placed.is_published) {
        let is_refused = |fault: &gongkai::diagnostic::Fault| fault.path == placed.asset.path;
        if !site.faults.iter().any(is_refused) {
            let to = out.join(&placed.output);
            fs::create_dir_all(to.parent().unwrap_or(&out))?;
            fs::copy(&placed.asset.disk, to)?;
        }
    }
    Ok(())
}

fn put(out: &Path, output: &Output) -> std::io::Result<()> {
    let to = out.join(&output.path);
    fs::create_dir_all(to.parent().unwrap_or(out))?;
    fs::write(to, output.bytes())
}

/// Puts texts in the places of texts, in front matter, structured data and settings.
fn replace_texts(folder: &Path, values: &[String], turn: usize) -> Result<(), Box<dyn Error>> {
    let site = pipeline::load(&options(folder), &Quiet)?;
    let mut number = turn;
    let documents = site
        .pages
        .iter()
        .map(|page| (&page.document.file, &page.document.record));
    let columns = site
        .columns
        .iter()
        .map(|column| (&column.source.file, &column.source.record));
    let settings = [(&site.config.file, &site.config.record)];
    let mut all: Vec<_> = documents.chain(columns).chain(settings).collect();
    for column in &site.columns {
        let Some(data) = &column.data else { continue };
        let name = column.source.meta().data().or_default();
        let path = format!("{}/{name}", column.folder);
        let file = site.data_files.iter().find(|data| data.file.path == path);
        all.extend(file.map(|found| (&found.file, data)));
    }
    for (file, record) in all {
        if !file.path.ends_with(".md") && !file.path.ends_with(".yaml") {
            continue;
        }
        let mut spans = Vec::new();
        spans_of(record, &mut spans);
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        let mut text = file.text.clone();
        for span in spans.into_iter().rev() {
            let value = &values[number % values.len()];
            number += 1;
            if text.get(span.start..span.end).is_some() {
                // JSON's quotes are YAML's.
                text.replace_range(span.start..span.end, &serde_json::to_string(value)?);
            }
        }
        // What makes a source unreadable would show nothing.
        fs::write(folder.join(&file.path), text)?;
    }
    Ok(())
}

/// Names of fields whose text has a form, or names something: another text is refused there.
const KEPT: [&str; 12] = [
    "kind",
    "data",
    "disclosure",
    "catalog_ids",
    "index_no",
    "theme",
    "url",
    "slug",
    "validity",
    "id",
    "rule",
    "file",
];

fn spans_of(record: &Record, found: &mut Vec<Span>) {
    fn one(data: &Data, span: Span, found: &mut Vec<Span>) {
        match data {
            Data::Text(_) | Data::Link(_) => found.push(span),
            Data::List(items) => items
                .iter()
                .for_each(|item| one(&item.data, item.span, found)),
            Data::Map(record) => spans_of(record, found),
            _ => {}
        }
    }
    for (name, _, value) in &record.fields {
        if !KEPT.contains(&&**name) {
            one(&value.data, value.span, found);
        }
    }
}

fn options(folder: &Path) -> Options {
    Options {
        site: folder.to_owned(),
        out: folder.join("public"),
        last: folder.join("public"),
        clock: Clock::from(jiff::civil::date(2026, 11, 20)),
    }
}
