//! Raw HTML on its way into the body: what may stand in a page is written anew, with names of our own
//! and escaped values; the rest is left out and told.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CowStr, Tag, TagEnd};

use crate::{
    diagnostic::{FaultKind, Loss, Residue},
    html::unescape,
    source::is_external,
};

use super::{
    Link, SpliceKind,
    address::refused,
    escape::push_escaped,
    mends::is_wide,
    raw_html::{self, Element, Token, Tokens},
    raw_piece::{Going, RawPiece},
    tree::{By, DEPTH_LIMIT},
    writer::Writer,
};

impl Writer<'_> {
    /// Opens an element of Markdown; `false` where it lies too deep to be written.
    pub(super) fn enter(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let Some((name, is_block)) = name_of(tag) else {
            return true;
        };
        if is_block {
            self.make_room();
        }
        // What cannot lie in itself adds no depth.
        let is_deep = self.tree.is_full()
            && matches!(
                tag,
                Tag::BlockQuote(_)
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::FootnoteDefinition(_)
                    | Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Superscript
                    | Tag::Subscript
            );
        if is_deep {
            self.tell_deep(range);
        }
        self.tree
            .push(name, if is_deep { By::Unwritten } else { By::Markdown });
        !is_deep
    }

    /// Closes an element of Markdown with all of raw HTML that is open in it; `false` where it was not
    /// written.
    pub(super) fn leave(&mut self, tag: TagEnd) -> bool {
        if matches!(
            tag,
            TagEnd::Image
                | TagEnd::HtmlBlock
                | TagEnd::MetadataBlock(_)
                | TagEnd::DefinitionList
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition
        ) {
            return true;
        }
        self.tell_open(self.tree.wall());
        self.close_down_to(self.tree.wall());
        let open = self.tree.pop();
        self.forget_going(Some(self.tree.depth()));
        open.is_none_or(|open| open.by != By::Unwritten)
    }

    /// Closes what has no place for a block.
    pub(super) fn make_room(&mut self) {
        if let Some(depth) = self.tree.closed_by_block() {
            self.close_down_to(depth);
        }
    }

    /// Tells elements of raw HTML that are open where they have to end, and that change how all reads
    /// that stands in them.
    pub(super) fn tell_open(&mut self, depth: usize) {
        for open in self.tree.striking_above(depth) {
            let loss = Loss::OpenElement(open.name.to_owned());
            let kind = FaultKind::LostText { loss, fix: None };
            self.faults.push((open.place, kind));
        }
    }

    /// Closes elements of raw HTML until so many are open.
    pub(super) fn close_down_to(&mut self, depth: usize) {
        while self.tree.depth() > depth {
            let Some(open) = self.tree.pop() else { return };
            self.push("</");
            self.push(open.name);
            self.push(">");
        }
    }

    fn tell_deep(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.is_told_deep, true) {
            let span = self.span(range);
            self.faults
                .push((span, FaultKind::DeepNesting { limit: DEPTH_LIMIT }));
        }
    }

    /// Writes what may be written of a piece of raw HTML.
    pub(super) fn raw(&mut self, piece: &RawPiece) {
        self.soft_break = None;
        let mut tokens = Tokens::new(&piece.html);
        loop {
            let start = tokens.place();
            let Some(token) = tokens.next() else { return };
            match token {
                Token::Text(text) => {
                    if has_markdown(text) {
                        let span = self.span(&piece.place(&(start..start + text.len())));
                        let residue = Residue::InHtml;
                        let kind = FaultKind::LiteralMarkup { residue, fix: None };
                        self.faults.push((span, kind));
                    }
                    let text = self.clean(CowStr::from(text));
                    raw_html::push_text(&mut self.body.html, &text);
                }
                Token::Comment => {}
                Token::Lost { loss, range } => self.tell_loss(piece, &range, loss),
                Token::Removed { what, range } => self.tell(piece, &range, what.into_owned()),
                Token::End { name } => self.raw_end(name),
                Token::Start {
                    name,
                    attributes,
                    range,
                } => self.raw_start(piece, name, &attributes, &range),
            }
        }
    }

    fn tell_loss(&mut self, piece: &RawPiece, range: &Range<usize>, loss: Loss) {
        let span = self.span(&piece.place(range));
        self.faults
            .push((span, FaultKind::LostText { loss, fix: None }));
    }

    fn tell(&mut self, piece: &RawPiece, range: &Range<usize>, what: String) {
        let span = self.span(&piece.place(range));
        self.faults.push((span, FaultKind::RemovedHtml { what }));
    }

    fn raw_start(
        &mut self,
        piece: &RawPiece,
        name: &str,
        attributes: &[(&str, &str)],
        range: &Range<usize>,
    ) {
        let place =
            Element::named(name).and_then(|element| Some((element, self.tree.place_of(element)?)));
        let Some((element, depth)) = place else {
            let shown: String = name.chars().take(32).collect();
            if raw_html::is_element(name) {
                self.tell(piece, range, format!("<{}>", shown.to_ascii_lowercase()));
            } else {
                self.tell_loss(piece, range, Loss::UnknownTag(shown));
            }
            if self.going.is_none() && raw_html::goes_with_content(name) {
                self.going = Some(Going {
                    fault: self.faults.len() - 1,
                    name: name.to_owned(),
                    depth: self.tree.depth(),
                    html: self.body.html.len(),
                    splices: self.body.splices.len(),
                    links: self.body.links.len(),
                    headings: self.body.headings.len(),
                    tables: self.body.tables.len(),
                    heading: self.heading.as_ref().map_or(0, String::len),
                    link: self.open_link_text().map_or(0, |text| text.len()),
                });
            }
            return;
        };
        self.close_down_to(depth);
        if !element.is_void() && self.tree.is_full() {
            self.tell_deep(&piece.place(range));
            return;
        }
        if element.name == "img" {
            self.raw_picture(piece, attributes, range);
            return;
        }
        self.push("<");
        self.push(element.name);
        self.raw_attributes(piece, element, attributes, range);
        if element.name == "a" {
            self.push(" rel=\"noopener noreferrer\"");
        }
        self.push(">");
        if !element.is_void() {
            let place = self.span(&piece.place(range));
            self.tree.push_hand(element.name, place);
        }
    }

    fn raw_end(&mut self, name: &str) {
        if let Some(going) = &self.going
            && going.name.eq_ignore_ascii_case(name)
            && going.depth >= self.tree.wall()
        {
            self.go();
            return;
        }
        let depth = Element::named(name).and_then(|element| self.tree.closed_by(element));
        if let Some(depth) = depth {
            self.close_down_to(depth);
            self.forget_going(Some(self.tree.depth()));
        }
    }

    /// Lets what was written since stay, because the element was not closed where it was opened.
    pub(super) fn forget_going(&mut self, depth: Option<usize>) {
        let is_left = |going: &mut Going| depth.is_none_or(|depth| going.depth > depth);
        let Some(going) = self.going.take_if(is_left) else {
            return;
        };
        if let Some((_, kind)) = self.faults.get_mut(going.fault) {
            let loss = Loss::OpenElement(going.name.to_ascii_lowercase());
            *kind = FaultKind::LostText { loss, fix: None };
        }
    }

    /// Takes out what was written since an element that goes with its content.
    fn go(&mut self) {
        let Some(going) = self.going.take() else {
            return;
        };
        while self.tree.depth() > going.depth {
            self.tree.pop();
        }
        let body = &mut self.body;
        body.html.truncate(going.html);
        body.splices.truncate(going.splices);
        body.links.truncate(going.links);
        body.headings.truncate(going.headings);
        body.tables.truncate(going.tables);
        if let Some(heading) = &mut self.heading {
            heading.truncate(going.heading);
        }
        if let Some(text) = self.open_link_text() {
            text.truncate(going.link);
        }
        self.last = None;
    }

    fn open_link_text(&mut self) -> Option<&mut String> {
        let link = self.link.and_then(|at| self.body.links.get_mut(at))?;
        Some(&mut link.text)
    }

    fn raw_attributes(
        &mut self,
        piece: &RawPiece,
        element: &Element,
        attributes: &[(&str, &str)],
        range: &Range<usize>,
    ) {
        for (name, value) in attributes {
            let Some(known) = element.attribute(name) else {
                let lower = name.to_ascii_lowercase();
                if lower.starts_with("on") || lower == "style" {
                    self.tell(piece, range, lower.chars().take(32).collect());
                } else if value.contains(is_wide) {
                    let loss = Loss::Attribute(lower.chars().take(32).collect());
                    self.tell_loss(piece, range, loss);
                }
                continue;
            };
            let value = self.clean(CowStr::from(*value));
            if known == "href" {
                self.raw_href(piece, &value, range);
                continue;
            }
            let value = match known {
                "class" => Cow::Owned(raw_html::known_classes(&value)),
                _ => Cow::Borrowed(&*value),
            };
            if known == "class" && value.is_empty() {
                continue;
            }
            self.push(" ");
            self.push(known);
            self.push("=\"");
            raw_html::push_text(&mut self.body.html, &value);
            self.push("\"");
        }
    }

    /// Writes the address of a link, or a gap where it is one of this site.
    fn raw_href(&mut self, piece: &RawPiece, value: &str, range: &Range<usize>) {
        let Some(destination) = self.address(piece, value, range) else {
            return;
        };
        self.push(" href=\"");
        if is_external(&destination) {
            push_escaped(&mut self.body.html, &destination);
        } else {
            self.splice(SpliceKind::Href);
            self.raw_link(piece, destination, false, value, range);
        }
        self.push("\"");
    }

    /// An address as browsers read it; nothing, and told, where it may not be followed.
    fn address(&mut self, piece: &RawPiece, value: &str, range: &Range<usize>) -> Option<String> {
        let destination = unescape(value).trim().to_owned();
        match refused(&destination) {
            None => Some(destination),
            Some(FaultKind::RemovedHtml { .. }) => {
                let scheme = destination.split(':').next().unwrap_or_default();
                let scheme = format!("{}:", scheme.to_ascii_lowercase());
                self.tell(piece, range, scheme);
                None
            }
            Some(kind) => {
                let span = self.span(&piece.place(range));
                self.faults.push((span, kind));
                None
            }
        }
    }

    fn raw_link(
        &mut self,
        piece: &RawPiece,
        destination: String,
        is_picture: bool,
        value: &str,
        range: &Range<usize>,
    ) {
        let written = value.trim();
        let tag = &piece.html[range.clone()];
        let inside = tag.find(written).filter(|_| !written.is_empty());
        let place = inside.map_or(range.clone(), |at| {
            range.start + at..range.start + at + written.len()
        });
        let span = self.span(&piece.place(&place));
        self.body.links.push(Link {
            destination,
            span,
            is_picture,
            text: String::new(),
        });
    }

    /// A picture of this site becomes a gap; one from elsewhere is not fetched.
    fn raw_picture(&mut self, piece: &RawPiece, attributes: &[(&str, &str)], range: &Range<usize>) {
        let of = |wanted: &str| {
            let mut found = attributes.iter();
            let (_, value) = found.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            Some(*value)
        };
        let element = Element::named("img");
        for (name, _) in attributes {
            let lower = name.to_ascii_lowercase();
            let is_known = element.is_some_and(|element| element.attribute(name).is_some());
            if !is_known && (lower.starts_with("on") || lower == "style") {
                self.tell(piece, range, lower.chars().take(32).collect());
            }
        }
        let alt = of("alt").map(|alt| unescape(&self.clean(CowStr::from(alt))).into_owned());
        let Some(value) = of("src").map(|src| self.clean(CowStr::from(src)).into_string()) else {
            return;
        };
        let Some(destination) = self.address(piece, &value, range) else {
            return;
        };
        let is_own = !is_external(&destination);
        let start = self.body.html.len();
        self.push(if is_own {
            "<img src=\"\""
        } else {
            "<img src=\"data:,\""
        });
        if is_own || alt.is_some() {
            self.push(" alt=\"");
            push_escaped(&mut self.body.html, alt.as_deref().unwrap_or_default());
            self.push("\"");
        }
        self.push(" />");
        if is_own {
            let link = self.body.links.len();
            self.raw_link(piece, destination, true, &value, range);
            let alt = alt.unwrap_or_default();
            self.body.splices.push(super::Splice {
                start,
                end: self.body.html.len(),
                link,
                kind: SpliceKind::Picture { alt },
            });
        }
    }
}

/// The element that Markdown makes of a tag, and whether it is a block.
fn name_of(tag: &Tag<'_>) -> Option<(&'static str, bool)> {
    Some(match tag {
        Tag::Paragraph => ("p", true),
        Tag::Heading { level, .. } => (
            ["h1", "h2", "h3", "h4", "h5", "h6"][(*level as usize).clamp(1, 6) - 1],
            true,
        ),
        Tag::BlockQuote(_) => ("blockquote", true),
        Tag::CodeBlock(_) => ("pre", true),
        Tag::List(Some(_)) => ("ol", true),
        Tag::List(None) => ("ul", true),
        Tag::Item => ("li", false),
        Tag::FootnoteDefinition(_) => ("div", true),
        Tag::Table(_) => ("table", true),
        Tag::TableHead => ("thead", false),
        Tag::TableRow => ("tr", false),
        Tag::TableCell => ("td", false),
        Tag::Emphasis => ("em", false),
        Tag::Strong => ("strong", false),
        Tag::Strikethrough => ("del", false),
        Tag::Superscript => ("sup", false),
        Tag::Subscript => ("sub", false),
        Tag::Link { .. } => ("a", false),
        Tag::Image { .. }
        | Tag::HtmlBlock
        | Tag::MetadataBlock(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition => return None,
    })
}

/// True if a text between tags of HTML has marks of Markdown, which is not read there.
fn has_markdown(text: &str) -> bool {
    let stress = text
        .split_once("**")
        .and_then(|(_, rest)| rest.split_once("**"));
    let is_stress = stress.is_some_and(|(inside, _)| {
        inside.contains(is_wide) && !inside.contains(['\n', '、', '，', '；'])
    });
    is_stress || text.contains("](")
}
