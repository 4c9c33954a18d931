//! Questions that people type, taken apart into terms and tokens.

use super::fold::{bare, fold, is_figure, is_invisible};

/// More terms than these are not looked at.
const MOST_TERMS: usize = 16;
/// Longer questions are cut.
const MOST_CHARS: usize = 200;
/// Tokens that are looked up for one term.
const MOST_TOKENS: usize = 8;
/// Number of figures or Latin letters that make a token of their own.
pub(super) const FIGURES: usize = 4;

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
    /// Texts that every result contains, folded; a phrase in quotes is one term.
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

    /// True if nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.facets.is_empty()
    }
}

/// The tokens that are looked up for a term, and whether an entry that has them all has the term.
pub(super) fn tokens(term: &str) -> (Vec<String>, bool) {
    let chars: Vec<char> = term.chars().collect();
    let (mut chosen, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| is_figure(**c)).count();
        if run >= FIGURES {
            // Pairs of figures are everywhere, fours are not.
            chosen.extend(steps(run, FIGURES, FIGURES).map(|from| (at + from, FIGURES)));
            at += run;
            continue;
        }
        let run = chars[at..].iter().take_while(|c| **c != ' ').count();
        // A longer run of figures behind others stands for itself.
        let run = (1..run)
            .find(|from| {
                let figures = chars[at + from..].iter().take_while(|c| is_figure(**c));
                figures.count() >= FIGURES
            })
            .unwrap_or(run);
        match run {
            0 if chars[at] == ' ' => at += 1,
            0 | 1 => {
                chosen.push((at, 1));
                at += 1;
            }
            _ => {
                // In a long term every second pair is enough to hold every character.
                let step = if run <= 5 { 1 } else { 2 };
                chosen.extend(steps(run, 2, step).map(|from| (at + from, 2)));
                at += run;
            }
        }
    }
    let mut tokens: Vec<String> = Vec::new();
    // Spread over the term, its end among them, which is where numbers differ.
    let most = chosen.len().min(MOST_TOKENS);
    for number in 0..most {
        let place = if most > 1 {
            number * (chosen.len() - 1) / (most - 1)
        } else {
            0
        };
        let (from, length) = chosen[place];
        let token: String = chars[from..from + length].iter().collect();
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    let is_exact = tokens.len() == 1 && tokens[0] == term;
    (tokens, is_exact)
}

/// Places in a run at which tokens of a length begin: every `step` characters, and at its end.
fn steps(run: usize, length: usize, step: usize) -> impl Iterator<Item = usize> {
    let last = run - length;
    (0..last).step_by(step).chain([last])
}

/// The token of a whole title or number.
pub(super) fn whole_token(whole: &str) -> String {
    format!("={:x}", hash(whole) & 0x00ff_ffff)
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
            ("(2026)3", vec!["(", "2026", ")3"], false),
            ("12345号", vec!["1234", "2345", "号"], false),
            ("第123号", vec!["第1", "12", "23", "3号"], false),
            ("文2026年", vec!["文", "2026", "年"], false),
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
