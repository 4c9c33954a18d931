//! Paths of pages in the output.

use pinyin::ToPinyin;

use jiff::civil::DateTime;

use crate::source::is_reserved;

/// Longest slug, in bytes.
const SLUG_LIMIT: usize = 80;

/// Pattern of a document's address, unless its column says otherwise.
pub(super) const DEFAULT_PATTERN: &str = "{column}/{yyyymm}/{slug}.html";

/// Part of an address from a name: ASCII letters and digits, pinyin for Chinese characters.
///
/// ```
/// assert_eq!(gongkai::model::slug("2026年公开要点（一）"), "2026-nian-gong-kai-yao-dian-yi");
/// ```
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    let mut joined = false;
    for c in name.chars() {
        let mut buffer = [0; 4];
        let (part, alone) = match c.to_pinyin() {
            Some(pinyin) => (pinyin.plain(), true),
            None if c.is_ascii_alphanumeric() => {
                buffer[0] = c.to_ascii_lowercase() as u8;
                (std::str::from_utf8(&buffer[..1]).unwrap_or_default(), false)
            }
            None => {
                joined = false;
                continue;
            }
        };
        if slug.len() + part.len() >= SLUG_LIMIT {
            break;
        }
        // ü is the one letter of pinyin outside ASCII.
        let part = part.replace('ü', "v");
        if !slug.is_empty() && (alone || !joined) {
            slug.push('-');
        }
        slug.push_str(&part);
        joined = !alone;
    }
    if slug.is_empty() {
        "document".to_owned()
    } else if is_reserved(&slug) {
        slug + "-1"
    } else {
        slug
    }
}

/// Fills a pattern.
pub(super) fn permalink(
    pattern: &str,
    directory: &str,
    published: Option<DateTime>,
    slug: &str,
) -> String {
    let day = published.map(DateTime::date).unwrap_or_default();
    let path = pattern
        .replace("{column}", directory.trim_end_matches('/'))
        .replace("{yyyymm}", &format!("{:04}{:02}", day.year(), day.month()))
        .replace("{yyyy}", &format!("{:04}", day.year()))
        .replace("{mm}", &format!("{:02}", day.month()))
        .replace("{dd}", &format!("{:02}", day.day()))
        .replace("{slug}", slug);
    path.trim_start_matches('/').to_owned()
}

/// Fault of a pattern that an editor wrote, in Chinese; none where it can be used.
pub(super) fn pattern_fault(pattern: &str) -> Option<&'static str> {
    let known = ["{column}", "{yyyymm}", "{yyyy}", "{mm}", "{dd}", "{slug}"];
    let rest = known
        .iter()
        .fold(pattern.to_owned(), |rest, name| rest.replace(name, ""));
    if rest.contains(['{', '}']) {
        return Some("只能用 {column} {yyyymm} {yyyy} {mm} {dd} {slug}");
    }
    if !pattern.contains("{slug}") {
        return Some("必须含 {slug}，否则各文档的网址会相同");
    }
    let Some(below) = pattern.strip_prefix("{column}/") else {
        return Some("必须以 {column}/ 开头");
    };
    // Right below a column lie its lists; documents have a folder of their own, so they never meet.
    if !below.contains('/') {
        return Some("{column}/ 之后至少还要有一层文件夹，如 {column}/{yyyy}/{slug}.html");
    }
    if !pattern.ends_with(".html") {
        return Some("必须以 .html 结尾");
    }
    let is_plain = |part: &str| {
        part.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.')
        })
    };
    if rest
        .split('/')
        .any(|part| !is_plain(part) || part == "." || part == "..")
        || pattern.split('/').any(str::is_empty)
    {
        return Some("各层只能用小写字母、数字、连字符和下划线，且不能为空");
    }
    let parts = pattern.trim_end_matches(".html").split('/');
    if parts.into_iter().any(is_reserved) {
        return Some(
            "con、prn、aux、nul、com1、lpt1 之类是 Windows 的设备名，不能用作文件夹或文件的名字",
        );
    }
    None
}
