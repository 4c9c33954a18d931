//! **In:** a [`Site`]. **Out:** a [`SearchIndex`]: blocks of records that the search page reads. **Touches:** nothing.
//!
//! A record holds what is searched: title, 发文字号, 索引号, abstract, issuer. Blocks are scripts and
//! not JSON, because a page opened from `file://` may load scripts and nothing else.

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Page, Site};

/// Records of one block: about 64 KB.
const BLOCK: usize = 200;

/// What the search page reads.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// Path in the output and bytes of each block, newest documents first.
    pub blocks: Vec<(String, Vec<u8>)>,
    /// How many documents are in it.
    pub documents: usize,
}

/// One document as the search page knows it. Names are short because there are many of them.
#[derive(Serialize)]
struct SearchRecord<'s> {
    /// Title.
    t: &'s str,
    /// Path from the site's root.
    u: &'s str,
    /// 发文字号.
    n: &'s str,
    /// 索引号.
    i: &'s str,
    /// Day of publication.
    d: String,
    /// 发布机构.
    o: &'s str,
    /// 有效性.
    v: &'s str,
    /// Column.
    c: &'s str,
    /// Abstract.
    a: &'s str,
}

/// Builds the blocks, on every core.
pub fn index(site: &Site) -> SearchIndex {
    let pages: Vec<&Page> = site.published().map(|(_, page)| page).collect();
    let blocks = pages
        .par_chunks(BLOCK)
        .enumerate()
        .map(|(number, pages)| {
            let records: Vec<SearchRecord<'_>> =
                pages.iter().map(|page| record(site, page)).collect();
            let mut script = b"gongkaiSearch.add(".to_vec();
            // Old engines take these two for the end of a line.
            let json = serde_json::to_string(&records).unwrap_or_default();
            script.extend(
                json.replace('\u{2028}', "\\u2028")
                    .replace('\u{2029}', "\\u2029")
                    .into_bytes(),
            );
            script.extend(b");\n");
            (block_path(number), script)
        })
        .collect();
    SearchIndex {
        blocks,
        documents: pages.len(),
    }
}

/// Paths of the blocks that [`index`] will make.
pub fn block_paths(site: &Site) -> Vec<String> {
    (0..site.published().count().div_ceil(BLOCK))
        .map(block_path)
        .collect()
}

fn block_path(number: usize) -> String {
    format!("search/records-{number:04}.js")
}

fn record<'s>(site: &'s Site, page: &'s Page) -> SearchRecord<'s> {
    let meta = &page.document.meta;
    let text = |name: &str| meta.text(name).unwrap_or_default();
    SearchRecord {
        t: &page.document.title,
        u: &page.output,
        n: text("document_no"),
        i: text("index_no"),
        d: page
            .document
            .published
            .map(|at| at.date().to_string())
            .unwrap_or_default(),
        o: text("issuer"),
        v: text("validity"),
        c: &site.columns[page.column].title,
        a: text("abstract"),
    }
}
