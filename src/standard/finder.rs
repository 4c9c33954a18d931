//! Finds phrases in texts.
//!
//! An Aho–Corasick automaton takes a step for every byte, and hardly any character of a text begins a
//! phrase. So a sieve looks at three characters at a time, and only where it lets them pass does the
//! automaton look whether a phrase begins there.

use aho_corasick::{Anchored, MatchKind, automaton::Automaton as _, nfa::contiguous::NFA};

use crate::source::Span;

/// Phrases, and what finds them.
#[derive(Debug)]
pub(super) struct Finder {
    automaton: NFA,
    sieve: Sieve,
}

impl Finder {
    /// # Errors
    ///
    /// The phrases are too many for one automaton.
    pub(super) fn new<'p>(phrases: impl Iterator<Item = &'p str> + Clone) -> Result<Self, String> {
        let mut sieve = Sieve::default();
        phrases.clone().for_each(|phrase| sieve.add(phrase));
        let automaton = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(phrases)
            .map_err(|error| error.to_string())?;
        Ok(Self { automaton, sieve })
    }

    /// Calls with every phrase, by its place among the phrases, and where it stands, in the order of
    /// their beginnings.
    pub(super) fn find(&self, text: &str, mut take: impl FnMut(usize, Span)) {
        self.sieve
            .each(text, |at| self.phrases_at(text, at, &mut take));
    }

    fn phrases_at(&self, text: &str, at: usize, take: &mut impl FnMut(usize, Span)) {
        let automaton = &self.automaton;
        let Ok(mut state) = automaton.start_state(Anchored::Yes) else {
            return;
        };
        for (number, byte) in text.as_bytes()[at..].iter().enumerate() {
            state = automaton.next_state(Anchored::Yes, state, *byte);
            if automaton.is_dead(state) {
                return;
            }
            if automaton.is_match(state) {
                for index in 0..automaton.match_len(state) {
                    let phrase = automaton.match_pattern(state, index);
                    // Those that begin later are told when it is their turn.
                    if automaton.pattern_len(phrase) == number + 1 {
                        take(phrase.as_usize(), Span::new(at, at + number + 1));
                    }
                }
            }
        }
    }
}

/// Lets pass where a phrase may begin.
#[derive(Debug)]
struct Sieve {
    /// Phrases of one character.
    ones: Bits<16>,
    /// Phrases of two.
    pairs: Bits<16>,
    /// The first three characters of all others.
    triples: Bits<17>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            ones: Bits::new(),
            pairs: Bits::new(),
            triples: Bits::new(),
        }
    }
}

impl Sieve {
    fn add(&mut self, phrase: &str) {
        let mut chars = phrase.chars().map(u64::from);
        match (chars.next(), chars.next(), chars.next()) {
            (Some(first), Some(second), Some(third)) => {
                self.triples.set(mixed(first, second, third));
            }
            (Some(first), Some(second), None) => self.pairs.set(mixed(first, second, 0)),
            (Some(first), ..) => self.ones.set(first),
            (None, ..) => {}
        }
    }

    /// Calls with every place that passes.
    fn each(&self, text: &str, mut pass: impl FnMut(usize)) {
        // Each character is judged when the two after it are known.
        let (mut first, mut second) = ((0, 0), (0, 0));
        let chars = text.char_indices().chain([(text.len(), '\0'); 2]);
        chars.for_each(|(at, third)| {
            let third = (at, u64::from(third));
            if self.passes(first.1, second.1, third.1) {
                pass(first.0);
            }
            (first, second) = (second, third);
        });
    }

    /// All three are asked, since that is quicker than to guess which of them will say yes.
    fn passes(&self, first: u64, second: u64, third: u64) -> bool {
        self.ones.has(first)
            | self.pairs.has(mixed(first, second, 0))
            | self.triples.has(mixed(first, second, third))
    }
}

/// Characters as one number whose upper bits depend on all of them.
const fn mixed(first: u64, second: u64, third: u64) -> u64 {
    let all = first << 42 | second << 21 | third;
    all.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40
}

/// A set of numbers, of which only so many low bits are told apart.
#[derive(Debug)]
struct Bits<const WIDTH: u32>(Box<[u64]>);

impl<const WIDTH: u32> Bits<WIDTH> {
    const WORDS: usize = 1 << (WIDTH - 6);

    fn new() -> Self {
        Self(vec![0; Self::WORDS].into())
    }

    const fn word(number: u64) -> usize {
        (number >> 6) as usize & (Self::WORDS - 1)
    }

    fn set(&mut self, number: u64) {
        self.0[Self::word(number)] |= 1 << (number & 63);
    }

    fn has(&self, number: u64) -> bool {
        self.0[Self::word(number)] >> (number & 63) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    use super::*;

    fn found(phrases: &[String], text: &str) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        let finder = Finder::new(phrases.iter().map(String::as_str)).expect("few phrases");
        finder.find(text, |phrase, span| found.push((phrase, span)));
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
