//! **In:** one [`SourceFile`]. **Out:** one [`Parsed`] with its faults. **Touches:** nothing; cannot fail.

mod attachment;
mod encoding;
mod front_matter;
mod markdown;
mod photo;
mod picture;
mod table;

use std::borrow::Cow;

use jiff::civil::DateTime;

use crate::{
    diagnostic::Fault,
    source::{
        SourceFile, extension, file_name, is_column_index, is_index, is_markdown, parent,
        without_conflicts,
    },
    standard::{
        Mark, Record, Standard, read_record,
        view::{ColumnMeta, Disclosure, DocumentMeta},
    },
    yaml::{Node, read_yaml},
};

pub use attachment::{Contents, PROPERTY, Passage, parse_attachment};
pub use markdown::{
    Body, Dialect, Heading, Link, NO_PICTURE, NOTICE, Splice, SpliceKind, Table, escape,
    heading_id, markdown, parse_markdown,
};
pub use photo::{Traces, without_traces};
pub use picture::Picture;
pub use table::parse_table;

/// Result of parsing a file, by its kind.
#[derive(Debug)]
pub enum Parsed {
    /// A document: Markdown with front matter.
    Document(Document),
    /// The front page of a column: `_index.md`.
    Column(ColumnSource),
    /// Structured data: YAML.
    Data(DataSource),
    /// An SVG.
    Picture(Picture),
}

/// A document as its editor wrote it, parts known by their places.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub file: SourceFile,
    /// Front matter under the schema of documents.
    pub record: Record,
    /// True if the front matter could be read at all.
    pub is_readable: bool,
    /// Title; the file's name where the field is missing.
    pub title: String,
    /// 发布日期; absent where the field is missing or wrong.
    pub published: Option<DateTime>,
    /// True if 发布日期 has a time; without one `published` is at midnight.
    pub is_timed: bool,
    /// 公开属性; absent where the field is missing or wrong.
    pub disclosure: Option<Disclosure>,
    /// The Markdown.
    pub body: Body,
    /// Noteworthy places in the text.
    pub marks: Vec<Mark>,
    /// Faults of the file by itself.
    pub faults: Vec<Fault>,
}

impl Document {
    /// The fields of its front matter.
    pub fn meta(&self) -> DocumentMeta<'_> {
        DocumentMeta::new(&self.record)
    }
}

impl ColumnSource {
    /// The fields of its front matter.
    pub fn meta(&self) -> ColumnMeta<'_> {
        ColumnMeta::new(&self.record)
    }
}

/// `_index.md` of a column.
#[derive(Debug)]
pub struct ColumnSource {
    /// The text.
    pub file: SourceFile,
    /// Front matter under the schema of columns.
    pub record: Record,
    /// The Markdown.
    pub body: Body,
    /// Noteworthy places in the text.
    pub marks: Vec<Mark>,
    /// Faults of the file by itself.
    pub faults: Vec<Fault>,
}

/// A YAML file below `content/`; its schema is known only once its column is.
#[derive(Debug)]
pub struct DataSource {
    /// The text.
    pub file: SourceFile,
    /// Its tree.
    pub node: Option<Node>,
    /// Noteworthy places in the text.
    pub marks: Vec<Mark>,
    /// Faults of the file by itself.
    pub faults: Vec<Fault>,
}

/// Parses one file by itself: nothing here depends on any other file.
pub fn parse(file: SourceFile, standard: &Standard) -> Parsed {
    let marks = standard.lexicon.scan(&file.text);
    if extension(&file.path) == "svg" {
        let mut picture = picture::parse_picture(file);
        picture.marks = marks;
        return Parsed::Picture(picture);
    }
    if !is_markdown(&file.path) {
        let (node, faults) = read_yaml(&file.path, &file.text, 0);
        let faults = Fault::conflicts_or(&file, faults);
        return Parsed::Data(DataSource {
            file,
            node,
            marks,
            faults,
        });
    }
    let is_column = is_column_index(&file.path);
    let (schema, wanted_by) = if is_column {
        (&standard.column, "栏目")
    } else {
        (&standard.document, "文档")
    };
    let (node, body_at, mut faults) = front_matter::split(&file);
    let is_readable = node.is_some();
    let record = node.map_or_else(
        || Record::empty(schema),
        |node| {
            let (record, wrong) = read_record(&node, schema, wanted_by);
            faults.extend(
                wrong
                    .into_iter()
                    .map(|(span, kind)| Fault::new(&file.path, span, kind)),
            );
            record
        },
    );
    let conflicts = Fault::conflicts(&file);
    let own_body = &file.text[body_at..];
    let own_body = if conflicts.is_empty() {
        Cow::Borrowed(own_body)
    } else {
        Cow::Owned(without_conflicts(own_body))
    };
    let (body, wrong) = markdown(&own_body, body_at, Dialect::site());
    faults.extend(
        wrong
            .into_iter()
            .map(|(span, kind)| Fault::new(&file.path, span, kind)),
    );
    let faults = if conflicts.is_empty() {
        faults
    } else {
        conflicts
    };
    if is_column {
        return Parsed::Column(ColumnSource {
            file,
            record,
            body,
            marks,
            faults,
        });
    }
    let meta = DocumentMeta::new(&record);
    let publish_date = meta.publish_date();
    let written = publish_date
        .place()
        .and_then(|span| file.text.get(span.start..span.end));
    let is_timed = written.is_some_and(|text| text.contains(':'));
    let (published, disclosure) = (publish_date.get(), meta.disclosure().get());
    let title = meta
        .title()
        .get()
        .map_or_else(|| stem(&file.path).to_owned(), str::to_owned);
    Parsed::Document(Document {
        file,
        record,
        is_readable,
        title,
        published,
        is_timed,
        disclosure,
        body,
        marks,
        faults,
    })
}

/// The links and pictures that the raw HTML in a Markdown file writes, each with its bytes.
///
/// The body has those that lead out of the site only as text; they are looked for again, in the few
/// files that may have any, because hardly a run needs them.
pub fn raw_links(file: &SourceFile) -> Vec<Link> {
    if !markdown::may_write_links(&file.text) {
        return Vec::new();
    }
    let (_, body_at, _) = front_matter::split(file);
    markdown::raw_links(&file.text[body_at..], body_at)
}

/// Name of a document: its file without `.md`, or its folder where the file is `index.md`.
pub fn stem(path: &str) -> &str {
    let path = if is_index(path) && path.contains('/') {
        parent(path)
    } else {
        path
    };
    let name = file_name(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if is_markdown(name) => stem,
        _ => name,
    }
}
