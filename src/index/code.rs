//! Numbers as printable characters: one for small numbers, up to five.
//!
//! There are 93 signs: those of ASCII from the blank to `~`, without `"` and `\`, which JSON would
//! escape. Of the first sign of a number, 61 are the number itself, 30 begin a number of two signs,
//! one begins one of three and one begins one of five.

/// Signs in all.
const SIGNS: u32 = 93;
/// Numbers of one sign.
const ONE: u32 = 61;
/// First signs of numbers of two.
const LEADS: u32 = 30;
/// The first number of three signs.
const THREE: u32 = ONE + LEADS * SIGNS;
/// The first number of five signs.
const FIVE: u32 = THREE + SIGNS * SIGNS;
/// Places in one sign of a bitmap.
pub(super) const BITS: u32 = 6;

/// The sign of a value below 93.
fn sign(value: u32) -> u8 {
    let at = 0x20 + value as u8;
    // The two that are left out lie at 0x22 and 0x5c.
    let at = at + u8::from(at >= 0x22);
    at + u8::from(at >= 0x5c)
}

/// The value of a sign.
fn value(sign: u8) -> Option<u32> {
    let below = u8::from(sign > 0x22) + u8::from(sign > 0x5c);
    let is_sign = (0x20..0x7f).contains(&sign) && sign != 0x22 && sign != 0x5c;
    is_sign.then(|| u32::from(sign - 0x20 - below))
}

/// Appends a number.
pub(super) fn put(out: &mut String, number: u32) {
    let mut push = |value: u32| out.push(char::from(sign(value)));
    if number < ONE {
        push(number);
    } else if number < THREE {
        let rest = number - ONE;
        push(ONE + rest / SIGNS);
        push(rest % SIGNS);
    } else if number < FIVE {
        let rest = number - THREE;
        push(ONE + LEADS);
        push(rest / SIGNS);
        push(rest % SIGNS);
    } else {
        let rest = number - FIVE;
        push(ONE + LEADS + 1);
        push(rest / SIGNS.pow(3) % SIGNS);
        push(rest / SIGNS.pow(2) % SIGNS);
        push(rest / SIGNS % SIGNS);
        push(rest % SIGNS);
    }
}

/// Reads the numbers of a text; nothing where it is damaged.
pub(super) fn numbers(text: &str) -> Option<Vec<u32>> {
    let mut signs = text.bytes();
    let mut found = Vec::with_capacity(text.len());
    while let Some(first) = signs.next() {
        let first = value(first)?;
        let mut rest = |count: u32, base: u32| -> Option<u32> {
            let mut sum = 0_u32;
            for _ in 0..count {
                sum = sum.checked_mul(SIGNS)?.checked_add(value(signs.next()?)?)?;
            }
            sum.checked_add(base)
        };
        found.push(match first {
            first if first < ONE => first,
            first if first < ONE + LEADS => rest(1, ONE + (first - ONE) * SIGNS)?,
            first if first == ONE + LEADS => rest(2, THREE)?,
            _ => rest(4, FIVE)?,
        });
    }
    Some(found)
}

/// A bit for each of so many places, those that are given set.
pub(super) fn bitmap(length: u32, places: impl Iterator<Item = u32>) -> String {
    let mut signs = vec![0_u32; length.div_ceil(BITS) as usize];
    for place in places {
        signs[(place / BITS) as usize] |= 1 << (place % BITS);
    }
    signs
        .into_iter()
        .map(|bits| char::from(sign(bits)))
        .collect()
}

/// The places that are set in a bitmap, in their order; nothing where it is damaged.
pub(super) fn places(bitmap: &str) -> Option<Vec<u32>> {
    let mut places = Vec::new();
    for (at, sign) in bitmap.bytes().enumerate() {
        let mut bits = value(sign)?;
        while bits != 0 {
            places.push(at as u32 * BITS + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        for set in [vec![], vec![0], vec![0, 5, 6, 11, 12, 99]] {
            let text = bitmap(100, set.iter().copied());
            assert_eq!(text.len(), 17);
            assert_eq!(places(&text), Some(set));
        }
        assert_eq!(places("公"), None);
    }

    #[test]
    fn numbers_come_back() {
        let edges = [
            0, 1, 60, 61, 62, 153, 154, 2850, 2851, 2852, 11_499, 11_500, 11_501, 300_000,
            70_000_000,
        ];
        let mut text = String::new();
        for number in edges {
            put(&mut text, number);
        }
        assert_eq!(numbers(&text).as_deref(), Some(&edges[..]));
        assert!(!text.contains(['"', '\\']));
        assert!((0..SIGNS).all(|at| value(sign(at)) == Some(at)));
        for damaged in ["z", "\"", "公", "{"] {
            let _ = numbers(damaged);
        }
    }
}
