//! SVG pictures, made harmless so that they can stand inside a page.

mod allowed;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span},
    standard::Mark,
};

use super::escape;

use allowed::Attribute;

/// An SVG and what may be put into a page of it.
#[derive(Debug)]
pub struct Picture {
    /// The text.
    pub file: SourceFile,
    /// Everything below the root element.
    pub inner: String,
    /// `viewBox` of the root, or one made of its width and height.
    pub view_box: String,
    /// The other attributes of the root that its drawing rests on (` fill="none"`).
    root_attributes: String,
    /// Noteworthy places in the text.
    pub marks: Vec<Mark>,
    /// Scripts, handlers and foreign addresses in it: with any of these it is not published.
    pub faults: Vec<Fault>,
}

impl Picture {
    /// The picture as an element of a page, with its text alternative.
    pub fn inline(&self, alt: &str) -> String {
        let (alt, view_box) = (escape(alt), escape(&self.view_box));
        format!(
            "<svg role=\"img\" aria-label=\"{alt}\" viewBox=\"{view_box}\"{} xmlns=\"http://www.w3.org/2000/svg\">{}</svg>",
            self.root_attributes, self.inner
        )
    }
}

/// Greatest depth of elements in each other.
const DEPTH_LIMIT: usize = 64;
/// Greatest number of attributes that an element may have.
const ATTRIBUTE_LIMIT: usize = 128;
/// Greatest number of faults of a picture that are told one by one.
const FAULT_LIMIT: usize = 50;

/// Reads an SVG; whatever is not on the list of harmless elements, attributes and values is a fault.
/// What is put into pages is written anew from what was read, never copied.
pub(super) fn parse_picture(file: SourceFile) -> Picture {
    let mut picture = Picture {
        inner: String::new(),
        view_box: "0 0 100 100".to_owned(),
        root_attributes: String::new(),
        marks: Vec::new(),
        faults: Vec::new(),
        file,
    };
    let text = std::mem::take(&mut picture.file.text);
    let mut drawing = Drawing {
        mark: mark(&picture.file.path),
        text: &text,
        inner: String::new(),
        view_box: None,
        size: (None, None),
        root_attributes: String::new(),
        open: Vec::new(),
        left_out: 0,
        has_root: false,
        faults: Vec::new(),
        more_faults: 0,
    };
    drawing.read();
    if let Some(view_box) = drawing.view_box {
        picture.view_box = view_box;
    } else if let (Some(width), Some(height)) = &drawing.size {
        picture.view_box = format!("0 0 {} {}", number(width), number(height));
    }
    picture.inner = drawing.inner;
    picture.root_attributes = drawing.root_attributes;
    let path = &picture.file.path;
    let told = drawing.faults.into_iter();
    picture.faults = told
        .map(|(span, what)| Fault::new(path, span, FaultKind::UnsafeSvg { what }))
        .collect();
    for what in [
        (!drawing.has_root).then(|| "没有 <svg> 根元素".to_owned()),
        (drawing.more_faults > 0).then(|| format!("另有 {} 处", drawing.more_faults)),
    ]
    .into_iter()
    .flatten()
    {
        let kind = FaultKind::UnsafeSvg { what };
        picture.faults.push(Fault::whole(path, kind));
    }
    picture.file.text = text;
    picture
}

/// A picture while it is read.
struct Drawing<'t> {
    text: &'t str,
    /// Prefix of its ids.
    mark: String,
    inner: String,
    view_box: Option<String>,
    size: (Option<String>, Option<String>),
    root_attributes: String,
    /// Names of the elements that are open, the root first.
    open: Vec<&'static str>,
    /// Number of open elements that are left out with all below them.
    left_out: usize,
    has_root: bool,
    faults: Vec<(Span, String)>,
    more_faults: usize,
}

impl Drawing<'_> {
    fn tell(&mut self, span: Span, what: impl Into<String>) {
        if self.faults.len() < FAULT_LIMIT {
            let what: String = what.into();
            self.faults.push((span, shown(&what)));
        } else {
            self.more_faults += 1;
        }
    }

    fn read(&mut self) {
        // The reader would pass over a mark and not count it.
        let marked = self.text.trim_start_matches('\u{feff}');
        let first = self.text.len() - marked.len();
        let mut reader = Reader::from_str(marked);
        let mut has_failed = false;
        loop {
            let start = first + reader.buffer_position() as usize;
            let event = reader.read_event();
            let end = (first + reader.buffer_position() as usize).clamp(start, self.text.len());
            let span = Span::new(start, end);
            let written = self.text.get(start..end).unwrap_or_default();
            match event {
                Ok(Event::Eof) => break,
                Err(_) => {
                    self.tell(span, "读不懂的内容：标签没有写完，或者没有成对");
                    has_failed = true;
                    break;
                }
                Ok(Event::Start(_) | Event::Empty(_)) if self.left_out > 0 => {
                    self.left_out += usize::from(!written.ends_with("/>"));
                }
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    self.start(&tag, span, written.ends_with("/>"));
                }
                Ok(Event::End(_)) if self.left_out > 0 => self.left_out -= 1,
                Ok(Event::End(_)) => self.end(),
                Ok(Event::Text(_)) => self.put(written),
                Ok(Event::GeneralRef(_)) => match unescape(written) {
                    Ok(text) => self.put(&text),
                    Err(_) => self.tell(span, written),
                },
                Ok(Event::Decl(declaration)) => {
                    let encoding = declaration.encoding();
                    let is_utf8 = encoding.is_none_or(|encoding| {
                        encoding.is_ok_and(|name| name.eq_ignore_ascii_case("utf-8"))
                    });
                    if !is_utf8 {
                        self.tell(span, "不是 UTF-8 的编码声明");
                    }
                }
                Ok(Event::CData(_)) => self.tell(span, "CDATA"),
                Ok(Event::PI(_)) => self.tell(span, "处理指令 <?…?>"),
                Ok(Event::DocType(_)) => self.tell(span, "DOCTYPE"),
                Ok(Event::Comment(_)) => {}
            }
        }
        if let (Some(name), false) = (self.open.last().copied(), has_failed) {
            let end = self.text.len();
            self.tell(Span::new(end, end), format!("没有关上的 <{name}>"));
        }
        // A picture that breaks off must not take the page with it.
        while !self.open.is_empty() {
            self.end();
        }
    }

    /// Text below the root.
    fn put(&mut self, text: &str) {
        if !self.open.is_empty() && self.left_out == 0 {
            self.inner.push_str(&escape(text));
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, span: Span, closes: bool) {
        let name = tag.name();
        let name = name.as_ref();
        let depth = self.open.len();
        let refused = match allowed::element(name) {
            None => Some(format!("<{name}>")),
            Some("svg") if depth == 0 && self.has_root => Some("第二个根元素".to_owned()),
            Some(known) if depth == 0 && known != "svg" => Some(format!("根元素 <{name}>")),
            // Inside of these HTML reads HTML again.
            Some(_) if matches!(self.open.last(), Some(&("title" | "desc"))) => {
                Some(format!("文字说明里的 <{name}>"))
            }
            Some(_) if depth >= DEPTH_LIMIT => {
                Some(format!("一层套一层超过 {DEPTH_LIMIT} 层的元素"))
            }
            Some(_) => None,
        };
        let (None, Some(name)) = (&refused, allowed::element(name)) else {
            self.tell(span, refused.unwrap_or_default());
            self.left_out += usize::from(!closes);
            return;
        };
        let attributes = self.attributes(name, tag, span);
        if depth == 0 {
            self.has_root = true;
            self.root_attributes = attributes;
        } else {
            self.inner.push('<');
            self.inner.push_str(name);
            self.inner.push_str(&attributes);
            self.inner.push_str(if closes { "/>" } else { ">" });
        }
        if !closes {
            self.open.push(name);
        }
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if !self.open.is_empty() {
            self.inner.push_str("</");
            self.inner.push_str(name);
            self.inner.push('>');
        }
    }

    /// The attributes of an element as they are written into a page.
    fn attributes(&mut self, element: &'static str, tag: &BytesStart<'_>, span: Span) -> String {
        let mut out = String::new();
        let mut seen: Vec<&str> = Vec::new();
        // The reader looks for doubles with every attribute against every other.
        for (at, attribute) in tag.attributes().with_checks(false).enumerate() {
            if at == ATTRIBUTE_LIMIT {
                self.tell(span, format!("超过 {ATTRIBUTE_LIMIT} 个属性"));
                break;
            }
            let Ok(attribute) = attribute else {
                self.tell(span, "写错的属性");
                break;
            };
            let key = attribute.key;
            let key = key.as_ref();
            let (name, kind) = match allowed::attribute(element, key) {
                Attribute::Dropped => continue,
                Attribute::Refused => {
                    self.tell(span, key);
                    continue;
                }
                Attribute::Kept(name, kind) => (name, kind),
            };
            let Ok(written) = unescape(&attribute.value) else {
                self.tell(span, format!("{key}=\"{}\"", attribute.value));
                continue;
            };
            let Some(value) = allowed::value(kind, &written, &self.mark) else {
                self.tell(span, format!("{key}=\"{written}\""));
                continue;
            };
            if seen.contains(&name) {
                self.tell(span, format!("写了两次的 {name}"));
                continue;
            }
            seen.push(name);
            if self.open.is_empty() {
                match name {
                    "viewBox" => self.view_box = Some(value.clone().into_owned()),
                    "width" => self.size.0 = Some(value.clone().into_owned()),
                    "height" => self.size.1 = Some(value.clone().into_owned()),
                    _ => {}
                }
                // The frame on a page has a name and a size of its own.
                let is_of_frame = name.starts_with("aria-")
                    || matches!(
                        name,
                        "viewBox" | "width" | "height" | "id" | "x" | "y" | "xml:space" | "role"
                    );
                if is_of_frame {
                    continue;
                }
            }
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escape(&value));
            out.push('"');
        }
        out
    }
}

/// Text of a message on one line, cut to the length of a line.
fn shown(what: &str) -> String {
    const MOST: usize = 60;
    let words: Vec<&str> = what.split_whitespace().collect();
    let line = words.join(" ");
    let mut kept: String = line
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST)
        .collect();
    if line.chars().nth(MOST).is_some() {
        kept.push('…');
    }
    kept
}

/// The number before a unit: `210mm` gives `210`.
fn number(length: &str) -> &str {
    let end = length
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(length.len());
    &length[..end]
}

/// Prefix of the ids of a picture, so that two pictures on a page do not share any (FNV-1a of the
/// path).
fn mark(path: &str) -> String {
    let hash = path.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("p{hash:08x}-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> Picture {
        parse_picture(SourceFile {
            path: "a.svg".to_owned(),
            text: text.to_owned(),
            ..SourceFile::default()
        })
    }

    #[test]
    fn harmless_drawings_pass_whole() {
        let read = picture(
            "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\"><title>甲 &amp; 乙</title><rect width=\"5\" fill=\"url(#g)\"/></svg>",
        );
        assert_eq!(read.faults, []);
        assert!(
            read.inner
                .starts_with("<title>甲 &amp; 乙</title><rect width=\"5\" fill=\"url(#p"),
            "{}",
            read.inner
        );
        assert_eq!(read.view_box, "0 0 10 20");
    }

    #[test]
    fn places_hold_after_marks_of_byte_order() {
        for marks in ["", "\u{feff}", "\u{feff}\u{feff}"] {
            let text = format!("{marks}<svg viewBox='0 0 1 1'><set/><g>甲</g></svg>");
            let read = picture(&text);
            assert_eq!(read.faults.len(), 1, "{:?}", read.faults);
            let span = read.faults[0].span;
            assert_eq!(&text[span.start..span.end], "<set/>");
            assert_eq!(read.inner, "<g>甲</g>");
        }
    }

    #[test]
    fn scripts_handlers_and_foreign_addresses_are_faults() {
        let read = picture(
            "<svg viewBox='0 0 1 1'><script>x<a/></script><g onclick=\"x()\"><image href=\"https://a/\"/></g><use href=\"b.svg#c\"/></svg>",
        );
        assert_eq!(read.faults.len(), 4, "{:?}", read.faults);
        assert_eq!(read.inner, "<g></g><use/>");
        assert!(!picture("not svg").faults.is_empty());
        for bad in [
            "<a x:href=\"javascript:a()\"/>",
            "<rect fill=\"URL(https://a/)\"/>",
            "<rect fill=\"url(#a) url(//b)\"/>",
            "<text><![CDATA[a]]></text>",
            "<?xml-stylesheet href=\"https://a\"?>",
            "<rect OnClick=\"a()\"/>",
            "<rect a/onload=\"a()\"/>",
            "<a q/href=\"javascript:a()\"/>",
            "<rect fill=\"&#117;rl(https://a/)\"/>",
            "<rect cursor=\"url(https://a/),auto\"/>",
            "<rect mask=\"\\75 rl(https://a/)\"/>",
            "<g clip-path=\"u/**/rl(https://a/)\"/>",
            "<title><a href=\"#a\"/></title>",
            "<set attributeName=\"href\" to=\"javascript:a()\"/>",
            "<rect fill=\"red\" fill=\"blue\"/>",
            "<text>&nbsp;</text>",
        ] {
            assert_eq!(
                picture(&format!("<svg>{bad}</svg>")).faults.len(),
                1,
                "{bad}"
            );
        }
    }

    #[test]
    fn what_breaks_off_is_closed_and_told() {
        for text in [
            "<svg><g><title>甲",
            "<svg><g></svg>",
            "<svg/><svg><g/></svg>",
            "<g/>",
        ] {
            let read = picture(text);
            assert!(!read.faults.is_empty(), "{text}");
            let opened = read.inner.matches('<').count() - 2 * read.inner.matches("</").count();
            assert_eq!(opened, read.inner.matches("/>").count(), "{}", read.inner);
        }
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(1_000), "</g>".repeat(1_000));
        assert_eq!(picture(&deep).faults.len(), 1);
        let many = format!("<svg>{}</svg>", "<b/>".repeat(1_000));
        assert_eq!(picture(&many).faults.len(), 51);
        let latin = "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg/>";
        assert_eq!(picture(latin).faults.len(), 1);
    }

    #[test]
    fn text_is_escaped_anew() {
        let read = picture("<svg><text a:b=\"c\">&lt;img&#62; &amp;amp; > \"</text></svg>");
        assert_eq!(read.faults, []);
        assert_eq!(read.inner, "<text>&lt;img&gt; &amp;amp; &gt; &quot;</text>");
    }

    #[test]
    fn the_frame_keeps_what_the_drawing_rests_on() {
        let read = picture(
            "<svg width=\"210mm\" height=\"297mm\" fill=\"none\" class=\"rail\" id=\"main\" role=\"img\" aria-labelledby=\"a\"><g id=\"a\"/><use href=\"#a\"/></svg>",
        );
        let inline = read.inline("图");
        assert!(
            inline.contains("viewBox=\"0 0 210 297\" fill=\"none\""),
            "{inline}"
        );
        assert!(
            !inline.contains("rail") && !inline.contains("\"main\"") && !inline.contains("\"a\""),
            "{inline}"
        );
    }
}
