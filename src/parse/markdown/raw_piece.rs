//! A piece of raw HTML, and where each byte of it stood.

use std::ops::Range;

/// A piece of raw HTML as it stands between what Markdown makes.
#[derive(Debug, Default)]
pub(super) struct RawPiece {
    pub(super) html: String,
    /// Start of each line in the piece, and the bytes of the parsed text that the line was.
    lines: Vec<(usize, Range<usize>)>,
}

impl RawPiece {
    /// Adds a line, or a tag that goes over several.
    pub(super) fn add(&mut self, html: &str, range: Range<usize>) {
        self.lines.push((self.html.len(), range));
        self.html.push_str(html);
    }

    /// The bytes of the parsed text that some bytes of the piece were.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start, false);
        start..self.offset(range.end, true).max(start)
    }

    /// Place of a byte of the piece in the parsed text; of an end, the byte before it tells the
    /// line.
    fn offset(&self, at: usize, is_end: bool) -> usize {
        let inside = at - usize::from(is_end && at > 0);
        let line = self.lines.partition_point(|(start, _)| *start <= inside);
        let Some((start, range)) = line.checked_sub(1).and_then(|line| self.lines.get(line)) else {
            return 0;
        };
        // A tag that goes over several lines of a quote lacks their signs: its whole place is told.
        let next = self
            .lines
            .get(line)
            .map_or(self.html.len(), |(start, _)| *start);
        if next - start == range.len() || self.lines.len() > 1 {
            (range.start + (at - start)).min(range.end)
        } else if is_end {
            range.end
        } else {
            range.start
        }
    }
}

/// An element that goes with its content if its closing tag comes, and what was there before it.
pub(super) struct Going {
    /// Place of what was told of it among the faults.
    pub(super) fault: usize,
    pub(super) name: String,
    pub(super) depth: usize,
    pub(super) html: usize,
    pub(super) splices: usize,
    pub(super) links: usize,
    pub(super) headings: usize,
    pub(super) tables: usize,
    /// Length of the heading's text, and of the link's.
    pub(super) heading: usize,
    pub(super) link: usize,
}
