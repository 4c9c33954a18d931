//! Finds phrases in texts: an Aho–Corasick automaton that takes a step for every character.

use std::{collections::BTreeMap, fmt};

use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::source::Span;

/// Phrases with the automaton that finds them.
#[derive(Clone)]
pub(super) struct PhraseMatcher {
    /// Finds groups; absent where there is no phrase.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// Places of the phrases that are written alike.
    groups: Vec<Vec<usize>>,
}

impl PhraseMatcher {
    /// A matcher of phrases that are not empty.
    ///
    /// # Errors
    ///
    /// The phrases are too many for one automaton.
    pub(super) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Result<Self, String> {
        let mut alike: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, phrase) in phrases.enumerate() {
            alike.entry(phrase).or_default().push(place);
        }
        alike.remove("");
        let automaton = if alike.is_empty() {
            None
        } else {
            let automaton = CharwiseDoubleArrayAhoCorasick::new(alike.keys());
            Some(automaton.map_err(|error| error.to_string())?)
        };
        Ok(Self {
            automaton,
            groups: alike.into_values().collect(),
        })
    }

    /// Calls with every phrase, by its place among the phrases, and where it stands.
    pub(super) fn find(&self, text: &str, mut take: impl FnMut(usize, Span)) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        for found in automaton.find_overlapping_iter(text) {
            for place in &self.groups[found.value() as usize] {
                take(*place, Span::new(found.start(), found.end()));
            }
        }
    }
}

impl fmt::Debug for PhraseMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PhraseMatcher");
        shown
            .field("phrases", &self.groups.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    use super::*;

    fn found(phrases: &[String], text: &str) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        let matcher = PhraseMatcher::new(phrases.iter().map(String::as_str)).expect("few phrases");
        matcher.find(text, |phrase, span| found.push((phrase, span)));
        found.sort_by_key(|(phrase, span)| (span.start, span.end, *phrase));
        found
    }

    fn wanted(phrases: &[String], text: &str) -> Vec<(usize, Span)> {
        let automaton = AhoCorasick::new(phrases).expect("few phrases");
        let found = automaton.find_overlapping_iter(text);
        let mut found: Vec<_> = found
            .map(|found| {
                let span = Span::new(found.start(), found.end());
                (found.pattern().as_usize(), span)
            })
            .collect();
        found.sort_by_key(|(phrase, span)| (span.start, span.end, *phrase));
        found
    }

    #[test]
    fn phrases_within_phrases_are_found() {
        let phrases = [
            "街",
            "街",
            "街道",
            "街道办",
            "道办事",
            "道办事处",
            "a",
            "𠮷野",
            "办",
        ];
        let phrases = phrases.map(str::to_owned);
        for text in ["街道办事处", "街", "道街", "𠮷野家a", "", "办办", "街道"] {
            assert_eq!(found(&phrases, text), wanted(&phrases, text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn all_are_found_that_an_automaton_finds(
            phrases in prop::collection::vec("[街道办a1\u{20bb7}]{1,5}", 1..12),
            text in "[街道办事a1\n\u{20bb7}]{0,60}",
        ) {
            prop_assert_eq!(found(&phrases, &text), wanted(&phrases, &text));
        }
    }
}
