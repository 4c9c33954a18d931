//! One form for what is written in many.

use std::sync::LazyLock;

use super::code;

/// Traditional characters, each before its simplified form (the first, where there are more), from
/// the table of `OpenCC`, as far as the one is not in GB 2312 and the other is: what is simplified
/// already is never changed.
pub(super) static TRADITIONAL: &str = include_str!("traditional.txt");

/// The only block of characters that has any of them.
const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// The simplified form of every character of the block, by its place in it: every character of every
/// page is looked up here.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms: Vec<char> = (FIRST..=LAST).collect();
    let signs: Vec<char> = TRADITIONAL.chars().filter(|c| *c != '\n').collect();
    for pair in signs.chunks_exact(2) {
        if let Some(form) = forms.get_mut((pair[0] as usize).wrapping_sub(FIRST as usize)) {
            *form = pair[1];
        }
    }
    forms
});

/// A text in the one form that is searched: half width, lower case, one kind of brackets, quotes and
/// dashes, simplified. One character becomes one, so that places stay places.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Most characters stay, and what stands between those that do not is copied at once.
    let (forms, mut copied) = (SIMPLIFIED.as_slice(), 0);
    for (at, c) in text.char_indices() {
        let folded = match c {
            // Nothing else changes in this block.
            FIRST..=LAST => forms[c as usize - FIRST as usize],
            _ => plain(c),
        };
        if folded != c {
            out.push_str(&text[copied..at]);
            out.push(folded);
            copied = at + c.len_utf8();
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// All of [`fold`] but the table: what the browser does by itself.
pub(super) fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map_or(c, plain),
        '[' | '{' | '〔' | '【' | '〖' | '﹝' => '(',
        ']' | '}' | '〕' | '】' | '〗' | '﹞' => ')',
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\t'
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\r'
        | '\u{b}'
        | '\u{c}'
        | '\u{85}'
        | '\u{1680}' => ' ',
        _ => c,
    }
}

/// The simplified form of a character.
pub(super) fn simplified(c: char) -> char {
    match c {
        FIRST..=LAST => SIMPLIFIED[c as usize - FIRST as usize],
        _ => c,
    }
}

/// Finds out if a text has characters that only the table changes.
pub(super) fn has_traditional(text: &str) -> bool {
    let forms = SIMPLIFIED.as_slice();
    text.chars()
        .any(|c| matches!(c, FIRST..=LAST) && forms[c as usize - FIRST as usize] != c)
}

/// A [`code::bitmap`] over the block: the characters that the table changes.
pub(super) fn traditional() -> String {
    let block = (FIRST..=LAST).zip(0..);
    let changed = block.filter(|(c, _)| simplified(*c) != *c);
    code::bitmap(
        LAST as u32 - FIRST as u32 + 1,
        changed.map(|(_, place)| place),
    )
}

/// Characters that show nothing and are never searched.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (c.is_ascii_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// A folded text without blanks, and without quotes, which in a question are no part of it.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '"')).collect()
}

/// Recognises a folded character as a figure or a Latin letter, of which four make a token.
pub(super) fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='z')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_forms_become_one() {
        assert_eq!(fold("忻府旭街【２０２６】３號"), "忻府旭街(2026)3号");
        assert_eq!(fold("ＡＢc—“三公”　經費"), "abc-\"三公\" 经费");
        // Meanings that one character cannot carry stay apart.
        assert_eq!(fold("乾坤"), "乾坤");
    }

    #[test]
    fn places_stay_places() {
        let text = "【A】國😀\u{3000}Ｂ";
        assert_eq!(
            fold(text).encode_utf16().count(),
            text.encode_utf16().count()
        );
        assert!(TRADITIONAL.chars().all(|c| c.len_utf16() == 1));
        assert!(SIMPLIFIED.iter().all(|c| simplified(*c) == *c));
        let is_changed = |c: &char| simplified(*c) != *c;
        let changed = (FIRST..=LAST).filter(is_changed).count();
        let pairs = TRADITIONAL.chars().filter(|c| *c != '\n').count() / 2;
        assert!(changed > 2000 && changed == pairs, "{changed} {pairs}");
        let marks = code::places(&traditional()).unwrap_or_default();
        let marked = |c: char| marks.contains(&(c as u32 - FIRST as u32));
        assert!(marked('國') && marked('龜') && !marked('国') && !marked(FIRST) && !marked(LAST));
        assert_eq!(marks.len(), pairs);
    }
}
