//! Links and pictures that raw HTML writes, at their bytes in the source.

use pulldown_cmark::{Event, Parser, Tag};

use crate::{html::unescape, source::Span};

use super::{
    Dialect, Link,
    raw_html::{Token, Tokens},
};

/// True if a text may hold a tag that links: most texts hold none, and are not parsed for it.
pub(in crate::parse) fn may_write_links(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .any(|at| matches!(bytes.get(at + 1), Some(b'a' | b'A' | b'i' | b'I')))
}

/// The addresses of `<a href>` and `<img src>` in the raw HTML of a text that stands at `offset` in
/// its file.
pub(in crate::parse) fn raw_links(text: &str, offset: usize) -> Vec<Link> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, Dialect::site().options).into_offset_iter() {
        // A block is told as a whole, since a tag may go over several lines of it.
        if matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            links(&text[range.clone()], offset + range.start, &mut found);
        }
    }
    found
}

fn links(html: &str, offset: usize, found: &mut Vec<Link>) {
    for token in Tokens::new(html) {
        let Token::Start {
            name, attributes, ..
        } = token
        else {
            continue;
        };
        let wanted = match name.to_ascii_lowercase().as_str() {
            "a" => "href",
            "img" => "src",
            _ => continue,
        };
        let mut attributes = attributes.iter();
        let attribute = attributes.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        // A value that is not there lies nowhere.
        if let Some((_, value)) = attribute.filter(|(_, value)| !value.is_empty()) {
            let before = value.as_ptr().addr() - html.as_ptr().addr();
            let blank = value.len() - value.trim_start().len();
            let value = value.trim();
            let from = before + blank;
            found.push(Link {
                destination: unescape(value).into_owned(),
                span: Span::new(from, from + value.len()).shifted(offset),
                is_picture: wanted == "src",
                text: String::new(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_at_their_bytes() {
        let text = "正文 <a title=\"1>2\" href=\"https://a.cn/?x=1&amp;y=2\">甲</a>\n\n\
                    <div><!-- <a href=\"https://no.cn/\"> -->\n<IMG alt=''\n SRC='https://b.cn/乙.png'>\n</div>\n\n\
                    `<a href=\"https://code.cn/\">` <abbr href=x> <a name=丙> <a href=//c.cn/>丁</a>\n";
        let found = raw_links(text, 100);
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|link| {
                (
                    link.destination.as_str(),
                    &text[link.span.start - 100..link.span.end - 100],
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("https://a.cn/?x=1&y=2", "https://a.cn/?x=1&amp;y=2"),
                ("https://b.cn/乙.png", "https://b.cn/乙.png"),
                ("//c.cn/", "//c.cn/"),
            ]
        );
        assert!(may_write_links(text) && !may_write_links("1 < 2，没有标签"));
        for broken in ["<a", "<a href", "<a href=\"", "<!--", "<", "<a href=甲"] {
            let mut found = Vec::new();
            links(broken, 0, &mut found);
        }
    }
}
