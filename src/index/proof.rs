//! Proof that an index finds what it should and holds nothing else.

use std::{collections::HashSet, sync::Arc};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::render::url_path;

use super::{
    CHECKSUMS, Checksums, Engine, EngineError, Entry, MANIFEST, Order, Query, TRADITIONAL, VERSION,
    build::sum, pack_path, shard_path,
};

/// Among so many first results a document must be found by its title and its numbers.
const FIRST: usize = 10;

/// What is wrong with an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The file at fault, by its path in the output.
    pub path: String,
    /// What is wrong with it.
    pub kind: FlawKind,
}

/// Kinds of flaws.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// A file cannot be read, or is not what it should be; the message says so.
    Unreadable(String),
    /// A file has other bytes than were written.
    Changed,
    /// A published page is not in it; its address.
    Missing(String),
    /// It holds a page that is not published; its address.
    Unpublished(String),
    /// A page is not among the first ten for its own title or number: its address and what was asked.
    Unfindable(String, String),
}

/// Proves an index that was just made: every file is whole and as it was written, every published
/// page is in it and found by its title, its 发文字号 and its 索引号 among the first ten, and no other
/// page is in it.
///
/// `read` gives a file by its path in the output; `published` are the output paths of the pages that
/// must be in it.
pub fn prove(
    read: impl Fn(&str) -> Result<Vec<u8>, String> + Sync,
    published: &[String],
) -> Vec<Flaw> {
    let mut wanted: Vec<String> = published.iter().map(|path| url_path(path)).collect();
    wanted.sort_unstable();
    examine(&read, |entries| {
        let known: HashSet<&str> = entries
            .iter()
            .map(|(_, entry)| entry.url.as_str())
            .collect();
        let missing = wanted.iter().filter(|url| !known.contains(url.as_str()));
        let missing = missing.map(|url| FlawKind::Missing(url.clone()).at(MANIFEST));
        let is_wanted = |entry: &Entry| wanted.binary_search(&entry.url).is_ok();
        missing.chain(strangers(entries, is_wanted)).collect()
    })
}

/// Proves an index that was published before: the same, but the pages that must be there are those
/// whose files are. Where there is no index, nothing is wrong.
pub fn prove_published(read: impl Fn(&str) -> Result<Vec<u8>, String> + Sync) -> Vec<Flaw> {
    if read(MANIFEST).is_err() && read(CHECKSUMS).is_err() {
        return Vec::new();
    }
    examine(&read, |entries| {
        let is_there = |entry: &Entry| {
            let path = percent_decode_str(&entry.url).decode_utf8_lossy();
            read(&path).is_ok()
        };
        strangers(entries, is_there)
    })
}

/// Entries, each with the file that it lies in.
type Entries = [(String, Arc<Entry>)];

fn strangers(entries: &Entries, is_published: impl Fn(&Entry) -> bool + Sync) -> Vec<Flaw> {
    let strangers = entries.par_iter().filter(|(_, entry)| !is_published(entry));
    let flaws = strangers.map(|(file, entry)| FlawKind::Unpublished(entry.url.clone()).at(file));
    flaws.collect()
}

fn examine<R>(read: &R, judge: impl FnOnce(&Entries) -> Vec<Flaw>) -> Vec<Flaw>
where
    R: Fn(&str) -> Result<Vec<u8>, String> + Sync,
{
    let engine = match Engine::open(read) {
        Ok(engine) => engine,
        // Without it nobody knows what else there should be.
        Err(error) => return vec![Flaw::of(&error)],
    };
    let mut flaws = sums(read, engine.packs());
    let shards = (0..engine.shards()).into_par_iter();
    let shards: Vec<Flaw> = shards
        .filter_map(|number| {
            let shard = match engine.shard(number) {
                Ok(shard) => shard,
                Err(error) => return Some(Flaw::of(&error)),
            };
            let is_whole = shard
                .values()
                .all(|signs| signs.list(engine.entries()).is_some());
            let damaged = || Flaw::of(&EngineError::Damaged(shard_path(number)));
            (!is_whole).then(damaged)
        })
        .collect();
    flaws.extend(shards);
    let packs: Vec<_> = engine
        .packs()
        .par_iter()
        .map(|first| engine.pack(*first))
        .collect();
    let mut entries = Vec::with_capacity(engine.entries() as usize);
    for (first, pack) in engine.packs().iter().zip(packs) {
        let file = pack_path(*first as usize);
        match pack {
            Ok(pack) => {
                let pack = pack.iter().map(Arc::clone);
                entries.extend(pack.map(|entry| (file.clone(), entry)));
            }
            Err(error) => flaws.push(Flaw::of(&error)),
        }
    }
    flaws.extend(judge(&entries));
    // What is damaged finds nothing, which need not be told of every page.
    if flaws.is_empty() {
        let numbered = entries.par_iter().enumerate();
        let unfindable = numbered
            .flat_map_iter(|(number, (_, entry))| unfindable(&engine, number as u32, entry));
        flaws.extend(unfindable.collect::<Vec<_>>());
    }
    once(flaws)
}

/// Each flaw of a file once.
fn once(mut flaws: Vec<Flaw>) -> Vec<Flaw> {
    flaws.sort_by(|a, b| (&a.path, &a.kind).cmp(&(&b.path, &b.kind)));
    flaws.dedup();
    flaws
}

impl FlawKind {
    fn at(self, path: &str) -> Flaw {
        Flaw {
            path: path.to_owned(),
            kind: self,
        }
    }
}

impl Flaw {
    fn of(error: &EngineError) -> Self {
        let path = match error {
            EngineError::Missing { path, .. } | EngineError::Damaged(path) => path.clone(),
            EngineError::Version(_) => MANIFEST.to_owned(),
        };
        Self {
            path,
            kind: FlawKind::Unreadable(error.to_string()),
        }
    }
}

/// Compares every file with its checksum.
fn sums(read: &(impl Fn(&str) -> Result<Vec<u8>, String> + Sync), packs: &[u32]) -> Vec<Flaw> {
    let sums = read(CHECKSUMS).map_err(|reason| EngineError::Missing {
        path: CHECKSUMS.to_owned(),
        reason,
    });
    let sums = sums.and_then(|bytes| {
        let sums: Result<Checksums, _> = serde_json::from_slice(&bytes);
        sums.map_err(|_| EngineError::Damaged(CHECKSUMS.to_owned()))
    });
    let sums = match sums {
        Ok(sums) if sums.version == VERSION => sums,
        Ok(sums) => return vec![Flaw::of(&EngineError::Version(sums.version))],
        Err(error) => return vec![Flaw::of(&error)],
    };
    let mut files = vec![
        (MANIFEST.to_owned(), sums.index),
        (TRADITIONAL.to_owned(), sums.traditional),
    ];
    let shards = sums.shards.into_iter().enumerate();
    files.extend(shards.map(|(number, sum)| (shard_path(number), sum)));
    let packs = packs.iter().zip(sums.packs);
    files.extend(packs.map(|(first, sum)| (pack_path(*first as usize), sum)));
    files
        .into_par_iter()
        .filter_map(|(path, wanted)| {
            let kind = match read(&path) {
                Ok(bytes) if sum(&bytes) == wanted => return None,
                Ok(_) => FlawKind::Changed,
                Err(reason) => {
                    let path = path.clone();
                    FlawKind::Unreadable(EngineError::Missing { path, reason }.to_string())
                }
            };
            Some(Flaw { path, kind })
        })
        .collect()
}

/// The questions that should find an entry and do not.
fn unfindable<R>(engine: &Engine<R>, number: u32, entry: &Entry) -> Vec<Flaw>
where
    R: Fn(&str) -> Result<Vec<u8>, String>,
{
    let asked = [&entry.title, &entry.document_no, &entry.index_no];
    let asked = asked.into_iter().filter(|asked| !asked.is_empty());
    asked
        .filter_map(|asked| {
            let query = Query::new(asked);
            if query.is_empty() {
                return None;
            }
            // Where more than ten pages have one title, all of the first ten have it.
            let (mut is_found, mut seen, mut whole) = (false, 0, 0);
            let walked = engine.walk(&query, Order::Relevance, |hit| {
                is_found = hit.number == number;
                seen += 1;
                whole += usize::from(hit.score == 4);
                !is_found && seen < FIRST
            });
            match walked {
                Ok(_) if is_found || whole == FIRST => None,
                Ok(_) => {
                    let kind = FlawKind::Unfindable(entry.url.clone(), asked.clone());
                    Some(kind.at(MANIFEST))
                }
                Err(error) => Some(Flaw::of(&error)),
            }
        })
        .collect()
}
