//! A rendered page as its tags, for rules that judge what residents get.

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
    collections::HashMap,
};

use memchr::memmem;
use percent_encoding::percent_decode_str;

use crate::{
    html::{Piece, Tag, Tags, unescape},
    source::{host, is_external, join, parent},
};

use super::{Job, url_path};

/// One rendered page.
#[derive(Debug)]
pub struct Html<'p> {
    /// Its path in the output.
    pub path: &'p str,
    /// Job that the page was made by.
    pub job: Job,
    /// Its text.
    pub text: &'p str,
    pieces: Vec<&'p Piece<'p>>,
    tags: OnceCell<Tags<'p>>,
    own_attributes: OnceCell<Attributes<'p>>,
    metas: OnceCell<Vec<(&'p str, Cow<'p, str>)>>,
    addresses: OnceCell<Vec<WholeAddress<'p>>>,
    /// Number of tags that were passed in search of ends.
    passed: Cell<usize>,
    /// End of the content of each tag, in bytes of the text; known once that search gets long.
    ends: OnceCell<Vec<usize>>,
}

/// An attribute of a tag.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'p> {
    /// Number of its tag among the page's [tags](Html::tags).
    pub tag: usize,
    /// Its name in the case it is written in.
    pub name: &'p str,
    /// Its raw value.
    pub value: &'p str,
    /// The sign of its name.
    sign: u64,
}

impl Attribute<'_> {
    /// Compares its name with another, ignoring ASCII case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The attributes of a page's own opening tags.
#[derive(Debug, Default)]
struct Attributes<'p> {
    all: Vec<Attribute<'p>>,
    /// The signs of the names that any of them has.
    signs: u64,
}

/// One of 64 signs, by which most names of attributes are told apart at once.
fn sign(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return 1;
    };
    // In whatever case they are written.
    let ends = (usize::from(*first | 0x20) * 5) ^ (usize::from(*last | 0x20) * 3);
    1 << ((ends + bytes.len()) & 63)
}

/// An address with its host, in an attribute of a tag.
#[derive(Debug, Clone)]
pub struct WholeAddress<'p> {
    /// The tag.
    pub tag: Tag<'p>,
    /// Name of the attribute.
    pub attribute: &'p str,
    /// The address, unescaped.
    pub address: Cow<'p, str>,
}

/// Tags passed in search of ends, for each tag of a page, before all ends are worked out.
const LOOKED_FOR: usize = 16;

impl<'p> Html<'p> {
    /// A page of a job; it is taken apart when its tags are first asked for.
    pub fn new(path: &'p str, job: Job, text: &'p str) -> Self {
        Self {
            path,
            job,
            text,
            pieces: Vec::new(),
            tags: OnceCell::new(),
            own_attributes: OnceCell::new(),
            metas: OnceCell::new(),
            addresses: OnceCell::new(),
            passed: Cell::new(0),
            ends: OnceCell::new(),
        }
    }

    /// The same page, with pieces of it that need not be looked at again.
    #[must_use]
    pub fn with_shared(mut self, pieces: Vec<&'p Piece<'p>>) -> Self {
        self.pieces = pieces;
        self
    }

    fn tokens(&self) -> &Tags<'p> {
        self.tags.get_or_init(|| Tags::new(self.text, &self.pieces))
    }

    /// Numbers of the pieces in it, among those that were [known](Self::with_shared).
    pub fn pieces(&self) -> impl Iterator<Item = usize> {
        self.tokens().pieces()
    }

    /// Its tags in their order; what stands in an element of text, such as `<script>`, is no tag.
    pub fn tags(&self) -> &[Tag<'p>] {
        &self.tokens().all
    }

    /// The opening tags of a name, in their order. Every page is asked for the same few names by
    /// many rules, so these are sorted once.
    pub fn all<'s>(
        &'s self,
        name: &'static str,
    ) -> impl DoubleEndedIterator<Item = &'s Tag<'p>> + use<'s, 'p> {
        self.places(name).map(|at| &self.tags()[at])
    }

    /// Numbers of the opening tags of a name among the [tags](Self::tags).
    pub fn places(
        &self,
        name: &'static str,
    ) -> impl DoubleEndedIterator<Item = usize> + use<'_, 'p> {
        self.tokens().places(name)
    }

    /// The opening tags of a name that stand in no piece that was known before.
    pub fn own_tags<'s>(
        &'s self,
        name: &'static str,
    ) -> impl DoubleEndedIterator<Item = &'s Tag<'p>> + use<'s, 'p> {
        self.own_places(name).map(|at| &self.tags()[at])
    }

    /// Numbers of the [own](Self::own_tags) opening tags of a name among the [tags](Self::tags).
    pub fn own_places(
        &self,
        name: &'static str,
    ) -> impl DoubleEndedIterator<Item = usize> + use<'_, 'p> {
        let tokens = self.tokens();
        tokens.places(name).filter(|place| tokens.is_own(*place))
    }

    /// The own opening tags that have an attribute of one of some names, each once, with which of the
    /// [tags](Self::tags) they are.
    pub fn own_with<'s>(
        &'s self,
        names: &'s [&str],
    ) -> impl Iterator<Item = (usize, &'s Tag<'p>)> + use<'s, 'p> {
        let signs = names.iter().fold(0, |signs, name| signs | sign(name));
        let own = self.own();
        let all = if own.signs & signs == 0 {
            &[][..]
        } else {
            &own.all
        };
        let is_one =
            move |at: &&Attribute<'_>| at.sign & signs != 0 && names.iter().any(|name| at.is(name));
        let mut last = None;
        all.iter()
            .filter(is_one)
            .filter(move |at| last.replace(at.tag) != Some(at.tag))
            .map(|at| (at.tag, &self.tags()[at.tag]))
    }

    /// The attributes of the own opening tags, in their order.
    pub fn own_attributes(&self) -> &[Attribute<'p>] {
        &self.own().all
    }

    fn own(&self) -> &Attributes<'p> {
        self.own_attributes.get_or_init(|| {
            let mut own = Attributes::default();
            own.all.reserve(self.tags().len() / 2);
            for place in self.tokens().own().flatten() {
                let tag = &self.tags()[place];
                if tag.is_end || tag.is_bare() {
                    continue;
                }
                for (name, value) in tag.attributes() {
                    let sign = sign(name);
                    own.signs |= sign;
                    own.all.push(Attribute {
                        tag: place,
                        name,
                        value,
                        sign,
                    });
                }
            }
            own
        })
    }

    /// Names and raw values of the attributes of one of the [tags](Self::tags); those of own tags are
    /// known.
    fn attributes_of(&self, place: usize) -> impl Iterator<Item = (&'p str, &'p str)> {
        let own = self.own_attributes();
        let first = own.partition_point(|at| at.tag < place);
        let of_tag = own[first..].iter().take_while(move |at| at.tag == place);
        let is_own = self.tokens().is_own(place);
        let others = (!is_own).then(|| self.tags()[place].attributes());
        let known = of_tag.map(|at| (at.name, at.value));
        known.chain(others.into_iter().flatten())
    }

    /// Searches its text for another and says if it is there.
    pub fn contains(&self, text: &str) -> bool {
        memmem::find(self.text.as_bytes(), text.as_bytes()).is_some()
    }

    /// The tag that holds a place of the text, with its number.
    pub fn tag_at(&self, at: usize) -> Option<(usize, &Tag<'p>)> {
        let number = self
            .tags()
            .partition_point(|tag| tag.start() <= at)
            .checked_sub(1)?;
        let tag = &self.tags()[number];
        (at < tag.end()).then_some((number, tag))
    }

    /// Every address with its host that an attribute of an own tag holds.
    pub fn addresses(&self) -> &[WholeAddress<'p>] {
        self.addresses.get_or_init(|| {
            let mut found = Vec::new();
            for at in self.own_attributes() {
                let is_list = at.is("srcset");
                // It begins with `http`, two slashes, an escape or a blank of whatever width, as
                // hardly any value does; Han begin with E4 and above.
                let first = at.value.as_bytes().first();
                let may_be = |b: &u8| matches!(b, b'h' | b'H' | b'/' | b'&' | ..=b' ' | 0x80..0xE4);
                if !is_list && !first.is_some_and(may_be) {
                    continue;
                }
                let values = at.value.split(|c| is_list && c == ',').map(str::trim);
                for value in values.filter(|value| value.contains("//")) {
                    let end = if is_list { value.find(' ') } else { None };
                    let address = unescape(&value[..end.unwrap_or(value.len())]);
                    if host(address.trim()).is_some_and(|host| !host.is_empty()) {
                        found.push(WholeAddress {
                            tag: self.tags()[at.tag],
                            attribute: at.name,
                            address,
                        });
                    }
                }
            }
            found
        })
    }

    /// Name and unescaped content of every `<meta name=…>`, in their order.
    pub fn metas(&self) -> &[(&'p str, Cow<'p, str>)] {
        self.metas.get_or_init(|| {
            let read = |place: usize| {
                let (mut name, mut content) = ("", Cow::default());
                for (key, value) in self.attributes_of(place) {
                    if key.eq_ignore_ascii_case("name") {
                        name = value;
                    } else if key.eq_ignore_ascii_case("content") {
                        content = unescape(value);
                    }
                }
                (!name.is_empty()).then_some((name, content))
            };
            self.places("meta").filter_map(read).collect()
        })
    }

    /// The content of the first `<meta name=…>` of a name, unescaped.
    pub fn meta(&self, name: &str) -> Option<Cow<'p, str>> {
        let mut metas = self.metas().iter();
        metas
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, content)| content.clone())
    }

    /// Follows an address on this page and says if it leads to an output file.
    pub fn leads_to(&self, href: &str, output: &str) -> bool {
        // Most addresses are as our own templates write them, which is cheaper than following them.
        let plain = href.split(['#', '?']).next().unwrap_or_default();
        plain == self.address(output) || self.target(plain).as_deref() == Some(output)
    }

    /// Finds out if a link on this page leads to an output file.
    pub fn links_to(&self, output: &str) -> bool {
        let address = self.address(output);
        // Most that is asked for is an own link as our templates write it, which need not be read again.
        let is_it = |at: &Attribute<'_>| at.value == address && at.is("href");
        let is_link = |at: &Attribute<'_>| self.tags()[at.tag].is("a");
        let links = || self.all("a").filter_map(|tag| tag.attribute("href"));
        self.own_attributes()
            .iter()
            .any(|at| is_it(at) && is_link(at))
            || links().any(|href| href.split(['#', '?']).next() == Some(&address))
            || links().any(|href| self.target(&href).as_deref() == Some(output))
    }

    /// The address that our own templates write for an output file.
    fn address(&self, output: &str) -> String {
        let climbs = self.path.bytes().filter(|b| *b == b'/').count();
        "../".repeat(climbs) + &url_path(output)
    }

    /// Path in the output that an address leads to, unless it leaves the site or stays on the page.
    pub fn target(&self, href: &str) -> Option<String> {
        let address = href.split(['#', '?']).next().unwrap_or_default();
        if address.is_empty() || is_external(address) {
            return None;
        }
        let decoded = percent_decode_str(address).decode_utf8_lossy();
        let target = join(parent(self.path), &decoded)?;
        if target.is_empty() || decoded.ends_with(['/', '.']) {
            return join(&target, "index.html");
        }
        Some(target)
    }

    /// The text between an opening tag and the tag that closes it, without tags, unescaped, blanks
    /// run together.
    pub fn text_of(&self, tag: &Tag<'p>) -> String {
        let mut text = String::new();
        let mut from = tag.end();
        for part in self.inside(tag) {
            text.push_str(&self.text[from..part.start()]);
            from = part.end();
        }
        let end = self.end_of(tag);
        text.push_str(&self.text[from..end.max(from)]);
        unescape(&text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The tags between an opening tag and the tag that closes it.
    pub fn inside<'s>(&'s self, tag: &Tag<'p>) -> impl Iterator<Item = &'s Tag<'p>> + use<'s, 'p> {
        let (start, end) = (tag.end(), self.end_of(tag));
        let first = self.tags().partition_point(|tag| tag.start() < start);
        self.tags()[first..]
            .iter()
            .take_while(move |tag| tag.start() < end)
    }

    /// End of an element's content, in bytes of the text.
    fn end_of(&self, tag: &Tag<'p>) -> usize {
        let first = self
            .tags()
            .partition_point(|other| other.start() < tag.end());
        // Most elements end soon. Where many do not, all ends are looked for at once.
        let is_known = self.passed.get() > LOOKED_FOR * self.tags().len();
        if let (true, Some(at)) = (is_known, first.checked_sub(1)) {
            return self.ends()[at];
        }
        let mut depth = 0;
        for (passed, other) in self.tags()[first..].iter().enumerate() {
            if !other.is(tag.name()) {
                continue;
            }
            match (other.is_end, depth) {
                (true, 0) => {
                    self.passed.set(self.passed.get() + passed);
                    return other.start();
                }
                (true, _) => depth -= 1,
                (false, _) => depth += 1,
            }
        }
        let passed = self.tags().len() - first;
        self.passed.set(self.passed.get() + passed);
        self.text.len()
    }

    /// Ends of the contents of all tags, in the order of the tags.
    fn ends(&self) -> &[usize] {
        self.ends.get_or_init(|| {
            let mut ends = vec![self.text.len(); self.tags().len()];
            let mut open: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, tag) in self.tags().iter().enumerate() {
                let open = open.entry(tag.name().to_ascii_lowercase()).or_default();
                if !tag.is_end {
                    open.push(at);
                } else if let Some(opening) = open.pop() {
                    ends[opening] = tag.start();
                }
            }
            ends
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Html<'_> {
        Html::new("a.html", Job::Home, text)
    }

    #[test]
    fn tags_and_attributes_are_found() {
        let page = html(
            "<!DOCTYPE html><p class='a b' data-x=\"1>2\" hidden>甲 &amp; <b>乙</b>\n丙</p><!-- <p> --><script>\"<p>\"</script><br/>",
        );
        let paragraphs: Vec<_> = page.all("p").collect();
        assert_eq!(paragraphs.len(), 1);
        let tag = paragraphs[0];
        assert!(tag.has_class("b") && tag.attribute("hidden").is_some());
        assert_eq!(tag.attribute("data-x").as_deref(), Some("1>2"));
        assert_eq!(page.text_of(tag), "甲 & 乙 丙");
        assert_eq!(page.tags().len(), 7);
    }

    #[test]
    fn ends_are_the_same_however_they_are_found() {
        let text = "<p>甲<P>乙</p><b></i>丙</b></p></p><i><b><p>丁</P><br>".repeat(40);
        let page = html(&text);
        let opening = || page.tags().iter().filter(|tag| !tag.is_end);
        let ends: Vec<usize> = opening().map(|tag| html(&text).end_of(tag)).collect();
        page.passed.set(usize::MAX);
        assert_eq!(
            opening().map(|tag| page.end_of(tag)).collect::<Vec<_>>(),
            ends
        );
    }

    #[test]
    fn addresses_are_followed() {
        let text = "<a href=\"../%E7%94%B2/\">甲</a><a href='c.html#x'>丙</a>";
        let page = Html::new("a/b.html", Job::Home, text);
        for output in ["甲/index.html", "a/c.html"] {
            assert!(page.links_to(output), "{output}");
        }
        for output in ["c.html", "a/b.html", "index.html"] {
            assert!(!page.links_to(output), "{output}");
        }
        assert!(page.leads_to("../index.html?q=1", "index.html"));
        assert!(page.leads_to("..", "index.html"));
        assert!(!page.leads_to("https://www.gov.cn/index.html", "index.html"));
    }

    #[test]
    fn broken_pages_are_read_as_far_as_they_go() {
        for text in [
            "<",
            "<a",
            "<a href=\"",
            "<!--",
            "</",
            "<script>",
            "a<b",
            "<p class=",
            "<p =x>",
            "<p a= b='>",
        ] {
            let page = html(text);
            for tag in page.tags() {
                let _ = (page.text_of(tag), tag.attributes().count());
            }
        }
    }
}
