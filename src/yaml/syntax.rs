//! The parser's English reasons in the words of an editor.

use crate::{
    diagnostic::Fix,
    source::{Span, lines},
};

/// The first quotation mark that opens a value and is not closed on its line: what a parser trips
/// over lies lines below.
pub(super) fn unclosed_quote(text: &str) -> Option<usize> {
    for (start, line) in lines(text) {
        let content = line.trim_start();
        let content = content.strip_prefix("- ").unwrap_or(content);
        if content.starts_with('#') {
            continue;
        }
        let value = content.split_once(": ").map_or(content, |(_, value)| value);
        let value = value.trim();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        // Within '…' a quote is doubled, within "…" it is escaped.
        let inner = value[1..].replace("\\\\", "").replace("\\\"", "");
        if inner.matches(quote).count().is_multiple_of(2) {
            return Some(start + line.find(value).unwrap_or_default());
        }
    }
    None
}

/// A text as a value between quotes.
pub(super) fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Slip on the line where a parser stumbled, or on one of the three before: a value that begins with a sign
/// of YAML, or a colon without the blank after it. Gives its place, the reason in Chinese, and the
/// change that mends it.
pub(super) fn slip_before(text: &str, at: usize) -> Option<(Span, String, Option<Fix>)> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let before: Vec<(usize, &str)> = lines(&text[..end]).collect();
    before.into_iter().rev().take(4).find_map(|(start, line)| {
        let line = line.trim_end();
        let bare = line.trim_start().trim_start_matches("- ");
        let lead = start + line.len() - bare.len();
        if bare.starts_with('#') {
            return None;
        }
        if let Some((key, value)) = bare.split_once(": ") {
            let value = value.trim_start();
            let sign = value.chars().next()?;
            let closes = match sign {
                // What is not closed on its line may go on in the next.
                '[' => value.ends_with(']') || !value.contains(']'),
                '{' => value.ends_with('}') || !value.contains('}'),
                '>' | '|' => value.len() < 3,
                '%' | '@' | '`' | '&' | '!' | '*' => false,
                _ => true,
            };
            if closes || key.is_empty() {
                return None;
            }
            let from = lead + bare.len() - value.len();
            let span = Span::new(from, from + value.len());
            let reason =
                format!("值以 {sign} 开头，YAML 当成了别的写法；请用半角双引号把整个值括起来");
            let replacement = in_quotes(value);
            return Some((span, reason, Some(Fix { span, replacement })));
        }
        let (key, value) = bare.split_once(':')?;
        let is_key = !key.is_empty() && key.chars().all(char::is_alphanumeric) && !key.is_ascii();
        if !is_key || value.is_empty() || value.starts_with(' ') {
            return None;
        }
        let colon = lead + key.len() + 1;
        let span = Span::new(colon, colon);
        let reason = "冒号后面要空一格".to_owned();
        let fix = Fix {
            span,
            replacement: " ".to_owned(),
        };
        Some((Span::new(colon - 1, colon), reason, Some(fix)))
    })
}

/// Text on the line of a plain value that is read as a comment, though its sign stands before a word as
/// in `1 #楼`: its place after the value, and the text.
pub(super) fn cut_off(text: &str, value_end: usize) -> Option<&str> {
    let rest = &text[value_end..];
    if let Some(next) = rest
        .strip_prefix('\n')
        .or_else(|| rest.strip_prefix("\r\n"))
    {
        return cut_below(&text[..value_end], next);
    }
    // Mostly the line ends with its value.
    if !rest.starts_with([' ', '\t', '#']) {
        return None;
    }
    let line = rest.split('\n').next().unwrap_or_default().trim_end();
    let comment = line.trim_start();
    let is_apart = comment.len() < line.len() || text[..value_end].ends_with([' ', '\t']);
    let word = comment.strip_prefix('#')?;
    let is_word = word.starts_with(|c: char| !c.is_whitespace() && c != '#');
    (is_apart && is_word).then_some(comment)
}

/// A line below a plain value that would go on with it, but for its first sign: `  #3楼的资金来源`.
fn cut_below<'t>(before: &str, next: &'t str) -> Option<&'t str> {
    let line = next.lines().next().unwrap_or_default().trim_end();
    let comment = line.trim_start_matches(' ');
    let word = comment.strip_prefix('#')?;
    let is_word = word.starts_with(|c: char| !c.is_whitespace() && c != '#');
    // A field that is commented out is none.
    let is_field = word.contains([':', '：']);
    let own = before.rsplit('\n').next().unwrap_or_default();
    let indent = own.len() - own.trim_start_matches([' ', '-']).len();
    (is_word && !is_field && line.len() - comment.len() > indent).then_some(comment)
}

/// Advice for an editor on what to look for, from the parser's own reason.
pub(super) fn explain(reason: &str) -> String {
    const KNOWN: [(&str, &str); 12] = [
        (
            "mapping values are not allowed",
            "值里含有“冒号加空格”，YAML 会当成又一个键；请把整个值用引号括起来",
        ),
        (
            "implicit keys need to be inline",
            "键和冒号之间换了行，或上一行的引号没有合上",
        ),
        ("simple key expect", "这一行应是“键: 值”，却没有找到冒号"),
        (
            "could not find expected ':'",
            "这一行应是“键: 值”，却没有找到冒号",
        ),
        (
            "illegal placement",
            "冒号的位置不对，或上一行的引号、括号没有合上",
        ),
        ("tab", "缩进里有制表符，请改用空格"),
        (
            "found character that cannot start any token",
            "值以 YAML 的保留字符开头（如 @ ` %），请用引号括起来",
        ),
        ("while scanning a quoted scalar", "引号没有合上"),
        ("unclosed", "括号或引号没有合上"),
        ("flow", "方括号或花括号里的内容写法有误，或括号没有合上"),
        ("block", "缩进不一致：同一层的键要左对齐"),
        ("indent", "缩进不一致：同一层的键要左对齐"),
    ];
    let lower = reason.to_lowercase();
    KNOWN
        .iter()
        .find(|(pattern, _)| lower.contains(pattern))
        .map_or(
            "不是合法的 YAML，请检查引号、括号是否成对，冒号后面是否有空格",
            |(_, explained)| explained,
        )
        .to_owned()
}
