//! Running text of Markdown with the places of its characters, its clauses, and the numbers in it.

use rustc_hash::FxHashSet;

use crate::source::Span;

/// Text that a reader sees of some Markdown, without blanks; each byte has its place in the file.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// The text; `\n` stands between blocks, full-width digits are narrow.
    pub(crate) text: String,
    places: Vec<Span>,
}

/// Words between two marks of punctuation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clause<'t> {
    /// The words.
    pub(crate) text: &'t str,
    /// Byte of [`Plain::text`] at which they start.
    pub(crate) start: usize,
    /// The mark before them.
    pub(crate) after: char,
}

/// A number of 件.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    /// The number.
    pub(crate) value: i64,
    /// First byte of the number.
    pub(crate) start: usize,
    /// One past the unit.
    pub(crate) end: usize,
}

impl Plain {
    /// Reads a part of a file; tables, addresses of links and tags are no text.
    pub(crate) fn read(file: &str, span: Span) -> Self {
        let mut plain = Self::default();
        let text = file.get(span.start..span.end).unwrap_or_default();
        let (mut at, mut is_line_start) = (0, true);
        while let Some(c) = text[at..].chars().next() {
            if is_line_start {
                is_line_start = false;
                let words = text[at..].trim_start_matches([' ', '\t']);
                if words.starts_with(['\n', '\r', '#', '|', '>', '-', '*', '+'])
                    || words.starts_with(|c: char| c.is_ascii_digit())
                {
                    plain.push('\n', Span::new(span.start + at, span.start + at));
                }
                if words.starts_with('|') {
                    at += text[at..].find('\n').unwrap_or(text.len() - at);
                    continue;
                }
            }
            let after = &text[at + c.len_utf8()..];
            let skipped = unread(c, after);
            is_line_start = c == '\n';
            if skipped.is_none() && !c.is_whitespace() && !"[]*`#>\\".contains(c) {
                let place = span.start + at;
                plain.push(narrow(c), Span::new(place, place + c.len_utf8()));
            }
            at += c.len_utf8() + skipped.unwrap_or(0);
        }
        plain
    }

    /// The place in the file of some bytes of the text.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| self.places.get(at).copied().unwrap_or_default();
        Span::new(place(start).start, place(end.saturating_sub(1)).end)
    }

    /// The clauses in their order.
    pub(crate) fn clauses(&self) -> Vec<Clause<'_>> {
        let mut found = Vec::new();
        let (mut start, mut after, mut before) = (0, '\n', '\n');
        for (at, c) in self.text.char_indices() {
            let next = self.text[at + c.len_utf8()..].chars().next();
            let is_thousands = c == ','
                && before.is_ascii_digit()
                && next.is_some_and(|next| next.is_ascii_digit());
            before = c;
            if "\n，。；、：:;,！？!?（）()【】“”".contains(c) && !is_thousands {
                let text = &self.text[start..at];
                found.push(Clause { text, start, after });
                (start, after) = (at + c.len_utf8(), c);
            }
        }
        let text = &self.text[start..];
        found.push(Clause { text, start, after });
        found.retain(|clause| !clause.text.is_empty());
        found
    }

    fn push(&mut self, c: char, place: Span) {
        self.text.push(c);
        self.places.extend(std::iter::repeat_n(place, c.len_utf8()));
    }
}

/// Bytes after a character that nobody reads: the address of a link that it ends the words of, a tag that
/// it begins.
pub(crate) fn unread(c: char, after: &str) -> Option<usize> {
    match c {
        ']' if after.starts_with('(') => closing(after),
        '<' if after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) => {
            after.find('>').map(|close| close + 1)
        }
        _ => None,
    }
}

/// Bytes up to and with the `)` that closes a `(` at the start.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// A full-width digit as a narrow one; any other character as it is.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

/// The numbers of 件 (起, 宗, 例) in a clause, in Arabic or Chinese numerals.
pub(crate) fn counts(clause: &str) -> Vec<Count> {
    let units = clause
        .char_indices()
        .filter(|(_, c)| matches!(c, '件' | '起' | '宗' | '例'));
    units
        .filter_map(|(at, unit)| {
            let before = &clause[..at];
            let run = |is_part: fn(char) -> bool| {
                before.rfind(|c| !is_part(c)).map_or(0, |last| {
                    last + before[last..].chars().next().map_or(0, char::len_utf8)
                })
            };
            let digits = run(|c| c.is_ascii_digit() || c == ',');
            let (start, value) = if digits < at {
                (digits, before[digits..].replace(',', "").parse().ok()?)
            } else {
                let start = run(is_chinese_figure);
                (start, chinese(&before[start..])?)
            };
            let end = at + unit.len_utf8();
            Some(Count { value, start, end })
        })
        .collect()
}

/// The value of a Chinese numeral below ten thousand.
fn chinese(numeral: &str) -> Option<i64> {
    let digit = |c: char| match c {
        '〇' | '零' => Some(0),
        '两' => Some(2),
        c => "一二三四五六七八九"
            .chars()
            .position(|known| known == c)
            .map(|at| at as i64 + 1),
    };
    if numeral.is_empty() {
        return None;
    }
    if numeral.chars().count() > 1 && numeral.chars().all(|c| digit(c).is_some()) {
        // 二〇 is read digit by digit.
        return numeral
            .chars()
            .try_fold(0_i64, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut sum, mut last) = (0, None);
    for c in numeral.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            c => {
                last = digit(c);
                continue;
            }
        };
        sum += last.take().unwrap_or(1) * unit;
    }
    Some(sum + last.unwrap_or(0))
}

/// Recognises a figure of a number in words.
const fn is_chinese_figure(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
    )
}

/// The words of rendered HTML: letters of every script, without digits, marks and tags.
pub(crate) fn letters(html: &str) -> Vec<char> {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default();
    let others = pieces.filter_map(|piece| Some(piece.split_once('>')?.1));
    let mut letters = Vec::with_capacity(html.len() / 3);
    for text in std::iter::once(first).chain(others) {
        // Nearly all are Han, and that is quicker to see.
        let is_word = |c: &char| (is_han(*c) || c.is_alphabetic()) && !is_chinese_figure(*c);
        letters.extend(text.chars().filter(is_word));
    }
    letters
}

/// The runs of `length` letters in a text as numbers, in their order: each is made of the one before,
/// less its first letter and with one more.
pub(crate) fn runs(letters: &[char], length: usize) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x0100_0000_01b3;
    let oldest = BASE.wrapping_pow(length as u32);
    let mut run = 0_u64;
    letters.iter().enumerate().filter_map(move |(at, letter)| {
        run = run.wrapping_mul(BASE).wrapping_add(u64::from(*letter));
        if let Some(past) = at.checked_sub(length) {
            run = run.wrapping_sub(oldest.wrapping_mul(u64::from(letters[past])));
        }
        (at + 1 >= length).then_some(run)
    })
}

/// Number of the runs of a set that stand in a text.
pub(crate) fn shared(own: &FxHashSet<u64>, others: impl Iterator<Item = u64>) -> usize {
    let mut left = own.clone();
    others.filter(|run| left.remove(run)).count()
}

/// Recognises a Han character.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_places() {
        let file =
            "前\n\n全年**新收**申请 １２ 件，见[文\n件](甲（3件）.md)9件。\n| 新收8件 |\n- 甲";
        let plain = Plain::read(file, Span::new("前\n".len(), file.len()));
        assert_eq!(
            plain.text.trim_start(),
            "全年新收申请12件，见文件9件。\n\n-甲"
        );
        let at = plain.text.find("12件").unwrap();
        let span = plain.span(at, at + "12件".len());
        assert_eq!(&file[span.start..span.end], "１２ 件");
    }

    #[test]
    fn numbers_are_read_in_every_dress() {
        let values = |text| -> Vec<i64> { counts(text).iter().map(|count| count.value).collect() };
        assert_eq!(values("收到1,204件"), [1204]);
        assert_eq!(values("一百零六件文件二十件两件十二起"), [106, 20, 2, 12]);
        assert!(values("文件、案件、每件").is_empty());
        assert_eq!(values("二〇件"), [20]);
    }

    #[test]
    fn likeness_is_counted_in_runs() {
        let (a, b) = (letters("<p>甲乙丙1丁</p>"), letters("甲乙丙丁戊"));
        assert_eq!(a, ['甲', '乙', '丙', '丁']);
        assert_eq!(shared(&runs(&a, 2).collect(), runs(&b, 2)), 3);
        let (once, twice) = (letters("甲乙丙"), letters("甲乙丙丁甲乙丙"));
        assert_eq!(shared(&runs(&once, 3).collect(), runs(&twice, 3)), 1);
        assert_eq!(shared(&runs(&twice, 3).collect(), runs(&once, 3)), 1);
        assert_eq!(runs(&once, 4).count(), 0);
    }
}
