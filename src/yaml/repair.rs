//! The one mistake that is mended before parsing, because nothing else could be read past it.

use crate::source::Span;

/// Finds keys that are followed by a full-width colon (`标题：关于…`) and gives the text with those
/// colons made into `: `, padded so that every other byte keeps its place.
pub fn full_width_colons(text: &str) -> (Option<String>, Vec<(Span, String)>) {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut block_indent = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        // Lines of a block scalar (`|`, `>`) are prose, where such colons belong.
        if block_indent.is_some_and(|block| trimmed.trim_end().is_empty() || indent > block) {
            offset += line.len();
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
            .split(['：', ':', '#', '"', '\'', '[', '{', '，', '。', ' '])
            .next()
            .unwrap_or_default();
        if !key.is_empty() && line[key_at + key.len()..].starts_with('：') {
            let at = offset + key_at + key.len();
            found.push((Span::new(at, at + '：'.len_utf8()), key.to_owned()));
        }
        offset += line.len();
    }
    if found.is_empty() {
        return (None, found);
    }
    let mut mended = text.to_owned();
    for (span, _) in &found {
        mended.replace_range(span.start..span.end, ":  ");
    }
    (Some(mended), found)
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
}
