//! ODT, ODS and ODP: the paragraphs of the content.

use super::{
    PROPERTY,
    gatherer::Gatherer,
    package::Package,
    xml::{Step, decode},
};

/// Reads an open document; tells whether it needs a password.
pub(super) fn read_odf(package: &mut Package<'_>, gatherer: &mut Gatherer) -> bool {
    let manifest = package.xml("META-INF/manifest.xml", gatherer);
    if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return true;
    }
    package.walk("meta.xml", gatherer, |xml, gatherer| {
        while let Some(step) = xml.next() {
            let Step::Open(tag) = step else { continue };
            let label = match tag.name() {
                "creator" | "initial-creator" => "作者",
                "title" => "标题",
                "description" => "备注",
                _ => continue,
            };
            let text = xml.element_text();
            gatherer.add(format!("{PROPERTY}{label}"), &text, true);
        }
    });
    let Some(content) = package.part("content.xml", gatherer).map(decode) else {
        gatherer.fail("缺少正文，读不出来");
        return false;
    };
    read_content(&content, gatherer);
    false
}

fn read_content(content: &str, gatherer: &mut Gatherer) {
    let mut xml = super::xml::Xml::new(content);
    // Paragraphs lie in one another where a frame stands in a line.
    let mut open: Vec<String> = Vec::new();
    let (mut number, mut annotations) = (0_usize, 0_usize);
    while let Some(step) = xml.next() {
        if gatherer.is_full() {
            return;
        }
        match step {
            Step::Open(tag) => match tag.name() {
                "p" | "h" => open.push(String::new()),
                "annotation" => annotations += 1,
                "s" | "tab" | "line-break" => {
                    if let Some(text) = open.last_mut() {
                        text.push(' ');
                    }
                }
                "tracked-changes" => {
                    let text = xml.element_text();
                    gatherer.add("修订删除的文字".to_owned(), &text, true);
                }
                _ => {}
            },
            Step::Close(end) => match end.name() {
                "p" | "h" => {
                    let text = open.pop().unwrap_or_default();
                    if annotations > 0 {
                        gatherer.add("批注".to_owned(), &text, true);
                    } else if !text.trim().is_empty() {
                        number += 1;
                        gatherer.add(format!("第 {number} 段"), &text, false);
                    }
                }
                "annotation" => annotations = annotations.saturating_sub(1),
                _ => {}
            },
            Step::Text(part) => {
                if let Some(text) = open.last_mut() {
                    text.push_str(&part);
                }
            }
        }
    }
    if xml.is_broken() {
        gatherer.fail("正文已损坏，没有读全");
    }
}
