//! Things that are open while a text is written, and that end further on.

use std::ops::Range;

/// Definition of a link.
pub(super) struct Definition {
    /// Its label.
    pub(super) label: String,
    /// True if a link refers to it.
    pub(super) is_used: bool,
    /// Its bytes in the parsed text.
    pub(super) range: Range<usize>,
}

/// Block of words: a paragraph, a heading, a cell, an item.
#[derive(Debug)]
pub(super) struct Block {
    /// Its bytes in the parsed text.
    pub(super) range: Range<usize>,
    /// Bytes of it that are no prose, in the parsed text.
    pub(super) apart: Vec<Range<usize>>,
    /// True if it is a heading.
    pub(super) is_heading: bool,
}

/// A list that is open.
#[derive(Debug)]
pub(super) struct Numbers {
    /// Number of the first item.
    pub(super) first: u64,
    /// Number that the next item is shown with.
    pub(super) next: u64,
    /// Number that was written of the last item.
    pub(super) last: Option<u64>,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Number of cells so far.
    pub(super) cells: usize,
    /// End of the last cell in the parsed text.
    pub(super) last: usize,
    /// End of the row in the parsed text.
    pub(super) end: usize,
}

/// Kind of block that text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Within {
    /// A paragraph, an item, a cell.
    #[default]
    Prose,
    /// A heading.
    Heading,
    /// A block of code.
    Code,
}
