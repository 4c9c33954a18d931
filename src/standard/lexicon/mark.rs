//! Marks of the noteworthy places in a text.

use crate::source::Span;

/// Something noteworthy in a text, with its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Bytes that are marked.
    pub span: Span,
    /// Kind of thing that stands there.
    pub kind: MarkKind,
}

/// Kind of thing that a [`Mark`] marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A phrase of the lexicon, by its place there.
    Phrase(u32),
    /// An ID number of a person whose check digit holds (GB 11643).
    IdNumber,
    /// A number of a person or a card of which too few digits are hidden.
    HalfMasked,
    /// A bank card number: issuer prefix and Luhn digit hold.
    BankCard,
    /// A mobile phone number.
    Mobile,
}
