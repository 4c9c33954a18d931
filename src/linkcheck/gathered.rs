//! Facts kept of pages until every file is known: numbers of paths, and hashes of anchors.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::render::Job;

/// Number of parts that the known paths are kept in, so that cores do not wait for each other.
pub(super) const SHARDS: usize = 32;

/// Number of a path; only [`dense`] gives the final ones.
pub(super) type Node = u32;

/// Beginning of the name of an address that climbs out of the site; no file's name starts with it.
pub(super) const OUTSIDE: &str = "\0";
/// Beginning of the name of an address whose escapes are no text.
pub(super) const GARBLED: &str = "\x01";

/// Paths that are led to or written, each with a number of its own.
#[derive(Debug, Default)]
pub(super) struct Shard {
    pub(super) numbers: FxHashMap<Arc<str>, Node>,
    pub(super) names: Vec<Arc<str>>,
    /// True for each name under which a file is written.
    pub(super) is_written: Vec<bool>,
}

/// Places on pages that are led to.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    pub(super) numbers: FxHashMap<Node, FxHashMap<Arc<str>, u32>>,
    pub(super) places: Vec<(Node, Arc<str>)>,
}

/// Links and anchors of one page.
#[derive(Debug)]
pub(super) struct PageLinks {
    pub(super) page: Node,
    pub(super) job: Job,
    /// Targets of its links, each once: the node doubled, and one more where it is clicked.
    pub(super) targets: Box<[u32]>,
    /// Numbers of the places that it leads to; those of its own that are there are left out.
    pub(super) anchors: Box<[u32]>,
    /// Hashes of its anchors, sorted.
    pub(super) ids: Box<[u64]>,
}

/// A number of a shard as the place of its name among all names, the shards one after another.
pub(super) fn dense(node: Node, starts: &[usize]) -> usize {
    starts[node as usize % SHARDS] + node as usize / SHARDS
}

/// Paths differ most at their ends.
pub(super) fn shard_of(path: &str) -> usize {
    let tail = path.as_bytes().iter().rev().skip(5).take(4);
    tail.fold(path.len(), |sum, byte| sum * 31 + usize::from(*byte)) % SHARDS
}

pub(super) fn has_place(ids: &[u64], place: &str) -> bool {
    ids.binary_search(&hash(place)).is_ok()
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
