//! Every field of front matter, data and settings taken out, blanked and mistyped, one at a time: the
//! content is at fault then, never the program or the theme.

use std::collections::BTreeSet;

use gongkai::{
    pipeline,
    report::{Format, Report},
};
use rayon::prelude::*;

use crate::site::{Quiet, Site, files};

/// Change to the line of a field.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Delete,
    Blank,
    /// A word where a number, a day or a list may be wanted.
    Word,
    /// A day as Excel writes it.
    ExcelDay,
}

const DEEDS: [Deed; 4] = [Deed::Delete, Deed::Blank, Deed::Word, Deed::ExcelDay];

/// The text with one line changed, where that line is one of a field.
fn changed(text: &str, number: usize, deed: Deed) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let line = lines[number];
    let (key, value) = line.split_once(':')?;
    let bare = key.trim_start().trim_start_matches("- ");
    if bare.is_empty() || bare.starts_with('#') {
        return None;
    }
    let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    match deed {
        Deed::Delete => {
            lines.remove(number);
            // The first field of an item carries its dash, which goes to the next.
            if let Some(dash) = line.find("- ").filter(|at| line[..*at].trim().is_empty())
                && let Some(next) = lines.get_mut(number)
                && next
                    .get(..dash + 2)
                    .is_some_and(|indent| indent.trim().is_empty())
            {
                next.replace_range(dash..=dash, "-");
            }
        }
        _ if value.trim().is_empty() => return None,
        Deed::Blank => lines[number] = format!("{key}:"),
        Deed::Word => lines[number] = format!("{key}: 待定"),
        Deed::ExcelDay => lines[number] = format!("{key}: 2022/9/20"),
    }
    Some(lines.join("\n") + "\n")
}

/// Number of lines of a file that are YAML.
fn yaml_lines(path: &str, text: &str) -> usize {
    if path.ends_with(".md") {
        let mut lines = text.lines().enumerate().skip(1);
        return lines
            .find(|(_, line)| *line == "---")
            .map_or(0, |(at, _)| at);
    }
    text.lines().count()
}

fn inspect(site: &Site) -> Result<Report, pipeline::Error> {
    pipeline::inspect(&site.options(), None, &Quiet).map(|(_, report)| report)
}

#[test]
fn no_field_ends_a_check() {
    let sources = files(Site::new().path());
    let (mut changes, mut folders) = (Vec::new(), BTreeSet::new());
    for (path, bytes) in &sources {
        // Documents of one folder have the same fields.
        let is_document = path.ends_with(".md") && !path.ends_with("_index.md");
        if is_document && !folders.insert(path.rsplit_once('/').map(|(folder, _)| folder)) {
            continue;
        }
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".md");
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_yaml) else {
            continue;
        };
        for number in 0..yaml_lines(path, text) {
            for deed in DEEDS {
                let text = changed(text, number, deed);
                changes.extend(text.map(|text| (path, number, deed, text)));
            }
        }
    }
    assert!(changes.len() > 1_000, "{}", changes.len());
    // One copy a thread; each change is undone before the next.
    let wrong: Vec<String> = changes
        .par_iter()
        .map_init(Site::new, |site, (path, number, deed, text)| {
            site.put(path, text);
            let outcome = inspect(site);
            site.put(path, &sources[*path]);
            match outcome {
                Err(error) => Some(format!("{path}:{}: {deed:?}: {error}", number + 1)),
                Ok(report) if report.has_crashed() => {
                    let told = report.render(Format::Human, false);
                    Some(format!("{path}:{}: {deed:?}: {told}", number + 1))
                }
                Ok(_) => None,
            }
        })
        .flatten()
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
