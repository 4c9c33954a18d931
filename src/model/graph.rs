//! Graph of the documents and files of a site: relations in front matter, links in Markdown.

use std::{borrow::Cow, collections::BTreeSet};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    diagnostic::{Fault, FaultKind, Meant, NameSlip},
    parse::{Body, Link, escape},
    source::{
        SourceFile, Span, file_name, fold, is_external, join, nfc, parent, relative,
        split_fragment, unopenable,
    },
    standard::{
        Data, Typed, nearest,
        view::{DocumentMeta, FieldValue, List},
    },
};

use super::{
    PageId, Relation, Resolved, Site, Target,
    suggest::{COMPARED, destination, replace},
};

/// Resolves relations by key and enters each at both its ends.
pub(super) fn relate(site: &mut Site) {
    let fields: [(Field, Relation, Relation); 4] = [
        (|meta| meta.amends(), Relation::Amends, Relation::AmendedBy),
        (
            |meta| meta.repeals(),
            Relation::Repeals,
            Relation::RepealedBy,
        ),
        (|meta| meta.based_on(), Relation::BasedOn, Relation::BasisOf),
        (|meta| meta.related(), Relation::Related, Relation::Related),
    ];
    for id in 0..site.pages.len() {
        if !site.pages[id].is_published {
            continue;
        }
        for other in resolve_field(site, id, |meta| meta.interprets()) {
            site.pages[id].interprets.push(other);
            site.pages[other].interpretations.push(id);
        }
        for (field, relation, back) in fields {
            for other in resolve_field(site, id, field) {
                site.pages[id].relations.push((relation, other));
                site.pages[other].relations.push((back, id));
            }
        }
    }
    for page in &mut site.pages {
        page.relations.sort_unstable();
        page.relations.dedup();
        page.interprets.sort_unstable();
        page.interprets.dedup();
        page.interpretations.sort_unstable();
        page.interpretations.dedup();
    }
}

/// A field of front matter that names other documents.
type Field = for<'r> fn(DocumentMeta<'r>) -> FieldValue<List<'r, &'r str>>;

fn resolve_field(site: &mut Site, id: PageId, field: Field) -> Vec<PageId> {
    let page = &site.pages[id];
    let path = &page.document.file.path;
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (key, span) in field(page.document.meta()).spanned() {
        let beside = join(parent(path), key).unwrap_or_default();
        let target = [format!("content/{key}"), beside, key.to_owned()]
            .iter()
            .find_map(|key| site.target(key));
        match target {
            Some(Target::Page(other)) if other == id => {}
            Some(Target::Page(other)) if site.pages[other].is_published => found.push(other),
            Some(Target::Page(other)) if site.pages[other].is_undecided() => {}
            Some(Target::Page(_)) => {
                faults.push(Fault::new(
                    path,
                    span,
                    FaultKind::UnpublishedTarget {
                        target: key.to_owned(),
                        owner: None,
                    },
                ));
            }
            _ => {
                let may_suggest = faults.len() < SUGGESTIONS;
                let meant = may_suggest.then(|| site.names().path(&format!("content/{key}")));
                let meant = meant.flatten();
                let nearest =
                    meant.and_then(|path| path.strip_prefix("content/").map(str::to_owned));
                let meant = site.names().certain(&format!("content/{key}"));
                let meant = meant.filter(|(_, path)| path.ends_with(".md"));
                let meant = meant.and_then(|(slip, path)| {
                    let name = path.strip_prefix("content/")?.to_owned();
                    let fix = replace(&page.document.file.text, span, key, &name);
                    Some(Meant { slip, name, fix })
                });
                let kind = FaultKind::UnresolvedRelation {
                    key: key.to_owned(),
                    nearest,
                    meant,
                };
                faults.push(Fault::new(path, span, kind));
            }
        }
    }
    site.faults.extend(faults);
    found
}

/// Resolves the links of every published page and column, and publishes the assets they need.
pub(super) fn link(site: &mut Site) {
    let mut pages: Vec<Linked> = site
        .pages
        .par_iter()
        .map(|page| {
            if page.is_published {
                resolve_body(site, &page.document.file, &page.document.body)
            } else {
                Linked::default()
            }
        })
        .collect();
    let mut columns: Vec<Linked> = site
        .columns
        .iter()
        .map(|column| resolve_body(site, &column.source.file, &column.source.body))
        .collect();
    suggest(site, columns.iter_mut().chain(&mut pages));
    let mut needed = BTreeSet::new();
    for (page, linked) in site.pages.iter_mut().zip(pages) {
        needed.extend(linked.assets());
        page.links = linked.links;
        site.faults.extend(linked.faults);
    }
    for (column, linked) in site.columns.iter_mut().zip(columns) {
        needed.extend(linked.assets());
        column.links = linked.links;
        site.faults.extend(linked.faults);
    }
    let (no_body, mut anchors, mut faults) = (Body::default(), Anchors::default(), Vec::new());
    for (path, span, target) in field_links(site) {
        if let Some(why) = unopenable(&target) {
            let address = target;
            let kind = FaultKind::UnopenableLink { address, why };
            faults.push(Fault::new(&path, span, kind));
            continue;
        }
        if is_external(&target) {
            continue;
        }
        let destination = format!("/{}", target.trim_start_matches('/'));
        let link = Link {
            destination,
            span,
            is_picture: false,
            text: String::new(),
        };
        let own = SourceFile::default();
        let data = || site.data_files.iter().map(|data| &data.file);
        let mut files = data().chain([&site.config.file]);
        let file = files.find(|file| file.path == path).unwrap_or(&own);
        let (resolved, fault) = resolve(site, file, &no_body, &link, &mut anchors);
        let near = anchors.unfound.take();
        let near = near.and_then(|key| site.names().path(&key));
        faults.extend(fault.map(|mut kind| {
            if let (FaultKind::BrokenLink { nearest, .. }, Some(near)) = (&mut kind, near) {
                *nearest = Some(relative(&file.path, &near));
            }
            Fault::new(&path, span, kind)
        }));
        if let Resolved::Target(Target::Asset(asset)) = resolved {
            needed.insert(asset);
        }
    }
    site.faults.extend(faults);
    for asset in needed {
        let placed = &mut site.assets[asset];
        if placed.owner.is_none() || placed.is_leftover {
            placed.is_published = true;
        }
    }
}

/// The fields of type link in settings and structured data, each with its file and place.
fn field_links(site: &Site) -> Vec<(String, Span, String)> {
    fn walk(path: &str, value: &Typed, found: &mut Vec<(String, Span, String)>) {
        match &value.data {
            Data::Link(target) => found.push((path.to_owned(), value.span, target.clone())),
            Data::List(items) => items.iter().for_each(|item| walk(path, item, found)),
            Data::Map(record) => record
                .fields
                .iter()
                .for_each(|(_, _, value)| walk(path, value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (_, _, value) in &site.config.record.fields {
        walk(&site.config.file.path, value, &mut found);
    }
    for column in &site.columns {
        let path = column.data_path();
        for (_, _, value) in column.data.iter().flat_map(|data| &data.fields) {
            walk(&path, value, &mut found);
        }
    }
    found
}

#[derive(Default)]
struct Linked {
    links: Vec<Resolved>,
    faults: Vec<Fault>,
    /// Paths that were not found, each with the place of its fault among them.
    unfound: Vec<(usize, String)>,
}

impl Linked {
    fn assets(&self) -> impl Iterator<Item = usize> {
        self.links.iter().filter_map(|link| match link {
            Resolved::Target(Target::Asset(asset)) => Some(*asset),
            _ => None,
        })
    }
}

fn resolve_body(site: &Site, file: &SourceFile, body: &Body) -> Linked {
    let mut linked = Linked {
        links: Vec::with_capacity(body.links.len()),
        faults: Vec::new(),
        unfound: Vec::new(),
    };
    let mut anchors = Anchors::default();
    for link in &body.links {
        let (resolved, fault) = resolve(site, file, body, link, &mut anchors);
        linked.links.push(resolved);
        if let Some(key) = anchors.unfound.take() {
            linked.unfound.push((linked.faults.len(), key));
        }
        linked
            .faults
            .extend(fault.map(|kind| Fault::new(&file.path, link.span, kind)));
    }
    linked
}

/// Looks for the names that were meant by the first of all links that lead nowhere: comparing takes
/// the longer the more files there are, and one who renamed a folder needs no list of them.
fn suggest<'l>(site: &Site, linked: impl Iterator<Item = &'l mut Linked>) {
    let mut open: Vec<(&mut Fault, String)> = Vec::new();
    for linked in linked {
        let mut faults = linked.faults.iter_mut().enumerate();
        for (place, key) in std::mem::take(&mut linked.unfound) {
            let fault = faults.find(|(at, _)| *at == place);
            open.extend(fault.map(|(_, fault)| (fault, key)));
        }
    }
    open.truncate(SUGGESTIONS_OF_ALL);
    open.into_par_iter().for_each(|(fault, key)| {
        if let FaultKind::BrokenLink { nearest, .. } = &mut fault.kind {
            let near = site.names().path(&key);
            *nearest = near.map(|near| relative(&fault.path, &near));
        }
    });
}

/// Number of links of a whole site for which the nearest name is looked for.
const SUGGESTIONS_OF_ALL: usize = 4_000;

/// Number of names of one file that lead nowhere for which the nearest is looked for; more than
/// these are told by their number alone.
const SUGGESTIONS: usize = 256;

/// The anchors that the links of one file may lead to, and what may still be spent on them.
struct Anchors<'s> {
    /// By the target that has them; what is asked for once or twice is searched each time.
    known: FxHashMap<Option<Target>, (usize, Option<KnownAnchors<'s>>)>,
    /// Number of links for which the nearest name may still be looked for.
    suggestions: usize,
    /// The path that was not found last, if the nearest is to be looked for.
    unfound: Option<String>,
}

impl Default for Anchors<'_> {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
            suggestions: SUGGESTIONS,
            unfound: None,
        }
    }
}

impl Anchors<'_> {
    /// Takes one suggestion from the number still allowed; false if no more may be looked for.
    fn may_suggest(&mut self) -> bool {
        let may = self.suggestions > 0;
        self.suggestions = self.suggestions.saturating_sub(1);
        may
    }
}

/// The anchors of a page.
struct KnownAnchors<'s> {
    /// Of headings, and of what is made from data.
    ids: FxHashSet<Cow<'s, str>>,
    /// The same without case and normal form; none where two are alike.
    folded: FxHashMap<String, Option<Cow<'s, str>>>,
    /// Other anchors in its HTML, escaped.
    written: FxHashSet<&'s str>,
}

impl<'s> KnownAnchors<'s> {
    /// Number of times that the anchors of a page are searched before they are gathered.
    const SEARCHES: usize = 8;

    fn of(body: &'s Body, made: Vec<String>) -> Self {
        const ID: &str = "id=\"";
        let headings = body.headings.iter();
        let ids = headings.map(|heading| Cow::Borrowed(heading.id.as_str()));
        let ids: Vec<Cow<'s, str>> = ids.chain(made.into_iter().map(Cow::Owned)).collect();
        let mut folded = FxHashMap::default();
        for id in &ids {
            folded
                .entry(fold(id))
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(id.clone()));
        }
        let written = memchr::memmem::find_iter(body.html.as_bytes(), ID);
        let written = written.filter_map(|at| body.html[at + ID.len()..].split_once('"'));
        Self {
            written: written.map(|(id, _)| id).collect(),
            ids: ids.into_iter().collect(),
            folded,
        }
    }
}

fn resolve<'s>(
    site: &'s Site,
    file: &SourceFile,
    body: &'s Body,
    link: &Link,
    anchors: &mut Anchors<'s>,
) -> (Resolved, Option<FaultKind>) {
    if is_external(&link.destination) {
        return (Resolved::External, None);
    }
    let path = file.path.as_str();
    let (written, fragment) = split_fragment(&link.destination);
    if let ("", Some(fragment)) = (written, fragment) {
        let own = site.target(path);
        let fault = anchor_fault(site, own, Some(body), file, link, fragment, anchors);
        return (Resolved::SamePage, fault);
    }
    let decoded = percent_decode_str(written).decode_utf8_lossy();
    let key = match decoded.strip_prefix('/') {
        Some(from_root) => join("content", from_root),
        None => join(parent(path), &decoded),
    };
    let key = key.unwrap_or_default();
    let mut broken = |meant: Option<(NameSlip, &str)>| {
        let meant = meant.map(|(slip, key)| {
            let to = match key.strip_prefix("content/") {
                Some(below) if written.starts_with('/') => format!("/{below}"),
                _ => relative(path, key),
            };
            let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
            let name = destination(&to) + &fragment;
            // Fields of type link are written without the slash that they begin with here.
            let was = link.destination.as_str();
            let fix = replace(&file.text, link.span, was, &name).or_else(|| {
                let (was, name) = (was.strip_prefix('/')?, name.strip_prefix('/')?);
                replace(&file.text, link.span, was, name)
            });
            Meant { slip, name, fix }
        });
        anchors.unfound = anchors.may_suggest().then(|| key.clone());
        FaultKind::BrokenLink {
            destination: link.destination.clone(),
            nearest: None,
            meant,
        }
    };
    let Some(target) = site.target(&key) else {
        if site.leftovers.contains(&key) {
            let kind = FaultKind::NamedLeftover {
                name: file_name(&key).to_owned(),
                is_published: false,
            };
            return (Resolved::Nowhere, Some(kind));
        }
        return (Resolved::Nowhere, Some(broken(site.names().certain(&key))));
    };
    let (is_withheld, page, owner) = match target {
        Target::Column(_) => (false, None, None),
        Target::Page(id) => (!site.pages[id].is_published, Some(id), None),
        Target::Asset(id) => {
            let placed = &site.assets[id];
            let owner = placed.withheld_by.clone();
            (owner.is_some(), placed.owner, owner)
        }
    };
    if is_withheld {
        let is_undecided =
            page.is_some_and(|id| !site.pages[id].is_published && site.pages[id].is_undecided());
        let target = link.destination.clone();
        let fault = (!is_undecided).then_some(FaultKind::UnpublishedTarget { target, owner });
        return (Resolved::Nowhere, fault);
    }
    if link.is_picture && !matches!(target, Target::Asset(_)) {
        return (Resolved::Nowhere, Some(broken(None)));
    }
    let is_folder = matches!(target, Target::Column(id) if site.columns[id].folder == key);
    if decoded.ends_with('/') && !is_folder {
        return (
            Resolved::Nowhere,
            Some(broken(Some((NameSlip::Slash, &key)))),
        );
    }
    let fault = fragment
        .and_then(|fragment| anchor_fault(site, Some(target), None, file, link, fragment, anchors));
    (Resolved::Target(target), fault)
}

fn anchor_fault<'s>(
    site: &'s Site,
    target: Option<Target>,
    own: Option<&'s Body>,
    file: &SourceFile,
    link: &Link,
    written: &str,
    anchors: &mut Anchors<'s>,
) -> Option<FaultKind> {
    let body = match (own, target) {
        (Some(body), _) => body,
        (None, Some(Target::Page(id))) => &site.pages[id].document.body,
        (None, Some(Target::Column(id))) => &site.columns[id].source.body,
        _ => return None,
    };
    let made = || match target {
        Some(Target::Column(id)) => site.generated_anchors(id),
        _ => Vec::new(),
    };
    let fragment = percent_decode_str(written).decode_utf8_lossy();
    if fragment.is_empty() {
        return None;
    }
    let (searches, known) = anchors.known.entry(target).or_default();
    *searches += 1;
    let alike = if *searches > KnownAnchors::SEARCHES {
        let known = known.get_or_insert_with(|| KnownAnchors::of(body, made()));
        // Footnotes and raw HTML have anchors that are no headings.
        if known.ids.contains(&*fragment) || known.written.contains(&*escape(&fragment)) {
            return None;
        }
        known.folded.get(&fold(&fragment)).cloned().flatten()
    } else {
        let made = made();
        let ids = || {
            let headings = body.headings.iter().map(|heading| heading.id.as_str());
            headings.chain(made.iter().map(String::as_str))
        };
        let is_written = || body.html.contains(&format!("id=\"{}\"", escape(&fragment)));
        if ids().any(|id| id == fragment) || is_written() {
            return None;
        }
        let folded = fold(&fragment);
        let mut alike = ids().filter(|id| fold(id) == folded);
        match (alike.next(), alike.next()) {
            (Some(id), None) => Some(Cow::Owned(id.to_owned())),
            _ => None,
        }
    };
    let meant = alike.map(|id| Meant {
        slip: if nfc(&id) == nfc(&fragment) {
            NameSlip::NormalForm
        } else {
            NameSlip::Case
        },
        name: format!("#{id}"),
        fix: replace(
            &file.text,
            link.span,
            &format!("#{written}"),
            &format!("#{id}"),
        ),
    });
    let is_comparable = body.headings.len() <= COMPARED && anchors.may_suggest();
    let nearest = is_comparable.then(|| {
        let made = made();
        let headings = body.headings.iter().map(|heading| heading.id.as_str());
        nearest(&fragment, headings.chain(made.iter().map(String::as_str)))
    });
    Some(FaultKind::BrokenAnchor {
        nearest: nearest.flatten(),
        fragment: fragment.into_owned(),
        meant,
        page: target.map_or(String::new(), |target| site.output(target)),
    })
}

impl Site {
    /// Anchors that the page of a column gets from its structured data.
    pub fn generated_anchors(&self, column: super::ColumnId) -> Vec<String> {
        let column = &self.columns[column];
        if let Some(data) = column.ledger() {
            let tasks = data.tasks().into_iter();
            return tasks
                .filter_map(|task| task.no().get())
                .map(|number| format!("task-{number}"))
                .collect();
        }
        match column.template() {
            "statutory" => self
                .config
                .standard
                .items
                .iter()
                .map(|item| item.key.clone())
                .collect(),
            "catalog" => (1..=self.config.standard.domains.len())
                .map(|number| format!("domain-{number}"))
                .collect(),
            _ => Vec::new(),
        }
    }
}
