//! Events to HTML.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use crate::{
    diagnostic::FaultKind,
    source::{Span, is_external, is_foreign},
};

use super::{
    Body, Dialect, Heading, Link, NO_PICTURE, NOTICE, Splice, SpliceKind, Table,
    address::{Address, addresses, refused},
    coverage::Coverage,
    escape::{push_escaped, push_href},
    heading_id,
    mends::{self, Mended},
    open::{Block, Definition, Numbers, Row, Within},
    prose::wide_notes,
    raw_piece::{Going, RawPiece},
    tree::Tree,
};

/// Writes HTML and remembers places.
pub(super) struct Writer<'t> {
    pub(super) source: &'t str,
    pub(super) offset: usize,
    pub(super) dialect: Dialect,
    pub(super) mended: &'t Mended<'t>,
    pub(super) body: Body,
    pub(super) faults: Vec<(Span, FaultKind)>,
    /// The elements that are open; kept for sites only.
    pub(super) tree: Tree,
    /// The block of raw HTML that is open.
    raw_block: Option<RawPiece>,
    /// Element that goes with all that is in it, if its closing tag comes.
    pub(super) going: Option<Going>,
    /// Set once it was told that elements lie too deep in each other.
    pub(super) is_told_deep: bool,
    /// Last character of text on this line of prose.
    pub(super) last: Option<char>,
    /// A line break that may vanish: where its newline stands, and the character before it.
    pub(super) soft_break: Option<(usize, char)>,
    alignments: Vec<Alignment>,
    in_head: bool,
    cell: usize,
    /// Text of the heading that is open.
    pub(super) heading: Option<String>,
    /// The link that is open, by its place among the body's links.
    pub(super) link: Option<usize>,
    /// The anchors that are taken, and the last number that each was given.
    heading_ids: HashMap<String, usize>,
    /// The pictures that are open (a picture may stand in another's text), and the text so far.
    picture: Option<OpenPicture>,
    footnotes: HashMap<String, usize>,
    /// Footnotes that have been referred to.
    referred: BTreeSet<usize>,
    /// Footnotes that are defined, by number.
    defined: BTreeMap<usize, Footnote>,
    /// Text that may go on in the next event.
    text: Option<(CowStr<'t>, Range<usize>)>,
    pub(super) coverage: Coverage,
    /// The paragraph, heading, cell or item that is open.
    pub(super) block: Option<Block>,
    pub(super) within: Within,
    /// Number of quotes, items and footnotes that are open.
    pub(super) containers: usize,
    /// The lists that are open; a list without numbers is none.
    pub(super) lists: Vec<Option<Numbers>>,
    /// Number of the item that begins, where the count would give another.
    pub(super) value: Option<u64>,
    /// Number of columns of the table that is open.
    pub(super) columns: usize,
    /// The row that is open.
    pub(super) row: Row,
    /// Signs that turned out to be no markup.
    pub(super) as_written: Vec<usize>,
    /// Signs that may be markup or text, and which they were taken for.
    pub(super) doubts: Vec<(Span, bool)>,
    pub(super) definitions: Vec<Definition>,
    /// Names of footnotes whose colon is of full width.
    pub(super) wide_notes: BTreeSet<&'t str>,
}

/// A footnote that is defined.
struct Footnote {
    name: String,
    span: Span,
    /// Place of the way back in the HTML.
    back: usize,
}

/// Number of things left out of a body that are told one by one.
const REMOVED_LIMIT: usize = 50;

struct OpenPicture {
    depth: usize,
    alt: String,
    destination: String,
    title: String,
    range: Range<usize>,
}

impl<'t> Writer<'t> {
    pub(super) fn new(
        source: &'t str,
        offset: usize,
        dialect: Dialect,
        mended: &'t Mended<'t>,
    ) -> Self {
        Self {
            source,
            offset,
            dialect,
            mended,
            body: Body {
                start: offset,
                html: String::with_capacity(source.len() + source.len() / 4),
                ..Body::default()
            },
            faults: Vec::new(),
            tree: Tree::default(),
            raw_block: None,
            going: None,
            is_told_deep: false,
            last: None,
            soft_break: None,
            alignments: Vec::new(),
            in_head: false,
            cell: 0,
            heading: None,
            link: None,
            heading_ids: HashMap::new(),
            picture: None,
            footnotes: HashMap::new(),
            referred: BTreeSet::new(),
            defined: BTreeMap::new(),
            text: None,
            coverage: Coverage::default(),
            block: None,
            within: Within::default(),
            containers: 0,
            lists: Vec::new(),
            value: None,
            columns: 0,
            row: Row::default(),
            as_written: Vec::new(),
            doubts: Vec::new(),
            definitions: Vec::new(),
            wide_notes: wide_notes(source),
        }
    }

    pub(super) fn finish(mut self) -> (Body, Vec<(Span, FaultKind)>) {
        self.flush();
        self.tell_open(0);
        self.close_down_to(0);
        self.forget_going(None);
        self.close_footnotes();
        self.tell_lost();
        self.bound_faults();
        // The bodies of all pages are kept until the end.
        self.body.html.shrink_to_fit();
        (self.body, self.faults)
    }

    /// Of very many things that are left out, the first are told one by one, the others by their number.
    fn bound_faults(&mut self) {
        let mut count = 0;
        let mut next = None;
        self.faults.retain(|(span, kind)| {
            count += usize::from(matches!(kind, FaultKind::RemovedHtml { .. }));
            let is_told = count <= REMOVED_LIMIT || !matches!(kind, FaultKind::RemovedHtml { .. });
            if !is_told {
                next = next.or(Some(*span));
            }
            is_told
        });
        if let Some(span) = next {
            let what = format!("其他 {} 处 HTML", count - REMOVED_LIMIT);
            self.faults.push((span, FaultKind::RemovedHtml { what }));
        }
    }

    pub(super) fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if let Event::Text(text) = event {
            self.account(&Event::Text(CowStr::Borrowed("")), &range);
            self.add_text(text, range);
            return;
        }
        self.flush();
        self.account(&event, &range);
        self.write(event, range);
    }

    /// Keeps text until it is known where it ends: the parser cuts it at signs that turn out to be none.
    fn add_text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        match &mut self.text {
            Some((before, whole)) => {
                let mut all = std::mem::replace(before, CowStr::Borrowed("")).into_string();
                all.push_str(&text);
                *before = all.into();
                whole.end = range.end;
            }
            none => *none = Some((text, range)),
        }
    }

    fn flush(&mut self) {
        if let Some((text, range)) = self.text.take() {
            self.write(Event::Text(text), range);
        }
    }

    fn write(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.picture.is_some() {
            self.inside_picture(&event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let text = self.clean(text);
                self.settle_break(&text);
                self.push_text(&text, &range);
                self.prose(&text);
            }
            Event::Code(text) => {
                let text = self.clean(text);
                self.settle_break(&text);
                self.push("<code>");
                push_escaped(&mut self.body.html, &text);
                self.push("</code>");
                self.prose(&text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = self.clean(text);
                push_escaped(&mut self.body.html, &text);
            }
            Event::Html(html) | Event::InlineHtml(html) if !self.dialect.site => {
                self.soft_break = None;
                let html = self.clean(html);
                self.push(&html);
            }
            Event::Html(html) => {
                if let Some(raw) = &mut self.raw_block {
                    raw.add(&html, range);
                }
            }
            Event::InlineHtml(html) => {
                let mut piece = RawPiece::default();
                piece.add(&html, range);
                self.raw(&piece);
            }
            Event::SoftBreak => {
                if let (true, Some(last)) = (self.dialect.mends, self.last) {
                    self.soft_break = Some((self.body.html.len(), last));
                }
                self.push("\n");
                if let Some(heading) = &mut self.heading {
                    heading.push(' ');
                }
            }
            Event::HardBreak => {
                self.soft_break = None;
                self.last = None;
                self.push("<br />\n");
            }
            Event::Rule => {
                self.make_room();
                self.fresh_line();
                self.push("<hr />\n");
            }
            Event::FootnoteReference(name) => {
                let number = self.footnote(&self.clean(name));
                // Only the first reference is where the footnote leads back to.
                let id = if self.referred.insert(number) {
                    format!(" id=\"fnref-{number}\"")
                } else {
                    String::new()
                };
                let reference = format!(
                    "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\"{id}>{number}</a></sup>"
                );
                self.push(&reference);
            }
            Event::TaskListMarker(done) => {
                self.push("<input disabled=\"\" type=\"checkbox\"");
                if done {
                    self.push(" checked=\"\"");
                }
                if self.dialect.site {
                    self.push(if done {
                        " aria-label=\"已完成\""
                    } else {
                        " aria-label=\"未完成\""
                    });
                }
                self.push("/>\n");
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ) {
            self.last = None;
            self.soft_break = None;
        }
        if self.dialect.site && !self.enter(&tag, &range) {
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.fresh_line();
                self.push("<p>");
            }
            Tag::Heading { level, id, .. } => {
                self.fresh_line();
                let span = self.span(&range);
                self.body.headings.push(Heading {
                    level: level as u8,
                    id: id
                        .map(|id| self.clean(id).into_string())
                        .unwrap_or_default(),
                    text: String::new(),
                    span,
                    html_start: self.body.html.len(),
                });
                self.heading = Some(String::new());
                let open = format!("<{level}>");
                self.push(&open);
            }
            Tag::BlockQuote(_) => {
                self.fresh_line();
                self.push("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.fresh_line();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => self
                        .clean(info)
                        .split(' ')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                if language.is_empty() {
                    self.push("<pre><code>");
                } else {
                    self.push("<pre><code class=\"language-");
                    push_escaped(&mut self.body.html, &language);
                    self.push("\">");
                }
            }
            Tag::List(Some(1)) => {
                self.fresh_line();
                self.push("<ol>\n");
            }
            Tag::List(Some(start)) => {
                self.fresh_line();
                let open = format!("<ol start=\"{start}\">\n");
                self.push(&open);
            }
            Tag::List(None) => {
                self.fresh_line();
                self.push("<ul>\n");
            }
            Tag::Item => {
                self.fresh_line();
                match self.value.take().filter(|_| self.dialect.site) {
                    Some(value) => self.push(&format!("<li value=\"{value}\">")),
                    None => self.push("<li>"),
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.fresh_line();
                self.open_footnote(name, &range);
            }
            Tag::Table(alignments) => {
                self.fresh_line();
                self.alignments = alignments;
                let span = self.span(&range);
                self.body.tables.push(Table {
                    span,
                    rows: Vec::new(),
                });
                if self.dialect.site {
                    // Who listens to the list of regions must be able to tell them apart.
                    let number = match self.body.tables.len() {
                        1 => String::new(),
                        number => number.to_string(),
                    };
                    let open = format!(
                        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表格{number}\"><table>"
                    );
                    self.push(&open);
                } else {
                    self.push("<table>");
                }
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.open_row();
                self.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.open_row();
                self.push("<tr>");
            }
            Tag::TableCell => self.open_cell(&range),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Superscript => self.push("<sup>"),
            Tag::Subscript => self.push("<sub>"),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                title,
                ..
            } => {
                self.open_link(CowStr::from(format!("mailto:{dest_url}")), title, &range);
            }
            Tag::Link {
                dest_url, title, ..
            } => self.open_link(dest_url, title, &range),
            Tag::Image {
                dest_url, title, ..
            } => {
                self.picture = Some(OpenPicture {
                    depth: 0,
                    alt: String::new(),
                    destination: self.clean(dest_url).into_string(),
                    title: self.clean(title).into_string(),
                    range,
                });
            }
            Tag::HtmlBlock => self.raw_block = Some(RawPiece::default()),
            Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if self.dialect.site && !self.leave(tag) {
            return;
        }
        match tag {
            TagEnd::Paragraph => self.push("</p>\n"),
            TagEnd::Heading(level) => {
                self.close_heading();
                let close = format!("</{level}>\n");
                self.push(&close);
            }
            TagEnd::BlockQuote(_) => {
                self.fresh_line();
                self.push("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.push("</code></pre>\n"),
            TagEnd::List(true) => {
                self.fresh_line();
                self.push("</ol>\n");
            }
            TagEnd::List(false) => {
                self.fresh_line();
                self.push("</ul>\n");
            }
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.push("</div>\n"),
            TagEnd::Table => self.push(if self.dialect.site {
                "</tbody></table></div>\n"
            } else {
                "</tbody></table>\n"
            }),
            TagEnd::TableHead => {
                self.in_head = false;
                self.push("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                self.push(if self.in_head { "</th>" } else { "</td>" });
                self.cell += 1;
                self.last = None;
            }
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Superscript => self.push("</sup>"),
            TagEnd::Subscript => self.push("</sub>"),
            TagEnd::Link => {
                self.link = None;
                self.push("</a>");
            }
            TagEnd::HtmlBlock => {
                if let Some(piece) = self.raw_block.take()
                    && self.dialect.site
                {
                    self.raw(&piece);
                }
            }
            TagEnd::Image
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    fn open_footnote(&mut self, name: CowStr<'_>, range: &Range<usize>) {
        let name = self.clean(name).into_string();
        let number = self.footnote(&name);
        let label = self
            .source
            .get(self.mended.original(range.start)..)
            .unwrap_or_default();
        let end = label
            .find("]:")
            .map_or(range.end, |end| range.start + end + 2);
        let span = self.span(&(range.start..end.min(range.end)));
        if self.defined.contains_key(&number) {
            let kind = FaultKind::UnusedFootnote {
                name,
                is_second: true,
            };
            self.faults.push((span, kind));
            self.push("<div class=\"footnote\">");
            return;
        }
        let open = format!("<div class=\"footnote\" id=\"fn-{number}\">");
        self.push(&open);
        let back = self.body.html.len();
        self.defined.insert(number, Footnote { name, span, back });
        let way = way_back(number);
        self.push(&way);
    }

    /// Takes the way back out of footnotes that nothing refers to.
    fn close_footnotes(&mut self) {
        for (number, footnote) in std::mem::take(&mut self.defined) {
            if self.referred.contains(&number) {
                continue;
            }
            let way = way_back(number);
            let end = footnote.back + way.len();
            if self.body.html.get(footnote.back..end) == Some(&*way) {
                // As long as before, so that no other place moves.
                let bare = format!("<span class=\"footnote-back\">{number}</span>");
                let blanks = " ".repeat(way.len() - bare.len());
                let bare = bare.replacen('>', &format!("{blanks}>"), 1);
                self.body.html.replace_range(footnote.back..end, &bare);
            }
            let kind = FaultKind::UnusedFootnote {
                name: footnote.name,
                is_second: false,
            };
            self.faults.push((footnote.span, kind));
        }
    }

    fn open_row(&mut self) {
        if let Some(table) = self.body.tables.last_mut() {
            table.rows.push(Vec::new());
        }
    }

    fn open_cell(&mut self, range: &Range<usize>) {
        let span = self.span(range);
        if let Some(row) = self
            .body
            .tables
            .last_mut()
            .and_then(|table| table.rows.last_mut())
        {
            row.push(span);
        }
        let tag = if self.in_head { "<th" } else { "<td" };
        self.push(tag);
        if self.in_head && self.dialect.site {
            self.push(" scope=\"col\"");
        }
        let word = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            _ => "",
        };
        if !word.is_empty() {
            // A style attribute would not pass the site's Content-Security-Policy, and `align` is obsolete.
            let attribute = if self.dialect.site {
                format!(" class=\"align-{word}\"")
            } else {
                format!(" align=\"{word}\"")
            };
            self.push(&attribute);
        }
        self.push(">");
    }

    /// Writes text; addresses in it become links where nothing is one yet.
    fn push_text(&mut self, text: &str, range: &Range<usize>) {
        let is_plain = !self.dialect.site
            || self.within == Within::Code
            || memchr::memchr2(b'@', b':', text.as_bytes()).is_none()
            || self.tree.has("a");
        let mut from = 0;
        let found = if is_plain {
            Vec::new()
        } else {
            addresses(text)
        };
        let whole = self.span(range);
        let (mut place, end) = (whole.start - self.offset, whole.end - self.offset);
        for Address { range, is_mail } in found {
            push_escaped(&mut self.body.html, &text[from..range.start]);
            from = range.end;
            let address = &text[range];
            let span = self.source[place..end].find(address).map(|at| {
                let start = place + at;
                Span::new(start, start + address.len())
            });
            place = span.map_or(end, |span| span.end);
            let span = span.map_or(whole, |span| span.shifted(self.offset));
            let destination = if is_mail {
                format!("mailto:{address}")
            } else {
                address.to_owned()
            };
            self.open_anchor(destination, String::new(), span);
            push_escaped(&mut self.body.html, address);
            if let Some(link) = self.link.take().and_then(|at| self.body.links.get_mut(at)) {
                address.clone_into(&mut link.text);
            }
            self.push("</a>");
        }
        push_escaped(&mut self.body.html, &text[from..]);
    }

    fn open_link(&mut self, destination: CowStr<'_>, title: CowStr<'_>, range: &Range<usize>) {
        let destination = self.clean(destination).into_string();
        let title = self.clean(title).into_string();
        let span = self.destination_span(&destination, range);
        self.open_anchor(destination, title, span);
    }

    fn open_anchor(&mut self, destination: String, mut title: String, span: Span) {
        self.push("<a href=\"");
        if self.dialect.site {
            let leaves = is_external(&destination);
            if let Some(kind) = refused(&destination) {
                self.faults.push((span, kind));
            } else {
                if leaves {
                    push_href(&mut self.body.html, &destination);
                } else {
                    self.splice(SpliceKind::Href);
                }
                let is_foreign = is_foreign(&destination);
                let link = Link {
                    destination,
                    span,
                    is_picture: false,
                    text: String::new(),
                };
                self.link = Some(self.body.links.len());
                self.body.links.push(link);
                if is_foreign {
                    self.push("\" class=\"external foreign\" rel=\"noopener noreferrer");
                    title = if title.is_empty() {
                        NOTICE.to_owned()
                    } else {
                        format!("{title}（{NOTICE}）")
                    };
                } else if leaves {
                    self.push("\" class=\"external\" rel=\"noopener noreferrer");
                }
            }
        } else {
            push_href(&mut self.body.html, &destination);
        }
        if !title.is_empty() {
            self.push("\" title=\"");
            push_escaped(&mut self.body.html, &title);
        }
        self.push("\">");
    }

    /// Text in a picture's brackets is its alternative; markup in it is dropped.
    fn inside_picture(&mut self, event: &Event<'_>) {
        let text = match event {
            Event::Text(text) | Event::Code(text) => self.clean(text.clone()).into_string(),
            Event::SoftBreak | Event::HardBreak => " ".to_owned(),
            _ => String::new(),
        };
        let Some(picture) = &mut self.picture else {
            return;
        };
        picture.alt.push_str(&text);
        match event {
            Event::Start(Tag::Image { .. }) => picture.depth += 1,
            Event::End(TagEnd::Image) if picture.depth > 0 => picture.depth -= 1,
            Event::End(TagEnd::Image) => self.close_picture(),
            _ => {}
        }
    }

    fn close_picture(&mut self) {
        let Some(picture) = self.picture.take() else {
            return;
        };
        self.last = None;
        if let Some(link) = self.link.and_then(|at| self.body.links.get_mut(at)) {
            link.text.push_str(&picture.alt);
        }
        let span = self.destination_span(&picture.destination, &picture.range);
        let refused = refused(&picture.destination)
            .filter(|kind| matches!(kind, FaultKind::UnopenableLink { .. }));
        let is_gap = self.dialect.site && refused.is_none();
        let start = self.body.html.len();
        self.push("<img src=\"");
        if !self.dialect.site {
            push_href(&mut self.body.html, &picture.destination);
        } else if let Some(kind) = refused {
            self.push(NO_PICTURE);
            self.faults.push((span, kind));
        }
        self.push("\" alt=\"");
        push_escaped(&mut self.body.html, &picture.alt);
        if !picture.title.is_empty() {
            self.push("\" title=\"");
            push_escaped(&mut self.body.html, &picture.title);
        }
        self.push("\" />");
        if is_gap {
            self.body.links.push(Link {
                destination: picture.destination,
                span,
                is_picture: true,
                text: picture.alt.clone(),
            });
            let end = self.body.html.len();
            let link = self.body.links.len() - 1;
            self.body.splices.push(Splice {
                start,
                end,
                link,
                kind: SpliceKind::Picture { alt: picture.alt },
            });
        }
    }

    fn close_heading(&mut self) {
        let text = self.heading.take().unwrap_or_default();
        let Some(heading) = self.body.headings.last_mut() else {
            return;
        };
        text.trim().clone_into(&mut heading.text);
        if heading.id.is_empty() {
            heading.id = heading_id(&text);
        }
        if let Some(number) = self.heading_ids.get(&heading.id) {
            let (wanted, mut number) = (std::mem::take(&mut heading.id), *number);
            // From where the last one alike left off, so that ten thousand alike take no longer.
            loop {
                number += 1;
                heading.id = format!("{wanted}-{number}");
                if !self.heading_ids.contains_key(&heading.id) {
                    break;
                }
            }
            self.heading_ids.insert(wanted, number);
        }
        self.heading_ids.insert(heading.id.clone(), 0);
        if !self.dialect.site {
            return;
        }
        let mut attribute = " id=\"".to_owned();
        push_escaped(&mut attribute, &heading.id);
        attribute.push('"');
        let at = heading.html_start + "<h1".len();
        self.body.html.insert_str(at, &attribute);
        self.shift(at, attribute.len().cast_signed());
    }

    /// A line break between two CJK characters is taken back as soon as the second is known.
    fn settle_break(&mut self, text: &str) {
        let Some((at, before)) = self.soft_break.take() else {
            return;
        };
        let Some(after) = text.chars().next() else {
            return;
        };
        if mends::breaks_vanish(before, after) {
            self.body.html.remove(at);
            self.shift(at, -1);
        }
    }

    /// Moves the gaps past `at`, because something was put in or taken out there.
    fn shift(&mut self, at: usize, by: isize) {
        for splice in self
            .body
            .splices
            .iter_mut()
            .rev()
            .take_while(|splice| splice.end > at)
        {
            splice.start = splice.start.saturating_add_signed(by);
            splice.end = splice.end.saturating_add_signed(by);
        }
    }

    pub(super) fn splice(&mut self, kind: SpliceKind) {
        let at = self.body.html.len();
        self.body.splices.push(Splice {
            start: at,
            end: at,
            link: self.body.links.len(),
            kind,
        });
    }

    /// Number of a footnote, by its name in whatever case.
    fn footnote(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_lowercase()).or_insert(next)
    }

    fn prose(&mut self, text: &str) {
        self.last = text.chars().next_back().or(self.last);
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        if let Some(link) = self.link.and_then(|at| self.body.links.get_mut(at)) {
            link.text.push_str(text);
        }
    }

    pub(super) fn push(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    fn fresh_line(&mut self) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.body.html.push('\n');
        }
    }

    pub(super) fn clean<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        match self.mended.clean(Cow::Borrowed(&*text)) {
            Cow::Borrowed(_) => text,
            Cow::Owned(text) => text.into(),
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(
            self.mended.original(range.start),
            self.mended.original(range.end),
        )
        .shifted(self.offset)
    }

    fn destination_span(&self, destination: &str, range: &Range<usize>) -> Span {
        let whole = self.span(range);
        let written = &self.source[whole.start - self.offset..whole.end - self.offset];
        written
            .rfind(destination)
            .filter(|_| !destination.is_empty())
            .map_or(whole, |at| {
                Span::new(whole.start + at, whole.start + at + destination.len())
            })
    }
}

/// The link from a footnote to where it is referred to.
fn way_back(number: usize) -> String {
    format!("<a class=\"footnote-back\" href=\"#fnref-{number}\">{number}</a>")
}
