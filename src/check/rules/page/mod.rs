//! Rendered pages: tags, footer, links, marks.

mod duplicate_page_tag;
mod heavy_page;
mod hidden_link;
mod incomplete_footer;
mod malformed_article_tag;
mod malformed_filing_number;
mod malformed_site_code;
mod malformed_site_domain;
mod misdirected_badge;
mod missing_article_tag;
mod missing_breadcrumb;
mod missing_column_tag;
mod missing_download;
mod missing_page_header;
mod missing_print_style;
mod missing_publish_time;
mod missing_site_tag;
mod moving_content;
mod one_way_interpretation;
mod unannounced_external_link;
mod uninformative_column_description;
mod unknown_column_type;
mod unmarked_validity;

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
};

use memchr::memmem;
use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag},
    model::{ColumnId, Resolved},
    parse::Body,
    render::Job,
    source::{SourceFile, Span},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &missing_site_tag::MissingSiteTag,
    &malformed_site_domain::MalformedSiteDomain,
    &malformed_site_code::MalformedSiteCode,
    &missing_column_tag::MissingColumnTag,
    &uninformative_column_description::UninformativeColumnDescription,
    &unknown_column_type::UnknownColumnType,
    &missing_article_tag::MissingArticleTag,
    &malformed_article_tag::MalformedArticleTag,
    &missing_publish_time::MissingPublishTime,
    &duplicate_page_tag::DuplicatePageTag,
    &incomplete_footer::IncompleteFooter,
    &malformed_filing_number::MalformedFilingNumber,
    &misdirected_badge::MisdirectedBadge,
    &missing_page_header::MissingPageHeader,
    &missing_breadcrumb::MissingBreadcrumb,
    &hidden_link::HiddenLink,
    &unannounced_external_link::UnannouncedExternalLink,
    &moving_content::MovingContent,
    &one_way_interpretation::OneWayInterpretation,
    &unmarked_validity::UnmarkedValidity,
    &missing_download::MissingDownload,
    &missing_print_style::MissingPrintStyle,
    &heavy_page::HeavyPage,
];

/// The column whose front page this is.
fn column_of(job: Job) -> Option<ColumnId> {
    match job {
        Job::Home => Some(0),
        Job::Column(id) => Some(id),
        _ => None,
    }
}

/// Text of the page itself: from `<main>` on, or from its body on.
fn main_of<'h>(html: &'h Html<'_>) -> &'h str {
    let from = html.all("main").next().or_else(|| html.all("body").next());
    &html.text[from.map_or(0, Tag::end)..]
}

/// Tells of links on a page at the places where an editor wrote them, else at the theme's.
struct LinkSink<'a, 'p> {
    built: &'a Built<'a>,
    html: &'a Html<'p>,
    /// The links of the page's own body, known when first asked for.
    written: OnceCell<Option<WrittenLinks<'a>>>,
    /// Number of times that the source was searched.
    searched: Cell<usize>,
    /// Place of the last link that was found.
    last: Cell<Span>,
}

/// The links of a body.
struct WrittenLinks<'a> {
    file: &'a SourceFile,
    body: &'a Body,
    /// Links by the output that they lead to.
    by_output: FxHashMap<String, Alike>,
    /// Links by their address, where that is none of the site's.
    by_address: FxHashMap<Cow<'a, str>, Alike>,
}

/// Links to one address, by their places in the body.
#[derive(Clone, Copy)]
struct Alike {
    first: usize,
    /// The first that has no text.
    blank: Option<usize>,
}

/// The source is searched for so many links; more than that are told by their number alone.
const SEARCHES: usize = 128;

impl<'a, 'p> LinkSink<'a, 'p> {
    fn new(built: &'a Built<'_>, html: &'a Html<'p>) -> Self {
        Self {
            built,
            html,
            written: OnceCell::new(),
            searched: Cell::new(0),
            last: Cell::new(Span::default()),
        }
    }

    fn add(&self, href: &str, finding: Finding, sink: &mut Sink) {
        match self.written(href) {
            Some((file, span)) => sink.add(&file.path, finding.at(span)),
            None => sink.add_everywhere(self.html.path, finding),
        }
    }

    /// Place of a link's address in the page's own source.
    fn written(&self, href: &str) -> Option<(&'a SourceFile, Span)> {
        let written = self.written.get_or_init(|| self.gather()).as_ref()?;
        let target = self.html.target(href);
        let decoded = percent_decode_str(href).decode_utf8_lossy();
        let alike = [
            target.and_then(|target| written.by_output.get(&target)),
            written.by_address.get(&decoded),
        ];
        let alike = || alike.iter().flatten();
        // A link that cannot be seen has no text; of two to one address it is the one at fault.
        let blank = alike().filter_map(|alike| alike.blank).min();
        if let Some(at) = blank.or_else(|| alike().map(|alike| alike.first).min()) {
            return Some((written.file, written.body.links[at].span));
        }
        // What raw HTML writes is no link of the body's.
        self.searched.set(self.searched.get() + 1);
        if self.searched.get() <= SEARCHES {
            let found = memmem::find(written.file.text.as_bytes(), href.as_bytes());
            let at = found.filter(|_| !href.is_empty())?;
            self.last.set(Span::new(at, at + href.len()));
        }
        Some((written.file, self.last.get()))
    }

    fn gather(&self) -> Option<WrittenLinks<'a>> {
        let site = self.built.site;
        let (file, body, resolved) = if let Job::Document(id) = self.html.job {
            let page = &site.pages[id];
            (&page.document.file, &page.document.body, &page.links)
        } else {
            let column = &site.columns[column_of(self.html.job)?];
            (&column.source.file, &column.source.body, &column.links)
        };
        let mut written = WrittenLinks {
            file,
            body,
            by_output: FxHashMap::default(),
            by_address: FxHashMap::default(),
        };
        for (at, (link, resolved)) in body.links.iter().zip(resolved).enumerate() {
            if link.is_picture {
                continue;
            }
            let one = Alike {
                first: at,
                blank: link.text.trim().is_empty().then_some(at),
            };
            let alike = if let Resolved::Target(target) = resolved {
                written.by_output.entry(site.output(*target)).or_insert(one)
            } else {
                let address = percent_decode_str(&link.destination).decode_utf8_lossy();
                written.by_address.entry(address).or_insert(one)
            };
            alike.blank = alike.blank.or(one.blank);
        }
        Some(written)
    }
}
