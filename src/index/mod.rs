//! **In:** a [`Site`](crate::model::Site). **Out:** the files of the search index, and the engine that reads them. **Touches:** nothing.
//!
//! What is read and written goes through functions that the caller gives.
//!
//! # Format, version 1
//!
//! Every file lies below `search/` and is a script that calls one function with its name and its
//! content: `gongkaiSearch("name",JSON)`. Scripts and not JSON, because a page opened from `file://`
//! may load scripts and nothing else; any other takes the JSON out of them, which costs a browser
//! less than to run them.
//!
//! - `index.js`: version, number of entries, how many shards, how large the packs are, which
//!   characters are traditional, a stamp.
//! - `s/NNNN.js`: a **shard** of the postings, an object from token to postings.
//! - `p/NNNN.js`: a **pack** of [`IndexEntry`] objects, named by the number of its first entry.
//! - `traditional.js`: traditional characters, each before its simplified form.
//! - `checksums.json`: BLAKE3 of every file above, the first 12 hexadecimal digits.
//!
//! **Entries** are front pages of columns, then documents, numbered oldest first, so that a new document leaves the packs before it as they
//! were. What is searched in an entry: title, 发文字号 and 索引号 (tier 1); abstract and headings
//! (tier 2); body, 发布机构, 主题词 (tier 3); structured data are not searched. A question that is the whole title or number is tier 0.
//!
//! **Tokens** are, of the folded text ([`fold`]): every character but blanks; every two neighbours
//! without a blank between them; every four neighbouring figures or Latin letters; `=` and a hash for
//! a whole title or number; `@` and a letter for a value of a facet. A token lies in the shard that
//! the first bits of its hash say.
//!
//! **Postings** are the numbers of entries, each with the best tier of the token in it, in a
//! code of printable characters: the distances, or a bit for every entry where that is
//! shorter. They can say too much (two tokens of a term need not stand together) but never too
//! little, so the [`Engine`] looks into the text of what it shows, and what it shows is exact.

mod build;
mod code;
mod engine;
mod entry;
mod fold;
mod proof;
mod query;

pub use build::index;
pub use engine::{Engine, EngineError, Hit, Hits, Order};
pub use entry::IndexEntry;
pub use fold::fold;
pub use proof::{FlawKind, IndexFlaw, prove, prove_published};
pub use query::{Facet, Query};

/// Version of the format, in `index.js`.
pub const VERSION: u32 = 1;

/// File that says what the others are.
const MANIFEST: &str = "search/index.js";
/// File with the checksums of the others.
const CHECKSUMS: &str = "search/checksums.json";
/// File with the traditional characters.
const TRADITIONAL: &str = "search/traditional.js";

/// File that a browser reads first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Manifest {
    /// [`VERSION`].
    version: u32,
    /// Changes whenever any file of the index does.
    stamp: String,
    /// Number of entries.
    entries: u32,
    /// Number of bits of a token's hash that name its shard.
    bits: u32,
    /// Numbers of entries in a pack, each with the number of packs in a row that hold as many;
    /// coded.
    packs: String,
    /// Characters that the table of traditional ones changes: a bit for each of the block, coded,
    /// so that the table itself is loaded for a question that needs it and for no other.
    traditional: String,
}

/// Checksums of the files, by their place.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct Checksums {
    version: u32,
    index: String,
    traditional: String,
    shards: Vec<String>,
    packs: Vec<String>,
}

/// Counts and sizes of the files of an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Size {
    /// Pages that can be found, columns among them.
    pub entries: usize,
    /// Bytes of all files.
    pub bytes: usize,
    /// Number of shards.
    pub shards: usize,
    /// Bytes of the largest shard.
    pub largest_shard: usize,
    /// Number of packs.
    pub packs: usize,
    /// Bytes of the largest pack.
    pub largest_pack: usize,
}

fn shard_path(number: usize) -> String {
    format!("search/s/{number:04}.js")
}

fn pack_path(number: usize) -> String {
    format!("search/p/{number:04}.js")
}

/// One file of the index.
fn script(name: &str, json: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(json.len() + name.len() + 24);
    bytes.extend_from_slice(b"gongkaiSearch(\"");
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b"\",");
    bytes.extend_from_slice(json);
    bytes.extend_from_slice(b");\n");
    bytes
}

/// The JSON in a file of the index, if it is one and of that name.
fn content<'b>(bytes: &'b [u8], name: &str) -> Option<&'b [u8]> {
    let rest = bytes.strip_prefix(b"gongkaiSearch(\"")?;
    let rest = rest.strip_prefix(name.as_bytes())?.strip_prefix(b"\",")?;
    rest.strip_suffix(b");\n")
}
