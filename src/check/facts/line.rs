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
    /// Stretches of the text that stand together in the file too, in their order.
    runs: Vec<Run>,
    end: usize,
}

/// Stretch of a text, by its first byte.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Byte of the text.
    text: usize,
    /// Byte of the file.
    file: usize,
}

/// Bytes that no character begins with which is left out or changed: most of a text is copied as it is.
const COPIED: [bool; 256] = {
    let mut copied = [true; 256];
    let mut byte = 0;
    while byte < 0x80 {
        copied[byte] = byte > 0x20
            && !matches!(
                byte as u8,
                b'[' | b']' | b'*' | b'`' | b'#' | b'\\' | b'<' | 0x7f
            );
        byte += 1;
    }
    // The blanks among U+0080..U+20FF and U+3000, and the digits of full width.
    copied[0xc2] = false;
    copied[0xe1] = false;
    copied[0xe2] = false;
    copied[0xe3] = false;
    copied[0xef] = false;
    copied
};

/// True for signs of Markdown and for what has no width.
const fn is_sign(c: char) -> bool {
    matches!(
        c,
        '[' | ']' | '*' | '`' | '#' | '\\' | '\u{200b}' | '\u{ad}'
    )
}

impl Line {
    /// Reads a line that stands at a place of its file.
    pub(crate) fn read(written: &str, start: usize) -> Self {
        let mut line = Self {
            text: String::with_capacity(written.len()),
            runs: Vec::new(),
            end: start + written.len(),
        };
        let (mut at, mut copied) = (0, 0);
        while let Some(byte) = written.as_bytes().get(at) {
            if COPIED[usize::from(*byte)] {
                at += 1;
                continue;
            }
            let Some(c) = written[at..].chars().next() else {
                break;
            };
            let next = at + c.len_utf8();
            let skipped = unread(c, &written[next..]);
            let is_left_out = skipped.is_some() || c.is_whitespace() || is_sign(c);
            if is_left_out || narrow(c) != c {
                line.copy(&written[copied..at], start + copied);
                if !is_left_out {
                    line.copy(narrow(c).encode_utf8(&mut [0; 4]), start + at);
                }
                copied = next + skipped.unwrap_or(0);
                at = copied;
            } else {
                at = next;
            }
        }
        line.copy(&written[copied..], start + copied);
        line
    }

    fn copy(&mut self, words: &str, file: usize) {
        if !words.is_empty() {
            let text = self.text.len();
            self.runs.push(Run { text, file });
            self.text.push_str(words);
        }
    }

    /// Place in the file of some bytes of the text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.place(start), self.place(end))
    }

    fn place(&self, at: usize) -> usize {
        let after = self.runs.partition_point(|run| run.text <= at);
        let run = after.checked_sub(1).and_then(|last| self.runs.get(last));
        run.filter(|_| at < self.text.len())
            .map_or(self.end, |run| run.file + at - run.text)
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
