//! Numbers that carry check digits: of persons, cards, organisations.

use jiff::civil::Date;

use crate::source::Span;

use super::lexicon::{Mark, MarkKind};

/// The numbers of persons in a text that is looked at for nothing else.
pub fn persons_in(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    scan(text, &mut marks);
    marks
}

/// Finds the numbers of persons in a text.
pub(super) fn scan(text: &str, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some(width) = digit_width(bytes, at) else {
            at += 1;
            continue;
        };
        let start = at;
        let mut run = Run::default();
        at += width;
        run.push(bytes, start);
        loop {
            if let Some(width) = digit_width(bytes, at) {
                run.push(bytes, at);
                at += width;
            } else if let Some(gap) = separator(bytes, at)
                && run.group >= 3
                && digit_width(bytes, at + gap).is_some()
            {
                run.groups += 1;
                run.group = 0;
                at += gap;
            } else {
                break;
            }
        }
        // The check digit of an ID number may be an X.
        if run.digits.len() == 17 && matches!(bytes.get(at), Some(b'X' | b'x')) {
            run.digits.push(b'X');
            at += 1;
        }
        if is_part_of_word(bytes, start, at) {
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

/// Digits that belong together, perhaps in groups.
#[derive(Default)]
struct Run {
    digits: Vec<u8>,
    groups: usize,
    group: usize,
}

impl Run {
    fn push(&mut self, bytes: &[u8], at: usize) {
        let digit = if bytes[at].is_ascii_digit() {
            bytes[at]
        } else {
            // ０ to ９ are EF BC 90 to EF BC 99.
            bytes[at + 2] - 0x90 + b'0'
        };
        self.digits.push(digit);
        self.group += 1;
    }

    fn kind(&self, before: Option<u8>) -> Option<MarkKind> {
        let digits = std::str::from_utf8(&self.digits).ok()?;
        if self.groups == 0 && digits.len() == 18 && is_id_number(digits) {
            return Some(MarkKind::IdNumber);
        }
        if (16..=19).contains(&digits.len()) && is_bank_card(digits) {
            return Some(MarkKind::BankCard);
        }
        let national = digits.strip_prefix("86").filter(|_| before == Some(b'+'));
        is_mobile(national.unwrap_or(digits), self.groups).then_some(MarkKind::Mobile)
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

fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    matches!(bytes.get(at), Some(b' ' | b'-')).then_some(1)
}

/// Whether letters or the signs of a longer code touch the digits.
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

/// Whether 18 characters are an ID number of a person: a possible birthday and the check digit of
/// GB 11643 (ISO 7064 MOD 11-2).
pub fn is_id_number(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if digits.len() != 18 || !matches!(digits.as_bytes()[0], b'1'..=b'8') {
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

/// Whether digits are the number of a bank card: a prefix that issuers use, and the Luhn digit.
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

/// Whether digits are a mobile number, whole or in the groups 3-4-4.
fn is_mobile(digits: &str, groups: usize) -> bool {
    digits.len() == 11
        && matches!(groups, 0..=2)
        && digits.starts_with('1')
        && matches!(digits.as_bytes()[1], b'3'..=b'9')
}

/// Whether 18 characters are a unified social credit code (GB 32100) whose own check digit holds.
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

/// Whether nine characters are an organisation code (GB 11714) whose check digit holds.
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
