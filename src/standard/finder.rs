//! Finds phrases in texts.
//!
//! An Aho–Corasick automaton takes a step for every byte, and hardly any character of a text begins a
//! phrase. So a sieve looks at the characters one by one, and only where it lets three of them pass
//! does the automaton look whether a phrase begins there.

use std::ops::RangeInclusive;

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

    /// Calls with every phrase, by its place among the phrases, and where it stands.
    pub(super) fn find(&self, text: &str, mut take: impl FnMut(usize, Span)) {
        let pass = |start, ends| self.phrases_at(text, start, ends, &mut take);
        self.sieve.each(text, pass);
    }

    /// Calls with the phrases that begin at a place, as far as they end where they may.
    fn phrases_at(
        &self,
        text: &str,
        start: usize,
        ends: RangeInclusive<usize>,
        take: &mut impl FnMut(usize, Span),
    ) {
        let automaton = &self.automaton;
        let Ok(mut state) = automaton.start_state(Anchored::Yes) else {
            return;
        };
        for (number, byte) in text.as_bytes()[start..].iter().enumerate() {
            state = automaton.next_state(Anchored::Yes, state, *byte);
            let end = start + number + 1;
            if automaton.is_dead(state) || end > *ends.end() {
                return;
            }
            if automaton.is_match(state) && ends.contains(&end) {
                for index in 0..automaton.match_len(state) {
                    let phrase = automaton.match_pattern(state, index);
                    // Those that begin later are told when it is their turn.
                    if automaton.pattern_len(phrase) == end - start {
                        take(phrase.as_usize(), Span::new(start, end));
                    }
                }
            }
        }
    }
}

/// Lets pass where a phrase may begin: all of a short one is there, or the first three characters.
#[derive(Debug)]
struct Sieve {
    /// Of each character, as far as the low bits of its code tell it apart, where in a phrase it may
    /// stand: the bits of the constants below. Small enough to stay at hand.
    places: Box<[u8; LOW]>,
    /// Phrases of two characters.
    pairs: Bits<16>,
    /// The first three characters of all longer ones.
    triples: Bits<17>,
}

/// First, second and third of three characters.
const THREE: [u8; 3] = [1, 1 << 1, 1 << 2];
/// First and second of two.
const TWO: [u8; 2] = [1 << 3, 1 << 4];
/// Alone.
const ONE: u8 = 1 << 5;
/// Where a phrase may begin.
const FIRST: u8 = THREE[0] | TWO[0] | ONE;
/// Where it may go on.
const NEXT: u8 = THREE[1] | THREE[2] | TWO[1];
/// Where enough of it was seen.
const LAST: u8 = THREE[2] | TWO[1] | ONE;

impl Default for Sieve {
    fn default() -> Self {
        Self {
            places: Box::new([0; LOW]),
            pairs: Bits::new(),
            triples: Bits::new(),
        }
    }
}

impl Sieve {
    fn add(&mut self, phrase: &str) {
        let chars: Vec<char> = phrase.chars().take(3).collect();
        let places: &[u8] = match *chars.as_slice() {
            [] => &[],
            [_] => &[ONE],
            [first, second] => {
                self.pairs.set(mixed(first, second, '\0'));
                &TWO
            }
            [first, second, third, ..] => {
                self.triples.set(mixed(first, second, third));
                &THREE
            }
        };
        for (c, place) in chars.iter().zip(places) {
            self.places[low_bits(*c)] |= place;
        }
    }

    /// Calls with every place that passes, and where a phrase that begins there may end.
    fn each(&self, text: &str, mut pass: impl FnMut(usize, RangeInclusive<usize>)) {
        // In how many phrases at once, and how far in them, the text may be at hand.
        let mut state = 0;
        let (mut first, mut second) = ((0, '\0'), (0, '\0'));
        text.char_indices().for_each(|(at, c)| {
            state = (state << 1 & NEXT | FIRST) & self.places[low_bits(c)];
            if state & LAST != 0 {
                let end = at + c.len_utf8();
                if state & THREE[2] != 0 && self.triples.has(mixed(first.1, second.1, c)) {
                    pass(first.0, end..=text.len());
                }
                if state & TWO[1] != 0 && self.pairs.has(mixed(second.1, c, '\0')) {
                    pass(second.0, end..=end);
                }
                if state & ONE != 0 {
                    pass(at, end..=end);
                }
            }
            (first, second) = (second, (at, c));
        });
    }
}

/// How many characters are told apart at first.
const LOW: usize = 1 << 13;

const fn low_bits(c: char) -> usize {
    c as usize & (LOW - 1)
}

/// Characters as one number whose upper bits depend on all of them.
const fn mixed(first: char, second: char, third: char) -> u64 {
    let all = (first as u64) << 42 | (second as u64) << 21 | third as u64;
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
