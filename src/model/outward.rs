//! The addresses on the web that the sources write in full.

use crate::{
    parse::{Link, raw_links},
    source::{SourceFile, Span, host},
    standard::{Data, Record, Typed},
};

use super::Site;

/// An address on the web, where a source writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outward {
    /// The file.
    pub path: String,
    /// Bytes of the address, or of the whole link where that writes it elsewhere.
    pub span: Span,
    /// The address.
    pub address: String,
    /// True if the address stands at those bytes as it is.
    pub is_literal: bool,
}

impl Site {
    /// Every address on the web in what is published, the site's own included, in the order of the
    /// files: links and pictures of Markdown and of raw HTML, front matter, structured data, settings.
    ///
    /// What is not published is left out: asking for its addresses would tell others of it.
    pub fn outward(&self) -> &[Outward] {
        self.outward.get_or_init(|| self.gather_outward())
    }

    fn gather_outward(&self) -> Vec<Outward> {
        let mut found = Gatherer::default();
        found.fields(&self.config.file, &self.config.record);
        for column in &self.columns {
            let source = &column.source;
            found.fields(&source.file, &source.record);
            found.links(&source.file, &source.body.links);
            if let Some(data) = &column.data {
                let path = column.data_path();
                let mut files = self.data_files.iter().map(|data| &data.file);
                if let Some(file) = files.find(|file| file.path == path) {
                    found.fields(file, data);
                }
            }
        }
        for (_, page) in self.published() {
            let document = &page.document;
            found.fields(&document.file, &document.record);
            found.links(&document.file, &document.body.links);
        }
        let mut found = found.found;
        found.sort();
        found.dedup();
        found
    }
}

#[derive(Default)]
struct Gatherer {
    found: Vec<Outward>,
}

impl Gatherer {
    fn links(&mut self, file: &SourceFile, links: &[Link]) {
        let raw = raw_links(file);
        for link in links.iter().chain(&raw) {
            self.add(file, link.span, &link.destination);
        }
    }

    fn fields(&mut self, file: &SourceFile, record: &Record) {
        for (_, _, value) in &record.fields {
            self.value(file, value);
        }
    }

    fn value(&mut self, file: &SourceFile, value: &Typed) {
        match &value.data {
            Data::Link(text) => self.add(file, value.span, text),
            // Only a text that is nothing but an address becomes a link.
            Data::Text(text) if !text.contains(char::is_whitespace) && !text.starts_with("//") => {
                self.add(file, value.span, text);
            }
            Data::List(items) => items.iter().for_each(|item| self.value(file, item)),
            Data::Map(record) => self.fields(file, record),
            _ => {}
        }
    }

    fn add(&mut self, file: &SourceFile, span: Span, address: &str) {
        if host(address).is_none() {
            return;
        }
        let written = file.text.get(span.start..span.end).unwrap_or_default();
        // A value in quotes has its quotes in its span; a link whose address stands elsewhere has its
        // own text there, which may well be an address too.
        let is_literal = written.trim_matches(['"', '\'']) == address;
        let span = match written.find(address) {
            Some(at) if is_literal => Span::new(span.start + at, span.start + at + address.len()),
            _ => span,
        };
        self.found.push(Outward {
            path: file.path.clone(),
            span,
            address: address.to_owned(),
            is_literal,
        });
    }
}
