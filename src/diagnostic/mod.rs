//! Findings as they are told to the editor: rule, place, severity, clause, and what to do.
//!
//! A [`Fault`] is a bare fact that a stage met on the way; a [`Diagnostic`] is the sentence that a
//! rule in [`check`](crate::check) makes of it.

mod answer;
mod fault;

use crate::source::Span;

pub use answer::{Answer, BadCertificate, DeadEnd, Inconclusive};
pub use fault::{Fault, FaultKind, Loss, Meant, NameSlip, Residue};

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Very likely wrong, or wrong by a source that is only remembered: a person must look.
    Warning,
    /// Stops the publication.
    Error,
}

impl Severity {
    /// The Chinese word shown to editors.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Info => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// Another place that belongs to the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// File the span lies in.
    pub path: String,
    /// The bytes.
    pub span: Span,
    /// Description of what stands there.
    pub message: String,
}

/// A change that certainly mends the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The bytes to replace, in the diagnostic's own file.
    pub span: Span,
    /// Text to put there.
    pub replacement: String,
}

impl Fix {
    /// The same change in a text that begins later in its file.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.span = self.span.shifted(offset);
        self
    }
}

/// Further places that a finding stands for, of which only the number is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Others {
    /// Number of further places.
    pub places: usize,
    /// The changes that mend them, as far as these are certain.
    pub fixes: Vec<Fix>,
}

impl Others {
    /// All of them, leaving none.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// The sentence for editors; nothing where there are no others.
    pub fn sentence(&self) -> Option<String> {
        (self.places > 0).then(|| {
            format!(
                "这个文件里这一类问题另有 {} 处，不再逐处列出，改好以后再检查一遍",
                self.places
            )
        })
    }
}

/// One finding of one rule at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's ID, such as `unknown-field`.
    pub rule: &'static str,
    /// Severity of the finding.
    pub severity: Severity,
    /// File the span lies in, below the site's folder.
    pub path: String,
    /// The bytes at fault.
    pub span: Span,
    /// Description of the fault: one Chinese line without a full stop.
    pub message: String,
    /// The clause that says so, where one does.
    pub clause: Option<String>,
    /// Advice on what the editor should do.
    pub help: String,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// The change that mends it, where that is certain.
    pub fix: Option<Fix>,
    /// Places of the same file that are not told one by one.
    pub others: Others,
}

impl Diagnostic {
    /// Number of places it stands for, its own included.
    pub const fn places(&self) -> usize {
        1 + self.others.places
    }

    /// The changes that mend it and the places it stands for.
    pub fn fixes(&self) -> impl Iterator<Item = &Fix> {
        self.fix.iter().chain(&self.others.fixes)
    }
}
