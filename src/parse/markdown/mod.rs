//! Markdown to HTML, once, with the places of headings, links and pictures kept.
//!
//! Links cannot be resolved before the whole site is known, so the HTML has gaps ([`Splice`]) that
//! the renderer fills; nothing is parsed twice.

mod address;
mod coverage;
mod emphasis;
mod escape;
mod mends;
mod open;
mod prose;
mod raw_html;
mod raw_links;
mod raw_piece;
mod raw_writer;
mod suspicions;
mod tree;
mod writer;

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::{diagnostic::FaultKind, source::Span};

pub use escape::escape;
pub use mends::heading_id;
pub(super) use raw_links::{may_write_links, raw_links};

/// The body of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// Start of its Markdown in the source, in bytes.
    pub start: usize,
    /// HTML with gaps.
    pub html: String,
    /// The gaps, in order.
    pub splices: Vec<Splice>,
    /// Links and pictures in reading order.
    pub links: Vec<Link>,
    /// Headings in reading order.
    pub headings: Vec<Heading>,
    /// Tables in reading order.
    pub tables: Vec<Table>,
}

/// A table, by the places of its cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its bytes in the source.
    pub span: Span,
    /// Cells of each row, the header first; bytes of the cell in the source.
    pub rows: Vec<Vec<Span>>,
}

/// A gap in the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Start of the gap in the HTML, in bytes.
    pub start: usize,
    /// End of the gap: the same place for an address, past the tag for a picture.
    pub end: usize,
    /// Place of its link among the body's links.
    pub link: usize,
    /// Kind of text that goes there.
    pub kind: SpliceKind,
}

/// Kind of text that fills a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpliceKind {
    /// The address of a link.
    Href,
    /// A picture with its text alternative; the gap holds a plain `<img>` without address.
    Picture {
        /// The text alternative.
        alt: String,
    },
}

/// A link or picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Destination as written.
    pub destination: String,
    /// Bytes of the destination in the source, or of the whole link where they differ from it.
    pub span: Span,
    /// True if it is a picture.
    pub is_picture: bool,
    /// The words that are clicked, or the picture's text alternative.
    pub text: String,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its bytes in the source.
    pub span: Span,
    /// Start of its HTML, in bytes.
    pub html_start: usize,
}

/// Markdown that is read, and the HTML that is made of it.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// Extensions of the parser.
    pub options: Options,
    /// The mends for Chinese.
    pub mends: bool,
    /// Anchors, table wrappers, gaps for links, sanitised HTML; without it plain `CommonMark`.
    pub site: bool,
}

impl Dialect {
    /// Dialect that sites are written in.
    pub fn site() -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        Self {
            options,
            mends: true,
            site: true,
        }
    }
}

/// Renders Markdown with an explicit dialect: what the specification's examples are held against.
pub fn parse_markdown(text: &str, dialect: Dialect) -> String {
    markdown(text, 0, dialect).0.html
}

/// Number of times that a text is parsed at most: each time, signs that turned out to be no markup stay
/// as they are written, and others may pair up in their place.
const ROUNDS: usize = 8;

/// Renders the Markdown that stands at `offset` in its file.
pub fn markdown(text: &str, offset: usize, dialect: Dialect) -> (Body, Vec<(Span, FaultKind)>) {
    let mut as_written = BTreeSet::new();
    let mut doubts = Vec::new();
    let mut round = 1;
    loop {
        let mended = if dialect.mends {
            mends::mend(text, &as_written)
        } else {
            mends::Mended::untouched(text)
        };
        let mut parser = Parser::new_ext(&mended.text, dialect.options).into_offset_iter();
        let mut writer = writer::Writer::new(text, offset, dialect, &mended);
        let mut used = BTreeSet::new();
        while let Some((event, range)) = parser.next() {
            // It is the definition of a reference that wrote its destination.
            let defined = label(&event).and_then(|label| parser.reference_definitions().get(label));
            let range = defined.map_or(range, |definition| definition.span.clone());
            if defined.is_some() {
                used.insert(range.start);
            }
            writer.event(event, range);
        }
        let definitions = parser.reference_definitions().iter();
        writer.definitions = definitions
            .map(|(label, definition)| open::Definition {
                label: label.to_owned(),
                is_used: used.contains(&definition.span.start),
                range: definition.span.clone(),
            })
            .collect();
        let before = as_written.len();
        let found = std::mem::take(&mut writer.doubts);
        as_written.extend(writer.as_written.drain(..));
        if as_written.len() == before || round == ROUNDS {
            doubts.extend(found.into_iter().filter(|(_, is_text)| !is_text));
            let (body, mut faults) = writer.finish();
            faults.extend(
                doubts
                    .into_iter()
                    .map(|(span, is_text)| (span, FaultKind::AmbiguousSign { is_text })),
            );
            return (body, faults);
        }
        doubts.extend(found.into_iter().filter(|(_, is_text)| *is_text));
        round += 1;
    }
}

/// The label of a link or picture whose destination is defined elsewhere.
fn label<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event
    else {
        return None;
    };
    let is_reference = matches!(
        link_type,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
    );
    is_reference.then_some(id)
}

/// Address of a picture that is not shown.
pub const NO_PICTURE: &str = "data:,";

/// Notice that a link to no government website shows before it is followed.
pub const NOTICE: &str = "非政府网站，将离开本站";
