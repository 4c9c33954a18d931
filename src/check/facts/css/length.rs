//! Lengths, and the sizes in `font`.

use super::read::split;

/// A length in pixels, where it does not depend on the page.
pub(crate) fn pixels(value: &str, rem: f64) -> Option<f64> {
    const UNITS: [(&str, f64); 4] = [("rem", 0.0), ("px", 1.0), ("pt", 4.0 / 3.0), ("", 1.0)];
    let value = value.trim();
    for (name, is_max) in [("max(", true), ("min(", false)] {
        if let Some(inside) = value
            .strip_prefix(name)
            .and_then(|rest| rest.strip_suffix(')'))
        {
            let lengths: Option<Vec<f64>> = split(inside, b',')
                .into_iter()
                .map(|part| pixels(part, rem))
                .collect();
            return lengths?
                .into_iter()
                .reduce(if is_max { f64::max } else { f64::min });
        }
    }
    for (unit, scale) in UNITS {
        if let Some(number) = value
            .strip_suffix(unit)
            .and_then(|number| number.parse::<f64>().ok())
        {
            // Without a unit only nothing is a length.
            return match unit {
                "rem" => Some(number * rem),
                "" if number != 0.0 => None,
                _ => Some(number * scale),
            };
        }
    }
    None
}

/// Size and distance of lines in the value of `font` (`700 1rem/1.5 serif`), as they are written.
pub(crate) fn font_parts(value: &str) -> (Option<&str>, Option<&str>) {
    for token in split(value, b' ') {
        if let Some((size, line)) = token.split_once('/') {
            return (Some(size), Some(line));
        }
        let is_size = token.ends_with(|c: char| c.is_ascii_alphabetic() || c == '%')
            && token.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if is_size {
            return (Some(token), None);
        }
    }
    (None, None)
}
