//! Backups, copies and temporary files among the sources: told where they lie, or where they are
//! named; and files that nothing takes.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Fault, FaultKind},
    parse::Body,
    source::{Span, file_name, join, parent},
    standard::view::{AttachedFile, FieldValue, List},
};

use super::{AssetId, Resolved, Site, Target};

/// Gathers the documents that were not read because their names are those of copies.
pub(super) fn collect(site: &mut Site) {
    let told = site.faults.iter();
    let told = told.filter(|fault| fault.kind == FaultKind::LeftoverFile);
    site.leftovers = told.map(|fault| fault.path.clone()).collect();
}

/// Tells each once: where something names it, which publishes it, or else where it lies.
pub(super) fn tell(site: &mut Site) {
    if !site.leftovers.is_empty() {
        let named: BTreeSet<&str> = site
            .faults
            .iter()
            .filter_map(|fault| match &fault.kind {
                FaultKind::NamedLeftover { name, .. } => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let is_named = |fault: &Fault| {
            fault.kind == FaultKind::LeftoverFile && named.contains(file_name(&fault.path))
        };
        let told: Vec<bool> = site.faults.iter().map(is_named).collect();
        let mut told = told.into_iter();
        site.faults.retain(|_| !told.next().unwrap_or_default());
    }
    if site.assets.iter().all(|placed| !placed.is_leftover) {
        return;
    }
    let named = named(site);
    let mut faults = Vec::new();
    for (id, placed) in site.assets.iter().enumerate() {
        if !placed.is_leftover {
            continue;
        }
        let path = placed.asset.path.as_str();
        faults.push(match named.get(&id) {
            None if !placed.is_published => Fault::whole(path, FaultKind::LeftoverFile),
            place => {
                let kind = FaultKind::NamedLeftover {
                    name: file_name(path).to_owned(),
                    is_published: true,
                };
                // Settings and structured data may lead to it as well.
                let (from, span) = place.map_or((path, Span::default()), |(from, span)| {
                    (from.as_str(), *span)
                });
                Fault::new(from, span, kind)
            }
        });
    }
    site.faults.extend(faults);
}

/// Tells files that no document, column or page takes; where something beside them was not read or not
/// found, that is told already.
pub(super) fn tell_untaken(site: &mut Site) {
    let taken: BTreeSet<&str> = site
        .data_files
        .iter()
        .filter(|data| data.is_taken)
        .map(|data| data.file.path.as_str())
        .collect();
    let loose = site
        .assets
        .iter()
        .filter(|placed| {
            placed.owner.is_none()
                && !(placed.is_leftover || placed.is_published || placed.is_withheld())
        })
        .map(|placed| placed.asset.path.as_str());
    let data = site.data_files.iter().map(|data| data.file.path.as_str());
    let missed: BTreeSet<&str> = site
        .faults
        .iter()
        .filter(|fault| {
            matches!(
                fault.kind,
                FaultKind::MissingFile { .. } | FaultKind::BrokenLink { .. }
            )
        })
        .map(|fault| parent(&fault.path))
        .collect();
    let untaken: BTreeSet<&str> = loose
        .chain(data)
        .filter(|path| !taken.contains(path))
        .collect();
    let told = untaken.into_iter().filter(|path| {
        let folder = parent(path);
        !missed.contains(folder) && !site.has_unread_below(folder)
    });
    let faults: Vec<Fault> = told
        .map(|path| Fault::whole(path, FaultKind::UntakenFile))
        .collect();
    site.faults.extend(faults);
}

/// Place at which each leftover is first named by something that is published.
fn named(site: &Site) -> BTreeMap<AssetId, (String, Span)> {
    let mut named = BTreeMap::new();
    let mut add = |target: Option<Target>, path: &str, span: Span| {
        if let Some(Target::Asset(id)) = target
            && site.assets[id].is_leftover
        {
            named.entry(id).or_insert_with(|| (path.to_owned(), span));
        }
    };
    let mut look = |path: &str, files: &[(&str, Span)], body: &Body, links: &[Resolved]| {
        for (name, span) in files {
            let key = join(parent(path), name);
            add(key.and_then(|key| site.target(&key)), path, *span);
        }
        for (link, resolved) in body.links.iter().zip(links) {
            if let Resolved::Target(target) = resolved {
                add(Some(*target), path, link.span);
            }
        }
    };
    for (_, page) in site.published() {
        let document = &page.document;
        let path = document.file.path.as_str();
        let meta = document.meta();
        let files = files(meta.attachments(), meta.data());
        look(path, &files, &document.body, &page.links);
    }
    for column in &site.columns {
        let source = &column.source;
        let path = source.file.path.as_str();
        let meta = source.meta();
        let files = files(meta.attachments(), meta.data());
        look(path, &files, &source.body, &column.links);
    }
    named
}

/// The files that a front matter names, each with its bytes.
fn files<'r>(
    attachments: FieldValue<List<'r, AttachedFile<'r>>>,
    data: FieldValue<&'r str>,
) -> Vec<(&'r str, Span)> {
    let attached = attachments.into_iter();
    let attached = attached.filter_map(|attached| attached.file().given());
    attached.chain(data.given()).collect()
}
