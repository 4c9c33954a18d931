//! From pages to files, a few hundred pages at a time.
//!
//! A part of the pages is read, its packs are ready to be written and forgotten, and only its
//! postings stay, two bytes each, until all parts are read and the shards can be made.

use std::{collections::BTreeMap, ops::ControlFlow};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    model::{ColumnId, PageId, Site},
    render::Output,
};

use super::{
    CHECKSUMS, Checksums, Facet, IndexEntry, MANIFEST, Manifest, Size, TRADITIONAL, VERSION, code,
    entry::Tier,
    fold::{self, is_figure},
    pack_path,
    query::{FIGURES, hash, hash_of, shard_of, whole_token},
    script, shard_path,
};

/// Pages that are read as one part: with two bits for the tier, a number in it fits into sixteen.
const PART: usize = 512;
/// A pack is closed once it is this long, in bytes: one result costs about so much.
const PACK: usize = 4 << 10;
/// Largest mean size of the shards, in bytes.
const SHARD: usize = 8 << 10;
/// Largest size of a shard, in bytes, where one more bit is enough to keep to it.
const LARGEST_SHARD: usize = 60 << 10;
/// No index has more shards than two to the power of this.
const MOST_BITS: u32 = 16;
/// Bits of the hash that sort the tokens before the number of shards is known.
const BUCKET_BITS: u32 = 6;

/// Source of an entry: a column or a page that a search finds.
#[derive(Debug, Clone, Copy)]
enum Source {
    Column(ColumnId),
    Page(PageId),
}

/// Makes the index of a site, and hands each file over as soon as it is made.
///
/// `put` writes a file or keeps it; it is called on every core.
pub fn index<E: Send>(
    site: &Site,
    put: impl Fn(&Output) -> Result<(), E> + Sync,
) -> Result<Size, E> {
    let indexer = Indexer::new(site);
    let parts = (0..indexer.sources.len().div_ceil(PART)).into_par_iter();
    let read = parts.map(|number| -> Result<(Packs, Postings), E> {
        let part = indexer.read(number);
        part.outputs.iter().try_for_each(&put)?;
        Ok((part.packs, part.postings))
    });
    let read = read.collect::<Result<Vec<_>, E>>()?;
    let (packs, postings): (Vec<Packs>, Vec<Postings>) = read.into_iter().unzip();
    let shards = indexer.shards(postings);
    let numbers = (0..1_usize << shards.bits).into_par_iter();
    let written = numbers.map(|number| -> Result<(String, usize), E> {
        let (output, sums) = shards.write(number);
        put(&output)?;
        Ok(sums)
    });
    let written = written.collect::<Result<Vec<_>, E>>()?;
    let (outputs, size) = indexer.finish(packs, written, shards.bits);
    outputs.iter().try_for_each(put)?;
    Ok(size)
}

#[derive(Debug)]
struct Indexer<'s> {
    site: &'s Site,
    /// By the number of the entry.
    sources: Vec<Source>,
}

/// A part of the pages, read.
#[derive(Debug)]
struct IndexPart {
    /// Its packs.
    outputs: Vec<Output>,
    postings: Postings,
    packs: Packs,
}

/// Sums of the packs of a part.
#[derive(Debug, Clone, Default)]
struct Packs {
    /// Number of entries in each pack.
    entries: Vec<u32>,
    sums: Vec<String>,
    bytes: Vec<usize>,
}

/// Postings of a part.
#[derive(Debug, Default)]
struct Postings {
    /// Number of its first entry.
    first: u32,
    /// Tokens in the order of their hashes, each with the end of its postings; they begin where
    /// those of the one before end.
    tokens: Vec<(u32, Token, u32)>,
    /// Number in the part, times four, and the tier.
    found: Vec<u16>,
    /// Tokens of facets and of whole titles.
    others: Vec<(String, u16)>,
}

/// A token in one number: one or two characters of 21 bits each, or four figures of 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Token(u64);

impl Token {
    const FIGURES: u64 = 1 << 63;

    fn pair(first: char, second: char) -> Self {
        Self(u64::from(first) << 21 | u64::from(second))
    }

    fn figures(last: u32) -> Self {
        Self(Self::FIGURES | u64::from(last))
    }

    fn characters(self) -> impl Iterator<Item = char> {
        let (bits, steps) = if self.0 & Self::FIGURES == 0 {
            (21, 2)
        } else {
            (8, FIGURES as u32)
        };
        let parts = (0..steps).rev().map(move |step| self.0 >> (step * bits));
        let parts = parts.map(move |part| (part & ((1 << bits) - 1)) as u32);
        parts.filter(|part| *part != 0).filter_map(char::from_u32)
    }
}

/// Postings by token, in the code of the files.
type Coded = Vec<(u32, String, Value)>;

/// The postings of one token.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
enum Value {
    /// Distances between entries, times three, and the tier.
    Distances(String),
    /// A bit for every entry, then the distances of those that are better than tier 3.
    Bitmap([String; 2]),
}

impl<'s> Indexer<'s> {
    /// Numbers the pages: columns first, then documents, the oldest first.
    fn new(site: &'s Site) -> Self {
        let columns = (1..site.columns.len()).map(Source::Column);
        let mut pages: Vec<PageId> = site.published().map(|(id, _)| id).collect();
        // Pages are numbered newest first.
        pages.reverse();
        Self {
            site,
            sources: columns.chain(pages.into_iter().map(Source::Page)).collect(),
        }
    }

    /// Reads one part.
    fn read(&self, part: usize) -> IndexPart {
        let first = part * PART;
        let sources = self.sources.iter().skip(first).take(PART);
        let (mut collector, mut packer) = (Collector::new(), Packer::new(first));
        for (local, source) in sources.enumerate() {
            let entry = match source {
                Source::Column(id) => IndexEntry::of_column(&self.site.columns[*id]),
                Source::Page(id) => IndexEntry::of_page(self.site, &self.site.pages[*id]),
            };
            collector.entry(local, &entry);
            let facets = self.facets(*source, &entry);
            let facets = facets
                .into_iter()
                .map(|facet| (facet.token(), posting(local, 3)));
            collector.others.extend(facets);
            packer.add(&entry);
        }
        let (outputs, packs) = packer.finish();
        IndexPart {
            outputs,
            postings: collector.finish(first as u32),
            packs,
        }
    }

    fn facets(&self, source: Source, entry: &IndexEntry) -> Vec<Facet> {
        let (column, topic) = match source {
            Source::Column(id) => (id, None),
            Source::Page(id) => {
                let page = &self.site.pages[id];
                (page.column, page.document.meta().topic().get())
            }
        };
        let path = self.site.path_to(column);
        let columns = path.iter().skip(1).map(|id| &self.site.columns[*id].title);
        let mut facets: Vec<Facet> = columns.map(|title| Facet::Column(title.clone())).collect();
        let year = entry.date.get(..4).unwrap_or_default();
        for (value, facet) in [
            (entry.issuer.as_str(), Facet::Issuer as fn(String) -> Facet),
            (topic.unwrap_or_default(), Facet::Topic),
            (year, Facet::Year),
            (&entry.validity, Facet::Validity),
        ] {
            if !value.is_empty() {
                facets.push(facet(value.to_owned()));
            }
        }
        facets
    }

    /// Joins the postings of all parts, in their order, to shards.
    fn shards(&self, parts: Vec<Postings>) -> Shards {
        let entries = self.sources.len() as u32;
        let mut others: BTreeMap<&str, Vec<(u32, Tier)>> = BTreeMap::new();
        for part in &parts {
            for (token, posting) in &part.others {
                let found = (
                    part.first + u32::from(posting >> 2),
                    Tier::from(posting & 3),
                );
                let list = others.entry(token).or_default();
                // A title that is a number too is one.
                if list.last().is_none_or(|last| last.0 != found.0) {
                    list.push(found);
                }
            }
        }
        let mut coded: Vec<Coded> = (0..1 << BUCKET_BITS)
            .into_par_iter()
            .map(|bucket| bucket_of(&parts, bucket, entries))
            .collect();
        for (token, list) in others {
            let hash = hash(token);
            let value = Value::new(&list, entries);
            coded[shard_of(hash, BUCKET_BITS)].push((hash, token.to_owned(), value));
        }
        drop(parts);
        let mut tokens: Coded = Vec::with_capacity(coded.iter().map(Vec::len).sum());
        for mut bucket in coded {
            bucket.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
            tokens.append(&mut bucket);
        }
        let bits = bits_for(&tokens);
        Shards { tokens, bits }
    }

    /// The files that are known last, from the sums of all the others.
    fn finish(
        &self,
        packs: Vec<Packs>,
        shards: Vec<(String, usize)>,
        bits: u32,
    ) -> (Vec<Output>, Size) {
        let mut sizes: Vec<u32> = Vec::new();
        let mut size = Size {
            entries: self.sources.len(),
            shards: shards.len(),
            largest_shard: shards.iter().map(|shard| shard.1).max().unwrap_or_default(),
            bytes: shards.iter().map(|shard| shard.1).sum(),
            ..Size::default()
        };
        let mut sums = Checksums {
            version: VERSION,
            shards: shards.into_iter().map(|shard| shard.0).collect(),
            ..Checksums::default()
        };
        for part in packs {
            sizes.extend(part.entries);
            for bytes in &part.bytes {
                size.packs += 1;
                size.bytes += bytes;
                size.largest_pack = size.largest_pack.max(*bytes);
            }
            sums.packs.extend(part.sums);
        }
        let mut packs = String::new();
        for run in sizes.chunk_by(|a, b| a == b) {
            code::put(&mut packs, run[0]);
            code::put(&mut packs, run.len() as u32);
        }
        let table = fold::TRADITIONAL.replace('\n', "");
        let traditional = script("traditional", &json(&table));
        sums.traditional = sum(&traditional);
        let stamp = sum(&json(&(&sums.shards, &sums.packs, &sums.traditional)));
        let manifest = Manifest {
            version: VERSION,
            stamp,
            entries: self.sources.len() as u32,
            bits,
            packs,
            traditional: fold::traditional(),
        };
        let manifest = script("index", &json(&manifest));
        sums.index = sum(&manifest);
        let outputs = [
            (MANIFEST, manifest),
            (TRADITIONAL, traditional),
            (CHECKSUMS, json(&sums)),
        ];
        let outputs = outputs.map(|(path, bytes)| Output::new(path, bytes));
        size.bytes += outputs
            .iter()
            .map(|output| output.bytes().len())
            .sum::<usize>();
        (outputs.into(), size)
    }
}

/// The shards, ready to be written one by one.
#[derive(Debug)]
struct Shards {
    tokens: Coded,
    /// Number of bits that name a shard.
    bits: u32,
}

impl Shards {
    /// One file, with its checksum and its size.
    fn write(&self, number: usize) -> (Output, (String, usize)) {
        let from = |number: usize| {
            self.tokens
                .partition_point(|token| shard_of(token.0, self.bits) < number)
        };
        let tokens = &self.tokens[from(number)..from(number + 1)];
        let mut text = String::from("{");
        for (at, (_, token, value)) in tokens.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(token).unwrap_or_default());
            text.push(':');
            match value {
                Value::Distances(signs) => text.extend(["\"", signs, "\""]),
                Value::Bitmap([bits, better]) => text.extend(["[\"", bits, "\",\"", better, "\"]"]),
            }
        }
        text.push_str("\n}");
        let bytes = script(&format!("s{number}"), text.as_bytes());
        let sums = (sum(&bytes), bytes.len());
        let path = shard_path(number);
        (Output::new(path, bytes), sums)
    }
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Checksum as it stands in the files.
pub(super) fn sum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..12].to_owned()
}

/// Number of bits that name a shard, so that none is too large: by their mean size, and one more
/// where that makes the largest small enough. The large tokens of a large site are too many to be
/// kept apart, and a shard more for each would cost more than now and then a large one.
fn bits_for(tokens: &Coded) -> u32 {
    let size = |token: &(u32, String, Value)| token.1.len() + token.2.len() + 6;
    let all: usize = tokens.iter().map(size).sum();
    let mut bits = 0;
    while bits < MOST_BITS && (all >> bits) > SHARD {
        bits += 1;
    }
    let is_small = |bits: u32| {
        let mut sizes = vec![0; 1 << bits];
        for token in tokens {
            sizes[shard_of(token.0, bits)] += size(token);
        }
        sizes.iter().all(|size| *size <= LARGEST_SHARD)
    };
    if !is_small(bits) && bits < MOST_BITS && is_small(bits + 1) {
        bits += 1;
    }
    bits
}

fn posting(local: usize, tier: Tier) -> u16 {
    (local << 2) as u16 | tier as u16
}

/// The tokens of all parts whose hash begins with the bits of a bucket, coded.
fn bucket_of(parts: &[Postings], bucket: usize, entries: u32) -> Coded {
    // Token, part, and where its postings lie.
    let mut found: Vec<(u32, Token, u32, u32, u32)> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let tokens = &part.tokens;
        let from =
            |bucket: usize| tokens.partition_point(|token| shard_of(token.0, BUCKET_BITS) < bucket);
        let (start, end) = (from(bucket), from(bucket + 1));
        let mut begin = start.checked_sub(1).map_or(0, |at| tokens[at].2);
        for (hash, token, end) in &tokens[start..end] {
            found.push((*hash, *token, number as u32, begin, *end));
            begin = *end;
        }
    }
    found.sort_unstable();
    let mut list = Vec::new();
    let same = |a: &(u32, Token, u32, u32, u32), b: &(u32, Token, u32, u32, u32)| a.1 == b.1;
    found
        .chunk_by(same)
        .map(|pieces| {
            list.clear();
            for (_, _, part, begin, end) in pieces {
                let part = &parts[*part as usize];
                let postings = &part.found[*begin as usize..*end as usize];
                let global = |posting: &u16| {
                    (
                        part.first + u32::from(posting >> 2),
                        Tier::from(posting & 3),
                    )
                };
                list.extend(postings.iter().map(global));
            }
            let (hash, token, ..) = pieces[0];
            let token = token.characters().collect();
            (hash, token, Value::new(&list, entries))
        })
        .collect()
}

impl Value {
    fn new(list: &[(u32, Tier)], entries: u32) -> Self {
        let distances = distances(list.iter().copied());
        let bitmap = entries.div_ceil(code::BITS) as usize;
        if distances.len() <= bitmap {
            return Self::Distances(distances);
        }
        let better = self::distances(list.iter().copied().filter(|(_, tier)| *tier < 3));
        if distances.len() <= bitmap + better.len() {
            return Self::Distances(distances);
        }
        let bits = code::bitmap(entries, list.iter().map(|(entry, _)| *entry));
        Self::Bitmap([bits, better])
    }

    fn len(&self) -> usize {
        match self {
            Self::Distances(signs) => signs.len(),
            Self::Bitmap([bits, better]) => bits.len() + better.len() + 5,
        }
    }
}

fn distances(list: impl Iterator<Item = (u32, Tier)>) -> String {
    let (mut signs, mut next) = (String::new(), 0);
    for (entry, tier) in list {
        code::put(&mut signs, (entry - next) * 3 + tier - 1);
        next = entry + 1;
    }
    signs
}

/// Gathers the tokens of a part.
struct Collector {
    /// By token: its number, and where its last posting lies.
    numbers: FxHashMap<Token, (u32, u32)>,
    tokens: Vec<Token>,
    /// Token and posting, in the order they are met.
    met: Vec<(u32, u16)>,
    /// By character of the basic plane: the last posting of it. Most characters of a page come again
    /// and again.
    seen: Vec<u16>,
    others: Vec<(String, u16)>,
}

impl Collector {
    fn new() -> Self {
        Self {
            numbers: FxHashMap::default(),
            tokens: Vec::new(),
            met: Vec::new(),
            seen: vec![0; 1 << 16],
            others: Vec::new(),
        }
    }

    /// The token of one character.
    fn single(&mut self, local: usize, tier: Tier, c: char) {
        let posting = posting(local, tier);
        if let Some(seen) = self.seen.get_mut(c as usize) {
            if *seen >> 2 == posting >> 2 && (1..=posting).contains(seen) {
                return;
            }
            *seen = posting;
        }
        self.token(local, tier, Token::pair('\0', c));
    }

    fn entry(&mut self, local: usize, entry: &IndexEntry) {
        entry.each_text(|tier, text| {
            // The last four figures, a byte each, and how many stand here.
            let (mut before, mut last, mut figures) = (' ', 0, 0);
            for c in text.chars() {
                if c != ' ' {
                    self.single(local, tier, c);
                }
                if before != ' ' && c != ' ' {
                    self.token(local, tier, Token::pair(before, c));
                }
                before = c;
                if is_figure(c) {
                    last = last << 8 | u32::from(c);
                    figures += 1;
                    if figures >= FIGURES {
                        self.token(local, tier, Token::figures(last));
                    }
                } else {
                    figures = 0;
                }
            }
            ControlFlow::Continue(())
        });
        for whole in entry.wholes() {
            if !whole.is_empty() {
                self.others.push((whole_token(&whole), posting(local, 1)));
            }
        }
    }

    fn token(&mut self, local: usize, tier: Tier, token: Token) {
        let posting = posting(local, tier);
        let here = self.met.len() as u32;
        let (number, last) = self.numbers.entry(token).or_insert_with(|| {
            self.tokens.push(token);
            (self.tokens.len() as u32 - 1, u32::MAX)
        });
        match self.met.get_mut(*last as usize) {
            Some((_, known)) if *known >> 2 == posting >> 2 => *known = posting.min(*known),
            _ => {
                *last = here;
                self.met.push((*number, posting));
            }
        }
    }

    /// Sorts what was met by token; within a token it is in order already.
    fn finish(self, first: u32) -> Postings {
        let mut order: Vec<(u32, Token, u32)> = self
            .tokens
            .iter()
            .enumerate()
            .map(|(number, token)| (hash_of(token.characters()), *token, number as u32))
            .collect();
        order.sort_unstable();
        let mut counts = vec![0_u32; self.tokens.len()];
        for (number, _) in &self.met {
            counts[*number as usize] += 1;
        }
        let mut tokens = Vec::with_capacity(order.len());
        let mut starts = vec![0_u32; self.tokens.len()];
        let mut end = 0;
        for (hash, token, number) in order {
            starts[number as usize] = end;
            end += counts[number as usize];
            tokens.push((hash, token, end));
        }
        let mut found = vec![0_u16; self.met.len()];
        for (number, posting) in self.met {
            let at = &mut starts[number as usize];
            found[*at as usize] = posting;
            *at += 1;
        }
        Postings {
            first,
            tokens,
            found,
            others: self.others,
        }
    }
}

/// Puts entries into packs.
struct Packer {
    /// Number of the first entry of the open pack; it is the pack's name.
    first: usize,
    open: Vec<u8>,
    count: u32,
    outputs: Vec<Output>,
    packs: Packs,
}

impl Packer {
    fn new(first: usize) -> Self {
        Self {
            first,
            open: Vec::new(),
            count: 0,
            outputs: Vec::new(),
            packs: Packs::default(),
        }
    }

    fn add(&mut self, entry: &IndexEntry) {
        self.open
            .extend_from_slice(if self.count == 0 { b"[\n" } else { b",\n" });
        self.open.extend(json(entry));
        self.count += 1;
        if self.open.len() >= PACK {
            self.close();
        }
    }

    fn close(&mut self) {
        if self.count == 0 {
            return;
        }
        self.open.extend_from_slice(b"\n]");
        let number = self.first;
        let bytes = script(&format!("p{number}"), &self.open);
        self.packs.entries.push(self.count);
        self.packs.sums.push(sum(&bytes));
        self.packs.bytes.push(bytes.len());
        self.outputs.push(Output::new(pack_path(number), bytes));
        self.open.clear();
        self.first += self.count as usize;
        self.count = 0;
    }

    fn finish(mut self) -> (Vec<Output>, Packs) {
        self.close();
        (self.outputs, self.packs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_large_token_does_not_make_many_shards() {
        let token = |at: u32, length: usize| {
            let token = at.to_string();
            (hash(&token), token, Value::Distances("x".repeat(length)))
        };
        let mut tokens: Coded = (0..1_000).map(|at| token(at, 40)).collect();
        let bits = bits_for(&tokens);
        assert!((2..=4).contains(&bits), "{bits}");
        tokens.push(token(1_000, 2 * LARGEST_SHARD));
        assert!(bits_for(&tokens) <= 5);
    }
}
