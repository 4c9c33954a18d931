//! PPTX: slide by slide, with notes and comments.

use std::collections::HashMap;

use super::{archive, gatherer::Gatherer, office, package::Package, xml::Step};

/// Reads a presentation.
pub(super) fn read_pptx(package: &mut Package<'_>, depth: usize, gatherer: &mut Gatherer) {
    office::read_properties(package, gatherer);
    let show = package.main_part("ppt/presentation.xml", gatherer);
    let ids = package.walk(&show, gatherer, |xml, _| {
        let mut ids = Vec::new();
        for step in xml {
            let Step::Open(tag) = step else { continue };
            if tag.name() == "sldId" {
                ids.push(tag.reference("id").unwrap_or_default());
            }
        }
        ids
    });
    let Some(ids) = ids else {
        return gatherer.fail("缺少幻灯片的目录，读不出来");
    };
    let targets: HashMap<String, String> = package
        .relations(&show, gatherer)
        .into_iter()
        .map(|relation| (relation.id, relation.target))
        .collect();
    for (at, id) in ids.iter().enumerate() {
        if gatherer.is_full() {
            return;
        }
        let slide = targets.get(id).filter(|target| package.has(target));
        let Some(slide) = slide.cloned() else {
            gatherer.fail(&format!("第 {} 张幻灯片没有内容", at + 1));
            continue;
        };
        read_slide(package, &slide, at + 1, gatherer);
    }
    office::read_drawn(package, gatherer);
    archive::read_embedded(package, depth, gatherer);
}

fn read_slide(package: &mut Package<'_>, slide: &str, number: usize, gatherer: &mut Gatherer) {
    let mut place = format!("第 {number} 张幻灯片");
    let mut is_hidden = false;
    let text = package.walk(slide, gatherer, |xml, _| {
        // Whether it is shown stands on the root.
        for step in xml.by_ref() {
            if let Step::Open(tag) = step {
                let show = tag.attribute("show");
                is_hidden = show.is_some_and(|show| show == "0" || show == "false");
                break;
            }
        }
        office::drawn_texts(xml)
    });
    if is_hidden {
        place.insert_str(0, "隐藏的");
    }
    gatherer.add(place.clone(), &text.unwrap_or_default(), is_hidden);
    for relation in package.relations(slide, gatherer) {
        let words = match relation.kind.as_str() {
            "notesSlide" => "备注",
            "comments" => "批注",
            _ => continue,
        };
        let text = package.walk(&relation.target, gatherer, |xml, _| {
            if words == "备注" {
                return office::drawn_texts(xml);
            }
            let mut text = String::new();
            while let Some(step) = xml.next() {
                let Step::Open(tag) = step else { continue };
                if matches!(tag.name(), "text" | "t") {
                    text.push_str(&xml.element_text());
                    text.push('\n');
                }
            }
            text
        });
        gatherer.add(format!("{place} {words}"), &text.unwrap_or_default(), true);
    }
}
