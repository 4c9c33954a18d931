//! Texts as people write them, of `tests/cases`: what readers see of each, what is told, and what
//! `--fix` makes of it.
//!
//! A folder is a kind. A case is a file of parts; what comes first is the body of a document:
//!
//! | part | what it is |
//! |---|---|
//! | `==== fields` | more fields of its front matter |
//! | `==== file PATH` | another file of the site |
//! | `==== xlsx PATH` | a workbook: cells between `|`, `merge B3:B5`, `hide 3`, `hide B`, `sheet 名称` for the next |
//! | `==== shows` | the words that readers see, a line a paragraph, heading, item or row |
//! | `==== html` | its HTML |
//! | `==== told` | every finding of the document or of `PATH`: severity, rule, line and column |
//! | `==== fixed` | the body after `--fix` |

use std::{collections::BTreeMap, fs, path::Path};

use gongkai::{
    html::unescape,
    parse::{Dialect, markdown},
    pipeline,
    report::{Format, Report},
};
use rayon::prelude::*;

use crate::site::{OWN, Quiet, Site, files};

/// The document that a case is about.
const DOCUMENT: &str = "content/通知公告/例.md";

/// Rules that have something to say of every document of these tests.
const EVERYWHERE: [&str; 1] = ["missing-publish-time"];

/// Parts of a case, each with the words after its name.
struct Case<'t> {
    parts: Vec<(&'t str, &'t str, String)>,
}

impl<'t> Case<'t> {
    fn read(text: &'t str) -> Self {
        let mut parts = vec![("body", "", String::new())];
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("==== ") {
                Some(head) => {
                    let head = head.trim_end();
                    let (name, rest) = head.split_once(' ').unwrap_or((head, ""));
                    parts.push((name, rest, String::new()));
                }
                None => parts.last_mut().unwrap().2.push_str(line),
            }
        }
        Self { parts }
    }

    fn part(&self, wanted: &str) -> Option<&str> {
        let mut parts = self.parts.iter();
        parts
            .find(|(name, ..)| *name == wanted)
            .map(|(.., text)| text.as_str())
    }
}

/// Lines without blanks at their ends, and without empty ones.
fn tidy(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// Words that readers see, a line a block.
fn shown(body: &str) -> Vec<String> {
    let html = markdown(body, 0, Dialect::site()).0.html;
    let html = html
        .replace("</td><td>", "|")
        .replace("</th><th scope=\"col\">", "|")
        .replace("</tr>", "\n")
        .replace("<br />\n", "\n");
    let mut seen = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        seen.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    seen.push_str(rest);
    tidy(&unescape(&seen))
}

/// Writes a workbook of rows whose cells stand between `|`; `=` before a number makes it one, with a
/// format behind it: `=0.05 0%`.
fn workbook(rows: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let (mut name, mut own) = ("Sheet1", String::new());
    for line in rows.lines() {
        if let Some(next) = line.strip_prefix("sheet ") {
            fill(book.add_worksheet().set_name(name).unwrap(), &own);
            (name, own) = (next, String::new());
            continue;
        }
        own.push_str(line);
        own.push('\n');
    }
    fill(book.add_worksheet().set_name(name).unwrap(), &own);
    book.save_to_buffer().unwrap()
}

fn fill(sheet: &mut rust_xlsxwriter::Worksheet, rows: &str) {
    let mut cells: BTreeMap<(u32, u16), String> = BTreeMap::new();
    let mut merges = Vec::new();
    let mut row = 0;
    let column = |name: &str| u16::from(name.as_bytes()[0] - b'A');
    for line in rows.lines() {
        if let Some(range) = line.strip_prefix("merge ") {
            let place = |name: &str| (name[1..].parse::<u32>().unwrap() - 1, column(name));
            let (from, to) = range.split_once(':').unwrap();
            merges.push((place(from), place(to)));
            continue;
        }
        if let Some(hidden) = line.strip_prefix("hide ") {
            match hidden.parse::<u32>() {
                Ok(row) => sheet.set_row_hidden(row - 1).unwrap(),
                Err(_) => sheet.set_column_hidden(column(hidden)).unwrap(),
            };
            continue;
        }
        for (column, cell) in line.split('|').enumerate() {
            let cell = cell.trim();
            if !cell.is_empty() {
                cells.insert((row, column as u16), cell.to_owned());
            }
        }
        row += 1;
    }
    for (from, to) in merges {
        let words = cells.remove(&from).unwrap_or_default();
        let format = rust_xlsxwriter::Format::new();
        sheet
            .merge_range(from.0, from.1, to.0, to.1, &words, &format)
            .unwrap();
    }
    for ((row, column), cell) in cells {
        let number = cell.strip_prefix('=').map(|number| {
            let (number, format) = number.split_once(' ').unwrap_or((number, "General"));
            (number.parse::<f64>(), format)
        });
        // A day of the calendar lies in a sheet as a number.
        match number {
            Some((Ok(number), format)) => {
                let format = rust_xlsxwriter::Format::new().set_num_format(format);
                sheet.write_number_with_format(row, column, number, &format)
            }
            _ => sheet.write_string(row, column, &cell),
        }
        .unwrap();
    }
}

/// Differences of a case from what it should be.
fn faults(name: &str, text: &str) -> Vec<String> {
    let case = Case::read(text);
    let body = case.part("body").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut differ = |part: &str, wanted: Vec<String>, found: Vec<String>| {
        if wanted != found {
            let (wanted, found) = (wanted.join("\n    "), found.join("\n    "));
            wrong.push(format!(
                "{name}: {part}\n  wanted\n    {wanted}\n  found\n    {found}"
            ));
        }
    };
    if let Some(wanted) = case.part("shows") {
        differ("shows", tidy(wanted), shown(body));
    }
    if let Some(wanted) = case.part("html") {
        let html = markdown(body, 0, Dialect::site()).0.html;
        differ("html", tidy(wanted), tidy(&html));
    }
    let site = Site::new();
    site.document(DOCUMENT, 1, case.part("fields").unwrap_or_default(), body);
    let source = fs::read_to_string(site.path().join(DOCUMENT)).unwrap();
    let front = source.split_inclusive('\n').skip(1);
    let first = 2 + front.take_while(|line| *line != "---\n").count();
    let mut paths = vec![DOCUMENT];
    for (part, path, text) in &case.parts {
        match *part {
            "file" => site.put(path, text),
            "xlsx" => site.put(path, workbook(text)),
            _ => continue,
        }
        paths.push(path);
    }
    let report = inspected(&site);
    let run: serde_json::Value = serde_json::from_str(&report.render(Format::Json, false)).unwrap();
    let told = run["diagnostics"].as_array().unwrap().iter();
    let told = told.filter_map(|found| {
        let (path, rule) = (
            crate::site::text(&found["path"]),
            crate::site::text(&found["rule"]),
        );
        let is_own = paths.contains(&path.as_str()) && !EVERYWHERE.contains(&rule.as_str());
        let line = found["line"].as_u64()? as usize;
        // Lines of the document are counted from its body on.
        let line = if path == DOCUMENT && line > first {
            (line - first).to_string()
        } else if path == DOCUMENT {
            format!("front {line}")
        } else {
            format!("{path} {line}")
        };
        let severity = crate::site::text(&found["severity"]);
        is_own.then(|| format!("{severity} {rule} {line}:{}", found["column"]))
    });
    differ(
        "told",
        tidy(case.part("told").unwrap_or_default()),
        told.collect(),
    );
    if let Some(wanted) = case.part("fixed") {
        let output = site.run(&["check", "--fix", "--as-of", crate::site::AS_OF]);
        assert!(output.status.code().is_some(), "{name}");
        let fixed = fs::read_to_string(site.path().join(DOCUMENT)).unwrap();
        let fixed = fixed.splitn(3, "---\n").nth(2).unwrap_or_default();
        differ(
            "fixed",
            wanted.trim_end().lines().map(str::to_owned).collect(),
            fixed.trim_end().lines().map(str::to_owned).collect(),
        );
    }
    wrong
}

fn inspected(site: &Site) -> Report {
    pipeline::inspect(&site.options(), None, &Quiet).unwrap().1
}

#[test]
fn every_case_is_as_it_should_be() {
    let cases = files(&Path::new(OWN).join("tests/cases"));
    assert!(cases.len() > 40, "{}", cases.len());
    let wrong: Vec<String> = cases
        .par_iter()
        .flat_map(|(name, bytes)| faults(name, std::str::from_utf8(bytes).unwrap()))
        .collect();
    let count = wrong.len();
    assert!(
        wrong.is_empty(),
        "{count} parts differ\n{}",
        wrong.join("\n")
    );
}
