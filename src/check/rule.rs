//! Interface of a rule, and the macro that declares one.

use std::sync::Arc;

use crate::{
    diagnostic::{Fault, Fix, Label, Others, Severity},
    index::IndexFlaw,
    linkcheck::Links,
    model::{Page, Site},
    source::Span,
};

use super::{Built, Html, SettingFlaw};

/// A folder below `check/rules/` with its rules.
#[derive(Clone, Copy)]
pub struct Family {
    /// The folder's name.
    pub folder: &'static str,
    /// The heading in the manual.
    pub label: &'static str,
    /// Its rules, in the order of the manual.
    pub rules: &'static [&'static dyn Rule],
}

/// All that is known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// Stable ID, equal to the file's name with `-` for `_`.
    pub id: &'static str,
    /// Worst severity of its findings, unless the site says otherwise.
    pub severity: Severity,
    /// Numbers of the requirements it judges; a finding that names none breaks all of them.
    pub requirements: &'static [&'static str],
    /// First release with the rule.
    pub since: &'static str,
    /// The doc comment: the rule's page in the manual, in Chinese.
    pub docs: &'static str,
    /// The file that declares it.
    pub file: &'static str,
}

impl RuleMeta {
    /// The folder of its family.
    pub fn folder(&self) -> &'static str {
        let mut above = self.file.rsplit(['/', '\\']).skip(1);
        above.next().unwrap_or_default()
    }

    /// Summary of the mistake that it finds: the first line of its page.
    pub fn summary(&self) -> &'static str {
        self.docs.lines().next().unwrap_or_default().trim()
    }
}

/// The card of a rule; written by `declare_rule!`, never by hand.
pub trait Declared {
    /// The card.
    fn meta(&self) -> &'static RuleMeta;
}

/// One check with one ID. A rule implements the hooks that it needs.
pub trait Rule: Declared + Sync {
    /// Says what a fact means, if it is this rule's to tell.
    fn fault(&self, _fault: &Fault) -> Option<Finding> {
        None
    }

    /// Looks at the site as a whole.
    fn site(&self, _site: &Site, _sink: &mut Sink) {}

    /// Looks at one document, published or not; documents are looked at on every core.
    fn document(&self, _site: &Site, _page: &Page, _sink: &mut Sink) {}

    /// Looks at the tags of one rendered page, each by what it is and what it holds. Where nothing is
    /// wrong with a part that many pages share, its tags are not among the page's own again.
    fn tags(&self, _built: &Built<'_>, _html: &Html<'_>, _sink: &mut Sink) {}

    /// Looks at one rendered page as a whole.
    fn html(&self, _built: &Built<'_>, _html: &Html<'_>, _sink: &mut Sink) {}

    /// Says what a flaw of the search index means, if it is this rule's to tell.
    fn flaw(&self, _flaw: &IndexFlaw) -> Option<Finding> {
        None
    }

    /// Says what is wrong with a waiver or a severity of the settings, if it is this rule's to tell.
    fn setting(&self, _flaw: &SettingFlaw<'_>) -> Option<Finding> {
        None
    }

    /// Looks at the output as a whole, once every page of it was rendered.
    fn output(&self, _built: &Built<'_>, _sink: &mut Sink) {}

    /// True if it judges what other websites answered, and so has nothing to say without asking.
    fn needs_network(&self) -> bool {
        false
    }

    /// Looks at where the pages lead, once every file of the output is known.
    fn links(&self, _built: &Built<'_>, _links: &Links, _sink: &mut Sink) {}
}

/// The rule that tells of panics.
pub const INTERNAL_ERROR: &str = "internal-error";

/// Finding of a rule; the engine adds ID, severity and place.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) clause: Option<String>,
    pub(super) requirements: Vec<Arc<str>>,
    pub(super) severity: Option<Severity>,
    pub(super) is_strict: bool,
    pub(super) span: Span,
    pub(super) related: Vec<Label>,
    pub(super) fix: Option<Fix>,
    pub(super) others: Others,
}

impl Finding {
    /// Makes a finding of a message, which says what is wrong, and of help, which says what to do.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            ..Self::default()
        }
    }

    /// The clause that says so; without it, the clause of the requirement is quoted.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// The clause, where there is one.
    #[must_use]
    pub fn clause_if(mut self, clause: Option<&str>) -> Self {
        self.clause = clause.map(str::to_owned).or(self.clause);
        self
    }

    /// The requirement that is broken, by its number; severity and clause come from the first that
    /// is named. Without any, the finding breaks all that the rule judges.
    #[must_use]
    pub fn of(mut self, requirement: &str) -> Self {
        self.requirements.push(Arc::from(requirement));
        self
    }

    /// The requirement that is broken, where there is one.
    #[must_use]
    pub fn of_if(mut self, requirement: Option<&str>) -> Self {
        self.requirements.extend(requirement.map(Arc::from));
        self
    }

    /// Worth telling, though no requirement is broken by it alone: one stale column of the five that
    /// would be, or a field that no requirement names. Severity is the rule's unless one is given;
    /// without [`Self::clause`] there is none.
    #[must_use]
    pub fn breaking_none(mut self) -> Self {
        self.requirements = vec![Arc::from("")];
        self
    }

    /// Less severe than the requirement, or of a severity of its own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// An error, whatever the requirement and the site weigh, where that is so: a statutory table would
    /// be published with a cell too few.
    #[must_use]
    pub fn strict_if(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
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

    /// The change that certainly mends it, where there is one.
    #[must_use]
    pub fn fix_if(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix.or(self.fix);
        self
    }

    /// The change that certainly mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }
}

/// Receiver of the findings of a rule.
#[derive(Debug, Default)]
pub struct Sink {
    pub(super) found: Vec<(String, Finding)>,
    pub(super) everywhere: Vec<(String, Finding)>,
    pub(super) notes: Vec<Note>,
}

/// Reason that a requirement is neither passed nor failed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Number of the requirement.
    pub requirement: &'static str,
    /// True if it only could not be decided; false if it does not apply to this site at all.
    pub applies: bool,
    /// The reason, in Chinese.
    pub reason: String,
}

impl Sink {
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.everywhere.is_empty() && self.notes.is_empty()
    }

    /// Takes over what another one received.
    pub(super) fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
        self.everywhere.append(&mut other.everywhere);
        self.notes.append(&mut other.notes);
    }

    /// Adds a finding in a file.
    pub fn add(&mut self, path: &str, finding: Finding) {
        self.found.push((path.to_owned(), finding));
    }

    /// Adds a finding that many rendered pages share; it is told once, with the first page and how
    /// many more there are.
    pub fn add_everywhere(&mut self, page: &str, finding: Finding) {
        self.everywhere.push((page.to_owned(), finding));
    }

    /// Says that a requirement could not be decided, which is not a pass.
    pub fn uncertain(&mut self, requirement: &'static str, reason: impl Into<String>) {
        self.notes.push(Note {
            requirement,
            applies: true,
            reason: reason.into(),
        });
    }

    /// Says that a requirement does not apply to this site.
    pub fn not_applicable(&mut self, requirement: &'static str, reason: impl Into<String>) {
        self.notes.push(Note {
            requirement,
            applies: false,
            reason: reason.into(),
        });
    }
}

/// Declares a rule: its doc comment is its page in the manual and its first test.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            id: $id:literal, severity: $severity:ident,
            $(requirements: [$($requirement:literal),* $(,)?],)?
            since: $since:literal $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        pub(crate) struct $name;

        impl $crate::check::Declared for $name {
            fn meta(&self) -> &'static $crate::check::RuleMeta {
                static META: $crate::check::RuleMeta = $crate::check::RuleMeta {
                    id: $id,
                    severity: $crate::diagnostic::Severity::$severity,
                    requirements: &[$($($requirement),*)?],
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
