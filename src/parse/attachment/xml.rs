//! XML as a flat run of steps: nothing here grows with the depth but a list of open names.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesEnd, BytesStart, Event},
};

use crate::parse::encoding;

/// One step through an XML.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// An element starts.
    Open(Tag<'a>),
    /// An element ends, an empty one too.
    Close(End<'a>),
    /// Text, references in it already resolved.
    Text(Cow<'a, str>),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

/// The end of an element.
#[derive(Debug)]
pub(super) struct End<'a>(BytesEnd<'a>);

impl Tag<'_> {
    /// Name without prefix: the prefixes of office files are a habit, not a rule.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// Value of an attribute, named without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.values(name).next()
    }

    /// Value of the last attribute of that name: `id` and `r:id` share it, and the second refers.
    pub(super) fn reference(&self, name: &str) -> Option<String> {
        self.values(name).last()
    }

    fn values(&self, name: &str) -> impl Iterator<Item = String> {
        let mut attributes = self.0.attributes();
        // Looking for doubles takes quadratic time, and a double is no reason to stop.
        attributes.with_checks(false);
        attributes
            .flatten()
            .filter(move |attribute| local(attribute.key.into_inner()) == name)
            .map(
                |attribute| match attribute.normalized_value(XmlVersion::Implicit1_0) {
                    Ok(value) => value.into_owned(),
                    Err(_) => attribute.value.to_string(),
                },
            )
    }

    /// True if an attribute says yes, as office files write it.
    pub(super) fn says(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| is_yes(&value))
    }
}

impl End<'_> {
    /// Name without prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }
}

/// Recognises a word that means yes.
pub(super) fn is_yes(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A walk through an XML that forgives what it can.
#[derive(Debug)]
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    is_broken: bool,
    is_done: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self {
            reader,
            is_broken: false,
            is_done: false,
        }
    }

    /// True if the walk ended before the end.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Skips to the end of an element that has just been opened.
    pub(super) fn skip_element(&mut self) {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next() {
                Some(Step::Open(_)) => depth += 1,
                Some(Step::Close(_)) => depth -= 1,
                Some(Step::Text(_)) => {}
                None => return,
            }
        }
    }

    /// All text of an element that has just been opened.
    pub(super) fn element_text(&mut self) -> String {
        let (mut depth, mut text) = (1_usize, String::new());
        while depth > 0 {
            match self.next() {
                Some(Step::Open(_)) => depth += 1,
                Some(Step::Close(_)) => depth -= 1,
                Some(Step::Text(part)) => text.push_str(&part),
                None => break,
            }
        }
        text
    }
}

impl<'a> Iterator for Xml<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        while !self.is_done {
            match self.reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => return Some(Step::Open(Tag(tag))),
                Ok(Event::End(end)) => return Some(Step::Close(End(end))),
                Ok(Event::Text(text)) => return Some(Step::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(Step::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => {
                    let c = match &*reference {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    if let Some(c) = c {
                        return Some(Step::Text(Cow::Owned(c.to_string())));
                    }
                }
                Ok(Event::Eof) => self.is_done = true,
                Ok(_) => {}
                Err(_) => {
                    self.is_done = true;
                    self.is_broken = true;
                }
            }
        }
        None
    }
}

/// The text of an XML part.
pub(super) fn decode(bytes: Vec<u8>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if text.starts_with('\u{feff}') => {
            return text['\u{feff}'.len_utf8()..].to_owned();
        }
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    encoding::decode(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned())
}
