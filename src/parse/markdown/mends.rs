//! The three mends for Chinese: emphasis beside CJK punctuation, line breaks between CJK
//! characters, heading anchors in Chinese.
//!
//! `CommonMark` decides by spaces and punctuation whether `**` opens or closes, so
//! `**中文。**中文` stays literal. A private-use character between the run and the punctuation
//! makes the run close; it is taken out of every event again.

use std::{borrow::Cow, collections::BTreeSet};

/// Text with marks put in, and where.
pub(super) struct Mended<'t> {
    /// The text to parse.
    pub(super) text: Cow<'t, str>,
    /// The mark, where any was put in.
    pub(super) mark: Option<char>,
    /// Byte offsets in the original text before which a mark stands.
    inserted: Vec<usize>,
}

impl<'t> Mended<'t> {
    /// The text as it is.
    pub(super) fn untouched(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            mark: None,
            inserted: Vec::new(),
        }
    }

    /// The original offset of an offset in the mended text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let Some(mark) = self.mark else { return offset };
        let width = mark.len_utf8();
        // The n-th mark stands at `inserted[n] + n * width` of the mended text.
        let (mut low, mut high) = (0, self.inserted.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.inserted[middle] + middle * width < offset {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // Inside a mark counts as before it.
        offset
            - (low * width).min(offset - low.checked_sub(1).map_or(0, |last| self.inserted[last]))
    }
}

/// Puts marks where a run of `*` or `~~` stands between CJK punctuation and a letter.
pub(super) fn emphasis(text: &str) -> Mended<'_> {
    let bytes = text.as_bytes();
    let mut inserted = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'*', b'~', &bytes[at..]) {
        let start = at + next;
        let marker = bytes[start];
        let mut end = start + 1;
        while end < bytes.len() && bytes[end] == marker {
            end += 1;
        }
        at = end;
        if marker == b'~' && end - start > 2 {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        if is_cjk_punctuation(before) && is_word(after) {
            inserted.push(start);
        } else if is_word(before) && is_cjk_punctuation(after) {
            inserted.push(end);
        }
    }
    if inserted.is_empty() {
        return Mended::untouched(text);
    }
    let Some(mark) = unused(text) else {
        return Mended::untouched(text);
    };
    let mut mended = String::with_capacity(text.len() + inserted.len() * mark.len_utf8());
    let mut from = 0;
    for at in &inserted {
        mended.push_str(&text[from..*at]);
        mended.push(mark);
        from = *at;
    }
    mended.push_str(&text[from..]);
    Mended {
        text: Cow::Owned(mended),
        mark: Some(mark),
        inserted,
    }
}

/// A private-use character that a text does not hold.
fn unused(text: &str) -> Option<char> {
    const FIRST: char = '\u{e000}';
    if !text.contains(FIRST) {
        return Some(FIRST);
    }
    let held: BTreeSet<char> = text
        .chars()
        .filter(|c| matches!(c, FIRST..='\u{f8ff}'))
        .collect();
    (FIRST..='\u{f8ff}').find(|mark| !held.contains(mark))
}

/// True if a line break between these two characters is only there because the source was wrapped.
///
/// Hangul is written with spaces, so a break beside it stays.
pub(super) fn breaks_vanish(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after)
}

/// The anchor of a heading: letters and digits of any script, `-` for spaces.
///
/// ```
/// assert_eq!(gongkai::parse::heading_id("一、总体要求 (2026)"), "一总体要求-2026");
/// ```
pub fn heading_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' || c == '-' {
            id.extend(c.to_lowercase());
        } else if c.is_whitespace() && !id.ends_with('-') {
            id.push('-');
        }
    }
    if id.is_empty() {
        "section".to_owned()
    } else {
        id
    }
}

fn is_word(c: char) -> bool {
    !c.is_whitespace() && !is_cjk_punctuation(c) && !c.is_ascii_punctuation()
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{3190}'..='\u{31ff}'
        | '\u{3200}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_mapped_back() {
        let text = "**甲。**乙**（丙）**丁";
        let mended = emphasis(text);
        let mark = mended.mark.unwrap();
        for (at, c) in mended.text.char_indices().filter(|(_, c)| *c != mark) {
            assert!(text[mended.original(at)..].starts_with(c), "{at}");
        }
        assert_eq!(mended.original(mended.text.len()), text.len());
    }
}
