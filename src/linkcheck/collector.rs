//! Links of each page, gathered while pages are rendered on every core.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

use crate::{
    html::unescape,
    render::{Html, Job},
    source::parent,
};

use super::{
    Address, Base, Links,
    gathered::{
        Anchors, GARBLED, Node, OUTSIDE, PageLinks, SHARDS, Shard, has_place, hash, shard_of,
    },
};

/// Gathers what pages lead to.
#[derive(Debug)]
pub struct Collector {
    base: Base,
    shards: Vec<Mutex<Shard>>,
    anchors: Mutex<Anchors>,
    pages: Mutex<Vec<PageLinks>>,
    redirects: Mutex<BTreeSet<usize>>,
    /// Every folder that a noted file lies in; gathered when first asked for.
    folders: Mutex<Option<FxHashSet<String>>>,
}

/// Links and anchors of a piece that many pages share.
#[derive(Debug, Default)]
pub struct Shared {
    targets: Vec<u32>,
    anchors: Vec<u32>,
    ids: Vec<u64>,
}

/// Adds every folder above a file.
fn add_folders(folders: &mut FxHashSet<String>, path: &str) {
    let mut folder = parent(path);
    while !folder.is_empty() && !folders.contains(folder) {
        folders.insert(folder.to_owned());
        folder = parent(folder);
    }
}

impl Collector {
    /// Nothing gathered yet.
    pub fn new(base: Base) -> Self {
        Self {
            base,
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            anchors: Mutex::default(),
            pages: Mutex::default(),
            redirects: Mutex::default(),
            folders: Mutex::default(),
        }
    }

    /// Notes that a file is written; `false` where it was noted before.
    pub fn file(&self, path: &str) -> bool {
        if let Some(folders) = lock(&self.folders).as_mut() {
            add_folders(folders, path);
        }
        self.with(path, |shard, at| {
            !std::mem::replace(&mut shard.is_written[at], true)
        })
    }

    /// Notes that a redirect of the site was made.
    pub fn redirect(&self, number: usize) {
        lock(&self.redirects).insert(number);
    }

    /// Checks that a file may be written beside those that were noted: none has its path, or takes
    /// it for a folder, or is itself taken for one.
    pub fn is_free(&self, path: &str) -> bool {
        let is_file = |path: &str| self.with(path, |shard, at| shard.is_written[at]);
        let mut folder = parent(path);
        while !folder.is_empty() {
            if is_file(folder) {
                return false;
            }
            folder = parent(folder);
        }
        !is_file(path) && !self.has_folder(path)
    }

    /// Finds out if a noted file lies below a path. It is only asked about addresses that pages had
    /// once.
    fn has_folder(&self, path: &str) -> bool {
        let mut folders = lock(&self.folders);
        let folders = folders.get_or_insert_with(|| {
            let mut folders = FxHashSet::default();
            for shard in &self.shards {
                let shard = lock(shard);
                let names = shard.names.iter().zip(&shard.is_written);
                for (name, _) in names.filter(|(_, is_written)| **is_written) {
                    add_folders(&mut folders, name);
                }
            }
            folders
        });
        folders.contains(path)
    }

    /// Links and anchors of a piece that pages of a depth share; nothing where they are not the
    /// same for all of them.
    pub fn shared(&self, text: &str, depth: usize) -> Option<Shared> {
        // No folder is called so, and who stays below it goes by where the page lies.
        let folder = format!("{OUTSIDE}/").repeat(depth);
        let path = format!("{folder}{OUTSIDE}");
        let html = Html::new(&path, Job::NotFound, text);
        let (mut shared, mut is_same) = (Shared::default(), true);
        shared.ids = each_address(&html, |href, is_clicked| {
            match self.base.follow(&path, href) {
                Address::Elsewhere => {}
                Address::Here { path, fragment } if !path.starts_with(OUTSIDE) => {
                    let node = self.node(&path);
                    shared.targets.push(target(node, is_clicked));
                    shared
                        .anchors
                        .extend(place(fragment).map(|place| self.anchor(node, place)));
                }
                _ => is_same = false,
            }
        });
        is_same.then_some(shared)
    }

    /// Gathers what a page leads to, and its anchors. What is in pieces that many pages share was
    /// gathered before.
    pub fn page<'c>(&self, html: &Html<'_>, shared: impl Iterator<Item = &'c Shared>) {
        let page = self.node(html.path);
        let (mut targets, mut anchors) = (Vec::with_capacity(64), Vec::new());
        let mut own_places = Vec::new();
        let mut ids = each_address(html, |href, is_clicked| {
            let (node, fragment) = match self.base.follow(html.path, href) {
                Address::Elsewhere => return,
                Address::Here { path, fragment } => {
                    let is_same = path == html.path;
                    (if is_same { page } else { self.node(&path) }, fragment)
                }
                Address::Outside => (self.node(&format!("{OUTSIDE}{href}")), ""),
                Address::Garbled => (self.node(&format!("{GARBLED}{href}")), ""),
            };
            targets.push(target(node, is_clicked));
            match place(fragment) {
                Some(place) if node == page => own_places.push(place.into_owned()),
                Some(place) => anchors.push(self.anchor(node, place)),
                None => {}
            }
        });
        for known in shared {
            targets.extend_from_slice(&known.targets);
            anchors.extend_from_slice(&known.anchors);
            ids.extend_from_slice(&known.ids);
        }
        ids.sort_unstable();
        own_places.retain(|place| !has_place(&ids, place));
        anchors.extend(
            own_places
                .into_iter()
                .map(|place| self.anchor(page, place.into())),
        );
        for list in [&mut targets, &mut anchors] {
            list.sort_unstable();
            list.dedup();
        }
        let links = PageLinks {
            page,
            job: html.job,
            targets: targets.into_boxed_slice(),
            anchors: anchors.into_boxed_slice(),
            ids: ids.into_boxed_slice(),
        };
        lock(&self.pages).push(links);
    }

    /// Compares what was gathered, once every file was noted; nothing of it is kept.
    pub fn finish(&self) -> Links {
        fn taken<T: Default>(mutex: &Mutex<T>) -> T {
            std::mem::take(&mut lock(mutex))
        }
        let shards: Vec<Shard> = self.shards.iter().map(taken).collect();
        let mut links = Links::new(shards, &taken(&self.anchors), taken(&self.pages));
        links.redirects = taken(&self.redirects);
        links
    }

    fn node(&self, path: &str) -> Node {
        let shard = shard_of(path);
        self.with(path, |_, at| (at * SHARDS + shard) as Node)
    }

    fn with<T>(&self, path: &str, act: impl FnOnce(&mut Shard, usize) -> T) -> T {
        let mut shard = lock(&self.shards[shard_of(path)]);
        let at = if let Some(at) = shard.numbers.get(path) {
            *at as usize
        } else {
            let (at, name) = (shard.names.len(), Arc::from(path));
            shard.numbers.insert(Arc::clone(&name), at as Node);
            shard.names.push(name);
            shard.is_written.push(false);
            at
        };
        act(&mut shard, at)
    }

    fn anchor(&self, node: Node, place: Cow<'_, str>) -> u32 {
        let mut anchors = lock(&self.anchors);
        let next = anchors.places.len() as u32;
        let of_page = anchors.numbers.entry(node).or_default();
        if let Some(known) = of_page.get(&*place) {
            return *known;
        }
        let place: Arc<str> = Arc::from(place);
        of_page.insert(Arc::clone(&place), next);
        anchors.places.push((node, place));
        next
    }
}

/// Target as a number: the node doubled, and one more where it is clicked.
fn target(node: Node, is_clicked: bool) -> u32 {
    node << 1 | u32::from(is_clicked)
}

/// A thread that panicked left nothing half done here.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Place on a page that a fragment leads to; `None` where that is the page itself.
fn place(fragment: &str) -> Option<Cow<'_, str>> {
    // What follows is for the browser to search for, not a place.
    let directive = memchr::memmem::find(fragment.as_bytes(), b":~:");
    let fragment = &fragment[..directive.unwrap_or(fragment.len())];
    if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") {
        return None;
    }
    Some(percent_decode_str(fragment).decode_utf8_lossy())
}

/// Calls with every address of a page's own tags, and whether it is clicked; gives hashes of the
/// anchors that they are.
fn each_address(html: &Html<'_>, mut take: impl FnMut(&str, bool)) -> Vec<u64> {
    let mut ids = Vec::with_capacity(16);
    let refreshing = html.own_with(&["http-equiv"]);
    let refreshing: Vec<usize> = refreshing
        .filter(|(_, tag)| tag.is_refresh())
        .map(|(place, _)| place)
        .collect();
    for attribute in html.own_attributes() {
        let tag = &html.tags()[attribute.tag];
        let lower;
        let name = if attribute.name.bytes().any(|b| b.is_ascii_uppercase()) {
            lower = attribute.name.to_ascii_lowercase();
            lower.as_str()
        } else {
            attribute.name
        };
        let is_of = |names: &[&str]| {
            let mut names = names.iter();
            names.any(|name| tag.is(name))
        };
        let value = || unescape(attribute.value);
        let is_loaded = match name {
            "id" => {
                ids.push(hash(&value()));
                continue;
            }
            "name" if is_of(&["a"]) => {
                ids.push(hash(&value()));
                continue;
            }
            "href" if is_of(&["a", "area"]) => {
                take(&value(), true);
                continue;
            }
            "content" if refreshing.contains(&attribute.tag) => {
                if let Some((_, address)) = value().split_once('=') {
                    take(address.trim().trim_matches(['\'', '"']), true);
                }
                continue;
            }
            "srcset" if is_of(&["img", "source"]) => {
                let value = value();
                let candidates = value.split(',').map(str::trim);
                let addresses = candidates.filter_map(|one| one.split_ascii_whitespace().next());
                addresses.for_each(|address| take(address, false));
                continue;
            }
            "href" => is_of(&["link", "use", "image"]),
            "src" => is_of(&[
                "img", "source", "script", "iframe", "frame", "embed", "audio", "track", "video",
                "input", "button",
            ]),
            "poster" => is_of(&["video"]),
            "action" => is_of(&["form"]),
            "formaction" => is_of(&["input", "button"]),
            "data" => is_of(&["object"]),
            "cite" => is_of(&["blockquote", "q", "ins", "del"]),
            _ => false,
        };
        if is_loaded && !attribute.value.trim().is_empty() {
            take(&value(), false);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refresh_leads_somewhere() {
        let page = "<meta http-equiv=\"Refresh\" content=\"0; url='a.html?b=1&amp;c=2'\">\
            <meta http-equiv=X-UA-Compatible content=\"IE=edge\">\
            <META HTTP-EQUIV=\"re&#102;resh\" CONTENT=\"5;URL=d.html\"><a href=\"e.html\">戊</a>";
        let html = Html::new("index.html", Job::Home, page);
        let mut found = Vec::new();
        each_address(&html, |address, is_clicked| {
            found.push((address.to_owned(), is_clicked));
        });
        let wanted = ["a.html?b=1&c=2", "d.html", "e.html"];
        assert_eq!(found, wanted.map(|address| (address.to_owned(), true)));
    }
}
