//! PDF: the text of each page, its annotations, and who wrote it.
//!
//! Read here and not by a library, since none bounds what a file may unfold to before it panics,
//! overflows the stack or fills the memory.

mod cmap;
mod crypt;
mod file;
mod filter;
mod font;
mod object;
mod page;
mod radical;

use std::{collections::HashSet, rc::Rc};

use crate::parse::encoding;

use super::{PROPERTY, gatherer::Gatherer};

use file::{File, OpenError};
use object::{Dict, Object};
use page::TextExtractor;

/// Greatest number of pages that are read.
const PAGES_LIMIT: usize = 10_000;

/// Greatest number of branches of the tree of pages that may wait.
const NODES_LIMIT: usize = 100_000;

/// Greatest number of pages that are named in a message.
const NAMED_LIMIT: usize = 5;

/// Properties that a person wrote into a file.
const PROPERTIES: [(&str, &str); 4] = [
    ("Author", "作者"),
    ("Title", "标题"),
    ("Subject", "主题"),
    ("Keywords", "关键词"),
];

/// Facts known of a PDF beside its texts.
#[derive(Debug, Default)]
pub(super) struct Pdf {
    pub(super) is_encrypted: bool,
    pub(super) is_scan: bool,
}

/// Reads a PDF.
pub(super) fn read_pdf(bytes: &[u8], gatherer: &mut Gatherer) -> Pdf {
    let file = match File::open(bytes, gatherer) {
        Ok(file) => file,
        Err(OpenError::Locked) => {
            return Pdf {
                is_encrypted: true,
                is_scan: false,
            };
        }
        Err(OpenError::Damaged) => {
            gatherer.fail("PDF 已损坏，读不出来");
            return Pdf::default();
        }
    };
    let info = file.get_dict(&file.trailer, "Info");
    for (key, label) in PROPERTIES {
        if let Some(text) = file.get(&info, key).string() {
            gatherer.add(format!("{PROPERTY}{label}"), &text_string(text), true);
        }
    }
    let (pages, is_cut) = list_pages(&file);
    if pages.is_empty() {
        gatherer.fail("PDF 里找不到页面，读不出来");
    }
    if is_cut {
        gatherer.fail(&format!("超过 {PAGES_LIMIT} 页，后面的没有检查"));
    }
    let mut pen = TextExtractor::new(&file);
    let (mut has_text, mut damaged, mut unmapped) = (false, Vec::new(), Vec::new());
    let nothing = Dict::new();
    for (at, (page, resources)) in pages.iter().enumerate() {
        if gatherer.is_full() || file.is_exhausted() {
            break;
        }
        let number = at + 1;
        let (page, resources) = (file.resolve(page), file.resolve(resources));
        let page = page.dict().unwrap_or(&nothing);
        pen.turn();
        match contents(&file, page, gatherer) {
            Some(contents) => {
                pen.write(&contents, resources.dict().unwrap_or(&nothing), gatherer);
            }
            None => damaged.push(number),
        }
        has_text |= pen.glyphs > 0;
        // A sign or two that no table tells is a bullet.
        if pen.unknown >= 4 && pen.unknown * 10 > pen.glyphs {
            unmapped.push(number);
        }
        gatherer.add(format!("第 {number} 页"), &pen.text, false);
        read_annotations(&file, page, number, gatherer);
    }
    if file.is_exhausted() {
        gatherer.fail("PDF 的结构反复引用，没有读全");
    }
    if !damaged.is_empty() {
        gatherer.fail(&format!("{}已损坏，没有读全", named(&damaged)));
    }
    if !unmapped.is_empty() {
        gatherer.fail(&format!(
            "{}的字体没有文字对照表，文字读不出来",
            named(&unmapped)
        ));
    }
    Pdf {
        is_encrypted: false,
        is_scan: !pages.is_empty()
            && !has_text
            && damaged.is_empty()
            && !gatherer.is_full()
            && !file.is_exhausted(),
    }
}

fn named(pages: &[usize]) -> String {
    let names: Vec<String> = pages
        .iter()
        .take(NAMED_LIMIT)
        .map(ToString::to_string)
        .collect();
    let more = if pages.len() > NAMED_LIMIT {
        format!("等 {} 页", pages.len())
    } else {
        " 页".to_owned()
    };
    format!("第 {}{more}", names.join("、"))
}

/// A page that has not been read yet, and the resources it inherits.
type Page = (Object, Rc<Object>);

/// The pages in order, and whether there are more.
fn list_pages(file: &File<'_>) -> (Vec<Page>, bool) {
    let root = file.get_dict(&file.trailer, "Root");
    let (mut pages, mut todo, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    if let Some(top) = root.get("Pages") {
        todo.push((top.clone(), Rc::new(Object::Null)));
    }
    while let Some((node, inherited)) = todo.pop() {
        if let Object::Reference(number) = node
            && !seen.insert(number)
        {
            continue;
        }
        if pages.len() >= PAGES_LIMIT || todo.len() > NODES_LIMIT {
            return (pages, true);
        }
        let object = file.resolve(&node);
        let Some(dict) = object.dict() else {
            continue;
        };
        let resources = match dict.get("Resources") {
            Some(resources) => Rc::new(resources.clone()),
            None => inherited,
        };
        if let Some(children) = file.get(dict, "Kids").array() {
            let children = children.iter().take(PAGES_LIMIT + 1).rev();
            todo.extend(children.map(|child| (child.clone(), Rc::clone(&resources))));
        } else {
            // Only read when its turn comes: all pages at once may be more than memory holds.
            pages.push((node, resources));
        }
    }
    (pages, false)
}

/// All content of a page in one piece: a word may be cut between two streams.
fn contents(file: &File<'_>, page: &Dict, gatherer: &mut Gatherer) -> Option<Vec<u8>> {
    let Some(entry) = page.get("Contents") else {
        return Some(Vec::new());
    };
    let direct = file.resolve(entry);
    let parts = match (&*direct, entry) {
        (Object::Array(parts), _) => parts.as_slice(),
        (Object::Null, _) => &[],
        (_, entry) => std::slice::from_ref(entry),
    };
    let mut contents = Vec::new();
    for part in parts {
        let Object::Reference(number) = part else {
            return None;
        };
        // A reference to nothing is an empty stream.
        if *file.resolve(part) == Object::Null {
            continue;
        }
        let stream = file.stream(*number)?;
        contents.extend(file.decode(&stream, gatherer)?);
        contents.push(b'\n');
    }
    Some(contents)
}

fn read_annotations(file: &File<'_>, page: &Dict, number: usize, gatherer: &mut Gatherer) {
    let annotations = file.get(page, "Annots");
    for annotation in annotations.array().unwrap_or_default() {
        if gatherer.is_full() || file.is_exhausted() {
            return;
        }
        let annotation = file.resolve(annotation);
        let Some(annotation) = annotation.dict() else {
            continue;
        };
        match file.get(annotation, "Subtype").name() {
            Some("Widget") => {
                let value = match &*file.get(annotation, "V") {
                    Object::Null => {
                        let parent = file.get_dict(annotation, "Parent");
                        file.get(&parent, "V").into_owned()
                    }
                    value => value.clone(),
                };
                if let Some(value) = value.string() {
                    let place = format!("第 {number} 页 表单域");
                    gatherer.add(place, &text_string(value), false);
                }
            }
            Some(kind) => {
                if let Some(text) = file.get(annotation, "Contents").string() {
                    // Only this kind stands on the page as it is.
                    let is_box = kind == "FreeText";
                    let word = if is_box { "文本框" } else { "批注" };
                    let place = format!("第 {number} 页 {word}");
                    gatherer.add(place, &text_string(text), !is_box);
                }
            }
            None => {}
        }
    }
}

/// A text that is not on a page.
fn text_string(bytes: &[u8]) -> String {
    encoding::decode(bytes).unwrap_or_else(|| {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        text.into_owned()
    })
}
