//! Lines of Markdown as they are read out: without blanks, emphasis and the addresses of links.

use crate::source::Span;

use super::plain_text::{narrow, unread};

/// Signs after which a sentence is over.
const ENDS: [char; 8] = ['。', '；', ';', '！', '？', '!', '?', '\n'];

/// A line with the places of its characters in the file.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// The words; digits of full width are narrow.
    pub(crate) text: String,
    /// Place of each byte of the text.
    places: Vec<usize>,
    end: usize,
}

impl Line {
    /// Reads a line that stands at a place of its file.
    pub(crate) fn read(written: &str, start: usize) -> Self {
        let mut line = Self {
            text: String::with_capacity(written.len()),
            places: Vec::with_capacity(written.len()),
            end: start + written.len(),
        };
        let mut at = 0;
        while let Some(c) = written[at..].chars().next() {
            let after = &written[at + c.len_utf8()..];
            let skipped = unread(c, after);
            if skipped.is_none() && !c.is_whitespace() && !"[]*`#\\\u{200b}\u{ad}".contains(c) {
                let c = narrow(c);
                line.text.push(c);
                let places = std::iter::repeat_n(start + at, c.len_utf8());
                line.places.extend(places);
            }
            at += c.len_utf8() + skipped.unwrap_or(0);
        }
        line
    }

    /// Place in the file of some bytes of the text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| self.places.get(at).copied().unwrap_or(self.end);
        Span::new(place(start), place(end))
    }

    /// The sentences, each with its place in the text.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.text.split_inclusive(ENDS).map(move |sentence| {
            let at = start;
            start += sentence.len();
            (at, sentence.trim_end_matches(ENDS))
        })
    }
}

/// The lines of a text that are no quotation, each with its place in the file.
pub(crate) fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    crate::source::lines(text)
        .map(move |(at, line)| (start + at, line.trim_end_matches(['\n', '\r'])))
        .filter(|(_, line)| !line.trim_start().starts_with('>') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_it_is_read_out() {
        let written = "自收到[申请](a.md)之日起 **２０** 个工作日内。第二句";
        let line = Line::read(written, 100);
        assert_eq!(line.text, "自收到申请之日起20个工作日内。第二句");
        let at = line.text.find("20").unwrap();
        let span = line.span(at, at + 2);
        assert_eq!(&written[span.start - 100..span.end - 100], "２０** ");
        let sentences: Vec<&str> = line.sentences().map(|(_, sentence)| sentence).collect();
        assert_eq!(sentences, ["自收到申请之日起20个工作日内", "第二句"]);
    }
}
