//! Files that documents attach: whole, readable, in a usual format.

mod attachment_author;
mod disguised_attachment;
mod empty_attachment;
mod encrypted_attachment;
mod executable_attachment;
mod hidden_attachment_text;
mod oversized_attachment;
mod photo_traces;
mod scanned_attachment;
mod uncommon_attachment_format;
mod unreadable_attachment;

use std::{cell::OnceCell, collections::HashMap};

use crate::{
    check::{Finding, Rule, Sink},
    model::{AssetId, PageId, PlacedAsset, Resolved, Site, Target},
    parse::Body,
    source::{Span, join, parent},
    standard::view::{AttachedFile, FieldValue, Form},
};

pub(super) use crate::source::file_name;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &empty_attachment::EmptyAttachment,
    &disguised_attachment::DisguisedAttachment,
    &encrypted_attachment::EncryptedAttachment,
    &executable_attachment::ExecutableAttachment,
    &oversized_attachment::OversizedAttachment,
    &unreadable_attachment::UnreadableAttachment,
    &uncommon_attachment_format::UncommonAttachmentFormat,
    &scanned_attachment::ScannedAttachment,
    &hidden_attachment_text::HiddenAttachmentText,
    &attachment_author::AttachmentAuthor,
    &photo_traces::PhotoTraces,
];

/// The attachments that are published, or will be once their document says that it is, and who
/// attaches them.
pub(super) struct Attachments<'s> {
    site: &'s Site,
    /// Worked out with the first finding: most sites have none.
    holders: OnceCell<HashMap<AssetId, (&'s str, Span)>>,
}

impl<'s> Attachments<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self {
            site,
            holders: OnceCell::new(),
        }
    }

    /// Each with its place among the site's assets.
    pub(super) fn iter(&self) -> impl Iterator<Item = (AssetId, &'s PlacedAsset)> + use<'s> {
        let site = self.site;
        site.assets
            .iter()
            .enumerate()
            .filter(move |(_, placed)| reaches_residents(site, placed))
    }

    /// Tells a finding at the document that attaches the file: that is what an editor opens.
    pub(super) fn tell(&self, id: AssetId, finding: Finding, sink: &mut Sink) {
        let path = self.site.assets[id].asset.path.as_str();
        let holders = self.holders.get_or_init(|| holders(self.site));
        match holders.get(&id) {
            Some((holder, span)) => sink.add(
                holder,
                finding.at(*span).related(path, Span::default(), "附件"),
            ),
            None => sink.add(path, finding),
        }
    }
}

/// Tells of each attachment what `judge` says of it and its name, if anything.
fn tell_each(site: &Site, sink: &mut Sink, judge: impl Fn(&PlacedAsset, &str) -> Option<Finding>) {
    let attachments = Attachments::new(site);
    for (id, placed) in attachments.iter() {
        if let Some(finding) = judge(placed, file_name(&placed.asset.path)) {
            attachments.tell(id, finding, sink);
        }
    }
}

/// A number of bytes as people say it.
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / f64::from(1 << 20))
}

fn reaches_residents(site: &Site, placed: &PlacedAsset) -> bool {
    let waits = placed.is_leftover;
    placed.is_published
        || placed
            .owner
            .filter(|_| !waits)
            .and_then(|owner| site.pages.get(owner))
            .is_some_and(|page| !page.is_published && page.is_undecided())
}

/// Places that name each attachment: the 附件 of its own document, of another, of a column; a link;
/// else only the document in whose folder it lies.
fn holders(site: &Site) -> HashMap<AssetId, (&str, Span)> {
    let mut found: HashMap<AssetId, (&str, Span)> = HashMap::new();
    let mut named: Vec<(AssetId, &str, Span, Option<PageId>)> = Vec::new();
    for (id, page) in site.pages.iter().enumerate() {
        let path = page.document.file.path.as_str();
        let attached = page.document.meta().attachments().into_iter();
        for (asset, span) in files(site, path, attached.map(AttachedFile::file)) {
            named.push((asset, path, span, Some(id)));
        }
    }
    for column in &site.columns {
        let path = column.source.file.path.as_str();
        let attached = column.source.meta().attachments().into_iter();
        named.extend(
            files(site, path, attached.map(AttachedFile::file))
                .map(|(asset, span)| (asset, path, span, None)),
        );
        let application = column.application().into_iter();
        let form = application.map(|data| data.form().and(Form::file));
        named.extend(
            files(site, path, form)
                // The field lies in the data, but the page that hands it out is the column's.
                .map(|(asset, _)| (asset, path, Span::default(), None)),
        );
    }
    // A document's own file is its own to answer for, whoever else names it.
    named.sort_by_key(|(asset, .., page)| {
        site.assets[*asset].owner.is_none() || site.assets[*asset].owner != *page
    });
    for (asset, path, span, _) in named {
        found.entry(asset).or_insert((path, span));
    }
    for page in &site.pages {
        let path = page.document.file.path.as_str();
        for (asset, span) in linked(&page.document.body, &page.links) {
            found.entry(asset).or_insert((path, span));
        }
    }
    for column in &site.columns {
        let path = column.source.file.path.as_str();
        for (asset, span) in linked(&column.source.body, &column.links) {
            found.entry(asset).or_insert((path, span));
        }
    }
    for (id, placed) in site.assets.iter().enumerate() {
        if let Some(page) = placed.owner.and_then(|owner| site.pages.get(owner)) {
            found
                .entry(id)
                .or_insert((page.document.file.path.as_str(), Span::default()));
        }
    }
    found
}

/// The files of the site that a source names, each with the place of its name.
fn files<'r>(
    site: &Site,
    from: &str,
    names: impl Iterator<Item = FieldValue<&'r str>>,
) -> impl Iterator<Item = (AssetId, Span)> {
    names
        .filter_map(FieldValue::given)
        .filter_map(move |(name, span)| {
            let path = join(parent(from), name)?;
            match site.target(&path)? {
                Target::Asset(id) => Some((id, span)),
                _ => None,
            }
        })
}

fn linked<'b>(body: &'b Body, links: &'b [Resolved]) -> impl Iterator<Item = (AssetId, Span)> + 'b {
    body.links
        .iter()
        .zip(links)
        .filter_map(|(link, resolved)| match resolved {
            Resolved::Target(Target::Asset(id)) => Some((*id, link.span)),
            _ => None,
        })
}
