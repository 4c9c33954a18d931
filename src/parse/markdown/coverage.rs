//! Account of a text's bytes: those that came out of the parser as text, and those of markup. What is
//! neither, and holds words, is lost to its readers.

use std::ops::Range;

/// Bytes accounted for, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// End of what is accounted for, but for the gaps.
    end: usize,
    /// Stretches with words that nothing accounted for.
    gaps: Vec<Range<usize>>,
}

impl Coverage {
    /// Accounts for text.
    pub(super) fn take(&mut self, text: &str, range: &Range<usize>) {
        if range.start > self.end {
            self.skip(text, range.start);
        }
        self.end = self.end.max(range.end);
    }

    /// Accounts for markup up to a place, and for all before it.
    pub(super) fn pass(&mut self, to: usize) {
        self.end = self.end.max(to);
    }

    fn skip(&mut self, text: &str, to: usize) {
        if has_words(text, &(self.end..to)) {
            self.gaps.push(self.end..to);
        }
        self.end = to;
    }

    /// The stretches with words that nothing accounted for; `apart` is what is accounted for elsewhere,
    /// in order.
    pub(super) fn rest(mut self, text: &str, apart: &[Range<usize>]) -> Vec<Range<usize>> {
        self.skip(text, text.len());
        let mut apart = apart.iter().peekable();
        let mut lost = Vec::new();
        for gap in self.gaps {
            let mut from = gap.start;
            while let Some(range) = apart.next_if(|range| range.start < gap.end) {
                lost.push(from..range.start.max(from));
                from = from.max(range.end);
            }
            lost.push(from..gap.end.max(from));
        }
        lost.retain(|range| has_words(text, range));
        lost
    }
}

/// True if a reader would miss something.
fn has_words(text: &str, range: &Range<usize>) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && !c.is_whitespace();
    text.get(range.clone())
        .is_some_and(|text| text.contains(is_of_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nothing_accounts_for_are_lost() {
        let text = "**甲** [乙](丙) 丁 戊 己";
        let at = |word: &str| text.find(word).unwrap()..text.find(word).unwrap() + word.len();
        let mut coverage = Coverage::default();
        coverage.take(text, &at("甲"));
        coverage.take(text, &at("乙"));
        coverage.pass(at("](丙)").end);
        coverage.take(text, &at("戊"));
        let lost = coverage.rest(text, &[at("己")]);
        let words: Vec<&str> = lost
            .iter()
            .map(|range| text[range.clone()].trim())
            .collect();
        assert_eq!(words, ["丁"]);
    }
}
