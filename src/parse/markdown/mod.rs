//! Markdown to HTML, once, with the places of headings, links and pictures kept.
//!
//! Links cannot be resolved before the whole site is known, so the HTML has gaps ([`Splice`]) that
//! the renderer fills; nothing is parsed twice.

mod escape;
mod mends;
mod raw_html;
mod writer;

use pulldown_cmark::{Options, Parser};

use crate::{diagnostic::FaultKind, source::Span};

pub use escape::escape;
pub use mends::heading_id;

/// The body of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
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
    /// Where the gap starts in the HTML.
    pub start: usize,
    /// Where it ends: the same place for an address, past the tag for a picture.
    pub end: usize,
    /// Which of the body's links it belongs to.
    pub link: usize,
    /// What goes there.
    pub kind: SpliceKind,
}

/// What fills a gap.
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
    /// Whether it is a picture.
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
    /// Where its HTML starts.
    pub html_start: usize,
}

/// Which Markdown is read and what HTML is made of it.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// Extensions of the parser.
    pub options: Options,
    /// The three mends for Chinese.
    pub mends: bool,
    /// Anchors, table wrappers, gaps for links, sanitised HTML; without it plain `CommonMark`.
    pub site: bool,
}

impl Dialect {
    /// What sites are written in.
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

/// Renders the Markdown that stands at `offset` in its file.
pub fn markdown(text: &str, offset: usize, dialect: Dialect) -> (Body, Vec<(Span, FaultKind)>) {
    let mended = if dialect.mends {
        mends::emphasis(text)
    } else {
        mends::Mended::untouched(text)
    };
    let parser = Parser::new_ext(&mended.text, dialect.options).into_offset_iter();
    let mut writer = writer::Writer::new(text, offset, dialect, &mended);
    for (event, range) in parser {
        writer.event(event, range);
    }
    let (body, raw, mut faults) = writer.finish();
    if raw && dialect.site {
        let (body, removed) = raw_html::sanitise(body, text, offset);
        faults.extend(removed);
        return (body, faults);
    }
    (body, faults)
}

/// Whether a destination leaves the site.
pub fn is_external(destination: &str) -> bool {
    destination.starts_with("//")
        || destination.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

/// Whether an address that leaves the site has a scheme that a link may have.
pub fn is_safe(destination: &str) -> bool {
    let lower = destination.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:", "//"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}
