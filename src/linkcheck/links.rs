//! Comparison of all that was gathered: links that lead nowhere, and the clicks from the home page
//! to each page.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    render::Job,
    source::{fold, nfc, parent},
    standard::nearest,
};

use super::gathered::{
    Anchors, GARBLED, Node, OUTSIDE, PageLinks, Shard, dense, has_place, shard_of,
};

/// Folders larger than this are not compared name by name for what may have been meant.
const COMPARED: usize = 2_000;

/// So often the nearest name is looked for.
const SUGGESTIONS: usize = 500;

/// Links between all pages, those that are broken, and the distances from the home page.
#[derive(Debug, Default)]
pub struct Links {
    names: Vec<Arc<str>>,
    is_written: Vec<bool>,
    numbers: Vec<FxHashMap<Arc<str>, Node>>,
    starts: Vec<usize>,
    clicks: Vec<Option<u32>>,
    broken: Vec<Broken>,
    pub(super) redirects: BTreeSet<usize>,
}

/// An address on a page that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Path of the page.
    pub page: Arc<str>,
    /// Job that the page was made by.
    pub job: Job,
    /// Path in the output that it leads to, or the address itself where it leads to none.
    pub target: Arc<str>,
    /// The place on that page, where only this is missing.
    pub fragment: Option<Arc<str>>,
    /// Flaw of the address.
    pub flaw: LinkFlaw,
}

/// Reason for which an address leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFlaw {
    /// There is no such file; the one that may have been meant.
    Missing(Option<Arc<str>>),
    /// There is one whose name differs only in case.
    Case(Arc<str>),
    /// There is one whose name differs only in the Unicode normal form.
    NormalForm(Arc<str>),
    /// It is a file, and the address ends in a slash.
    Slash(Arc<str>),
    /// It is a folder, and the address does not name its front page.
    Folder(Arc<str>),
    /// It climbs out of the site.
    Outside,
    /// Its `%` escapes are no UTF-8.
    Garbled,
    /// The page is there, the place on it is not.
    Anchor,
}

impl Links {
    pub(super) fn new(shards: Vec<Shard>, anchors: &Anchors, mut pages: Vec<PageLinks>) -> Self {
        let mut links = Self::default();
        for shard in shards {
            links.starts.push(links.names.len());
            links.names.extend(shard.names);
            links.is_written.extend(shard.is_written);
            links.numbers.push(shard.numbers);
        }
        let starts = std::mem::take(&mut links.starts);
        let place = |node: Node| dense(node, &starts);
        pages.sort_by(|a, b| links.names[place(a.page)].cmp(&links.names[place(b.page)]));
        let mut page_at = vec![None; links.names.len()];
        for (at, page) in pages.iter().enumerate() {
            page_at[place(page.page)] = Some(at);
        }
        // Of thousands of places hardly one is missing.
        let is_missing: Vec<bool> = anchors
            .places
            .iter()
            .map(|(node, fragment)| {
                page_at[place(*node)].is_some_and(|at: usize| !has_place(&pages[at].ids, fragment))
            })
            .collect();
        let mut flaws = Flaws::new(&links);
        let mut broken = Vec::new();
        for page in &pages {
            let from = |target: Arc<str>, fragment, flaw| Broken {
                page: Arc::clone(&links.names[place(page.page)]),
                job: page.job,
                target,
                fragment,
                flaw,
            };
            let mut last = None;
            for target in &page.targets {
                let at = place(target >> 1);
                if links.is_written[at] || last.replace(at) == Some(at) {
                    continue;
                }
                let (name, flaw) = flaws.of(at);
                broken.push(from(name, None, flaw));
            }
            for anchor in page.anchors.iter().map(|anchor| *anchor as usize) {
                if is_missing[anchor] {
                    let (node, fragment) = &anchors.places[anchor];
                    let target = Arc::clone(&links.names[place(*node)]);
                    broken.push(from(target, Some(Arc::clone(fragment)), LinkFlaw::Anchor));
                }
            }
        }
        broken.sort_by(|a, b| {
            (&a.page, &a.target, &a.fragment).cmp(&(&b.page, &b.target, &b.fragment))
        });
        links.broken = broken;
        links.clicks = vec![None; links.names.len()];
        links.starts = starts;
        links.walk(&pages, &page_at);
        links
    }

    /// Counts the clicks from the home page to whatever can be reached from it.
    fn walk(&mut self, pages: &[PageLinks], page_at: &[Option<usize>]) {
        let Some(home) = self.number("index.html") else {
            return;
        };
        self.clicks[home] = Some(0);
        let mut todo = VecDeque::from([(home, 0)]);
        while let Some((at, clicks)) = todo.pop_front() {
            let Some(page) = page_at[at].map(|at| &pages[at]) else {
                continue;
            };
            for target in page.targets.iter().filter(|target| **target & 1 == 1) {
                let to = dense(target >> 1, &self.starts);
                if self.clicks[to].is_none() {
                    self.clicks[to] = Some(clicks + 1);
                    todo.push_back((to, clicks + 1));
                }
            }
        }
    }

    fn number(&self, path: &str) -> Option<usize> {
        let node = self.numbers.get(shard_of(path))?.get(path)?;
        // Within a shard names are numbered by themselves.
        Some(self.starts[shard_of(path)] + *node as usize)
    }

    /// Checks that the output has a file of this path.
    pub fn has_file(&self, path: &str) -> bool {
        self.number(path).is_some_and(|at| self.is_written[at])
    }

    /// Number of clicks from the home page to a page; `None` where none lead there.
    pub fn clicks_to(&self, path: &str) -> Option<u32> {
        self.clicks[self.number(path)?]
    }

    /// True if the redirect of this number among those of the site was made.
    pub fn has_redirect(&self, number: usize) -> bool {
        self.redirects.contains(&number)
    }

    /// Links that lead nowhere, in the order of pages.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }
}

/// Says what is wrong with a target, each once.
struct Flaws<'l> {
    links: &'l Links,
    known: BTreeMap<usize, (Arc<str>, LinkFlaw)>,
    /// Files by their folded names, and by folder; made for the first broken address.
    files: Option<Files>,
}

#[derive(Default)]
struct Files {
    folded: HashMap<String, Arc<str>>,
    folders: HashMap<String, Vec<Arc<str>>>,
    /// Number of times that the nearest name was looked for.
    suggestions: Cell<usize>,
}

impl<'l> Flaws<'l> {
    fn new(links: &'l Links) -> Self {
        Self {
            links,
            known: BTreeMap::new(),
            files: None,
        }
    }

    fn of(&mut self, at: usize) -> (Arc<str>, LinkFlaw) {
        if let Some(known) = self.known.get(&at) {
            return known.clone();
        }
        let links = self.links;
        let name = &links.names[at];
        let named = if let Some(href) = name.strip_prefix(OUTSIDE) {
            (Arc::from(href), LinkFlaw::Outside)
        } else if let Some(href) = name.strip_prefix(GARBLED) {
            (Arc::from(href), LinkFlaw::Garbled)
        } else {
            let files = self.files.get_or_insert_with(|| Files::of(links));
            (Arc::clone(name), files.flaw(name))
        };
        self.known.insert(at, named.clone());
        named
    }
}

impl Files {
    fn of(links: &Links) -> Self {
        let mut files = Self::default();
        let mut written: Vec<&Arc<str>> = links
            .names
            .iter()
            .zip(&links.is_written)
            .filter_map(|(name, is_written)| is_written.then_some(name))
            .collect();
        written.sort_unstable();
        for name in written {
            let folder = files.folders.entry(parent(name).to_owned()).or_default();
            folder.push(Arc::clone(name));
            let first = files.folded.entry(fold(name));
            first.or_insert_with(|| Arc::clone(name));
        }
        files
    }

    fn flaw(&self, name: &str) -> LinkFlaw {
        let written = |name: &str| {
            let siblings = self.folders.get(parent(name))?;
            let at = siblings
                .binary_search_by(|known| (**known).cmp(name))
                .ok()?;
            Some(Arc::clone(&siblings[at]))
        };
        if let Some(known) = self.folded.get(&fold(name)) {
            let is_form = nfc(known) == nfc(name);
            let known = Arc::clone(known);
            return if is_form {
                LinkFlaw::NormalForm(known)
            } else {
                LinkFlaw::Case(known)
            };
        }
        if let Some(known) = name.strip_suffix("/index.html").and_then(written) {
            return LinkFlaw::Slash(known);
        }
        if let Some(known) = written(&format!("{name}/index.html")) {
            return LinkFlaw::Folder(known);
        }
        // A site with more of them has another trouble than slips of the pen.
        self.suggestions.set(self.suggestions.get() + 1);
        let siblings = self.folders.get(parent(name));
        let siblings = siblings.filter(|_| self.suggestions.get() <= SUGGESTIONS);
        let few = siblings.filter(|names| names.len() <= COMPARED);
        let near = few.and_then(|names| nearest(name, names.iter().map(|name| &**name)));
        LinkFlaw::Missing(near.map(Arc::from))
    }
}
