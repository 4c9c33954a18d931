//! Raw HTML in Markdown as tokens, and the allow-lists that say what of it may stand in a page.
//!
//! Each piece of raw HTML is taken apart by itself: what is not finished in it ends with it, so that no
//! tag, attribute or comment of the editor's can swallow what Markdown makes.

use std::{borrow::Cow, ops::Range};

use crate::diagnostic::Loss;
use memchr::{memchr, memchr_iter, memmem};

/// Kind of an element, by its place in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A part of a line.
    Inline,
    /// A block: it ends an open paragraph.
    Block,
    /// A part of a table, which stands nowhere else.
    TablePart,
}

/// An element that may stand in a page.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name, in lower case.
    pub(super) name: &'static str,
    /// Kind of the element.
    pub(super) kind: Kind,
    /// Its attributes, beside those that every element may have.
    pub(super) attributes: &'static [&'static str],
}

const fn element(name: &'static str, kind: Kind, attributes: &'static [&'static str]) -> Element {
    Element {
        name,
        kind,
        attributes,
    }
}

use Kind::{Block, Inline, TablePart};

/// Every element that may stand in a page, by name.
static ELEMENTS: &[Element] = &[
    element("a", Inline, &["href", "class"]),
    element("abbr", Inline, &[]),
    element("b", Inline, &[]),
    element("blockquote", Block, &[]),
    element("br", Inline, &[]),
    element("caption", TablePart, &[]),
    element("cite", Inline, &[]),
    element("code", Inline, &[]),
    element("col", TablePart, &["span"]),
    element("colgroup", TablePart, &[]),
    element("dd", Block, &[]),
    element("del", Inline, &[]),
    element("details", Block, &["open"]),
    element("dfn", Inline, &[]),
    element("div", Block, &["tabindex", "role", "aria-label", "class"]),
    element("dl", Block, &[]),
    element("dt", Block, &[]),
    element("em", Inline, &[]),
    element("figcaption", Block, &[]),
    element("figure", Block, &[]),
    element("h1", Block, &[]),
    element("h2", Block, &[]),
    element("h3", Block, &[]),
    element("h4", Block, &[]),
    element("h5", Block, &[]),
    element("h6", Block, &[]),
    element("hr", Block, &[]),
    element("i", Inline, &[]),
    element("img", Inline, &["src", "alt", "width", "height"]),
    element(
        "input",
        Inline,
        &["type", "checked", "disabled", "aria-label"],
    ),
    element("ins", Inline, &[]),
    element("kbd", Inline, &[]),
    element("li", Block, &["value"]),
    element("mark", Inline, &[]),
    element("ol", Block, &["start", "type", "reversed"]),
    element("p", Block, &[]),
    element("pre", Block, &[]),
    element("q", Inline, &[]),
    element("rp", Inline, &[]),
    element("rt", Inline, &[]),
    element("ruby", Inline, &[]),
    element("s", Inline, &[]),
    element("section", Block, &[]),
    element("small", Inline, &[]),
    element("span", Inline, &[]),
    element("strong", Inline, &[]),
    element("sub", Inline, &[]),
    element("summary", Block, &[]),
    element("sup", Inline, &["class"]),
    element("table", Block, &[]),
    element("tbody", TablePart, &[]),
    element("td", TablePart, &["colspan", "rowspan", "class"]),
    element("tfoot", TablePart, &[]),
    element("th", TablePart, &["colspan", "rowspan", "scope", "class"]),
    element("thead", TablePart, &[]),
    element("time", Inline, &["datetime"]),
    element("tr", TablePart, &[]),
    element("u", Inline, &[]),
    element("ul", Block, &[]),
];

/// Attributes that every element may have.
const GENERIC: [&str; 3] = ["id", "lang", "title"];

/// Classes that the theme gives a look to.
const CLASSES: [&str; 9] = [
    "external",
    "foreign",
    "footnote",
    "footnote-ref",
    "footnote-back",
    "table-scroll",
    "align-left",
    "align-center",
    "align-right",
];

/// Elements that are taken out with all that is in them.
const WITH_CONTENT: [&str; 5] = ["script", "style", "iframe", "object", "template"];

/// Names of elements of HTML that may not stand in a page, those that are obsolete included: whoever
/// writes another name means words.
const OTHERS: [&str; 84] = [
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "body",
    "button",
    "canvas",
    "center",
    "data",
    "datalist",
    "dialog",
    "dir",
    "embed",
    "fieldset",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "html",
    "iframe",
    "input",
    "keygen",
    "label",
    "legend",
    "link",
    "main",
    "map",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "progress",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "source",
    "strike",
    "style",
    "svg",
    "template",
    "textarea",
    "time",
    "title",
    "track",
    "tt",
    "u",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// True for the name of an element of HTML, or of a program's own (`o:p`, `my-tag`).
pub(super) fn is_element(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains([':', '-']) || Element::named(&name).is_some() || OTHERS.contains(&name.as_str())
}

/// Elements whose content is no HTML, and ends only where they do.
const RAW_TEXT: [&str; 2] = ["script", "style"];

impl Element {
    /// Finds an element by its name, in whatever case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        // The longest name has ten letters.
        if name.len() > 10 {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let at = ELEMENTS.binary_search_by(|element| element.name.cmp(&name));
        at.ok().map(|at| &ELEMENTS[at])
    }

    /// True if it never has content.
    pub(super) fn is_void(&self) -> bool {
        matches!(self.name, "br" | "col" | "hr" | "img" | "input")
    }

    /// Name of an attribute as it is written into the page, where the element may have it.
    pub(super) fn attribute(&self, name: &str) -> Option<&'static str> {
        let own = self.attributes.iter();
        let mut known = own.chain(&GENERIC);
        known
            .find(|known| known.eq_ignore_ascii_case(name))
            .copied()
    }
}

/// True if an element that may not stand in a page goes with all that is in it.
pub(super) fn goes_with_content(name: &str) -> bool {
    let mut names = WITH_CONTENT.iter();
    names.any(|known| known.eq_ignore_ascii_case(name))
}

/// The known ones among the classes of a value.
pub(super) fn known_classes(value: &str) -> String {
    let classes = value.split_ascii_whitespace();
    let known: Vec<&str> = classes.filter(|class| CLASSES.contains(class)).collect();
    known.join(" ")
}

/// One token of a piece of raw HTML.
#[derive(Debug)]
pub(super) enum Token<'h> {
    /// Text, as it is written.
    Text(&'h str),
    /// An opening tag.
    Start {
        /// Its name, as it is written.
        name: &'h str,
        /// Names and values of its attributes, as they are written; of two alike the first counts.
        attributes: Vec<(&'h str, &'h str)>,
        /// Its bytes in the piece.
        range: Range<usize>,
    },
    /// A closing tag.
    End {
        /// Its name, as it is written.
        name: &'h str,
    },
    /// Something that is left out, and told.
    Removed {
        /// Element, attribute or address that is left out.
        what: Cow<'static, str>,
        /// Its bytes in the piece.
        range: Range<usize>,
    },
    /// Text that is left out though it was hardly meant to be, and told.
    Lost {
        /// Cause of the loss.
        loss: Loss,
        /// Its bytes in the piece.
        range: Range<usize>,
    },
    /// A comment, which nobody was to read.
    Comment,
}

/// Greatest number of attributes of a tag that are looked at: more are written by no one.
const ATTRIBUTE_LIMIT: usize = 64;

/// The tokens of a piece of raw HTML.
pub(super) struct Tokens<'h> {
    html: &'h str,
    at: usize,
    /// Elements of raw text that the rest of the piece does not end.
    endless: Vec<&'static str>,
}

impl<'h> Tokens<'h> {
    /// Place of the next token.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Takes a piece apart.
    pub(super) fn new(html: &'h str) -> Self {
        Self {
            html,
            at: 0,
            endless: Vec::new(),
        }
    }

    /// The token that begins with the `<` at the current place; nothing where it is a mere sign.
    fn markup(&mut self) -> Option<Token<'h>> {
        let (html, start) = (self.html, self.at);
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            return Some(self.comment());
        }
        for (opening, closing, what) in [
            ("<![CDATA[", "]]>", "<![CDATA[…]]>"),
            ("<!", ">", "<!…>"),
            ("<?", ">", "<?…>"),
        ] {
            if rest.starts_with(opening) {
                let end = memmem::find(rest.as_bytes(), closing.as_bytes());
                self.at = end.map_or(html.len(), |end| start + end + closing.len());
                let range = start..self.at;
                // Whoever writes words there wants them read.
                return Some(if end.is_none() || !html[range.clone()].is_ascii() {
                    let loss = Loss::OpenMarkup(opening.to_owned());
                    Token::Lost { loss, range }
                } else {
                    let what = what.into();
                    Token::Removed { what, range }
                });
            }
        }
        let is_end = rest.starts_with("</");
        let from = start + 1 + usize::from(is_end);
        let bytes = html.as_bytes();
        if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        let is_of_name = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>');
        let length = bytes[from..].iter().take_while(|b| is_of_name(b)).count();
        let name = &html[from..from + length];
        let mut tag = Attributes {
            html,
            at: from + length,
        };
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        for (key, value) in &mut tag {
            if attributes.len() < ATTRIBUTE_LIMIT
                && !attributes
                    .iter()
                    .any(|(known, _)| known.eq_ignore_ascii_case(key))
            {
                attributes.push((key, value));
            }
        }
        if bytes.get(tag.at) != Some(&b'>') {
            // What follows a tag that is not finished was meant to be part of it.
            self.at = html.len();
            return Some(Token::Lost {
                loss: Loss::OpenMarkup(html[start..from + length].to_owned()),
                range: start..html.len(),
            });
        }
        self.at = tag.at + 1;
        if is_end {
            return Some(Token::End { name });
        }
        if let Some(raw) = RAW_TEXT.iter().find(|raw| raw.eq_ignore_ascii_case(name))
            && let Some(end) = self.end_of_raw(raw)
        {
            self.at = end;
            return Some(Token::Removed {
                what: format!("<{raw}>").into(),
                range: start..end,
            });
        }
        Some(Token::Start {
            name,
            attributes,
            range: start..self.at,
        })
    }

    /// A comment ends as the standard of HTML says; one without an end takes the rest with it.
    fn comment(&mut self) -> Token<'h> {
        let (start, rest) = (self.at, &self.html[self.at..]);
        let empty = ["<!-->", "<!--->"].iter();
        if let Some(empty) = empty.copied().find(|empty| rest.starts_with(empty)) {
            self.at += empty.len();
            return Token::Comment;
        }
        let inside = &rest["<!--".len()..];
        let mut signs = memchr_iter(b'>', inside.as_bytes());
        let closes = |at: &usize| {
            let before = &inside[..*at];
            before.ends_with("--") || before.ends_with("--!")
        };
        let ends = signs.find(closes).map(|at| at + 1);
        let Some(length) = ends else {
            self.at = self.html.len();
            return Token::Lost {
                loss: Loss::OpenComment,
                range: start..self.at,
            };
        };
        self.at = start + "<!--".len() + length;
        // One that begins in another ended too late.
        if inside[..length].contains("<!--") {
            return Token::Lost {
                loss: Loss::OpenComment,
                range: start..self.at,
            };
        }
        Token::Comment
    }

    /// End of the closing tag of an element of raw text.
    fn end_of_raw(&mut self, name: &'static str) -> Option<usize> {
        if self.endless.contains(&name) {
            return None;
        }
        let bytes = self.html.as_bytes();
        let found = memmem::find_iter(&bytes[self.at..], b"</").find_map(|at| {
            let from = self.at + at + "</".len();
            let end = from + name.len();
            let is_named = bytes.get(from..end)?.eq_ignore_ascii_case(name.as_bytes());
            let closes = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
            if !is_named || !bytes.get(end).is_some_and(closes) {
                return None;
            }
            memchr(b'>', &bytes[end..]).map(|close| end + close + 1)
        });
        if found.is_none() {
            self.endless.push(name);
        }
        found
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        let (html, start) = (self.html, self.at);
        if start >= html.len() {
            return None;
        }
        if html.as_bytes()[start] == b'<'
            && let Some(token) = self.markup()
        {
            return Some(token);
        }
        let next = memchr(b'<', &html.as_bytes()[start + 1..]);
        self.at = next.map_or(html.len(), |next| start + 1 + next);
        // A sign of several bytes is never cut: `<` is none of them.
        Some(Token::Text(&html[start..self.at]))
    }
}

/// Names and values of the attributes of a tag, by the standard of HTML; it stops at the tag's `>`.
struct Attributes<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.html.as_bytes();
        let past = |mut at: usize, is_in: fn(u8) -> bool| {
            while at < bytes.len() && is_in(bytes[at]) {
                at += 1;
            }
            at
        };
        let start = past(self.at, |b| b.is_ascii_whitespace() || b == b'/');
        self.at = start;
        if matches!(bytes.get(start), None | Some(b'>')) {
            return None;
        }
        // An equals sign that comes first belongs to the name.
        let end = past(start + usize::from(bytes[start] == b'='), |b| {
            !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/' | b'>')
        });
        let name = &self.html[start..end];
        let equals = past(end, |b| b.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            self.at = end;
            return Some((name, ""));
        }
        let from = past(equals + 1, |b| b.is_ascii_whitespace());
        let value = if let Some(quote @ (b'"' | b'\'')) = bytes.get(from) {
            let Some(length) = memchr(*quote, &bytes[from + 1..]) else {
                self.at = bytes.len();
                return None;
            };
            self.at = from + length + 2;
            from + 1..from + 1 + length
        } else {
            self.at = past(from, |b| !b.is_ascii_whitespace() && b != b'>');
            from..self.at
        };
        Some((name, &self.html[value]))
    }
}

/// Appends text as the editor escaped it: references stay, everything else that means something in
/// HTML does not.
pub(super) fn push_text(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'&' if !is_reference(&bytes[at + 1..]) => "&amp;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// True if the text after a `&` makes it a reference: `amp;`, `#20013;`, `#x4e2d;`.
fn is_reference(after: &[u8]) -> bool {
    let digits = usize::from(after.first() == Some(&b'#'));
    let name = after.iter().skip(digits).take(33);
    let length = name.take_while(|b| b.is_ascii_alphanumeric()).count();
    length > 0 && after.get(digits + length) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let one = |token: Token<'_>| match token {
            Token::Text(text) => text.to_owned(),
            Token::Start {
                name, attributes, ..
            } => format!("<{name}>{attributes:?}"),
            Token::End { name } => format!("</{name}>"),
            Token::Removed { what, range } => format!("-{what} {range:?}"),
            Token::Lost { loss, range } => format!("-{loss:?} {range:?}"),
            Token::Comment => "--".to_owned(),
        };
        Tokens::new(html).map(one).collect()
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        assert_eq!(
            Element::named("TaBle").map(|found| found.name),
            Some("table")
        );
        for name in ["", "script", "svg", "figcaptions", "表"] {
            assert!(Element::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn tokens_are_those_of_the_standard() {
        for (html, wanted) in [
            ("a < b <3 <", vec!["a ", "< b ", "<3 ", "<"]),
            (
                "<A HREF=x/y title='1>2'/>",
                vec!["<A>[(\"HREF\", \"x/y\"), (\"title\", \"1>2\")]"],
            ),
            (
                "<p title=it's>甲</p >",
                vec!["<p>[(\"title\", \"it's\")]", "甲", "</p>"],
            ),
            ("<p ==a b= c>", vec!["<p>[(\"=\", \"a\"), (\"b\", \"c\")]"]),
            ("<p/id=a/b id=c>", vec!["<p>[(\"id\", \"a/b\")]"]),
            (
                "<!-- <a> --><!--><!---><!-- x --!>甲<!--甲--->乙",
                vec!["--", "--", "--", "--", "甲", "--", "乙"],
            ),
            (
                "<!doctype html>甲<?php a ?>乙<![CDATA[ > ]]>丙",
                vec![
                    "-<!…> 0..15",
                    "甲",
                    "-<?…> 18..28",
                    "乙",
                    "-<![CDATA[…]]> 31..46",
                    "丙",
                ],
            ),
            (
                "<SCRIPT>a</scripts></Script >甲",
                vec!["-<script> 0..29", "甲"],
            ),
            ("<script>a<script>", vec!["<script>[]", "a", "<script>[]"]),
            ("甲<div class=\"", vec!["甲", "-OpenMarkup(\"<div\") 3..15"]),
            ("<!-- 甲", vec!["-OpenComment 0..8"]),
            ("</div", vec!["-OpenMarkup(\"</div\") 0..5"]),
            ("</ div><>", vec!["</ div>", "<>"]),
        ] {
            assert_eq!(shown(html), wanted, "{html}");
        }
    }

    #[test]
    fn text_keeps_references_and_nothing_else() {
        let mut out = String::new();
        push_text(&mut out, "&nbsp;&#20013;&#x4e2d; & &; &# <b> \"甲\" &amp");
        assert_eq!(
            out,
            "&nbsp;&#20013;&#x4e2d; &amp; &amp;; &amp;# &lt;b&gt; &quot;甲&quot; &amp;amp"
        );
    }
}
