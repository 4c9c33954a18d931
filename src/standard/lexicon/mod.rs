//! Phrases that official text should not hold, found in one pass, and numbers that look like a
//! person's: `wording.yaml`.

mod mark;
pub(super) mod numbers;
mod phrase_matcher;

use rustc_hash::FxHashSet;

use crate::{diagnostic::Severity, yaml::Node};

use phrase_matcher::PhraseMatcher;

pub use mark::{Mark, MarkKind};

/// Kind of phrase, by the reason for which it is in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhraseKind {
    /// A slip of the pen; `right` says what was meant.
    Slip,
    /// A name that is out of use; `right` says the present one.
    Outdated,
    /// A character that is not standard simplified Chinese.
    Variant,
    /// A rule of the 2007 Regulation.
    Superseded,
    /// A secrecy mark.
    Secrecy,
}

/// One phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words to find.
    pub text: String,
    /// Reason for which it is in the lexicon.
    pub kind: PhraseKind,
    /// Text that should stand there: the right words, or the rule in force today.
    pub right: String,
    /// Reason in words, where that needs saying.
    pub note: Option<String>,
    /// ID of the requirement that it breaks.
    pub requirement: Option<String>,
    /// Severity, where it differs from that of the rule.
    pub severity: Option<Severity>,
    /// True if it may be mended without a person: neither it nor what should stand there depends on
    /// what is meant.
    pub is_certain: bool,
    /// True if it is wrong only where a clause begins.
    starts: bool,
    /// Words before it with which it is right.
    not_after: Vec<String>,
    /// Words after it with which it is right.
    not_before: Vec<String>,
}

/// The phrases and what finds them.
#[derive(Debug, Clone)]
pub struct Lexicon {
    phrases: Vec<Phrase>,
    matcher: PhraseMatcher,
    empty_link_texts: FxHashSet<String>,
    longest_empty_link_text: usize,
}

impl Lexicon {
    /// A phrase by its place.
    pub fn phrase(&self, place: u32) -> Option<&Phrase> {
        self.phrases.get(place as usize)
    }

    /// Recognises the text of a link that says nothing of where it leads.
    pub fn is_empty_link_text(&self, text: &str) -> bool {
        text.len() <= self.longest_empty_link_text && self.empty_link_texts.contains(text)
    }

    /// Length of the longest such text, in bytes.
    pub const fn longest_empty_link_text(&self) -> usize {
        self.longest_empty_link_text
    }

    /// Adds a site's own slips.
    ///
    /// # Errors
    ///
    /// The phrases are too many for one automaton; the lexicon stays as it was.
    pub fn extend(&mut self, slips: impl Iterator<Item = (String, String)>) -> Result<(), String> {
        let mut phrases = self.phrases.clone();
        phrases.extend(slips.map(|(text, right)| Phrase {
            text,
            kind: PhraseKind::Slip,
            right,
            note: None,
            requirement: None,
            severity: None,
            is_certain: true,
            starts: false,
            not_after: Vec::new(),
            not_before: Vec::new(),
        }));
        self.matcher = matcher(&phrases)?;
        self.phrases = phrases;
        Ok(())
    }

    /// Everything noteworthy in a text, in its order.
    pub fn scan(&self, text: &str) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        self.matcher.find(text, |place, span| {
            let phrase = &self.phrases[place];
            let (before, after) = (&text[..span.start], &text[span.end..]);
            let is_right = phrase.starts && !is_clause_start(before)
                || phrase
                    .not_after
                    .iter()
                    .any(|words| before.ends_with(words.as_str()))
                || phrase
                    .not_before
                    .iter()
                    .any(|words| after.starts_with(words.as_str()));
            if !is_right {
                let kind = MarkKind::Phrase(place as u32);
                marks.push(Mark { span, kind });
            }
        });
        numbers::scan(text, &mut marks);
        // Of two phrases over the same words the longer is told.
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        let mut end = 0;
        marks.retain(|mark| {
            let is_inside = mark.span.end <= end;
            end = end.max(mark.span.end);
            !is_inside
        });
        marks
    }

    pub(super) fn read(node: &Node) -> Self {
        const GROUPS: [(&str, PhraseKind); 5] = [
            ("slips", PhraseKind::Slip),
            ("old", PhraseKind::Outdated),
            ("variants", PhraseKind::Variant),
            ("leftovers", PhraseKind::Superseded),
            ("secrecy", PhraseKind::Secrecy),
        ];
        let items = |name: &str| crate::standard::get(node, name).items().iter();
        let phrases: Vec<Phrase> = GROUPS
            .iter()
            .flat_map(|(name, kind)| items(name).map(|item| phrase(item, *kind)))
            .flat_map(|phrase| {
                let texts = expand(&phrase.text);
                texts.into_iter().map(move |text| Phrase {
                    text,
                    ..phrase.clone()
                })
            })
            .collect();
        let matcher =
            matcher(&phrases).unwrap_or_else(|error| panic!("standard: wording.yaml: {error}"));
        let clicks = items("clicks").filter_map(Node::text);
        Self {
            phrases,
            matcher,
            longest_empty_link_text: clicks.clone().map(str::len).max().unwrap_or_default(),
            empty_link_texts: clicks.map(str::to_owned).collect(),
        }
    }
}

/// True if a clause begins after these words: at a line's start, after a sign, after a list's mark.
fn is_clause_start(before: &str) -> bool {
    const SIGNS: &str = "。，；：！？,;:!?（(“>|";
    let is_mark = |c: char| c.is_ascii_digit() || "-*+#.> \u{3000}".contains(c);
    // From its end on, and no further than needed: a line may be the whole text.
    let mut line = before.chars().rev().take_while(|c| *c != '\n');
    let last = line.find(|c| !matches!(c, ' ' | '\u{3000}'));
    last.is_none_or(|last| SIGNS.contains(last) || is_mark(last) && line.all(is_mark))
}

fn matcher(phrases: &[Phrase]) -> Result<PhraseMatcher, String> {
    PhraseMatcher::new(phrases.iter().map(|phrase| phrase.text.as_str()))
}

/// The phrases that a pattern stands for: `<15|十五>个` is two.
fn expand(pattern: &str) -> Vec<String> {
    let Some((before, rest)) = pattern.split_once('<') else {
        return vec![pattern.to_owned()];
    };
    let Some((choices, after)) = rest.split_once('>') else {
        return vec![pattern.to_owned()];
    };
    choices
        .split('|')
        .flat_map(|choice| expand(&format!("{before}{choice}{after}")))
        .collect()
}

fn phrase(node: &Node, kind: PhraseKind) -> Phrase {
    let text = |names: &[&str]| {
        let found = names
            .iter()
            .find_map(|name| node.get(name).and_then(Node::text));
        found.map(str::to_owned)
    };
    let words = |name: &str| {
        let node = node.get(name).map(Node::items).unwrap_or_default();
        node.iter()
            .filter_map(Node::text)
            .map(str::to_owned)
            .collect()
    };
    let plain = || node.text().map(str::to_owned);
    Phrase {
        text: text(&["wrong", "char", "phrase"])
            .or_else(plain)
            .unwrap_or_default(),
        kind,
        right: text(&["right", "now"]).unwrap_or_default(),
        note: text(&["note"]),
        requirement: text(&["requirement"]),
        severity: match text(&["severity"]).as_deref() {
            Some("error") => Some(Severity::Error),
            Some("warning") => Some(Severity::Warning),
            Some("info") => Some(Severity::Info),
            _ => None,
        },
        is_certain: text(&["fix"]).as_deref() != Some("no"),
        starts: text(&["starts"]).as_deref() == Some("yes"),
        not_after: words("not_after"),
        not_before: words("not_before"),
    }
}
