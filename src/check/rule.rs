//! What a rule is, and the macro that declares one.

use crate::{
    diagnostic::{Diagnostic, Fault, Fix, Label, Severity},
    model::Site,
    source::Span,
};

/// A folder below `check/rules/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Files as files.
    Source,
    /// Front matter and structured data as YAML and under their schemas.
    FrontMatter,
    /// Files that hold data or are named by fields.
    Data,
    /// Bodies of pages.
    Content,
    /// Columns and addresses.
    Site,
    /// Links and relations.
    Links,
}

impl Family {
    /// The folder's name.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::FrontMatter => "front_matter",
            Self::Data => "data",
            Self::Content => "content",
            Self::Site => "site",
            Self::Links => "links",
        }
    }
}

/// All that is known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// Stable ID, equal to the file's name with `-` for `_`.
    pub id: &'static str,
    /// The folder it lies in.
    pub family: Family,
    /// Severity unless the site says otherwise.
    pub severity: Severity,
    /// First release with the rule.
    pub since: &'static str,
    /// The doc comment: the rule's page in the manual, in Chinese.
    pub docs: &'static str,
    /// The file that declares it.
    pub file: &'static str,
}

/// The card of a rule; written by `declare_rule!`, never by hand.
pub trait Declared {
    /// The card.
    fn meta(&self) -> &'static RuleMeta;
}

/// One check with one ID.
pub trait Rule: Declared + Sync {
    /// Says what a fact means, if it is this rule's to tell.
    fn fault(&self, _fault: &Fault) -> Option<Finding> {
        None
    }

    /// Looks at the site as a whole.
    fn site(&self, _site: &Site, _sink: &mut Sink<'_>) {}
}

/// What a rule has to say; the engine adds ID, severity and place.
#[derive(Debug, Default)]
pub struct Finding {
    message: String,
    help: String,
    clause: Option<String>,
    span: Span,
    related: Vec<Label>,
    fix: Option<Fix>,
}

impl Finding {
    /// What is wrong, and what to do.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            ..Self::default()
        }
    }

    /// The clause that says so.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// The bytes at fault.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// Another place that belongs to it.
    #[must_use]
    pub fn related(mut self, path: &str, span: Span, message: &str) -> Self {
        self.related.push(Label {
            path: path.to_owned(),
            span,
            message: message.to_owned(),
        });
        self
    }

    /// The change that certainly mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: &str) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.to_owned(),
        });
        self
    }
}

/// Where a rule puts what it finds; fills in ID and severity.
pub struct Sink<'a> {
    meta: &'a RuleMeta,
    found: Vec<(String, Finding)>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(meta: &'a RuleMeta) -> Self {
        Self {
            meta,
            found: Vec::new(),
        }
    }

    /// Adds a finding in a file.
    pub fn add(&mut self, path: &str, finding: Finding) {
        self.found.push((path.to_owned(), finding));
    }

    pub(super) fn add_at(&mut self, path: &str, span: Span, finding: Finding) {
        self.add(path, finding.at(span));
    }

    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let meta = self.meta;
        self.found
            .into_iter()
            .map(|(path, finding)| Diagnostic {
                rule: meta.id,
                severity: meta.severity,
                path,
                span: finding.span,
                message: finding.message,
                clause: finding.clause,
                help: finding.help,
                related: finding.related,
                fix: finding.fix,
            })
            .collect()
    }
}

/// Declares a rule: its doc comment is its page in the manual and its first test.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        $name:ident { id: $id:literal, family: $family:ident, severity: $severity:ident, since: $since:literal $(,)? }
    ) => {
        $(#[doc = $doc])+
        pub(crate) struct $name;

        impl $crate::check::Declared for $name {
            fn meta(&self) -> &'static $crate::check::RuleMeta {
                static META: $crate::check::RuleMeta = $crate::check::RuleMeta {
                    id: $id,
                    family: $crate::check::Family::$family,
                    severity: $crate::diagnostic::Severity::$severity,
                    since: $since,
                    docs: concat!($($doc, "\n"),+),
                    file: file!(),
                };
                &META
            }
        }
    };
}

pub(crate) use declare_rule;
