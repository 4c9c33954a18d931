//! What an editor may have meant by a path that leads nowhere.

use std::collections::BTreeMap;

use crate::{source::parent, standard::nearest};

/// Folders larger than this are only searched for the very name: comparing with every name in them
/// for every broken link of a renamed folder would take hours.
const COMPARED: usize = 2_000;

/// Every known path, by folder and by file name. Made when the first suggestion is asked for.
#[derive(Debug)]
pub(super) struct Names {
    by_folder: BTreeMap<String, Vec<String>>,
    by_name: BTreeMap<String, Vec<String>>,
}

impl Names {
    pub(super) fn new<'k>(keys: impl Iterator<Item = &'k str>) -> Self {
        let mut names = Self {
            by_folder: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        let mut keys: Vec<&str> = keys.filter(|key| key.starts_with("content/")).collect();
        keys.sort_unstable();
        for key in keys {
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
