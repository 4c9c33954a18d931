//! What a person asks.

use super::{
    code,
    entry::bare,
    fold::{fold, is_invisible, is_word},
};

/// More terms than these are not looked at.
const MOST_TERMS: usize = 16;
/// Longer questions are cut.
const MOST_CHARS: usize = 200;
/// Tokens that are looked up for one term.
const MOST_TOKENS: usize = 8;

/// A limit on the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// 发布机构.
    Issuer(String),
    /// 主题分类.
    Topic(String),
    /// Year of publication.
    Year(String),
    /// 有效性.
    Validity(String),
    /// Title of the column or of one above it.
    Column(String),
}

impl Facet {
    /// The token of entries that have it.
    pub(super) fn token(&self) -> String {
        let (letter, value) = match self {
            Self::Issuer(value) => ('o', value),
            Self::Topic(value) => ('t', value),
            Self::Year(value) => ('y', value),
            Self::Validity(value) => ('v', value),
            Self::Column(value) => ('c', value),
        };
        format!("@{letter}{value}")
    }
}

/// A question, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What every result contains, folded; a phrase in quotes is one term.
    pub terms: Vec<String>,
    /// The whole question without blanks and quotes, folded: a title or number.
    pub(super) whole: String,
    /// Limits, all of which hold.
    pub facets: Vec<Facet>,
}

impl Query {
    /// Reads what was typed: terms between blanks, phrases between quotes of any kind.
    pub fn new(text: &str) -> Self {
        let shown = text.chars().filter(|c| !is_invisible(*c)).take(MOST_CHARS);
        let folded = fold(&shown.collect::<String>()).replace('\n', " ");
        let mut terms: Vec<String> = Vec::new();
        for (number, part) in folded.split('"').enumerate() {
            let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
            // Every second part stands between quotes; a quote that is not closed is none.
            let is_phrase = number % 2 == 1 && folded.matches('"').count() > number;
            let found = if is_phrase {
                vec![words.join(" ")]
            } else {
                words.into_iter().map(str::to_owned).collect()
            };
            for term in found {
                if !term.is_empty() && !terms.contains(&term) && terms.len() < MOST_TERMS {
                    terms.push(term);
                }
            }
        }
        let whole = bare(&folded).replace('\n', "");
        Self {
            terms,
            whole,
            facets: Vec::new(),
        }
    }

    /// Limits the results.
    #[must_use]
    pub fn with(mut self, facet: Facet) -> Self {
        self.facets.push(facet);
        self
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.facets.is_empty()
    }
}

/// The tokens that are looked up for a term, and whether an entry that has them all has the term.
pub(super) fn tokens(term: &str) -> (Vec<String>, bool) {
    let chars: Vec<char> = term.chars().collect();
    let pairs: Vec<usize> = (0..chars.len().saturating_sub(1))
        .filter(|at| is_word(chars[*at]) && is_word(chars[at + 1]))
        .collect();
    let mut is_covered = vec![false; chars.len()];
    let mut chosen = Vec::new();
    for (number, at) in pairs.iter().enumerate() {
        // In a long term every second pair is enough to hold every character.
        let is_last = pairs.get(number + 1).is_none_or(|next| *next != at + 1);
        if pairs.len() < 5 || !is_covered[*at] || (is_last && !is_covered[at + 1]) {
            chosen.push(chars[*at..at + 2].iter().collect::<String>());
            is_covered[*at] = true;
            is_covered[at + 1] = true;
        }
    }
    for (at, c) in chars.iter().enumerate() {
        if !is_covered[at] && *c != ' ' {
            chosen.push(c.to_string());
        }
    }
    let mut tokens: Vec<String> = Vec::new();
    // Spread over the term rather than all from its start.
    let step = chosen.len().div_ceil(MOST_TOKENS).max(1);
    for token in chosen.into_iter().step_by(step) {
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    let is_exact = tokens.len() == 1 && tokens[0] == term;
    (tokens, is_exact)
}

/// The token of a whole title or number.
pub(super) fn whole_token(whole: &str) -> String {
    let mut token = "=".to_owned();
    code::put(&mut token, hash(whole) & 0x00ff_ffff);
    token
}

/// The hash that says in which shard a token lies: its first bits are the shard's number.
///
/// FNV-1a over the bytes of its UTF-16 units, then the last steps of `MurmurHash3`, because FNV
/// leaves the first bits of short texts alike.
pub(super) fn hash(token: &str) -> u32 {
    hash_of(token.chars())
}

/// [`hash`] of the characters of a token.
pub(super) fn hash_of(token: impl Iterator<Item = char>) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for c in token {
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            for byte in unit.to_le_bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
    }
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The shard of a hash, of 2 to the power of `bits`.
pub(super) fn shard_of(hash: u32, bits: u32) -> usize {
    (u64::from(hash) >> (32 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        Query::new(text).terms
    }

    #[test]
    fn questions_are_taken_apart() {
        assert_eq!(terms("低保  临时救助 低保"), ["低保", "临时救助"]);
        assert_eq!(terms("“防汛 预案”2026"), ["防汛 预案", "2026"]);
        assert_eq!(terms("没有\"关上"), ["没有", "关上"]);
        assert_eq!(terms("旭街〔2026〕3號"), ["旭街(2026)3号"]);
        assert!(Query::new(" \u{200b}　\"\" ").is_empty());
        assert_eq!(Query::new("关于 “三公”").whole, "关于三公");
    }

    #[test]
    fn tokens_hold_every_character() {
        for (term, wanted, is_exact) in [
            ("低", vec!["低"], true),
            ("低保", vec!["低保"], true),
            ("低保金", vec!["低保", "保金"], false),
            (
                "最低生活保障金",
                vec!["最低", "生活", "保障", "障金"],
                false,
            ),
            ("(2026)3", vec!["20", "02", "26", "(", ")", "3"], false),
            ("，", vec!["，"], true),
            ("a b", vec!["a", "b"], false),
        ] {
            let (found, exact) = tokens(term);
            assert_eq!(
                (found, exact),
                (wanted.into_iter().map(str::to_owned).collect(), is_exact),
                "{term}"
            );
        }
        let long: String = ('一'..='丿').collect();
        assert!(tokens(&long).0.len() <= MOST_TOKENS);
    }

    #[test]
    fn shards_fill_evenly() {
        let mut filled = [0_u32; 16];
        for a in '一'..'七' {
            for b in '不'..'久' {
                filled[shard_of(hash_of([a, b].into_iter()), 4)] += 1;
            }
        }
        let all: u32 = filled.iter().sum();
        assert!(
            filled.iter().all(|n| *n * 8 > all / 4 && *n < all / 4),
            "{filled:?}"
        );
        assert_eq!(shard_of(u32::MAX, 0), 0);
    }
}
