//! `check --fix`: what a report can mend, mended on the disk.

use std::collections::BTreeMap;

use crate::{
    check::mend, parse::without_traces, read::read_source, report::Report, write::rewrite,
};

use super::{Error, Options};

/// One fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file.
    pub path: String,
    /// For people: `path:line:column rule：“old”→“new”`, or how many more there are of a kind.
    pub line: String,
    /// Number of changes that the line tells.
    pub places: usize,
}

/// So many changes by one rule in one file are told one by one.
const FIXES_TOLD: usize = 100;

/// Applies the fixes of a report to the sources on the disk, each file in one stroke, and says what
/// was done.
pub fn fix(options: &Options, report: &Report) -> Result<Vec<Fixed>, Error> {
    let mut done = Vec::new();
    for (path, diagnostics) in report.fixable() {
        let disk = options.site.join(path);
        let bytes = read_source(&disk)?;
        // A place in the text is the same place on the disk only where the text is the file.
        let mark = usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let Ok(text) = std::str::from_utf8(&bytes[mark..]) else {
            continue;
        };
        let mended = mend(text, &diagnostics);
        if mended.done.is_empty() {
            continue;
        }
        rewrite(&disk, &[&bytes[..mark], mended.text.as_bytes()].concat())?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, fix) in &mended.done {
            let found = diagnostics[*at];
            let count = counts.entry(found.rule).or_default();
            *count += 1;
            if *count <= FIXES_TOLD {
                done.push(Fixed {
                    path: path.to_owned(),
                    line: report.line_of_fix(found, fix, text),
                    places: 1,
                });
            }
        }
        for (rule, count) in counts {
            let places = count.saturating_sub(FIXES_TOLD);
            if places > 0 {
                done.push(Fixed {
                    path: path.to_owned(),
                    line: format!("{path} {rule}：另有 {places} 处"),
                    places,
                });
            }
        }
    }
    for (path, found) in report.photos() {
        let disk = options.site.join(path);
        if let Some(photo) = without_traces(&read_source(&disk)?) {
            rewrite(&disk, &photo)?;
            done.push(Fixed {
                path: path.to_owned(),
                line: format!("{path} {}：去掉了拍摄信息", found.rule),
                places: 1,
            });
        }
    }
    Ok(done)
}
