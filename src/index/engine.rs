//! The engine: the same steps, in the same order, as the module in the browser.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::{Arc, Mutex},
};

use serde::Deserialize;

use super::{
    IndexEntry, MANIFEST, Manifest, VERSION, code, content,
    entry::Tier,
    pack_path,
    query::{Query, hash, shard_of, tokens, whole_token},
    shard_path,
};

/// Reason for which an index cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// A file is not there or cannot be read.
    #[error("检索文件 {path} 读不出来：{reason}")]
    Missing {
        /// Path in the output.
        path: String,
        /// Reason that the system gives.
        reason: String,
    },
    /// A file is not what it should be.
    #[error("检索文件 {0} 已经损坏")]
    Damaged(String),
    /// The index was made by another version.
    #[error("检索文件 {MANIFEST} 的格式版本是 {0}，这个程序只认 {VERSION}")]
    Version(u32),
}

/// Order that results come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Better places first, then newer documents.
    #[default]
    Relevance,
    /// Newer documents first.
    Date,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the index.
    pub number: u32,
    /// Entry of the page in the index.
    pub entry: Arc<IndexEntry>,
    /// 4 where the question is its whole title or number, 3 for a term in the title, 2 for one in
    /// abstract or headings, 1 for one in the text.
    pub score: u32,
}

/// Some results, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// The results that were asked for.
    pub hits: Vec<Hit>,
    /// Number of results in all; where not all were looked at, the most that there can be.
    pub total: usize,
    /// True if the number is exact.
    pub is_exact: bool,
}

/// Reads an index and answers questions.
pub struct Engine<R> {
    read: R,
    manifest: Manifest,
    /// Numbers of the first entry of each pack.
    packs: Vec<u32>,
    lists: Mutex<HashMap<String, Arc<List>>>,
    shards: Mutex<HashMap<usize, Arc<Shard>>>,
    entries: Mutex<HashMap<u32, Pack>>,
}

/// A pack, read.
pub(super) type Pack = Arc<Vec<Arc<IndexEntry>>>;

/// A shard as it is written.
pub(super) type Shard = HashMap<String, Signs>;

/// Postings as they are written.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Signs {
    /// Distances.
    Distances(String),
    /// A bitmap, and distances of the better ones.
    Bitmap(String, String),
}

/// Numbers of the first entries of the packs; nothing where they do not hold just that many entries.
fn starts(runs: &[u32], entries: u32) -> Option<Vec<u32>> {
    let mut starts = Vec::new();
    let mut first = 0_u32;
    let (runs, []) = runs.as_chunks::<2>() else {
        return None;
    };
    for &[size, count] in runs {
        let end = size.checked_mul(count)?.checked_add(first)?;
        if size == 0 || end > entries {
            return None;
        }
        starts.extend((first..end).step_by(size as usize));
        first = end;
    }
    (first == entries).then_some(starts)
}

/// Postings, read: entries in their order, each with its tier.
pub(super) type List = Vec<(u32, Tier)>;

impl<R: Fn(&str) -> Result<Vec<u8>, String>> Engine<R> {
    /// Opens an index; `read` gives a file by its path in the output, or says why it cannot.
    pub fn open(read: R) -> Result<Self, EngineError> {
        let bytes = fetch(&read, MANIFEST)?;
        let manifest: Manifest = parse(MANIFEST, "index", &bytes)?;
        if manifest.version != VERSION {
            return Err(EngineError::Version(manifest.version));
        }
        let damaged = || EngineError::Damaged(MANIFEST.to_owned());
        let packs = code::numbers(&manifest.packs)
            .and_then(|runs| starts(&runs, manifest.entries))
            .filter(|_| manifest.bits <= 24)
            .ok_or_else(damaged)?;
        Ok(Self {
            read,
            manifest,
            packs,
            lists: Mutex::default(),
            shards: Mutex::default(),
            entries: Mutex::default(),
        })
    }

    /// Number of pages in the index.
    pub fn entries(&self) -> u32 {
        self.manifest.entries
    }

    /// Number of shards in the index.
    pub(super) fn shards(&self) -> usize {
        1 << self.manifest.bits
    }

    /// Numbers of the first entries of its packs.
    pub(super) fn packs(&self) -> &[u32] {
        &self.packs
    }

    /// The results `from..from + count` of a question.
    pub fn search(
        &self,
        query: &Query,
        order: Order,
        from: usize,
        count: usize,
    ) -> Result<Hits, EngineError> {
        let mut found = Hits::default();
        let mut seen = 0;
        let total = self.walk(query, order, |hit| {
            seen += 1;
            if seen > from {
                found.hits.push(hit);
            }
            found.hits.len() < count
        })?;
        (found.total, found.is_exact) = if let Some(total) = total {
            total
        } else {
            let (lists, is_exact) = self.lists(query)?;
            (candidates(query, &lists).len(), is_exact)
        };
        Ok(found)
    }

    /// Calls with one result after the other until it is told to stop. Gives how many there are at
    /// most, those that were called with among them, and whether that is exact; nothing where it was
    /// told to stop before that was known.
    pub(super) fn walk(
        &self,
        query: &Query,
        order: Order,
        mut each: impl FnMut(Hit) -> bool,
    ) -> Result<Option<(usize, bool)>, EngineError> {
        if query.is_empty() {
            return Ok(Some((0, true)));
        }
        let (lists, is_exact) = self.lists(query)?;
        let mut shown = Vec::new();
        if order == Order::Relevance && !query.whole.is_empty() {
            // Whole titles and numbers come first, and often nothing else is wanted.
            for (number, _) in self.list(&whole_token(&query.whole))?.iter().rev() {
                let has = |(list, _): &Ranked| {
                    list.binary_search_by_key(number, |posting| posting.0)
                        .is_ok()
                };
                if !lists.iter().all(has) {
                    continue;
                }
                let entry = self.entry(*number)?;
                if entry.tier(query) == Some(0) {
                    shown.push(*number);
                    if !each(Hit::new(*number, entry, 0)) {
                        return Ok(None);
                    }
                }
            }
        }
        let mut waiting: BinaryHeap<Reverse<(Tier, Reverse<u32>, bool)>> =
            candidates(query, &lists)
                .into_iter()
                .filter(|(number, _)| !shown.contains(number))
                .map(|(number, tier)| Reverse((rank(order, tier), Reverse(number), false)))
                .collect();
        let mut seen = shown.len();
        while let Some(Reverse((tier, Reverse(number), is_sure))) = waiting.pop() {
            let entry = self.entry(number)?;
            let Some(real) = entry.tier(query) else {
                continue;
            };
            // The postings are right or too hopeful: what is worse than they say waits its turn.
            if !is_sure && rank(order, real) > tier {
                waiting.push(Reverse((rank(order, real), Reverse(number), true)));
                continue;
            }
            seen += 1;
            if !each(Hit::new(number, entry, real)) {
                break;
            }
        }
        Ok(Some((seen + waiting.len(), is_exact || waiting.is_empty())))
    }

    /// The postings that all hold of a result, the shortest first, each with whether it ranks, and
    /// whether whatever is in all of them is a result.
    fn lists(&self, query: &Query) -> Result<(Vec<Ranked>, bool), EngineError> {
        let mut lists: Vec<Ranked> = Vec::new();
        let mut is_exact = true;
        for term in &query.terms {
            let (tokens, exact) = tokens(term);
            is_exact &= exact;
            for token in tokens {
                lists.push((self.list(&token)?, true));
            }
        }
        for facet in &query.facets {
            lists.push((self.list(&facet.token())?, false));
        }
        lists.sort_by_key(|(list, _)| list.len());
        Ok((lists, is_exact))
    }

    /// The postings of a token.
    pub(super) fn list(&self, token: &str) -> Result<Arc<List>, EngineError> {
        if let Some(list) = lock(&self.lists).get(token) {
            return Ok(Arc::clone(list));
        }
        let number = shard_of(hash(token), self.manifest.bits);
        let shard = self.shard(number)?;
        let list = match shard.get(token) {
            Some(signs) => signs
                .list(self.manifest.entries)
                .ok_or_else(|| EngineError::Damaged(shard_path(number)))?,
            None => Vec::new(),
        };
        let list = Arc::new(list);
        lock(&self.lists).insert(token.to_owned(), Arc::clone(&list));
        Ok(list)
    }

    /// A shard; each is read once.
    pub(super) fn shard(&self, number: usize) -> Result<Arc<Shard>, EngineError> {
        if let Some(shard) = lock(&self.shards).get(&number) {
            return Ok(Arc::clone(shard));
        }
        let path = shard_path(number);
        let bytes = fetch(&self.read, &path)?;
        let shard: Arc<Shard> = Arc::new(parse(&path, &format!("s{number}"), &bytes)?);
        lock(&self.shards).insert(number, Arc::clone(&shard));
        Ok(shard)
    }

    /// One page.
    pub(super) fn entry(&self, number: u32) -> Result<Arc<IndexEntry>, EngineError> {
        let at = self.packs.partition_point(|first| *first <= number);
        let Some(first) = at.checked_sub(1).map(|at| self.packs[at]) else {
            return Err(EngineError::Damaged(MANIFEST.to_owned()));
        };
        let pack = self.pack(first)?;
        pack.get((number - first) as usize)
            .cloned()
            .ok_or_else(|| EngineError::Damaged(pack_path(first as usize)))
    }

    /// A pack, by the number of its first entry; each is read once.
    pub(super) fn pack(&self, first: u32) -> Result<Pack, EngineError> {
        if let Some(pack) = lock(&self.entries).get(&first) {
            return Ok(Arc::clone(pack));
        }
        let path = pack_path(first as usize);
        let bytes = fetch(&self.read, &path)?;
        let entries: Vec<IndexEntry> = parse(&path, &format!("p{first}"), &bytes)?;
        let pack: Pack = Arc::new(entries.into_iter().map(Arc::new).collect());
        lock(&self.entries).insert(first, Arc::clone(&pack));
        Ok(pack)
    }
}

impl<R> Engine<R> {
    /// Lets a pack go that will hardly be asked for again.
    pub(super) fn forget(&self, first: u32) {
        lock(&self.entries).remove(&first);
    }
}

impl<R> std::fmt::Debug for Engine<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let manifest = &self.manifest;
        f.debug_struct("Engine")
            .field("manifest", manifest)
            .finish_non_exhaustive()
    }
}

impl Hit {
    fn new(number: u32, entry: Arc<IndexEntry>, tier: Tier) -> Self {
        Self {
            number,
            entry,
            score: 4 - tier,
        }
    }
}

/// Entries that are in all the postings, in their order, each with the best tier it may have.
fn candidates(query: &Query, lists: &[Ranked]) -> List {
    let Some(((first, ranks), others)) = lists.split_first() else {
        return Vec::new();
    };
    let has_terms = !query.terms.is_empty();
    let of = |ranks: bool, tier: Tier| match (has_terms, ranks) {
        (true, true) => tier,
        (true, false) => 1,
        (false, _) => 3,
    };
    let first = first.iter();
    let mut list: List = first
        .map(|(entry, tier)| (*entry, of(*ranks, *tier)))
        .collect();
    for (other, ranks) in others {
        list.retain_mut(|(entry, tier)| {
            let Ok(at) = other.binary_search_by_key(entry, |posting| posting.0) else {
                return false;
            };
            *tier = (*tier).max(of(*ranks, other[at].1));
            true
        });
    }
    list
}

impl Signs {
    /// Reads postings; nothing where they are damaged or speak of entries that are not there.
    pub(super) fn list(&self, entries: u32) -> Option<List> {
        let list = match self {
            Self::Distances(signs) => distances(signs)?,
            Self::Bitmap(bits, better) => {
                let entries = code::places(bits)?.into_iter();
                let mut list: List = entries.map(|entry| (entry, 3)).collect();
                for (entry, tier) in distances(better)? {
                    let at = list
                        .binary_search_by_key(&entry, |posting| posting.0)
                        .ok()?;
                    list[at].1 = tier;
                }
                list
            }
        };
        let is_in = list.last().is_none_or(|last| last.0 < entries);
        is_in.then_some(list)
    }
}

fn distances(signs: &str) -> Option<List> {
    let mut next = 0_u32;
    let read = |number: u32| {
        let entry = next.checked_add(number / 3)?;
        next = entry.checked_add(1)?;
        Some((entry, number % 3 + 1))
    };
    code::numbers(signs)?.into_iter().map(read).collect()
}

/// Postings, and whether they rank a result: those of a facet do not.
type Ranked = (Arc<List>, bool);

/// Rank of a result, lower first; among equal ranks the number of the entry decides.
fn rank(order: Order, tier: Tier) -> Tier {
    match order {
        Order::Relevance => tier,
        Order::Date => 0,
    }
}

pub(super) fn fetch(
    read: impl Fn(&str) -> Result<Vec<u8>, String>,
    path: &str,
) -> Result<Vec<u8>, EngineError> {
    read(path).map_err(|reason| EngineError::Missing {
        path: path.to_owned(),
        reason,
    })
}

fn parse<T: serde::de::DeserializeOwned>(
    path: &str,
    name: &str,
    bytes: &[u8],
) -> Result<T, EngineError> {
    let read = content(bytes, name).and_then(|json| serde_json::from_slice(json).ok());
    read.ok_or_else(|| EngineError::Damaged(path.to_owned()))
}

/// A cache that a panic elsewhere left half full is still a cache.
pub(super) fn lock<T>(cache: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    cache
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
