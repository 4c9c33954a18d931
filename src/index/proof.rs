//! Proof that an index finds what it should and holds nothing else.

use std::{
    collections::{HashMap, HashSet},
    sync::Mutex,
};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use crate::render::url_path;

use super::{
    CHECKSUMS, Checksums, Engine, EngineError, IndexEntry, MANIFEST, Order, Query, TRADITIONAL,
    VERSION,
    build::sum,
    engine::{fetch, lock},
    pack_path, shard_path,
};

/// Among so many first results a document must be found by its title and its numbers.
const FIRST: usize = 10;

/// Flaw of an index, with the file at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFlaw {
    /// The file at fault, by its path in the output.
    pub path: String,
    /// Kind of the flaw.
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
) -> Vec<IndexFlaw> {
    let mut wanted: Vec<String> = published.iter().map(|path| url_path(path)).collect();
    wanted.sort_unstable();
    examine(&read, |entries| {
        let known: HashSet<&str> = entries.iter().map(|entry| entry.url.as_str()).collect();
        let missing = wanted.iter().filter(|url| !known.contains(url.as_str()));
        let missing = missing.map(|url| FlawKind::Missing(url.clone()).at(MANIFEST));
        let is_wanted = |url: &str| {
            wanted
                .binary_search_by(|known| known.as_str().cmp(url))
                .is_ok()
        };
        missing.chain(strangers(entries, is_wanted)).collect()
    })
}

/// Proves an index that was published before: the same, but the pages that must be there are those
/// whose files are. Where there is no index, nothing is wrong.
pub fn prove_published(read: impl Fn(&str) -> Result<Vec<u8>, String> + Sync) -> Vec<IndexFlaw> {
    if read(MANIFEST).is_err() && read(CHECKSUMS).is_err() {
        return Vec::new();
    }
    examine(&read, |entries| {
        let is_there = |url: &str| {
            let path = percent_decode_str(url).decode_utf8_lossy();
            read(&path).is_ok()
        };
        strangers(entries, is_there)
    })
}

/// A page of the index.
struct Listed {
    /// The first entry of the pack that it lies in.
    pack: u32,
    url: String,
}

fn strangers(entries: &[Listed], is_published: impl Fn(&str) -> bool + Sync) -> Vec<IndexFlaw> {
    let strangers = entries.par_iter().filter(|entry| !is_published(&entry.url));
    let flaws = strangers.map(|entry| {
        let file = pack_path(entry.pack as usize);
        FlawKind::Unpublished(entry.url.clone()).at(&file)
    });
    flaws.collect()
}

/// Pages that a pack lists, and the questions that should find them and do not. Only so much is
/// kept: all packs together are as large as the site.
fn examine_pack<R>(
    engine: &Engine<R>,
    first: u32,
) -> Result<(Vec<Listed>, Vec<IndexFlaw>), EngineError>
where
    R: Fn(&str) -> Result<Vec<u8>, String>,
{
    let pack = engine.pack(first)?;
    let numbered = (first..).zip(pack.iter());
    let lost = numbered.flat_map(|(number, entry)| unfindable(engine, number, entry));
    let lost = lost.collect();
    engine.forget(first);
    let listed = pack.iter().map(|entry| Listed {
        pack: first,
        url: entry.url.clone(),
    });
    Ok((listed.collect(), lost))
}

fn examine<R>(read: &R, judge: impl FnOnce(&[Listed]) -> Vec<IndexFlaw>) -> Vec<IndexFlaw>
where
    R: Fn(&str) -> Result<Vec<u8>, String> + Sync,
{
    // The sum of every file is taken as it is read.
    let sums = Mutex::new(HashMap::new());
    let noted = |path: &str| {
        let bytes = read(path)?;
        lock(&sums).insert(path.to_owned(), sum(&bytes));
        Ok(bytes)
    };
    let engine = match Engine::open(noted) {
        Ok(engine) => engine,
        // Without it nobody knows what else there should be.
        Err(error) => return vec![IndexFlaw::of(&error)],
    };
    let mut flaws = Vec::new();
    let shards = (0..engine.shards()).into_par_iter();
    let shards: Vec<IndexFlaw> = shards
        .filter_map(|number| {
            let shard = match engine.shard(number) {
                Ok(shard) => shard,
                Err(error) => return Some(IndexFlaw::of(&error)),
            };
            let is_whole = shard
                .values()
                .all(|signs| signs.list(engine.entries()).is_some());
            let damaged = || IndexFlaw::of(&EngineError::Damaged(shard_path(number)));
            (!is_whole).then(damaged)
        })
        .collect();
    flaws.extend(shards);
    let packs: Vec<_> = engine
        .packs()
        .par_iter()
        .map(|first| examine_pack(&engine, *first))
        .collect();
    let (mut entries, mut unfindable) = (Vec::new(), Vec::new());
    for pack in packs {
        match pack {
            Ok((listed, lost)) => {
                entries.extend(listed);
                unfindable.extend(lost);
            }
            Err(error) => flaws.push(IndexFlaw::of(&error)),
        }
    }
    let table = fetch(noted, TRADITIONAL);
    flaws.extend(table.err().map(|error| IndexFlaw::of(&error)));
    flaws.extend(compare(
        fetch(read, CHECKSUMS),
        engine.packs(),
        &lock(&sums),
    ));
    flaws.extend(judge(&entries));
    // What is damaged finds nothing, which need not be told of every page.
    if flaws.is_empty() {
        flaws.extend(unfindable);
    }
    once(flaws)
}

/// Each flaw of a file once.
fn once(mut flaws: Vec<IndexFlaw>) -> Vec<IndexFlaw> {
    flaws.sort_by(|a, b| (&a.path, &a.kind).cmp(&(&b.path, &b.kind)));
    flaws.dedup();
    flaws
}

impl FlawKind {
    fn at(self, path: &str) -> IndexFlaw {
        IndexFlaw {
            path: path.to_owned(),
            kind: self,
        }
    }
}

impl IndexFlaw {
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

/// Compares the sums of the files that could be read with those that were written down.
fn compare(
    written: Result<Vec<u8>, EngineError>,
    packs: &[u32],
    sums: &HashMap<String, String>,
) -> Vec<IndexFlaw> {
    let written = written.and_then(|bytes| {
        let written: Result<Checksums, _> = serde_json::from_slice(&bytes);
        written.map_err(|_| EngineError::Damaged(CHECKSUMS.to_owned()))
    });
    let written = match written {
        Ok(written) if written.version == VERSION => written,
        Ok(written) => return vec![IndexFlaw::of(&EngineError::Version(written.version))],
        Err(error) => return vec![IndexFlaw::of(&error)],
    };
    let alone = [
        (MANIFEST.to_owned(), written.index),
        (TRADITIONAL.to_owned(), written.traditional),
    ];
    let shards = written.shards.into_iter().enumerate();
    let shards = shards.map(|(number, sum)| (shard_path(number), sum));
    let packs = packs.iter().zip(written.packs);
    let packs = packs.map(|(first, sum)| (pack_path(*first as usize), sum));
    let files = alone.into_iter().chain(shards).chain(packs);
    files
        .filter(|(path, wanted)| sums.get(path).is_some_and(|sum| sum != wanted))
        .map(|(path, _)| FlawKind::Changed.at(&path))
        .collect()
}

/// The questions that should find an entry and do not.
fn unfindable<R>(engine: &Engine<R>, number: u32, entry: &IndexEntry) -> Vec<IndexFlaw>
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
                Err(error) => Some(IndexFlaw::of(&error)),
            }
        })
        .collect()
}
