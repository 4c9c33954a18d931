//! Duties and figures of the law, by the ways in which texts get them wrong:
//! `statements.yaml`.

use std::sync::{Arc, LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;

use crate::{
    diagnostic::Severity,
    yaml::{self, Node},
};

/// Texts that a statement is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every text.
    All,
    /// Texts on the disclosure of information: columns and documents that have it in their title.
    Disclosure,
    /// The guide, the columns and documents on applications, and the systems.
    Application,
    /// Annual reports.
    Report,
    /// The text of the Regulation itself.
    Regulation,
    /// Texts on disclosure of an office that is no government of a county or above.
    Office,
    /// Texts on disclosure and on assessments.
    Assessment,
    /// Texts that are no drafts for comment.
    Settled,
}

impl Scope {
    /// The scopes that few texts are in.
    pub const SPECIAL: [Self; 6] = [
        Self::Disclosure,
        Self::Application,
        Self::Report,
        Self::Regulation,
        Self::Office,
        Self::Assessment,
    ];

    /// True if texts of every kind are in it.
    pub fn is_general(self) -> bool {
        !Self::SPECIAL.contains(&self)
    }
}

/// Numbers that a statement may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// None: what is written so is wrong.
    None,
    /// Not more.
    Most(u32),
    /// Not less.
    Least(u32),
    /// One of these.
    Exactly(Vec<u32>),
}

/// Way in which texts state a duty wrongly.
#[derive(Debug)]
pub struct Statement {
    /// Duty in a few words: `答复期限`.
    pub name: String,
    /// Texts that it is looked for in.
    pub scope: Scope,
    /// True if texts that the rule on time limits reads are left to that.
    pub is_elsewhere: bool,
    /// True if a whole line is looked at, not each sentence.
    pub is_of_lines: bool,
    /// True if the body that is named must be the superior government.
    pub names_superior: bool,
    /// Numbers that are right.
    pub bound: Bound,
    /// ID of the requirement.
    pub requirement: String,
    /// Clause, where it is not that of the requirement.
    pub clause: Option<String>,
    /// Severity, where it is not that of the requirement.
    pub severity: Option<Severity>,
    /// Text that should stand there.
    pub right: String,
    find: Pattern,
    unless: Option<Pattern>,
    with: Option<Pattern>,
    absent: Option<Pattern>,
}

/// A pattern that is compiled when a text first needs it: a run needs few.
#[derive(Debug)]
struct Pattern {
    source: String,
    regex: OnceLock<Regex>,
}

impl Pattern {
    fn new(written: &str) -> Self {
        let source = written
            .replace('…', ".{0,30}?")
            .replace("{N}", "(?P<n>[0-9]+|[一二三四五六七八九十百两]+)");
        Self {
            source,
            regex: OnceLock::new(),
        }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| {
            Regex::new(&self.source)
                .unwrap_or_else(|error| panic!("standard: statements.yaml: {error}"))
        })
    }
}

/// A statement found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated<'t> {
    /// First byte of it.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its number, as it is written.
    pub number: Option<&'t str>,
    /// The body that it names.
    pub body: Option<&'t str>,
}

impl Statement {
    /// The first place of a sentence that states the duty, in this way or another.
    pub fn find<'t>(&self, sentence: &'t str) -> Option<Stated<'t>> {
        let mut all = self.find.regex().captures_iter(sentence);
        // What is denied is matched first, so that its words are not taken again.
        let found = all.find(|found| found.name("no").is_none())?;
        let is_whole = |pattern: &Option<Pattern>| {
            pattern
                .as_ref()
                .is_some_and(|pattern| pattern.regex().is_match(sentence))
        };
        if is_whole(&self.unless) || self.with.is_some() && !is_whole(&self.with) {
            return None;
        }
        let whole = found.get(0)?;
        Some(Stated {
            start: whole.start(),
            end: whole.end(),
            number: found.name("n").map(|number| number.as_str()),
            body: ["body", "b2"]
                .into_iter()
                .find_map(|name| found.name(name))
                .map(|body| body.as_str()),
        })
    }

    /// True if the whole text says what makes it right.
    pub fn is_made_good(&self, text: &str) -> bool {
        let absent = self.absent.as_ref();
        absent.is_some_and(|absent| absent.regex().is_match(text))
    }
}

/// All statements, and what finds those that a text may hold.
#[derive(Debug, Clone)]
pub struct Statements {
    all: Arc<[Statement]>,
    anchors: AhoCorasick,
    /// Statement of each anchor.
    owners: Arc<[u32]>,
    /// Finds the anchors of the statements that are looked for in texts of every kind.
    general: AhoCorasick,
}

impl Statements {
    /// The statements of the standard.
    pub fn builtin() -> Self {
        static BUILTIN: LazyLock<Statements> = LazyLock::new(|| {
            let (node, _) = yaml::parse(include_str!("statements.yaml"), 0);
            Statements::read(&node.unwrap_or_else(|| panic!("standard: statements.yaml")))
        });
        BUILTIN.clone()
    }

    /// Statements of which an anchor stands in a text, each once, in their order.
    pub fn hinted(&self, text: &str) -> Vec<&Statement> {
        let mut hinted: Vec<u32> = Vec::new();
        for found in self.anchors.find_overlapping_iter(text) {
            let owner = self.owners[found.pattern().as_usize()];
            if !hinted.contains(&owner) {
                hinted.push(owner);
            }
        }
        hinted.sort_unstable();
        let all = hinted.into_iter();
        all.filter_map(|owner| self.all.get(owner as usize))
            .collect()
    }

    /// The first place at which an anchor of a statement stands that is looked for in texts of every
    /// kind: most texts have none at all.
    pub fn first_general(&self, text: &str) -> Option<usize> {
        self.general.find(text).map(|found| found.start())
    }

    /// Every statement.
    pub fn all(&self) -> &[Statement] {
        &self.all
    }

    fn read(node: &Node) -> Self {
        let (mut all, mut anchors, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (owner, item) in node.items().iter().enumerate() {
            for anchor in list(item, "anchors") {
                anchors.push(anchor);
                owners.push(owner as u32);
            }
            all.push(statement(item));
        }
        let finder = |anchors: &[&String], kind| {
            // One step for each byte: every line of some texts is looked through.
            let builder = &mut AhoCorasick::builder();
            let builder = builder.match_kind(kind).kind(Some(AhoCorasickKind::DFA));
            let finder = builder.build(anchors);
            finder.unwrap_or_else(|error| panic!("standard: statements.yaml: {error}"))
        };
        let general = anchors.iter().zip(&owners).filter(|(_, owner)| {
            let statement: &Statement = &all[**owner as usize];
            statement.scope.is_general()
        });
        let general: Vec<&String> = general.map(|(anchor, _)| anchor).collect();
        let general = finder(&general, MatchKind::LeftmostFirst);
        let anchors: Vec<&String> = anchors.iter().collect();
        Self {
            anchors: finder(&anchors, MatchKind::Standard),
            all: all.into(),
            owners: owners.into(),
            general,
        }
    }
}

fn word<'n>(item: &'n Node, name: &str) -> Option<&'n str> {
    item.get(name).and_then(Node::text)
}

fn list(item: &Node, name: &str) -> Vec<String> {
    let items = item.get(name).map(Node::items).unwrap_or_default();
    let words = items.iter().filter_map(Node::text);
    words.map(str::to_owned).collect()
}

fn statement(item: &Node) -> Statement {
    let number = |name: &str| word(item, name)?.parse::<u32>().ok();
    let exactly = list(item, "exactly");
    let bound = match (number("most"), number("least")) {
        (Some(most), _) => Bound::Most(most),
        (_, Some(least)) => Bound::Least(least),
        _ if exactly.is_empty() => Bound::None,
        _ => Bound::Exactly(exactly.iter().filter_map(|one| one.parse().ok()).collect()),
    };
    let is_so = |name: &str| word(item, name) == Some("yes");
    let pattern = |name: &str| word(item, name).map(Pattern::new);
    let text = |name: &str| word(item, name).unwrap_or_default().to_owned();
    Statement {
        name: text("name"),
        scope: match word(item, "where") {
            None => Scope::All,
            Some("disclosure") => Scope::Disclosure,
            Some("application") => Scope::Application,
            Some("report") => Scope::Report,
            Some("regulation") => Scope::Regulation,
            Some("office") => Scope::Office,
            Some("assessment") => Scope::Assessment,
            Some("settled") => Scope::Settled,
            Some(other) => panic!("standard: statements.yaml: no scope `{other}`"),
        },
        is_elsewhere: is_so("else"),
        is_of_lines: is_so("lines"),
        names_superior: is_so("superior"),
        bound,
        requirement: text("requirement"),
        clause: word(item, "clause").map(str::to_owned),
        severity: word(item, "severity").map(|severity| match severity {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        }),
        right: text("right"),
        find: Pattern::new(word(item, "find").unwrap_or_default()),
        unless: pattern("unless"),
        with: pattern("with"),
        absent: pattern("absent"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_has_its_number() {
        let statements = Statements::builtin();
        assert!(statements.all().len() > 50);
        for statement in statements.all() {
            let names = |name: &str| {
                let mut all = statement.find.regex().capture_names().flatten();
                all.any(|known| known == name)
            };
            assert!(
                statement.bound == Bound::None || names("n"),
                "{}",
                statement.name
            );
            assert_eq!(
                statement.names_superior,
                names("body"),
                "{}",
                statement.name
            );
            assert!(!statement.right.is_empty() && !statement.requirement.is_empty());
            for pattern in [&statement.unless, &statement.with, &statement.absent] {
                let _ = pattern.as_ref().map(Pattern::regex);
            }
        }
    }
}
