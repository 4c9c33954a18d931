//! Suggestions for a path that leads nowhere: the path that an editor may have meant.

use std::collections::{BTreeMap, HashMap};

use percent_encoding::percent_decode_str;

use crate::{
    diagnostic::{Fix, NameSlip},
    source::{Span, fold, nfc, parent},
    standard::nearest,
};

/// Folders larger than this are only searched for the very name: comparing with every name in them
/// for every broken link of a renamed folder would take hours.
pub(super) const COMPARED: usize = 2_000;

/// Every known path, by folder and by file name. Made when the first suggestion is asked for.
#[derive(Debug)]
pub(super) struct Names {
    by_folder: BTreeMap<String, Vec<String>>,
    by_name: BTreeMap<String, Vec<String>>,
    /// Paths by what is left of them without case and normal form; none where two are alike.
    folded: HashMap<String, Option<String>>,
}

impl Names {
    pub(super) fn new<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut names = Self {
            by_folder: BTreeMap::new(),
            by_name: BTreeMap::new(),
            folded: HashMap::new(),
        };
        let mut keys: Vec<&str> = keys.filter(|key| key.starts_with("content/")).collect();
        keys.sort_unstable();
        for key in keys {
            let alike = names.folded.entry(fold(key));
            alike
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(key.to_owned()));
            let (folder, name) = (parent(key), &key[parent(key).len() + 1..]);
            names
                .by_folder
                .entry(folder.to_owned())
                .or_default()
                .push(name.to_owned());
            names
                .by_name
                .entry(name.to_owned())
                .or_default()
                .push(key.to_owned());
        }
        names
    }

    /// The path that a path is but for a slip of the pen.
    pub(super) fn certain(&self, path: &str) -> Option<(NameSlip, &str)> {
        let alike = |path: &str| self.folded.get(&fold(path))?.as_deref();
        if let Some(known) = alike(path) {
            let is_form = nfc(known) == nfc(path);
            let slip = if is_form {
                NameSlip::NormalForm
            } else {
                NameSlip::Case
            };
            return Some((slip, known));
        }
        let plain = percent_decode_str(path).decode_utf8_lossy();
        Some((NameSlip::Escape, alike(&plain.replace('\\', "/"))?))
    }

    /// The nearest name in the same folder.
    pub(super) fn sibling(&self, path: &str) -> Option<String> {
        let folder = parent(path);
        let siblings = self
            .by_folder
            .get(folder)
            .filter(|names| names.len() <= COMPARED)?;
        nearest(
            path.rsplit('/').next()?,
            siblings.iter().map(String::as_str),
        )
    }

    /// The same name elsewhere, or the nearest in the same folder, as a whole path.
    pub(super) fn path(&self, path: &str) -> Option<String> {
        let name = path.rsplit('/').next()?;
        let paths = self.by_name.get(name);
        // Every folder has its index: only that of a folder of nearly the same name is meant.
        let elsewhere = if matches!(name, "_index.md" | "index.md") {
            paths
                .filter(|paths| paths.len() <= COMPARED)
                .and_then(|paths| nearest(path, paths.iter().map(String::as_str)))
        } else {
            paths.and_then(|paths| paths.first()).cloned()
        };
        elsewhere.or_else(|| Some(format!("{}/{}", parent(path), self.sibling(path)?)))
    }
}

/// A path as it is written into a link: Chinese stays, what would end the link does not.
pub(super) fn destination(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_control() || " \"#%()<>?\\".contains(c) {
            written.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            written.push(c);
        }
    }
    written
}

/// The change of a name that stands once within some bytes of a text.
pub(super) fn replace(text: &str, span: Span, name: &str, by: &str) -> Option<Fix> {
    let within = text.get(span.start..span.end)?;
    let mut found = within.match_indices(name);
    let (Some((at, _)), None) = (found.next(), found.next()) else {
        return None;
    };
    let start = span.start + at;
    Some(Fix {
        span: Span::new(start, start + name.len()),
        replacement: by.to_owned(),
    })
}
