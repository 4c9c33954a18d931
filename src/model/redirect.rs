//! Addresses that pages had once, and that lead to them still.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::{
    config::Config,
    diagnostic::{Fault, FaultKind},
    read::Addresses,
    source::{Span, is_external, is_reserved},
    standard::view::Portal,
};

use super::{AssetId, Site, Target};

/// An address that a page had once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Its path in the output.
    pub output: String,
    /// The document or column that has another address now.
    pub target: Target,
    /// Its bytes in the front matter.
    pub span: Span,
}

/// Longest path of an old address, and of a part of it, in bytes.
const LIMITS: (usize, usize) = (400, 200);

/// Reads 曾用网址 of every published page and of every column.
pub(super) fn redirects(site: &mut Site) {
    let columns = site.columns.iter().enumerate();
    let columns = columns.map(|(id, column)| {
        let source = &column.source;
        let aliases = source.meta().aliases();
        (Target::Column(id), source.file.path.as_str(), aliases)
    });
    let pages = site.published().map(|(id, page)| {
        let document = &page.document;
        (
            Target::Page(id),
            document.file.path.as_str(),
            document.meta().aliases(),
        )
    });
    let wanted: Vec<_> = columns
        .chain(pages)
        .filter(|(_, _, aliases)| !aliases.is_absent())
        .collect();
    if wanted.is_empty() {
        return;
    }
    let mut taken: BTreeMap<String, &str> = site
        .published()
        .map(|(_, page)| (page.output.clone(), page.document.file.path.as_str()))
        .collect();
    taken.extend(
        site.columns
            .iter()
            .map(|column| (column.output(), column.source.file.path.as_str())),
    );
    let (mut redirects, mut faults) = (Vec::new(), Vec::new());
    for (target, path, aliases) in wanted {
        for (written, span) in aliases.spanned() {
            let fault = match own_path(&site.config, written).and_then(page_path) {
                Ok(output) => {
                    if let Some(other) = taken.get(&output) {
                        let other = (*other).to_owned();
                        FaultKind::TakenAlias {
                            address: output,
                            other,
                        }
                    } else {
                        taken.insert(output.clone(), path);
                        redirects.push(Redirect {
                            output,
                            target,
                            span,
                        });
                        continue;
                    }
                }
                Err(reason) => FaultKind::out_of_range(
                    "曾用网址",
                    reason,
                    "写本站原来的网址，如 /policies/202606/banfa.html；不需要的，删去这一行",
                ),
            };
            faults.push(Fault::new(path, span, fault));
        }
    }
    site.redirects = redirects;
    site.faults.extend(faults);
}

/// The path in the output that an address of this site stands for, as an editor copies it from the
/// browser or writes it by hand.
pub fn own_path(config: &Config, written: &str) -> Result<String, &'static str> {
    const HOW: &str = "写本站原来的网址，如 /policies/202606/banfa.html";
    let own = config.portal(Portal::base_url).trim_end_matches('/');
    let below = match written.strip_prefix(own) {
        Some(rest) if !own.is_empty() && (rest.is_empty() || rest.starts_with('/')) => rest,
        _ if is_external(written) => return Err("不是本站的网址"),
        _ => match written.strip_prefix(config.base_path().as_str()) {
            Some(rest) => rest,
            None => written,
        },
    };
    if below.contains(['?', '#']) {
        return Err("不能带 ? 和 #");
    }
    let decoded = percent_decode_str(below);
    let decoded = decoded.decode_utf8().map_err(|_| HOW)?;
    let mut path = decoded.trim_start_matches('/').to_owned();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let is_odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '"' | '<' | '>' | '|');
    let is_plain = |part: &str| {
        !matches!(part, "" | "." | "..") && part.len() <= LIMITS.1 && !part.contains(is_odd)
    };
    if path.split('/').any(is_reserved) {
        return Err("con、prn、aux、nul、com1、lpt1 之类是 Windows 的设备名，不会是原来的网址");
    }
    if path.len() > LIMITS.0 || !path.split('/').all(is_plain) {
        return Err(HOW);
    }
    Ok(path)
}

/// Only what browsers take for a page can lead on.
fn page_path(path: String) -> Result<String, &'static str> {
    let is_page = |name: &str| {
        [".html", ".htm", ".shtml"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    match path.rsplit_once('/') {
        _ if !is_page(&path) => Err("只有网页（以 / 或 .html 结尾）能跳转，附件不能"),
        Some((folder, _)) if folder.split('/').any(is_page) => Err("文件夹不能叫 .html"),
        _ => Ok(path),
    }
}

impl Site {
    /// Attachments of documents that had another address once, which lie at that address too: a file
    /// cannot lead on as a page can.
    pub fn copies(&self) -> Vec<(String, AssetId)> {
        let mut copies = Vec::new();
        for redirect in &self.redirects {
            let (Target::Page(id), Some(to)) =
                (redirect.target, redirect.output.strip_suffix(".html"))
            else {
                continue;
            };
            let page = &self.pages[id];
            let Some(from) = page.output.strip_suffix(".html") else {
                continue;
            };
            for asset in &page.attachments {
                let placed = &self.assets[*asset];
                let below = placed.output.strip_prefix(from);
                let below = below.filter(|below| below.starts_with('/') && placed.is_published);
                copies.extend(below.map(|below| (format!("{to}{below}"), *asset)));
            }
        }
        copies
    }

    /// Lists what is published at addresses that others may keep.
    pub fn addresses(&self) -> Addresses {
        let row = |output: String, target: Target| match target {
            Target::Page(id) => {
                let document = &self.pages[id].document;
                let number = document.meta().index_no().or_default();
                (output, number.to_owned(), document.title.clone())
            }
            Target::Column(id) => (output, String::new(), self.columns[id].title.clone()),
            Target::Asset(_) => (output, String::new(), String::new()),
        };
        let columns = (0..self.columns.len()).map(Target::Column);
        let pages = self.published().map(|(id, _)| Target::Page(id));
        let own = columns
            .chain(pages)
            .map(|target| row(self.output(target), target));
        let old = self.redirects.iter();
        let old = old.map(|redirect| row(redirect.output.clone(), redirect.target));
        let mut pages: Vec<_> = own.chain(old).collect();
        let assets = self.assets.iter().filter(|placed| placed.is_published);
        let copies = self.copies().into_iter().map(|(path, _)| path);
        let mut files: Vec<String> = assets
            .map(|placed| placed.output.clone())
            .chain(copies)
            .collect();
        pages.sort_unstable();
        files.sort_unstable();
        files.dedup();
        Addresses::new(pages, files)
    }
}
