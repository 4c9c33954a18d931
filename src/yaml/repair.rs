//! The one mistake that is mended before parsing, because nothing else could be read past it.

use crate::source::{Span, lines};

/// Finds keys that are followed by a full-width colon (`标题：关于…`) and gives the text with those
/// colons made into `: `, padded so that every other byte keeps its place.
pub fn full_width_colons(text: &str) -> (Option<String>, Vec<(Span, String)>) {
    let mut found = Vec::new();
    let mut block_indent = None;
    for (offset, line) in lines(text) {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        // Lines of a block scalar (`|`, `>`) are prose, where such colons belong.
        if block_indent.is_some_and(|block| trimmed.trim_end().is_empty() || indent > block) {
            continue;
        }
        block_indent = None;
        let content = trimmed.trim_end();
        if let Some(value) = content.split_once(": ").map(|(_, value)| value)
            && value.starts_with(['|', '>'])
        {
            block_indent = Some(indent);
        }
        let key_at = indent + if content.starts_with("- ") { 2 } else { 0 };
        let key = line[key_at..]
            .split(['：', ':', '#', '"', '\'', '[', '{', '，', '。', ' ', WIDE])
            .next()
            .unwrap_or_default();
        if let Some(length) = colon(&line[key_at + key.len()..]).filter(|_| !key.is_empty()) {
            let at = offset + key_at + key.len();
            found.push((Span::new(at, at + length), key.to_owned()));
        }
    }
    if found.is_empty() {
        return (None, found);
    }
    let mut mended = text.to_owned();
    for (span, _) in &found {
        let blanks = " ".repeat(span.end - span.start - 1);
        mended.replace_range(span.start..span.end, &format!(":{blanks}"));
    }
    (Some(mended), found)
}

/// The ideographic space, which looks like two blanks and is none to YAML.
const WIDE: char = '\u{3000}';

/// Length of the wrong colon at the start of some text, in bytes: of full width, perhaps after
/// blanks, or one that a blank of full width follows.
fn colon(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', WIDE]);
    if let Some(after) = rest.strip_prefix('：') {
        return Some(text.len() - after.trim_start_matches(WIDE).len());
    }
    let after = rest.strip_prefix(':')?;
    let value = after.trim_start_matches([' ', WIDE]);
    let is_wide = after.len() > value.len() && !after.starts_with(' ') || rest.len() < text.len();
    (is_wide && text.contains(WIDE)).then(|| text.len() - value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_are_mended() {
        let text = "标题：关于通知\n说明: 注意：甲\n正文: |\n  地点：某处\n列:\n  - 名：乙\n";
        let (mended, found) = full_width_colons(text);
        assert_eq!(
            found
                .iter()
                .map(|(_, key)| key.as_str())
                .collect::<Vec<_>>(),
            ["标题", "名"]
        );
        let mended = mended.unwrap();
        assert_eq!(mended.len(), text.len());
        assert!(mended.starts_with("标题:  关于通知\n说明: 注意：甲"));
    }

    #[test]
    fn blanks_of_full_width_are_mended_with_the_colon() {
        let text = "公开属性 ：主动公开\n有效性:　有效\n标题: 甲　乙\n时间: 8:00\n";
        let (mended, found) = full_width_colons(text);
        let places: Vec<&str> = found
            .iter()
            .map(|(span, _)| &text[span.start..span.end])
            .collect();
        assert_eq!(places, [" ：", ":　"]);
        let mended = mended.unwrap();
        assert_eq!(mended.len(), text.len());
        assert!(mended.starts_with("公开属性:   主动公开\n有效性:   有效\n标题: 甲　乙\n"));
    }
}
