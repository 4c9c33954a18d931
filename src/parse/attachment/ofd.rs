//! OFD (GB/T 33190): the pieces of text of each page, put together again by where they stand.

use crate::source::{join, parent};

use super::{
    PROPERTY,
    gatherer::Gatherer,
    package::Package,
    xml::{Step, Tag, Xml},
};

/// Properties in `OFD.xml`.
const PROPERTIES: [(&str, &str); 5] = [
    ("Author", "作者"),
    ("Title", "标题"),
    ("Subject", "主题"),
    ("Abstract", "摘要"),
    ("Keyword", "关键词"),
];

/// Reads the pages of every document in the file.
pub(super) fn read_ofd(package: &mut Package<'_>, gatherer: &mut Gatherer) {
    let roots = package.walk("OFD.xml", gatherer, |xml, gatherer| {
        let mut roots = Vec::new();
        while let Some(step) = xml.next() {
            let Step::Open(tag) = step else { continue };
            if tag.name() == "DocRoot" {
                roots.push(xml.element_text());
            } else if let Some((_, label)) = PROPERTIES.iter().find(|(name, _)| *name == tag.name())
            {
                let text = xml.element_text();
                gatherer.add(format!("{PROPERTY}{label}"), &text, true);
            }
        }
        roots
    });
    let (mut number, mut is_missing) = (0_usize, false);
    for root in roots.unwrap_or_default() {
        let Some(root) = join("", root.trim()) else {
            continue;
        };
        let folder = parent(&root).to_owned();
        let parts = package.walk(&root, gatherer, |xml, _| list_parts(xml));
        is_missing |= parts.is_none();
        for (kind, location) in parts.unwrap_or_default() {
            if gatherer.is_full() {
                return;
            }
            let Some(part) = join(&folder, location.trim()) else {
                continue;
            };
            let place = if kind == "Page" {
                number += 1;
                format!("第 {number} 页")
            } else {
                "页面模板".to_owned()
            };
            let text = package.walk(&part, gatherer, |xml, _| page_text(xml));
            is_missing |= text.is_none();
            gatherer.add(place, &text.unwrap_or_default(), false);
        }
    }
    for name in package.names().to_vec() {
        if name.contains("/Annots/") && name.ends_with(".xml") {
            let text = package.walk(&name, gatherer, |xml, _| page_text(xml));
            gatherer.add("批注".to_owned(), &text.unwrap_or_default(), true);
        }
    }
    if number == 0 || is_missing {
        gatherer.fail("缺少页面，没有读全");
    }
}

/// Pages and templates of a document, with where their contents lie.
fn list_parts(xml: &mut Xml<'_>) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    for step in xml {
        let Step::Open(tag) = step else { continue };
        if matches!(tag.name(), "Page" | "TemplatePage")
            && let Some(location) = tag.attribute("BaseLoc")
        {
            parts.push((tag.name().to_owned(), location));
        }
    }
    parts
}

/// A box on a page, in millimetres.
#[derive(Clone, Copy)]
struct PageBox {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Some programs make an object of each line, some of each character: what stands side by side
/// belongs together.
fn page_text(xml: &mut Xml<'_>) -> String {
    let mut text = String::new();
    let (mut last, mut here): (Option<PageBox>, Option<PageBox>) = (None, None);
    let mut line = None;
    while let Some(step) = xml.next() {
        let Step::Open(tag) = step else { continue };
        match tag.name() {
            "TextObject" => {
                here = boundary(&tag);
                line = None;
            }
            "TextCode" => {
                let own_line = tag.attribute("Y");
                let part = xml.element_text();
                if line.is_some() {
                    // Further pieces of one object.
                    if line != Some(own_line.clone()) {
                        text.push('\n');
                    }
                    text.push_str(part.trim_matches(['\r', '\n']));
                    line = Some(own_line);
                    continue;
                }
                line = Some(own_line);
                match (last, here) {
                    (Some(last), Some(here)) => {
                        let size = last.height.max(here.height);
                        let gap = here.left - (last.left + last.width);
                        if (here.top - last.top).abs() > size / 2.0 || gap < -size {
                            text.push('\n');
                        } else if gap > size / 2.0 {
                            text.push(' ');
                        }
                    }
                    _ if !text.is_empty() => text.push('\n'),
                    _ => {}
                }
                text.push_str(part.trim_matches(['\r', '\n']));
                last = here;
            }
            // What a note says about itself.
            "Remark" => {
                text.push_str(&xml.element_text());
                text.push('\n');
            }
            _ => {}
        }
    }
    text
}

fn boundary(tag: &Tag<'_>) -> Option<PageBox> {
    let boundary = tag.attribute("Boundary")?;
    let mut numbers = boundary
        .split_ascii_whitespace()
        .filter_map(|number| number.parse().ok());
    Some(PageBox {
        left: numbers.next()?,
        top: numbers.next()?,
        width: numbers.next()?,
        height: numbers.next()?,
    })
}
