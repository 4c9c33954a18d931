//! SVG pictures, made harmless so that they can stand inside a page.

use quick_xml::{Reader, events::Event};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span},
    standard::Mark,
};

use super::escape;

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
    /// What is noteworthy in the text.
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

const ELEMENTS: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// Reads an SVG; whatever is not on the list of harmless elements and attributes is a fault.
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
    let mark = mark(&picture.file.path);
    let mut reader = Reader::from_str(&text);
    // Elements that are open; the number of those that are left out with all below them.
    let (mut depth, mut left_out, mut seen_root) = (0_usize, 0_usize, false);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let span = Span::new(start, (reader.buffer_position() as usize).max(start));
        let fault =
            |what: String| Fault::new(&picture.file.path, span, FaultKind::UnsafeSvg { what });
        match event {
            Ok(Event::Eof) => break,
            Err(error) => {
                picture
                    .faults
                    .push(fault(format!("读不懂的内容（{error}）")));
                break;
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) if left_out > 0 => {
                left_out += usize::from(!text[span.start..span.end].ends_with("/>"));
                drop(tag);
            }
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let closes = text[span.start..span.end].ends_with("/>");
                let name = tag.name().as_ref().to_owned();
                if !ELEMENTS.contains(&name.as_str()) {
                    picture.faults.push(fault(format!("<{name}>")));
                    left_out += usize::from(!closes);
                    continue;
                }
                let mut attributes = String::new();
                let (mut width, mut height) = (None, None);
                for attribute in tag.attributes() {
                    let Ok(attribute) = attribute else {
                        picture.faults.push(fault("写错的属性".to_owned()));
                        continue;
                    };
                    let key = attribute.key.as_ref().to_owned();
                    let value = attribute.value.to_string();
                    if depth == 0 {
                        match key.as_str() {
                            "viewBox" => picture.view_box.clone_from(&value),
                            "width" => width = Some(value.clone()),
                            "height" => height = Some(value.clone()),
                            _ => {}
                        }
                    }
                    let local = key.rsplit(':').next().unwrap_or(&key).to_ascii_lowercase();
                    let is_address = matches!(local.as_str(), "href" | "src");
                    if local.starts_with("on")
                        || local == "style"
                        || (is_address && !value.starts_with('#'))
                        || leads_out(&value)
                    {
                        picture.faults.push(fault(key));
                        continue;
                    }
                    // Classes would be those of the page, and so would ids without a mark of their own.
                    let is_dropped =
                        key.starts_with("xmlns") || local == "class" || value.contains('"');
                    // The frame on a page has a name and a size of its own.
                    let of_frame = depth == 0
                        && (local.starts_with("aria-")
                            || matches!(
                                local.as_str(),
                                "viewbox"
                                    | "width"
                                    | "height"
                                    | "id"
                                    | "version"
                                    | "x"
                                    | "y"
                                    | "space"
                                    | "role"
                            ));
                    if !is_dropped && !of_frame {
                        let value = match local.as_str() {
                            "id" => format!("{mark}{value}"),
                            "aria-labelledby" | "aria-describedby" => {
                                let ids = value
                                    .split_ascii_whitespace()
                                    .map(|id| format!("{mark}{id}"));
                                ids.collect::<Vec<_>>().join(" ")
                            }
                            _ if is_address => format!("#{mark}{}", &value[1..]),
                            _ => value.replace("url(#", &format!("url(#{mark}")),
                        };
                        attributes.push_str(&format!(" {key}=\"{value}\""));
                    }
                }
                if depth == 0 {
                    seen_root |= name == "svg";
                    picture.root_attributes.clone_from(&attributes);
                    if let (Some(width), Some(height), "0 0 100 100") =
                        (width, height, picture.view_box.as_str())
                    {
                        picture.view_box = format!("0 0 {} {}", number(&width), number(&height));
                    }
                } else {
                    picture.inner.push_str(&format!(
                        "<{name}{attributes}{}>",
                        if closes { "/" } else { "" }
                    ));
                }
                depth += usize::from(!closes);
            }
            Ok(Event::End(_)) if left_out > 0 => left_out -= 1,
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                if depth > 0 {
                    picture
                        .inner
                        .push_str(&format!("</{}>", tag.name().as_ref()));
                }
            }
            Ok(Event::Text(_) | Event::GeneralRef(_)) if depth > 0 && left_out == 0 => {
                picture.inner.push_str(&text[span.start..span.end]);
            }
            Ok(Event::CData(_)) => picture.faults.push(fault("CDATA".to_owned())),
            Ok(Event::PI(_)) => picture.faults.push(fault("处理指令 <?…?>".to_owned())),
            Ok(Event::DocType(_)) => picture.faults.push(fault("DOCTYPE".to_owned())),
            Ok(_) => {}
        }
    }
    if !seen_root {
        let kind = FaultKind::UnsafeSvg {
            what: "没有 <svg> 根元素".to_owned(),
        };
        picture.faults.push(Fault::whole(&picture.file.path, kind));
    }
    picture.file.text = text;
    picture
}

/// Whether a value fetches something: every `url(…)` must be a place in the picture itself.
fn leads_out(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower
        .match_indices("url(")
        .any(|(at, _)| !value[at + "url(".len()..].trim_start().starts_with('#'))
        || lower.contains("javascript:")
}

/// The number before a unit: `210mm` gives `210`.
fn number(length: &str) -> &str {
    let end = length
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(length.len());
    &length[..end]
}

/// What the ids of a picture start with, so that two pictures on a page do not share any (FNV-1a of
/// the path).
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
        ] {
            assert_eq!(
                picture(&format!("<svg>{bad}</svg>")).faults.len(),
                1,
                "{bad}"
            );
        }
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
