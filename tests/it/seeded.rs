//! Single faults of the law put into the repository's own column, and lawful changes that look like
//! some: `tests/seeded`. They were written from the regulations and the content by people who had not
//! read the rules.
//!
//! | field | what it is |
//! |---|---|
//! | `name`, `requirement` | the fault in a few words, and what it offends |
//! | `edits` | changes of files: `replace` and `with` (`all` for every place), `append`, `create`, `delete`, `docx` (paragraphs; a list is a row), `xlsx` (rows) |
//! | `found` | the file, and words of the line, where a careful reader would point |
//! | `lawful: true` | nothing may be told |
//! | `open: true` | nothing is told of it as yet |

use std::{fs, path::Path};

use gongkai::{
    pipeline,
    report::{Format, Report},
    yaml::{Node, parse},
};
use rayon::prelude::*;

use crate::{
    files,
    site::{OWN, Quiet, Site},
};

fn word<'n>(node: &'n Node, name: &str) -> &'n str {
    node.get(name).and_then(Node::text).unwrap_or_default()
}

fn is_so(node: &Node, name: &str) -> bool {
    word(node, name) == "true"
}

/// Cells of a row, or the one paragraph.
fn cells(node: &Node) -> Vec<&str> {
    match node.text() {
        Some(text) => vec![text],
        None => node.items().iter().filter_map(Node::text).collect(),
    }
}

fn edit(site: &Site, edit: &Node) {
    let path = word(edit, "file");
    let old = || fs::read_to_string(site.path().join(path)).unwrap();
    if let Some(text) = edit.get("replace").and_then(Node::text) {
        let (old, with) = (old(), word(edit, "with"));
        assert!(old.contains(text), "{path}: {text}");
        let new = if is_so(edit, "all") {
            old.replace(text, with)
        } else {
            old.replacen(text, with, 1)
        };
        site.put(path, new);
    } else if let Some(text) = edit.get("append").and_then(Node::text) {
        site.put(path, old() + text);
    } else if let Some(text) = edit.get("create").and_then(Node::text) {
        site.put(path, text);
    } else if is_so(edit, "delete") {
        site.remove(path);
    } else if let Some(paragraphs) = edit.get("docx") {
        let lines = paragraphs.items().iter().map(|paragraph| {
            let cells = cells(paragraph);
            match paragraph.text() {
                Some(text) => format!("段: {text}"),
                None => format!("行: {}", cells.join("\t")),
            }
        });
        let lines: Vec<String> = lines.collect();
        site.put(path, files::build(path, &lines.join("\n")));
    } else if let Some(rows) = edit.get("xlsx") {
        let mut lines = Vec::new();
        for (row, node) in rows.items().iter().enumerate() {
            for (column, cell) in cells(node).into_iter().enumerate() {
                let letter = char::from(b'A' + u8::try_from(column).unwrap());
                let cell = cell.replace('\n', " ");
                lines.push(format!("{letter}{}: {cell}", row + 1));
            }
        }
        site.put(path, files::build(path, &lines.join("\n")));
    } else {
        panic!("no such edit of {path}");
    }
}

/// Findings of the column with the edits of an entry.
fn told(entry: &Node) -> Vec<String> {
    let site = Site::own();
    for one in entry.get("edits").map(Node::items).unwrap_or_default() {
        edit(&site, one);
    }
    let (_, report): (_, Report) = pipeline::inspect(&site.options(), None, &Quiet).unwrap();
    let run: serde_json::Value = serde_json::from_str(&report.render(Format::Json, false)).unwrap();
    let diagnostics = run["diagnostics"].as_array().unwrap().iter();
    diagnostics
        .map(|found| {
            let text = |name: &str| crate::site::text(&found[name]);
            format!(
                "{} {}:{} {}",
                text("rule"),
                text("path"),
                found["line"],
                text("message")
            )
        })
        .collect()
}

#[test]
fn faults_are_found_and_lawful_changes_are_not() {
    let folder = Path::new(OWN).join("tests/seeded");
    let (mut faults, mut lawful, mut open) = (0, 0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for (name, bytes) in crate::site::files(&folder) {
        let text = String::from_utf8(bytes).unwrap();
        let (node, broken) = parse(&text, 0);
        assert!(broken.is_empty(), "{name}: {broken:?}");
        let node = node.unwrap();
        let entries = node.items();
        faults += entries.iter().filter(|one| !is_so(one, "lawful")).count();
        lawful += entries.iter().filter(|one| is_so(one, "lawful")).count();
        open += entries.iter().filter(|one| is_so(one, "open")).count();
        let all: Vec<String> = entries
            .par_iter()
            .filter_map(|entry| {
                let told = told(entry);
                let is_quiet = is_so(entry, "lawful") || is_so(entry, "open");
                (told.is_empty() != is_quiet)
                    .then(|| format!("{name}: {}: {told:?}", word(entry, "name")))
            })
            .collect();
        wrong.extend(all);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // So many of each, and hardly one fault in ten is still unknown.
    assert!(faults >= 300 && lawful >= 60, "{faults} {lawful}");
    assert!(open * 5 < faults, "{open} of {faults}");
}
