//! Numbers that carry check digits: of persons, cards, organisations.

use jiff::civil::Date;

use crate::source::Span;

use super::mark::{Mark, MarkKind};

/// The numbers of persons in a text that is looked at for nothing else.
pub fn persons_in(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    scan(text, &mut marks);
    marks
}

/// Finds the numbers of persons in a text.
pub(super) fn scan(text: &str, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let (mut at, mut run) = (0, Run::default());
    let has_wide = has_wide_figure(bytes);
    let may_begin = |b: &u8| b.is_ascii_digit() || *b == 0xEF;
    let next = |at: usize| {
        if has_wide {
            bytes[at..].iter().position(may_begin)
        } else {
            next_figure(&bytes[at..])
        }
    };
    while let Some(past) = next(at) {
        at += past;
        let Some(width) = digit_width(bytes, at) else {
            at += 1;
            continue;
        };
        let start = at;
        run.clear();
        at += width;
        run.push(bytes, start);
        loop {
            if let Some(width) = digit_width(bytes, at) {
                run.push(bytes, at);
                at += width;
            } else if let Some(gap) = gap(bytes, at)
                && (run.group() >= 3 || gap.kind != GapKind::Plain)
                && (digit_width(bytes, at + gap.width).is_some()
                    || run.digits.len() == 17 && letter_x(bytes, at + gap.width).is_some())
            {
                run.note(gap.kind);
                run.groups.push(0);
                at += gap.width;
            } else {
                break;
            }
        }
        // The check digit of an ID number may be an X.
        if run.digits.len() == 17
            && let Some(width) = letter_x(bytes, at)
        {
            run.digits.push(b'X');
            if let Some(group) = run.groups.last_mut() {
                *group += 1;
            }
            at += width;
            // Two digits more make it the number of a certificate of disability.
            let tail = bytes[at..]
                .iter()
                .take(3)
                .take_while(|b| b.is_ascii_digit());
            at += if tail.count() == 2 { 2 } else { 0 };
        }
        // Two stars within a number are read as those of Markdown at first.
        let x = letter_x(bytes, at)
            .filter(|_| run.digits.len() == 15)
            .unwrap_or(0);
        let length = run.digits.len() + usize::from(x > 0);
        if run.stars == 1 && run.groups.len() == 2 && length == 16 {
            at += x;
            let region = run.digits()[..2].parse().unwrap_or(0);
            if (11..=65).contains(&region) && !is_within_code(bytes, start, at) {
                let span = Span::new(start, at);
                marks.push(Mark {
                    span,
                    kind: MarkKind::HalfMasked,
                });
                continue;
            }
        }
        if let Some((width, kind)) = half_masked(&run, bytes, start, at) {
            let span = Span::new(start, at + width);
            marks.push(Mark { span, kind });
            at += width;
            continue;
        }
        if run.is_old_number() && names_identity(text, start) {
            let (span, kind) = (Span::new(start, at), MarkKind::IdNumber);
            marks.push(Mark { span, kind });
            continue;
        }
        if run.is_id_number() {
            if !is_within_code(bytes, start, at) {
                let kind = MarkKind::IdNumber;
                let span = Span::new(start, at);
                marks.push(Mark { span, kind });
            }
            continue;
        }
        if run.stars > 0 || is_part_of_word(bytes, start, at) {
            continue;
        }
        if let Some(kind) = run.kind(start.checked_sub(1).map(|before| bytes[before])) {
            marks.push(Mark {
                span: Span::new(start, at),
                kind,
            });
        }
    }
}

/// Searches for digits of full width. They begin as commas do, and hardly any text has them.
fn has_wide_figure(bytes: &[u8]) -> bool {
    // Without a way out in between, many bytes are compared at once.
    let (second, third) = (bytes.iter().skip(1), bytes.iter().skip(2));
    let triples = bytes.iter().zip(second).zip(third);
    let found = triples.fold(0, |any, ((first, second), third)| {
        let is_figure = third.wrapping_sub(0x90) < 10;
        any | u8::from(*first == 0xEF) & u8::from(*second == 0xBC) & u8::from(is_figure)
    });
    found == 1
}

/// Place of the first ASCII digit.
fn next_figure(bytes: &[u8]) -> Option<usize> {
    // So many are compared at once; most have none.
    let mut chunks = bytes.chunks_exact(16);
    let has_none = |chunk: &&[u8]| !chunk.iter().fold(false, |any, b| any | b.is_ascii_digit());
    let start = 16 * chunks.by_ref().take_while(has_none).count();
    let rest = bytes[start..].iter();
    Some(start + rest.clone().position(u8::is_ascii_digit)?)
}

/// Digits that belong together, perhaps in groups.
#[derive(Default)]
struct Run {
    digits: Vec<u8>,
    /// Number of digits in each group.
    groups: Vec<usize>,
    /// Number of gaps between groups that nobody sees or that are read over: they may lie anywhere.
    unseen: usize,
    /// Number of them that are the `**` of Markdown.
    stars: usize,
    /// Number of them that are ends of lines.
    lines: usize,
}

/// Signs between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    width: usize,
    kind: GapKind,
}

/// Kind of signs between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GapKind {
    /// A blank or a hyphen, by which people group numbers.
    Plain,
    /// The `**` of Markdown.
    Stars,
    /// The end of a line, or two.
    Line,
    /// A tag, a reference to a character, a character without width, a blank of another width.
    Unseen,
}

/// The groups that people write ID numbers in: region, birthday, the rest.
const ID_GROUPS: [&[usize]; 6] = [
    &[18],
    &[6, 8, 4],
    &[6, 12],
    &[14, 4],
    &[6, 4, 4, 4],
    &[6, 4, 2, 2, 4],
];

impl Run {
    fn clear(&mut self) {
        self.digits.clear();
        self.groups.clear();
        (self.unseen, self.stars, self.lines) = (0, 0, 0);
    }

    fn note(&mut self, kind: GapKind) {
        self.unseen += usize::from(kind != GapKind::Plain);
        self.stars += usize::from(kind == GapKind::Stars);
        self.lines += usize::from(kind == GapKind::Line);
    }

    fn digits(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    /// True for the 15 digits of a number as it was until 1999: region, day of birth, serial number.
    fn is_old_number(&self) -> bool {
        let digits = self.digits();
        let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
        digits.len() == 15
            && digits.bytes().all(|b| b.is_ascii_digit())
            && number(8, 10).is_some_and(|month| (1..=12).contains(&month))
            && number(10, 12).is_some_and(|day| (1..=31).contains(&day))
    }

    fn push(&mut self, bytes: &[u8], at: usize) {
        let digit = if bytes[at].is_ascii_digit() {
            bytes[at]
        } else {
            // ０ to ９ are EF BC 90 to EF BC 99.
            bytes[at + 2] - 0x90 + b'0'
        };
        self.digits.push(digit);
        match self.groups.last_mut() {
            Some(group) => *group += 1,
            None => self.groups.push(1),
        }
    }

    /// Digits since the last sign between groups.
    fn group(&self) -> usize {
        self.groups.last().copied().unwrap_or_default()
    }

    /// True if it is a whole ID number, in groups that make sense; emphasis may lie anywhere.
    fn is_id_number(&self) -> bool {
        let separators = self.groups.len().saturating_sub(1);
        let is_grouped = ID_GROUPS.contains(&self.groups.as_slice())
            || separators > 0 && self.unseen == separators;
        // The number of a certificate of disability is that of the person and two digits more.
        let is_certificate = self.groups == [20] && is_id_number(&self.digits()[..18]);
        is_grouped && is_id_number(self.digits()) || is_certificate
    }

    fn kind(&self, before: Option<u8>) -> Option<MarkKind> {
        let digits = self.digits();
        if (16..=19).contains(&digits.len()) && is_bank_card(digits) {
            return Some(MarkKind::BankCard);
        }
        // Lines of digits below each other are hardly one telephone.
        if self.lines > 0 {
            return None;
        }
        let national = digits.strip_prefix("86").filter(|_| before == Some(b'+'));
        is_mobile(
            national.unwrap_or(digits),
            self.groups.len().saturating_sub(1),
        )
        .then_some(MarkKind::Mobile)
    }
}

fn digit_width(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'0'..=b'9' => Some(1),
        0xEF if bytes.get(at + 1) == Some(&0xBC)
            && matches!(bytes.get(at + 2), Some(0x90..=0x99)) =>
        {
            Some(3)
        }
        _ => None,
    }
}

/// Signs at a place that may stand between two groups of the digits of one number.
fn gap(bytes: &[u8], at: usize) -> Option<Gap> {
    let first = *bytes.get(at)?;
    // Most numbers end at a sign that is none of these.
    if !matches!(
        first,
        b' ' | b'-' | b'*' | b'\n' | b'\r' | b'&' | b'<' | b'\\' | 0xC2 | 0xE2 | 0xE3 | 0xEF
    ) {
        return None;
    }
    let (mut end, mut kind) = (at, None);
    while let Some(one) = one_gap(bytes, end) {
        end += one.width;
        kind = match kind {
            // Two blanks in a row are a gap in the text.
            Some(GapKind::Plain) if one.kind == GapKind::Plain => return None,
            None | Some(GapKind::Plain) => Some(one.kind),
            kind => kind,
        };
    }
    // A blank line may stand between two groups, and no more.
    let lines = memchr::memchr_iter(b'\n', &bytes[at..end]).count();
    let width = end - at;
    kind.filter(|_| lines < 3).map(|kind| Gap { width, kind })
}

fn one_gap(bytes: &[u8], at: usize) -> Option<Gap> {
    let rest = &bytes[at..];
    let gap = |width, kind| Some(Gap { width, kind });
    match rest.first()? {
        b' ' | b'-' => gap(1, GapKind::Plain),
        b'\n' => gap(1, GapKind::Line),
        b'\r' if rest.get(1) == Some(&b'\n') => gap(2, GapKind::Line),
        b'*' if rest.get(1) == Some(&b'*') && rest.get(2) != Some(&b'*') => gap(2, GapKind::Stars),
        b'<' => {
            let name = rest
                .get(1)
                .filter(|b| b.is_ascii_alphabetic() || **b == b'/');
            let near = &rest[..rest.len().min(80)];
            let end = name.and_then(|_| near.iter().position(|b| *b == b'>'))?;
            gap(end + 1, GapKind::Unseen)
        }
        b'&' => {
            const NAMES: [&[u8]; 12] = [
                b"nbsp;", b"ensp;", b"emsp;", b"thinsp;", b"shy;", b"zwj;", b"zwnj;", b"#160;",
                b"#8203;", b"#173;", b"#xa0;", b"#x200b;",
            ];
            let name = NAMES.iter().find(|name| {
                let own = rest.get(1..=name.len());
                own.is_some_and(|own| own.eq_ignore_ascii_case(name))
            })?;
            gap(name.len() + 1, GapKind::Unseen)
        }
        0xC2 if matches!(rest.get(1), Some(0xA0 | 0xAD)) => gap(2, GapKind::Unseen),
        0xE2 if matches!(
            (rest.get(1), rest.get(2)),
            (Some(0x80), Some(0x80..=0x8F | 0xAF)) | (Some(0x81), Some(0xA0))
        ) =>
        {
            gap(3, GapKind::Unseen)
        }
        0xE3 if rest.starts_with("\u{3000}".as_bytes()) => gap(3, GapKind::Unseen),
        0xEF if rest.starts_with("\u{feff}".as_bytes()) => gap(3, GapKind::Unseen),
        _ => None,
    }
}

/// Greatest number of hidden digits with which a mask hides too little.
const TOO_FEW: usize = 5;

/// The rest of a number of which too few digits are hidden: its width, and its kind.
fn half_masked(run: &Run, bytes: &[u8], start: usize, at: usize) -> Option<(usize, MarkKind)> {
    let front = run.digits();
    if front.len() < 4 || run.groups.len() > 1 || is_within_code(bytes, start, at) {
        return None;
    }
    let (mut end, mut hidden) = (at, 0);
    loop {
        let rest = bytes.get(end..)?;
        let sign = [
            &b"*"[..],
            b"\\*",
            "＊".as_bytes(),
            "×".as_bytes(),
            "●".as_bytes(),
            "○".as_bytes(),
        ];
        let Some(sign) = sign.into_iter().find(|sign| rest.starts_with(sign)) else {
            break;
        };
        end += sign.len();
        hidden += 1;
    }
    if !(1..=TOO_FEW).contains(&hidden) {
        return None;
    }
    let tail = bytes[end..]
        .iter()
        .take(20)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let x = usize::from(letter_x(bytes, end + tail) == Some(1));
    let total = front.len() + hidden + tail + x;
    let is_end = !bytes
        .get(end + tail + x)
        .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'*');
    let region: u32 = front.get(..2)?.parse().ok()?;
    let is_person = total == 18 && (11..=65).contains(&region) && front.len() + tail + x > 12;
    let is_card = (16..=19).contains(&total) && front.starts_with("62") && x == 0;
    let width = end + tail + x - at;
    // What is hidden at the end leaves the day of birth.
    (is_end && (is_person || is_card) && tail + x > 0).then_some((width, MarkKind::HalfMasked))
}

/// True where the words before a number call it one of identity.
fn names_identity(text: &str, start: usize) -> bool {
    let from = text.ceil_char_boundary(start.saturating_sub(36));
    let near = &text[from..start];
    ["身份证", "证件号", "公民身份号码"]
        .iter()
        .any(|word| near.contains(word))
}

/// The width of an X, which the check digit of an ID number may be: X, x, Ｘ, ｘ.
fn letter_x(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'X' | b'x' => Some(1),
        0xEF => {
            let rest = (bytes.get(at + 1), bytes.get(at + 2));
            matches!(rest, (Some(0xBC), Some(0xB8)) | (Some(0xBD), Some(0x98))).then_some(3)
        }
        _ => None,
    }
}

/// True if a whole ID number is only a piece of a longer code. It may stand in an address or
/// between signs of emphasis, and behind the letter of a 学籍号.
fn is_within_code(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_code = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let at = |back: usize| start.checked_sub(back).and_then(|at| bytes.get(at));
    let is_student = matches!(at(1), Some(b'G' | b'L' | b'g' | b'l')) && !is_code(at(2));
    let joins = |sign: Option<&u8>, beyond: Option<&u8>| {
        matches!(sign, Some(b'-' | b'%')) && is_code(beyond)
    };
    let is_decimal = at(1) == Some(&b'.') && at(2).is_some_and(u8::is_ascii_digit)
        || bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    is_code(at(1)) && !is_student
        || is_code(bytes.get(end))
        || joins(at(1), at(2))
        || joins(bytes.get(end), bytes.get(end + 1))
        || is_decimal
}

/// True if letters or the signs of a longer code touch the digits.
fn is_part_of_word(bytes: &[u8], start: usize, end: usize) -> bool {
    let touches = |byte: Option<&u8>| {
        byte.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'*'))
    };
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    // A decimal, a version, a path, a code with a serial number.
    let joins = |byte: Option<&u8>, beyond: Option<&u8>| {
        matches!(byte, Some(b'.' | b'/' | b'-' | b'=' | b'%'))
            && beyond.is_some_and(u8::is_ascii_alphanumeric)
    };
    touches(before)
        || touches(bytes.get(end))
        || joins(before, start.checked_sub(2).and_then(|at| bytes.get(at)))
        || joins(bytes.get(end), bytes.get(end + 1))
}

/// Recognises a person's ID number of 18 characters: a possible birthday and the check digit of GB
/// 11643 (ISO 7064 MOD 11-2).
pub fn is_id_number(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    // The first two figures of GB/T 2260: which province.
    let is_province = matches!(
        digits.get(..2),
        Some(
            "11" | "12"
                | "13"
                | "14"
                | "15"
                | "21"
                | "22"
                | "23"
                | "31"
                | "32"
                | "33"
                | "34"
                | "35"
                | "36"
                | "37"
                | "41"
                | "42"
                | "43"
                | "44"
                | "45"
                | "46"
                | "50"
                | "51"
                | "52"
                | "53"
                | "54"
                | "61"
                | "62"
                | "63"
                | "64"
                | "65"
                | "71"
                | "81"
                | "82"
                | "83"
        )
    );
    if digits.len() != 18 || !is_province {
        return false;
    }
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let (Some(year), Some(month), Some(day)) = (number(6, 10), number(10, 12), number(12, 14))
    else {
        return false;
    };
    let is_birthday = (1900..=2100).contains(&year)
        && i8::try_from(month).is_ok_and(|month| {
            i8::try_from(day).is_ok_and(|day| Date::new(year, month, day).is_ok())
        });
    let Some(sum) = digits[..17]
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| char::from(digit).to_digit(10).map(|digit| digit * weight))
        .sum::<Option<u32>>()
    else {
        return false;
    };
    let check = b"10X98765432"[(sum % 11) as usize];
    is_birthday && digits.as_bytes()[17].to_ascii_uppercase() == check
}

/// Recognises the number of a bank card: a prefix that issuers use, and the Luhn digit.
pub fn is_bank_card(digits: &str) -> bool {
    let is_issued = match digits.len() {
        16 => digits.starts_with(['4', '5']) || digits.starts_with("62"),
        17..=19 => digits.starts_with("62"),
        _ => false,
    };
    let luhn = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(digit.saturating_sub(b'0'));
            match (at % 2, digit) {
                (0, digit) => digit,
                (_, digit @ 0..=4) => digit * 2,
                (_, digit) => digit * 2 - 9,
            }
        })
        .sum::<u32>();
    is_issued && luhn.is_multiple_of(10)
}

/// Recognises a mobile number, whole or in the groups 3-4-4.
fn is_mobile(digits: &str, groups: usize) -> bool {
    digits.len() == 11
        && matches!(groups, 0..=2)
        && digits.starts_with('1')
        && matches!(digits.as_bytes()[1], b'3'..=b'9')
}

/// Recognises a unified social credit code (GB 32100): 18 characters whose own check digit holds.
pub fn is_credit_code(code: &str) -> bool {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |byte: u8| ALPHABET.iter().position(|known| *known == byte);
    let bytes = code.as_bytes();
    if bytes.len() != 18 {
        return false;
    }
    let mut weight = 1;
    let mut sum = 0;
    for byte in &bytes[..17] {
        let Some(value) = value(*byte) else {
            return false;
        };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    value(bytes[17]) == Some((31 - sum % 31) % 31)
}

/// Recognises an organisation code (GB 11714): nine characters whose check digit holds.
pub fn is_organisation_code(code: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let bytes = code.as_bytes();
    if bytes.len() != 9 {
        return false;
    }
    let mut sum = 0;
    for (byte, weight) in bytes[..8].iter().zip(WEIGHTS) {
        let Some(value) = char::from(*byte)
            .to_digit(36)
            .filter(|_| !byte.is_ascii_lowercase())
        else {
            return false;
        };
        sum += value * weight;
    }
    let check = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    };
    bytes[8] == check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(MarkKind, &str)> {
        let mut marks = Vec::new();
        scan(text, &mut marks);
        marks
            .iter()
            .map(|mark| (mark.kind, &text[mark.span.start..mark.span.end]))
            .collect()
    }

    #[test]
    fn numbers_of_persons_are_found_in_every_dress() {
        assert_eq!(
            found("证号11010519491231002X。"),
            [(MarkKind::IdNumber, "11010519491231002X")]
        );
        assert_eq!(
            found("１１０１０５１９４９１２３１００２X"),
            [(MarkKind::IdNumber, "１１０１０５１９４９１２３１００２X")]
        );
        assert_eq!(
            found("卡号 6222 0212 3456 7890 128"),
            [(MarkKind::BankCard, "6222 0212 3456 7890 128")]
        );
        for text in ["13800138000", "138 0013 8000", "138-0013-8000"] {
            assert_eq!(found(text), [(MarkKind::Mobile, text)]);
        }
        assert_eq!(found("+8613800138000").len(), 1);
        for text in [
            "140902 19780512 003X",
            "140902-19780512-003X",
            "140902 1978 0512 003X",
            "140902**19780512003X",
            "１４０９０２１９７８０５１２００３Ｘ",
        ] {
            assert_eq!(found(text), [(MarkKind::IdNumber, text)]);
        }
        for text in [
            "140902\u{a0}19780512003X",
            "1409&nbsp;0219780512003X",
            "14090219<b>7805</b>12003X",
            "1409021978\u{200b}0512003X",
            "140902197805<br>12003X",
            "1409021978\n\n0512003X",
            "14090219780512003X42",
        ] {
            assert_eq!(found(text), [(MarkKind::IdNumber, text)]);
        }
        assert_eq!(
            found("身份证号：140902780512003"),
            [(MarkKind::IdNumber, "140902780512003")]
        );
        for text in [
            "14090219780512**3X",
            "140902****0512003X",
            "622202****4567890",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        for text in [
            "学籍号 G14090219780512003X",
            "**140902**19780512003X",
            "**14090219780512003X**",
            "[名单](https://example.gov.cn/a?id=14090219780512003X&b=1)",
            "附件/14090219780512003X.pdf",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "11010519491231002",
            "110105194912310021",
            "1101********002X",
            "138****8000",
            "111409020123456714/2026-00001",
            "0350-0000001",
            "113800138000",
            "13800138000.5",
            "https://example.gov.cn/t20260101_13800138000.html",
            "2026-01-31 2026-02-28",
            "1409**********003X",
            "140902********003X",
            "**1409**02********003X",
            "订单号 100000197805120034",
            "140902\n\n\n19780512003X",
            "1409021978****003X1",
            "AB14090219780512003X",
            "SO-14090219780512003X",
            "14090219780512003X1",
            "91140902789456123X",
            "1409 0219 7805 1200 3X",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn check_digits_of_real_codes_hold() {
        for code in [
            "11441700007280420Y",
            "11341702486344515H",
            "11620622013933539B",
        ] {
            assert!(is_credit_code(code), "{code}");
            assert!(is_organisation_code(&code[8..17]), "{code}");
        }
        assert!(is_organisation_code("000014349") && is_organisation_code("01527918X"));
        assert!(!is_credit_code("11441700007280420X") && !is_organisation_code("000014348"));
    }
}
