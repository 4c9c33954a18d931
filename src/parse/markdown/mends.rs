//! The mends for Chinese: emphasis beside CJK punctuation, signs that are no markup, line breaks
//! between CJK characters, heading anchors in Chinese.
//!
//! `CommonMark` decides by spaces and punctuation whether `**` opens or closes, so
//! `**中文。**中文` stays literal. A private-use character between the run and the punctuation
//! makes the run close; it is taken out of every event again. In the same way a sign that is no markup
//! is parsed as a private-use character and put back.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use memchr::memmem;

use super::address;

/// Signs that may have to stay as they are written.
const SIGNS: [char; 4] = ['*', '_', '~', '{'];

/// Private-use characters that a text does not hold.
#[derive(Debug, Clone, Copy)]
struct Marks {
    /// Mark that joins and says nothing.
    join: char,
    /// Marks that stand for the signs, in their order.
    signs: [char; SIGNS.len()],
}

/// Text to parse in place of another, and the way back to that.
pub(super) struct Mended<'t> {
    /// The text to parse.
    pub(super) text: Cow<'t, str>,
    /// The marks, where any was put in.
    marks: Option<Marks>,
    /// Changes in order: the place in the original text, that in the mended text past the change, and
    /// the number of original bytes that it took (none or one).
    changes: Vec<(usize, usize, usize)>,
}

impl<'t> Mended<'t> {
    /// The text as it is.
    pub(super) fn untouched(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            marks: None,
            changes: Vec::new(),
        }
    }

    /// The original offset of an offset in the mended text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let Some(marks) = self.marks else {
            return offset;
        };
        let next = self.changes.partition_point(|(_, past, _)| *past <= offset);
        let last = next.checked_sub(1).map(|last| self.changes[last]);
        let mapped = last.map_or(offset, |(at, past, taken)| at + taken + (offset - past));
        // Inside a mark counts as before it.
        match self.changes.get(next) {
            Some((at, past, _)) if offset > past - marks.join.len_utf8() => mapped.min(*at),
            _ => mapped,
        }
    }

    /// The original bytes of a stretch of the mended text.
    pub(super) fn original_range(&self, range: &Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }

    /// A text without the marks.
    pub(super) fn clean<'e>(&self, text: Cow<'e, str>) -> Cow<'e, str> {
        // All marks lie in one block, so that one byte tells that there are none.
        let Some(marks) = self.marks.filter(|marks| {
            let mut lead = [0; 4];
            marks.join.encode_utf8(&mut lead);
            memchr::memchr(lead[0], text.as_bytes()).is_some()
        }) else {
            return text;
        };
        let sign = |c: char| {
            let at = marks.signs.iter().position(|mark| *mark == c);
            at.map_or(c, |at| SIGNS[at])
        };
        let kept = text.chars().filter(|c| *c != marks.join);
        Cow::Owned(kept.map(sign).collect())
    }
}

/// Puts marks where a run of `*` or `~~` stands between CJK punctuation and a letter, and in place of
/// signs that are no markup: those of `as_written`, those in addresses, single tildes (`8:00~12:00`),
/// braces after a heading that hold no anchor.
pub(super) fn mend<'t>(text: &'t str, as_written: &BTreeSet<usize>) -> Mended<'t> {
    let mut changes: BTreeMap<usize, Option<u8>> = BTreeMap::new();
    joints(text, as_written, &mut changes);
    for at in as_written {
        changes.insert(*at, Some(text.as_bytes()[*at]));
    }
    addresses(text, &mut changes);
    braces(text, &mut changes);
    if changes.is_empty() {
        return Mended::untouched(text);
    }
    let Some(marks) = unused(text) else {
        return Mended::untouched(text);
    };
    let mut mended = String::with_capacity(text.len() + changes.len() * marks.join.len_utf8());
    let mut places = Vec::with_capacity(changes.len());
    let mut from = 0;
    for (at, sign) in changes {
        mended.push_str(&text[from..at]);
        let of_sign = |sign: u8| SIGNS.iter().position(|known| *known == char::from(sign));
        let taken = match sign.map(of_sign) {
            None => {
                mended.push(marks.join);
                0
            }
            Some(Some(known)) => {
                mended.push(marks.signs[known]);
                1
            }
            Some(None) => {
                from = at;
                continue;
            }
        };
        from = at + taken;
        places.push((at, mended.len(), taken));
    }
    mended.push_str(&text[from..]);
    Mended {
        text: Cow::Owned(mended),
        marks: Some(marks),
        changes: places,
    }
}

/// Runs of `*` and `~` that have to be joined to what they stress, and tildes that are no markup.
fn joints(text: &str, as_written: &BTreeSet<usize>, changes: &mut BTreeMap<usize, Option<u8>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'*', b'~', &bytes[at..]) {
        let start = at + next;
        let marker = bytes[start];
        let mut end = start + 1;
        while end < bytes.len() && bytes[end] == marker {
            end += 1;
        }
        at = end;
        if end - start > 3 || as_written.contains(&start) {
            continue;
        }
        if marker == b'~' && end - start == 1 {
            if !is_escaped(bytes, start) {
                changes.insert(start, Some(marker));
            }
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        if closes_at(before, after, end - start) {
            changes.insert(start, None);
        } else if opens_at(before, after, end - start) {
            changes.insert(end, None);
        }
    }
}

/// Signs that end something or go on, after which nothing is opened.
const ENDING: &str = "、，。；：！？）》”’】〕〉」』］｝.,;:!?)]}›*~_\\|";

/// Signs that begin something, before which nothing is closed.
const BEGINNING: &str = "（《“‘「『【〔〈［｛([{<‹$￥¥#&*~_\\|";

/// True if a run of signs between two characters closes a stress, though a sign stands before it: `15%**以上`.
fn closes_at(before: char, after: char, length: usize) -> bool {
    // A list of masks goes on after a pause: `尾号**8、**9`.
    let goes_on = before == '、' || before == '，' && length != 2;
    is_sign(before)
        && !BEGINNING.contains(before)
        && !goes_on
        && after.is_alphanumeric()
        && (is_cjk_punctuation(before) || length == 2 && is_wide(after))
}

/// True if a run of signs between two characters opens a stress, though a sign stands after it: `补贴**￥300`.
fn opens_at(before: char, after: char, length: usize) -> bool {
    is_sign(after)
        && !ENDING.contains(after)
        && before.is_alphanumeric()
        && (is_cjk_punctuation(after) || length == 2 && is_wide(before))
}

/// True for what the parser takes for punctuation.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Signs in addresses that nothing encloses.
fn addresses(text: &str, changes: &mut BTreeMap<usize, Option<u8>>) {
    let mut end = 0;
    for at in memmem::find_iter(text.as_bytes(), "://") {
        let Some(range) = address::around(text, at).filter(|_| at >= end) else {
            continue;
        };
        for (at, sign) in text[range.clone()].bytes().enumerate() {
            if matches!(sign, b'*' | b'_' | b'~') {
                changes.insert(range.start + at, Some(sign));
            }
        }
        end = range.end;
    }
}

/// Braces that end a line and hold no anchor: `## 标准 {每人300元}`.
fn braces(text: &str, changes: &mut BTreeMap<usize, Option<u8>>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(next) = memchr::memchr(b'{', &bytes[from..]) {
        let first = from + next;
        let end = memchr::memchr(b'\n', &bytes[first..]).map_or(text.len(), |end| first + end);
        from = end;
        let last = memchr::memrchr(b'{', &bytes[first..end]).map_or(first, |last| first + last);
        let line = text[last..end].trim_end().trim_end_matches('#').trim_end();
        let inside = line
            .strip_prefix('{')
            .and_then(|line| line.strip_suffix('}'));
        if inside.is_some_and(|inside| !is_anchor(inside)) && !is_escaped(bytes, last) {
            changes.insert(last, Some(b'{'));
        }
    }
}

/// Recognises the anchor of a heading: `#shenqing`.
fn is_anchor(inside: &str) -> bool {
    inside.trim().strip_prefix('#').is_some_and(|name| {
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "{}.#=".contains(c))
    })
}

/// True after an odd number of backslashes.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let slashes = bytes[..at].iter().rev().take(64);
    slashes.take_while(|b| **b == b'\\').count() % 2 == 1
}

/// Places of the signs of some runs, but for one that a backslash makes text already.
pub(super) fn signs(text: &str, runs: &[Range<usize>]) -> Vec<usize> {
    let bytes = text.as_bytes();
    let all = runs.iter().flat_map(Clone::clone);
    all.filter(|at| !is_escaped(bytes, *at)).collect()
}

/// Private-use characters that a text does not hold.
fn unused(text: &str) -> Option<Marks> {
    /// Every one of these begins with the same byte.
    const BLOCK: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{efff}';
    let held: BTreeSet<char> = if memchr::memchr(0xee, text.as_bytes()).is_none() {
        BTreeSet::new()
    } else {
        text.chars().filter(|c| BLOCK.contains(c)).collect()
    };
    let mut free = BLOCK.filter(|mark| !held.contains(mark));
    let join = free.next()?;
    let mut signs = [join; SIGNS.len()];
    for sign in &mut signs {
        *sign = free.next()?;
    }
    Some(Marks { join, signs })
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

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
        | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

pub(super) fn is_wide(c: char) -> bool {
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
        let text = "**甲。**乙**（丙）**丁 8:00~12:00 李*明，https://a.cn/a_b 。\n## 戊 {己}";
        let mended = mend(text, &BTreeSet::from([text.find("*明").unwrap()]));
        let cleaned = mended.clean(Cow::Borrowed(&*mended.text));
        assert_eq!(cleaned, text);
        assert!(mended.changes.len() == 7, "{:?}", mended.text);
        for (at, c) in mended.text.char_indices() {
            let shown = mended.clean(Cow::Owned(c.to_string()));
            assert!(text[mended.original(at)..].starts_with(&*shown), "{at}");
        }
        assert_eq!(mended.original(mended.text.len()), text.len());
    }
}
