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
pub(super) struct PhraseMatcher {
    automaton: NFA,
    sieve: Sieve,
}

impl PhraseMatcher {
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
        let first: Vec<usize> = phrase.chars().take(3).map(low_bits).collect();
        let key = first.iter().fold(0, |key, bits| with(key, *bits));
        let places: &[u8] = match first.len() {
            0 => &[],
            1 => &[ONE],
            2 => {
                self.pairs.set(mixed(key));
                &TWO
            }
            _ => {
                self.triples.set(mixed(key));
                &THREE
            }
        };
        for (bits, place) in first.iter().zip(places) {
            self.places[*bits] |= place;
        }
    }

    /// Calls with every place that passes, and where a phrase that begins there may end.
    fn each(&self, text: &str, mut pass: impl FnMut(usize, RangeInclusive<usize>)) {
        let bytes = text.as_bytes();
        // In how many phrases at once, and how far in them, the text may be at hand; its last
        // characters as far as they are told apart.
        let (mut state, mut key) = (0, 0);
        let mut at = 0;
        while at < bytes.len() {
            let (bits, width) = match bytes[at..] {
                [first @ 0xE0..0xF0, second, third, ..] => (three_bytes(first, second, third), 3),
                // Hardly any phrase has a sign of one byte, so they are passed over by four.
                [a, b, c, d, ..] if (a | b | c | d).is_ascii() && !self.has_any([a, b, c, d]) => {
                    state = 0;
                    at += 4;
                    continue;
                }
                _ => {
                    let Some(c) = text[at..].chars().next() else {
                        return;
                    };
                    (low_bits(c), c.len_utf8())
                }
            };
            state = (state << 1 & NEXT | FIRST) & self.places[bits];
            key = with(key, bits);
            at += width;
            if state & LAST == 0 {
                continue;
            }
            let start = |back| {
                text[..at]
                    .char_indices()
                    .nth_back(back)
                    .map_or(0, |(at, _)| at)
            };
            if state & THREE[2] != 0 && self.triples.has(mixed(key & last(3))) {
                pass(start(2), at..=text.len());
            }
            if state & TWO[1] != 0 && self.pairs.has(mixed(key & last(2))) {
                pass(start(1), at..=at);
            }
            if state & ONE != 0 {
                pass(start(0), at..=at);
            }
        }
    }

    /// Whether a phrase may have any of some signs of one byte.
    fn has_any(&self, signs: [u8; 4]) -> bool {
        let places = signs.map(|sign| self.places[usize::from(sign)]);
        places[0] | places[1] | places[2] | places[3] != 0
    }
}

/// As many bits of a character as are told apart at first.
const BITS: u32 = 13;
/// How many characters that are.
const LOW: usize = 1 << BITS;

const fn low_bits(c: char) -> usize {
    c as usize & (LOW - 1)
}

/// The same of a character of three bytes.
const fn three_bytes(first: u8, second: u8, third: u8) -> usize {
    let code = (first as usize) << 12 | (second as usize & 0x3f) << 6 | third as usize & 0x3f;
    code & (LOW - 1)
}

/// Characters in a row, and one more.
const fn with(key: u64, bits: usize) -> u64 {
    key << BITS | bits as u64
}

/// The bits of the last characters in a row.
const fn last(count: u32) -> u64 {
    (1 << (BITS * count)) - 1
}

/// A number whose upper bits depend on all of another.
const fn mixed(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40
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
        let finder = PhraseMatcher::new(phrases.iter().map(String::as_str)).expect("few phrases");
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
