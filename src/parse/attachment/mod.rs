//! What attachments say.

/// What an attachment says, as far as a program can read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// True type by its first bytes.
    pub true_type: Option<&'static str>,
    /// Whether the file can't be opened without a password.
    pub is_encrypted: bool,
    /// Why its text could not be read.
    pub unreadable: Option<String>,
    /// Its texts in order with where they stand.
    pub passages: Vec<Passage>,
    /// Whether it has pages but no text layer.
    pub is_scan: bool,
}

/// A text in an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// Where it stands.
    pub place: String,
    /// The text.
    pub text: String,
    /// Whether a reader normally does not see it.
    pub is_hidden: bool,
}

/// Reads an attachment.
pub fn parse_attachment(_name: &str, _bytes: &[u8]) -> Contents {
    Contents::default()
}
