//! Every field of front matter, data and settings taken out, blanked and mistyped, one at a time: the
//! content is at fault then, never the program or the theme, and what the schema asks for is told at
//! its line.

use std::collections::{BTreeMap, BTreeSet};

use gongkai::{
    pipeline,
    report::{Format, Report},
    standard::{Field, FieldType, Required, Standard},
    yaml::{Entry, Node, Value, parse},
};
use rayon::prelude::*;

use crate::site::{Quiet, Site, files};

/// Change to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Delete,
    Blank,
    /// A word where a number, a day or a list may be wanted.
    Word,
    /// A day as Excel writes it.
    ExcelDay,
}

const DEEDS: [Deed; 4] = [Deed::Delete, Deed::Blank, Deed::Word, Deed::ExcelDay];

/// One field changed in one file.
#[derive(Debug)]
struct Change {
    path: String,
    /// Titles of the field and of those around it: `目录/公开依据`.
    field: String,
    deed: Deed,
    text: String,
    /// Lines of which one has to bear a finding, from 1 on; none where the schema asks for nothing.
    wanted: Option<std::ops::RangeInclusive<usize>>,
}

/// The fields of a file, and what it is made into by changing them.
struct Walk<'a> {
    path: &'a str,
    text: &'a str,
    /// Kind of the column that the fields are of, where they are a column's.
    kind: Option<&'a str>,
    changes: Vec<Change>,
}

impl Walk<'_> {
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// Goes through a value under its schema; `above` names the way to it.
    fn value(&mut self, node: &Node, fields: &[Field], above: &str) {
        for item in node.items() {
            self.value(item, fields, above);
        }
        for entry in node.entries() {
            let field = fields
                .iter()
                .find(|field| *field.key == *entry.key || *field.alias == *entry.key);
            let name = format!("{above}/{}", entry.key);
            for deed in DEEDS {
                if let Some(text) = self.changed(entry, deed) {
                    // Of a map that is left empty the key above it is told.
                    let first = self.line(node.span.start);
                    let lines = first.saturating_sub(1)..=self.line(node.span.end);
                    let wanted = field.filter(|field| self.is_wrong(field, deed, node));
                    // What is left out is told where its map is, all else at its own line.
                    let own = self.line(entry.key_span.start);
                    let wanted = wanted.map(|_| match deed {
                        Deed::Delete => lines,
                        _ => own..=own + usize::from(text.lines().count() > own),
                    });
                    let (path, field) = (self.path.to_owned(), name.clone());
                    self.changes.push(Change {
                        path,
                        field,
                        deed,
                        text,
                        wanted,
                    });
                }
            }
            if let Some(FieldType::Map(fields)) = field.map(|field| &field.kind) {
                self.value(&entry.node, fields, &name);
            }
        }
    }

    /// True if the schema has something against the change.
    fn is_wrong(&self, field: &Field, deed: Deed, map: &Node) -> bool {
        match deed {
            Deed::Delete | Deed::Blank => match &field.required {
                Required::No => false,
                Required::Always => true,
                Required::InKinds(kinds) => {
                    kinds.iter().any(|kind| self.kind == Some(kind.as_str()))
                }
                Required::If { field, values } => map.entries().iter().any(|entry| {
                    let is_it = self.path.ends_with(".yaml") && *entry.key == **field;
                    let text = entry.node.text();
                    is_it && values.iter().any(|value| text == Some(value.as_str()))
                }),
            },
            // Where text is wanted, these are text.
            Deed::Word => !matches!(field.kind, FieldType::Text),
            Deed::ExcelDay => !matches!(
                field.kind,
                FieldType::Text | FieldType::Date | FieldType::DateTime
            ),
        }
    }

    /// The text with one field changed.
    fn changed(&self, entry: &Entry, deed: Deed) -> Option<String> {
        let (key, value) = (entry.key_span, entry.node.span);
        let text = self.text;
        let (before, after) = (&text[..key.start], &text[value.end..]);
        if deed != Deed::Delete {
            if entry.node.value == Value::Scalar(String::new()) || value.start < key.end {
                return None;
            }
            let put = match deed {
                Deed::Blank => ":",
                Deed::Word => ": 待定",
                _ => ": 2022/9/20",
            };
            // A block ends with the line break that its next sibling needs.
            let gap = if text[key.start..value.end].ends_with('\n') {
                "\n"
            } else {
                ""
            };
            return Some(format!(
                "{before}{}{put}{gap}{after}",
                &text[key.start..key.end]
            ));
        }
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let lead = &before[line..];
        let is_block = lead.chars().all(|c| c == ' ' || c == '-');
        if !is_block {
            // Between braces a comma goes with it.
            let after = after.trim_start();
            return Some(match after.strip_prefix(',') {
                Some(rest) => format!("{before}{}", rest.trim_start()),
                None => format!("{}{after}", before.trim_end().trim_end_matches(',')),
            });
        }
        let rest = after.trim_start_matches([' ', '\n']);
        let next = &text[..text.len() - rest.len()];
        let indent = &next[next.rfind('\n').map_or(0, |at| at + 1)..];
        // The first field of an item carries its dash, which goes to the next.
        let is_sibling = indent.len() == lead.len() && !rest.starts_with('-');
        Some(match (lead.contains('-'), is_sibling) {
            (true, true) => format!("{before}{rest}"),
            (true, false) => format!("{before}{{}}\n{indent}{rest}"),
            (false, _) => format!("{}{indent}{rest}", &before[..line]),
        })
    }
}

/// The schema of a file, by its place.
fn schema<'s>(standard: &'s Standard, path: &str, kind: Option<&str>) -> &'s [Field] {
    let traits = || {
        standard
            .kinds
            .iter()
            .find(|(name, _)| Some(name.word()) == kind)
    };
    let data = || traits().and_then(|(_, traits)| traits.data.as_ref());
    match path {
        "site.yaml" => &standard.site,
        _ if path.ends_with("/_index.md") => &standard.column,
        _ if path.ends_with(".md") => &standard.document,
        _ => &standard.data[data().map_or("annual", String::as_str)],
    }
}

/// The YAML of a file, as a tree and the schema that it is under.
fn changes(site: &Site, standard: &Standard) -> Vec<Change> {
    let sources = files(site.path());
    let text = |path: &str| {
        sources
            .get(path)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
    };
    let yaml = |path: &str| {
        let text = text(path)?;
        if !path.ends_with(".md") {
            return parse(text, 0).0;
        }
        let end = text.find("\n---\n")?;
        parse(&text[4..=end], 4).0
    };
    // Fields of one schema are the same everywhere.
    let (mut changes, mut seen) = (Vec::new(), BTreeSet::new());
    for path in sources.keys() {
        let is_yaml =
            path.starts_with("content/") && (path.ends_with(".md") || path.ends_with(".yaml"));
        let Some(node) = yaml(path).filter(|_| is_yaml || path == "site.yaml") else {
            continue;
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let column = yaml(&format!("{folder}/_index.md"));
        let column = column
            .as_ref()
            .filter(|_| !path.ends_with(".md") || path.ends_with("_index.md"));
        let kind = column.and_then(|column| column.get("栏目类型")?.text());
        let fields = schema(standard, path, kind);
        let mut walk = Walk {
            path,
            text: text(path).unwrap(),
            kind,
            changes: Vec::new(),
        };
        walk.value(&node, fields, "");
        // Which fields a column must have hangs on its kind.
        let group = (
            fields.as_ptr(),
            kind.map(str::to_owned).filter(|_| path.ends_with(".md")),
        );
        let kept = walk.changes.into_iter().filter(|change| {
            let is_asked = change.wanted.is_some();
            seen.insert((
                group.clone(),
                change.field.clone(),
                change.deed as u8,
                is_asked,
            ))
        });
        changes.extend(kept);
    }
    changes
}

fn inspect(site: &Site) -> Result<Report, pipeline::Error> {
    pipeline::inspect(&site.options(), None, &Quiet).map(|(_, report)| report)
}

/// Findings of a run by file and line, each with its rule.
fn places(report: &Report) -> BTreeSet<(String, usize, String)> {
    let run: serde_json::Value = serde_json::from_str(&report.render(Format::Json, false)).unwrap();
    let diagnostics = run["diagnostics"].as_array().unwrap();
    let place = |found: &serde_json::Value| {
        let line = found["line"].as_u64().unwrap() as usize;
        (
            crate::site::text(&found["path"]),
            line,
            crate::site::text(&found["rule"]),
        )
    };
    diagnostics.iter().map(place).collect()
}

fn no_field_ends_a_check(fresh: impl Fn() -> Site + Sync) {
    let standard = Standard::builtin();
    let site = fresh();
    let changes = changes(&site, &standard);
    let asked = changes
        .iter()
        .filter(|change| change.wanted.is_some())
        .count();
    assert!(
        changes.len() > 1_000 && asked > 300,
        "{} {asked}",
        changes.len()
    );
    let before = places(&inspect(&site).unwrap());
    let sources: BTreeMap<String, Vec<u8>> = files(site.path());
    // One copy a thread; each change is undone before the next.
    let wrong: Vec<String> = changes
        .par_iter()
        .map_init(&fresh, |site, change| {
            let path = &change.path;
            site.put(path, &change.text);
            let outcome = inspect(site);
            site.put(path, &sources[path]);
            let fault = match outcome {
                Err(error) => error.to_string(),
                Ok(report) if report.has_crashed() => report.render(Format::Human, false),
                Ok(report) => {
                    let wanted = change.wanted.clone()?;
                    let told = places(&report);
                    let mut told = told.difference(&before).filter(|(file, ..)| file == path);
                    if told.any(|(_, line, _)| wanted.contains(line)) {
                        return None;
                    }
                    let all = places(&report);
                    let new: Vec<_> = all.difference(&before).collect();
                    format!("nothing is told at lines {wanted:?}, only {new:?}")
                }
            };
            Some(format!(
                "{path}: {} {:?}: {fault}",
                change.field, change.deed
            ))
        })
        .flatten()
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        changes.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_field_of_the_base_site_ends_a_check() {
    no_field_ends_a_check(Site::new);
}

#[test]
fn no_field_of_our_own_site_ends_a_check() {
    no_field_ends_a_check(Site::own);
}
