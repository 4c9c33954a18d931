//! A text of HTML as its tags.
//!
//! A tokenizer of our own: it only has to find tags and their attributes, over hundreds of megabytes of
//! pages that our own templates made, in a tenth of the time that making them takes. It finds them as
//! the standard of HTML says (`tests/it/html.rs`), but for what depends on the tree: whether scripts
//! run, and whether an element is one of SVG.

use std::{borrow::Cow, ops::Range};

use htmlize::unescape_attribute;
use memchr::{memchr, memchr_iter, memchr2_iter, memmem};

/// One tag. A page has hundreds, so it is kept small.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'p> {
    /// From its `<` to its `>`.
    text: &'p str,
    start: u32,
    /// Length of its name, in bytes.
    name: u16,
    /// True if it closes an element.
    pub is_end: bool,
}

/// The tags of a text in their order; what stands in `<script>`, `<title>` and the like is no tag.
pub fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    Tokens::new(text).map(|(tag, _)| tag)
}

/// A piece of HTML that many texts have in common, taken apart once.
#[derive(Debug)]
pub struct Piece<'p> {
    text: &'p str,
    all: Vec<Tag<'p>>,
    named: Vec<Named>,
}

impl<'p> Piece<'p> {
    /// Takes a piece apart; nothing where it has no tags, or ends inside of one or of a comment, so
    /// that what follows it would be read otherwise.
    pub fn new(text: &'p str) -> Option<Self> {
        let text = text.trim();
        let mut tokens = Tokens::new(text);
        let (mut all, mut named) = (Vec::new(), Vec::new());
        for tag in &mut tokens {
            note(tag, &mut all, &mut named);
        }
        let is_whole =
            !all.is_empty() && !tokens.is_cut && text.starts_with('<') && text.ends_with('>');
        is_whole.then_some(Self { text, all, named })
    }

    /// Length of its first tag, in bytes.
    fn first_length(&self) -> usize {
        self.all.first().map_or(0, |first| first.text.len())
    }

    /// True if it stands in a text from a tag on.
    fn is_at(&self, tag: &Tag<'_>, text: &str) -> bool {
        self.first_length() == tag.text.len()
            && text.as_bytes()[tag.start()..].starts_with(self.text.as_bytes())
    }
}

/// All tags of a text, the opening ones by name too.
#[derive(Debug)]
pub struct Tags<'p> {
    /// Every tag in its order.
    pub all: Vec<Tag<'p>>,
    /// Pieces that were known before, by their places among those given, and which of all they hold.
    known: Vec<(usize, Range<usize>)>,
    /// Places of opening tags, those of the first known name first.
    sorted: Vec<u32>,
    /// Indices in `sorted` at which the places of each known name begin, and the end.
    from: [u32; NAMES.len() + 1],
}

/// The names that rules ask for.
const NAMES: [&str; 33] = [
    "a", "h1", "h2", "h3", "h4", "h5", "h6", "img", "nav", "area", "body", "form", "html", "link",
    "main", "meta", "audio", "blink", "input", "label", "table", "title", "video", "button",
    "footer", "header", "iframe", "script", "select", "bgsound", "marquee", "summary", "textarea",
];

/// Table of places that tell all [`NAMES`] apart, each with the name that is there and its number.
const PLACES: [(u64, u8); 1 << PLACE_BITS] = {
    let (mut places, mut at) = ([(NO_NAME, 0); 1 << PLACE_BITS], 0);
    while at < NAMES.len() {
        let name = packed(NAMES[at].as_bytes());
        let place = &mut places[place_of(name)];
        assert!(
            place.0 == NO_NAME,
            "two names in one place: take another factor"
        );
        *place = (name, at as u8);
        at += 1;
    }
    places
};
const PLACE_BITS: u32 = 9;
/// Number that no name is [`packed`] into.
const NO_NAME: u64 = u64::MAX;

const fn place_of(name: u64) -> usize {
    (name.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACE_BITS)) as usize
}

/// A name of up to eight bytes as one number, the same in whatever case it is written. Longer ones
/// are all the same: no rule asks for them.
const fn packed(name: &[u8]) -> u64 {
    let (mut all, mut at) = (0, 0);
    while at < name.len() {
        all = all << 8 | IN_NAMES[name[at] as usize] as u64;
        at += 1;
    }
    if at > 8 { 0 } else { all }
}

/// Numbers of the bytes of names, those of small letters for capitals; zero for those that end a name.
const IN_NAMES: [u8; 256] = {
    let (mut all, mut at) = ([0; 256], 0);
    while at < all.len() {
        let byte = at as u8;
        if !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>') {
            all[at] = if byte == 0 {
                1
            } else {
                byte.to_ascii_lowercase()
            };
        }
        at += 1;
    }
    all
};

/// Recognises an element whose content is text up to its closing tag, by its [`packed`] name.
const fn is_raw(name: u64) -> bool {
    const IFRAME: u64 = packed(b"iframe");
    const NOEMBED: u64 = packed(b"noembed");
    const NOFRAMES: u64 = packed(b"noframes");
    const STYLE: u64 = packed(b"style");
    const TEXTAREA: u64 = packed(b"textarea");
    const TITLE: u64 = packed(b"title");
    const XMP: u64 = packed(b"xmp");
    matches!(
        name,
        IFRAME | NOEMBED | NOFRAMES | SCRIPT | STYLE | TEXTAREA | TITLE | XMP
    )
}
const SCRIPT: u64 = packed(b"script");

/// Number of a known name, and the place of a tag that is called so.
type Named = (u8, u32);

/// Adds a tag to those of a text.
#[inline]
fn note<'p>((tag, name): (Tag<'p>, u64), all: &mut Vec<Tag<'p>>, named: &mut Vec<Named>) {
    if let (false, Some(number)) = (tag.is_end, number_of(name)) {
        named.push((number, all.len() as u32));
    }
    all.push(tag);
}

impl<'p> Tags<'p> {
    /// Takes a text apart. Pieces that are known already need not be, where the text has them.
    pub fn new(text: &'p str, pieces: &[&'p Piece<'p>]) -> Self {
        let mut all = Vec::with_capacity(text.len() / 24);
        let mut named: Vec<Named> = Vec::with_capacity(text.len() / 160);
        let mut ranges = Vec::with_capacity(pieces.len());
        // Most tags are not as long as the first of any piece.
        let lengths = pieces
            .iter()
            .fold(0_u64, |all, piece| all | 1 << (piece.first_length() & 63));
        let mut tokens = Tokens::new(text);
        while let Some((tag, name)) = tokens.next() {
            let may_begin = lengths >> (tag.text.len() & 63) & 1 == 1;
            let is_it = |piece: &&Piece<'_>| may_begin && piece.is_at(&tag, text);
            let Some(number) = pieces.iter().position(is_it) else {
                note((tag, name), &mut all, &mut named);
                continue;
            };
            let (piece, start, at) = (pieces[number], all.len(), tag.start());
            let moved = |tag: &Tag<'p>| Tag {
                start: tag.start + at as u32,
                ..*tag
            };
            all.extend(piece.all.iter().map(moved));
            let moved = |(name, place): &Named| (*name, place + start as u32);
            named.extend(piece.named.iter().map(moved));
            ranges.push((number, start..all.len()));
            tokens.at = at + piece.text.len();
        }
        let mut from = [0; NAMES.len() + 1];
        for (name, _) in &named {
            from[usize::from(*name) + 1] += 1;
        }
        for name in 0..NAMES.len() {
            from[name + 1] += from[name];
        }
        let (mut next, mut sorted) = (from, vec![0; named.len()]);
        for (name, place) in named {
            let at = &mut next[usize::from(name)];
            sorted[*at as usize] = place;
            *at += 1;
        }
        Self {
            all,
            known: ranges,
            sorted,
            from,
        }
    }

    /// The pieces that it holds, by their places among those given.
    pub fn pieces(&self) -> impl Iterator<Item = usize> {
        self.known.iter().map(|(number, _)| *number)
    }

    /// True if a tag, by its place, does not stand in a piece that was known before.
    pub fn is_own(&self, place: usize) -> bool {
        let mut known = self.known.iter();
        !known.any(|(_, range)| range.contains(&place))
    }

    /// Ranges of the tags that do not stand in pieces that were known before.
    pub fn own(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.known.iter().map(|(_, range)| range.end));
        let ends = self.known.iter().map(|(_, range)| range.start);
        let ends = ends.chain([self.all.len()]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Places among all tags of the opening tags of a name.
    pub fn places(&self, name: &'static str) -> impl DoubleEndedIterator<Item = usize> {
        let (sorted, rest) = match known(name) {
            Some(name) => {
                let (start, end) = (self.from[name] as usize, self.from[name + 1] as usize);
                (&self.sorted[start..end], &[][..])
            }
            None => (&[][..], self.all.as_slice()),
        };
        let is_it = move |tag: &Tag<'_>| !tag.is_end && tag.is(name);
        let rest = rest.iter().enumerate().filter(move |(_, tag)| is_it(tag));
        let sorted = sorted.iter().map(|place| *place as usize);
        sorted.chain(rest.map(|(place, _)| place))
    }
}

/// Place among the known names of one that is [`packed`].
const fn number_of(name: u64) -> Option<u8> {
    let (known, number) = PLACES[place_of(name)];
    if known == name { Some(number) } else { None }
}

/// Place of a name among the known ones.
fn known(name: &str) -> Option<usize> {
    number_of(packed(name.as_bytes())).map(usize::from)
}

impl<'p> Tag<'p> {
    /// Name in the case it is written in.
    pub fn name(&self) -> &'p str {
        &self.text[self.name_at()..self.name_end()]
    }

    /// Compares its name with another, in whatever case.
    pub fn is(&self, name: &str) -> bool {
        let own = &self.text.as_bytes()[self.name_at()..self.name_end()];
        own.eq_ignore_ascii_case(name.as_bytes())
    }

    /// Start of the tag in the text, in bytes.
    pub const fn start(&self) -> usize {
        self.start as usize
    }

    /// Start of the text after it, in bytes.
    pub const fn end(&self) -> usize {
        self.start() + self.text.len()
    }

    const fn name_at(&self) -> usize {
        1 + self.is_end as usize
    }

    const fn name_end(&self) -> usize {
        self.name_at() + self.name as usize
    }

    /// Text between its name and its `>`.
    fn rest(&self) -> &'p str {
        &self.text[self.name_end()..self.text.len() - 1]
    }

    /// The value of an attribute, unescaped; empty where it has none.
    pub fn attribute(&self, name: &str) -> Option<Cow<'p, str>> {
        self.attributes()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| unescape(value))
    }

    /// True if it has no attributes at all.
    pub const fn is_bare(&self) -> bool {
        self.name_end() + 1 == self.text.len()
    }

    /// Recognises a `<meta>` that sends the browser to another page, or loads this one again.
    pub fn is_refresh(&self) -> bool {
        let value = self.attribute("http-equiv");
        self.is("meta") && value.is_some_and(|value| value.eq_ignore_ascii_case("refresh"))
    }

    /// Searches its attributes for some text, which is cheaper than to read them.
    pub fn has(&self, text: &str) -> bool {
        let rest = self.rest();
        rest.len() > text.len() && memmem::find(rest.as_bytes(), text.as_bytes()).is_some()
    }

    /// True if its class attribute holds a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|found| found == class))
    }

    /// Names and raw values of its attributes.
    pub fn attributes(&self) -> impl Iterator<Item = (&'p str, &'p str)> + use<'p> {
        attributes(self.rest())
    }
}

/// Names and raw values of the attributes in the rest of a tag.
pub fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    Attributes { text, at: 0 }
}

struct Attributes<'p> {
    text: &'p str,
    at: usize,
}

impl<'p> Iterator for Attributes<'p> {
    type Item = (&'p str, &'p str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let past = |mut at: usize, is_in: fn(u8) -> bool| {
            while at < bytes.len() && is_in(bytes[at]) {
                at += 1;
            }
            at
        };
        let start = past(self.at, |b| b.is_ascii_whitespace() || b == b'/');
        if start == bytes.len() {
            return None;
        }
        // What comes first belongs to the name, even an equals sign.
        let end = past(start + 1, |b| {
            !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/')
        });
        let name = &self.text[start..end];
        self.at = past(end, |b| b.is_ascii_whitespace());
        if bytes.get(self.at) != Some(&b'=') {
            return Some((name, ""));
        }
        let from = past(self.at + 1, |b| b.is_ascii_whitespace());
        let quote = bytes.get(from).filter(|b| matches!(b, b'"' | b'\''));
        let (from, end, next) = if let Some(quote) = quote {
            let length = memchr(*quote, &bytes[from + 1..]);
            let end = length.map_or(bytes.len(), |length| from + 1 + length);
            (from + 1, end, bytes.len().min(end + 1))
        } else {
            let end = past(from, |b| !b.is_ascii_whitespace());
            (from, end, end)
        };
        self.at = next;
        Some((name, &self.text[from..end]))
    }
}

struct Tokens<'p> {
    text: &'p str,
    at: usize,
    /// Set once the text ended inside of something.
    is_cut: bool,
}

impl<'p> Tokens<'p> {
    fn new(text: &'p str) -> Self {
        Self {
            text,
            at: 0,
            is_cut: false,
        }
    }

    /// Nothing follows what was begun.
    fn cut(&mut self) -> usize {
        self.is_cut = true;
        self.text.len()
    }
}

impl<'p> Iterator for Tokens<'p> {
    /// A tag, and its name as one number: see [`packed`].
    type Item = (Tag<'p>, u64);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        loop {
            // Most tags follow on the one before, perhaps on a new line.
            let start = match bytes[self.at..] {
                [b'<', ..] => self.at,
                [_, b'<', ..] => self.at + 1,
                _ => self.at + memchr(b'<', &bytes[self.at..])?,
            };
            let is_end = bytes.get(start + 1) == Some(&b'/');
            let name_at = start + 1 + usize::from(is_end);
            if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
                let past = match &bytes[start + 1..] {
                    [b'!', b'-', b'-', ..] => comment_end(bytes, start),
                    [b'!' | b'?' | b'/', ..] => {
                        memchr(b'>', &bytes[start..]).map(|at| start + at + 1)
                    }
                    _ => Some(start + 1),
                };
                self.at = past.unwrap_or_else(|| self.cut());
                continue;
            }
            let (mut name, mut name_end) = (0, name_at);
            while let Some(b) = bytes.get(name_end)
                && let number @ 1.. = IN_NAMES[usize::from(*b)]
            {
                name = name << 8 | u64::from(number);
                name_end += 1;
            }
            if name_end - name_at > 8 {
                name = 0;
            }
            let Some(close) = tag_end(bytes, name_end) else {
                self.at = self.cut();
                return None;
            };
            self.at = close + 1;
            if !is_end && is_raw(name) {
                let end = raw_end(bytes, self.at, &bytes[name_at..name_end]);
                self.at = end.unwrap_or_else(|| self.cut());
            }
            let tag = Tag {
                text: &self.text[start..=close],
                // No page is longer than four gigabytes, and no element has such a name.
                start: u32::try_from(start).ok()?,
                name: u16::try_from(name_end - name_at).ok()?,
                is_end,
            };
            return Some((tag, name));
        }
    }
}

/// The place past a comment. One that ends as it begins, as `<!-->`, is one too.
fn comment_end(bytes: &[u8], start: usize) -> Option<usize> {
    let from = start + "<!--".len();
    let closes =
        |at: &usize| bytes[from - 2..*at].ends_with(b"--") || bytes[from..*at].ends_with(b"--!");
    let mut signs = memchr_iter(b'>', &bytes[from..]).map(|at| from + at);
    signs.find(closes).map(|at| at + 1)
}

/// Place of the tag that closes an element [of text](is_raw). A script may hold a comment that holds
/// scripts.
fn raw_end(bytes: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let (mut is_comment, mut is_inner) = (false, false);
    let mut signs = memchr2_iter(b'<', b'>', &bytes[from..]).map(|at| from + at);
    signs.find(|at| {
        let rest = &bytes[*at + 1..];
        let is_end = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(is_end)..];
        if bytes[*at] == b'>' {
            if bytes[from..*at].ends_with(b"--") {
                (is_comment, is_inner) = (false, false);
            }
        } else if bytes[*at..].starts_with(b"<!--") {
            is_comment = packed(name) == SCRIPT;
        } else if let Some((own, [next, ..])) = rest.split_at_checked(name.len())
            && own.eq_ignore_ascii_case(name)
            && IN_NAMES[usize::from(*next)] == 0
        {
            if is_end && !is_inner {
                return true;
            }
            is_inner = is_comment && !is_end;
        }
        false
    })
}

/// Place of a tag's `>`: not one inside a quoted value.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    // An equals sign is followed by a value only where it follows a name.
    let mut is_named = false;
    loop {
        match *bytes.get(at)? {
            b'>' => return Some(at),
            b'=' if is_named => {
                is_named = false;
                at += 1;
                while bytes.get(at)?.is_ascii_whitespace() {
                    at += 1;
                }
                match bytes[at] {
                    // What is quoted is the longest part of most tags.
                    quote @ (b'"' | b'\'') => at += memchr(quote, &bytes[at + 1..])? + 2,
                    _ => {
                        while *bytes.get(at)? != b'>' && !bytes[at].is_ascii_whitespace() {
                            at += 1;
                        }
                    }
                }
                continue;
            }
            b'/' => is_named = false,
            b => is_named |= !b.is_ascii_whitespace(),
        }
        at += 1;
    }
}

/// Takes the references to characters out of a text, by the rule for values of attributes: `&copy=2`
/// stays as it is.
pub fn unescape(text: &str) -> Cow<'_, str> {
    unescape_attribute(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_found() {
        for (at, name) in NAMES.iter().enumerate() {
            assert_eq!(known(name), Some(at));
            assert_eq!(known(&name.to_ascii_uppercase()), Some(at));
        }
        for name in ["", "abbr", "hr", "h7", "td", "z", "xtextarea", "\0"] {
            assert_eq!(known(name), None, "{name}");
        }
    }

    fn whole(tags: &Tags<'_>) -> Vec<(String, usize, usize, String)> {
        let all = tags.all.iter();
        let one = |tag: &Tag<'_>| (tag.name().into(), tag.start(), tag.end(), tag.rest().into());
        all.map(one).collect()
    }

    #[test]
    fn known_pieces_are_not_taken_apart_again() {
        let rail = "<nav id=\"rail\"><a href=\"a>b\">甲</a><!-- <p> --></nav>\n";
        let foot = "<footer><a href=x>乙</a></footer>";
        let pieces = [rail, foot].map(|text| Piece::new(text).expect("a piece"));
        let pieces: Vec<&Piece<'_>> = pieces.iter().collect();
        let text = format!("<p>一</p>{foot}<a>二</a>{rail}<h1>三</h1><a>四</a>");
        let (with, without) = (Tags::new(&text, &pieces), Tags::new(&text, &[]));
        assert_eq!(whole(&with), whole(&without));
        assert_eq!(with.pieces().collect::<Vec<_>>(), [1, 0]);
        for name in ["a", "h1", "nav", "footer", "p"] {
            let places = |tags: &Tags<'_>| tags.places(name).collect::<Vec<_>>();
            assert_eq!(places(&with), places(&without), "{name}");
        }
        let own: Vec<&str> = with.own().flatten().map(|at| with.all[at].name()).collect();
        assert_eq!(own, ["p", "p", "a", "a", "h1", "h1", "a", "a"]);
        let own_links = with.places("a").filter(|at| with.is_own(*at));
        assert_eq!(own_links.count(), 2);
    }

    #[test]
    fn pieces_inside_of_something_else_are_something_else() {
        let text = "<b>甲</b>";
        let piece = Piece::new(text).expect("a piece");
        for page in [
            format!("<!-- {text} --><i>"),
            format!("<script>'{text}'</script>"),
            format!("<p title=\"{text}\">"),
            "<p>".to_owned(),
        ] {
            let tags = Tags::new(&page, &[&piece]);
            assert_eq!(tags.pieces().count(), 0, "{page}");
            assert_eq!(whole(&tags), whole(&Tags::new(&page, &[])), "{page}");
        }
        for text in ["", "甲", "<b>甲", "<b", "<b><!-- >", "<script>a>", "甲<b>"] {
            assert!(Piece::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn escapes_are_taken_out_once() {
        for (text, wanted) in [
            ("甲&amp;lt;乙", "甲&lt;乙"),
            ("&#39;&#x2F;&quot;&nbsp;", "'/\"\u{a0}"),
            ("A&B; & 甲乙丙丁; &#xD800; &", "A&B; & 甲乙丙丁; \u{fffd} &"),
            ("?a=1&copy=2&lang=3", "?a=1&copy=2&lang=3"),
        ] {
            assert_eq!(unescape(text), wanted);
        }
    }
}
