//! Addresses that stand in the text as they are (`见https://www.gov.cn/x。`, `gongkai@example.gov.cn`), and those that lead nowhere.

use std::ops::Range;

use crate::{diagnostic::FaultKind, source::unopenable};

/// An address in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// True if mail goes there.
    pub(super) is_mail: bool,
}

/// Longest address that is looked for, in bytes: servers refuse longer ones.
const LONGEST: usize = 2_048;

/// Finds the addresses of a text, in order.
pub(super) fn addresses(text: &str) -> Vec<Address> {
    let bytes = text.as_bytes();
    let mut found: Vec<Address> = Vec::new();
    for at in memchr::memchr2_iter(b':', b'@', bytes) {
        if found.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let (range, is_mail) = match bytes[at] {
            b':' => (around(text, at), false),
            _ => (mail(text, at), true),
        };
        let from = found.last().map_or(0, |last| last.range.end);
        if let Some(range) = range.filter(|range| range.start >= from) {
            found.push(Address { range, is_mail });
        }
    }
    found
}

/// The address around the `://` at a place, up to the first sign that cannot be part of it.
pub(super) fn around(text: &str, colon: usize) -> Option<Range<usize>> {
    let (before, after) = text.split_at_checked(colon)?;
    let rest = after.strip_prefix("://")?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let tail = before
            .len()
            .checked_sub(scheme.len())
            .and_then(|at| before.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    let is_whole = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
    if !is_whole || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') {
        return None;
    }
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let length = rest.find(|c: char| !is_of_address(c)).unwrap_or(rest.len());
    // Of several in a row each is one.
    let next = [",http", ";http"]
        .iter()
        .filter_map(|next| rest[..length].find(next))
        .min();
    // A host of another script does not end where its Latin part does.
    let is_cut = !rest[..length].contains(['/', '?', '#'])
        && rest[length..].starts_with(|c: char| !c.is_ascii() && c.is_alphanumeric())
        && (rest[..length].ends_with('.') || !rest[..length].contains('.'));
    let length = without_trail(&rest[..next.unwrap_or(length)]);
    (!is_cut).then(|| start..colon + "://".len() + length)
}

/// The mail address around the `@` at a place.
fn mail(text: &str, at: usize) -> Option<Range<usize>> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let local = text[..at].rfind(|c| !is_local(c));
    let start = local.map_or(0, |last| {
        last + text[last..].chars().next().map_or(1, char::len_utf8)
    });
    let rest = &text[at + 1..];
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let length = rest.find(|c| !is_host(c)).unwrap_or(rest.len());
    let host = rest[..length].trim_end_matches(['.', '-']);
    let is_dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    let ends = host.rsplit('.').next().unwrap_or_default();
    let is_domain = is_dotted && ends.len() > 1 && ends.bytes().all(|b| b.is_ascii_alphabetic());
    let is_whole = start < at && text[start..at].starts_with(|c: char| c.is_ascii_alphanumeric());
    // What goes on with another `@` or a path is no mail address.
    let is_last = !rest[host.len()..].starts_with(['@', '/', ':']);
    (is_domain && is_whole && is_last).then(|| start..at + 1 + host.len())
}

/// Fault of an address that may not be followed, or that no reader can open.
pub(super) fn refused(destination: &str) -> Option<FaultKind> {
    let why = unopenable(destination)?;
    let scheme = destination.split(':').next().unwrap_or_default();
    let runs = ["javascript", "vbscript", "data"];
    Some(
        if runs
            .iter()
            .any(|known| scheme.trim().eq_ignore_ascii_case(known))
        {
            let what = destination.to_owned();
            FaultKind::RemovedHtml { what }
        } else {
            let address = destination.to_owned();
            FaultKind::UnopenableLink { address, why }
        },
    )
}

/// Signs that an address may hold.
fn is_of_address(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Length of an address without the signs that end the sentence around it.
fn without_trail(address: &str) -> usize {
    let mut kept = address;
    loop {
        let shorter = kept.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        // A closing bracket belongs to it only where it opened it.
        let shorter = [('(', ')'), ('[', ']')]
            .into_iter()
            .fold(shorter, |kept, (open, close)| {
                let is_open = kept.matches(open).count() < kept.matches(close).count();
                if is_open {
                    kept.strip_suffix(close).unwrap_or(kept)
                } else {
                    kept
                }
            });
        if shorter.len() == kept.len() {
            return kept.len();
        }
        kept = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_they_end() {
        for (text, wanted) in [
            ("见https://www.gov.cn/x。", vec!["https://www.gov.cn/x"]),
            (
                "（https://a.cn/x）联系邮箱：xu@example.gov.cn。",
                vec!["https://a.cn/x", "xu@example.gov.cn"],
            ),
            (
                "(https://a.cn/x_(1)) HTTP://B.CN:80/?a=1&b=2, https://c.cn.",
                vec![
                    "https://a.cn/x_(1)",
                    "HTTP://B.CN:80/?a=1&b=2",
                    "https://c.cn",
                ],
            ),
            ("网址https://a.cn/甲", vec!["https://a.cn/"]),
            ("https://a.cn/~x/a_b_c!", vec!["https://a.cn/~x/a_b_c"]),
            ("https:// ftp://a.cn a@b @c.cn a@b.c x@1.2 时间8:00", vec![]),
            ("user@host.cn/path a@b.cn:8080", vec![]),
            (
                "http://a.cn,http://b.cn",
                vec!["http://a.cn", "http://b.cn"],
            ),
        ] {
            let found = addresses(text);
            let found: Vec<&str> = found.iter().map(|one| &text[one.range.clone()]).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
