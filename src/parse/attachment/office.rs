//! Parts that the three kinds of office files have in common.

use super::{
    PROPERTY,
    gatherer::Gatherer,
    package::Package,
    xml::{Step, Xml},
};

/// Properties that a person or a program wrote into a file, by element.
const PROPERTIES: [(&str, &str); 12] = [
    ("creator", "作者"),
    ("lastModifiedBy", "最后修改者"),
    ("title", "标题"),
    ("subject", "主题"),
    ("description", "备注"),
    ("keywords", "关键词"),
    ("category", "类别"),
    ("contentStatus", "状态"),
    ("Company", "单位"),
    ("Manager", "主管"),
    ("HyperlinkBase", "超链接基础"),
    ("property", "自定义"),
];

/// Reads the properties of a file.
pub(super) fn read_properties(package: &mut Package<'_>, gatherer: &mut Gatherer) {
    for part in [
        "docProps/core.xml",
        "docProps/app.xml",
        "docProps/custom.xml",
    ] {
        package.walk(part, gatherer, |xml, gatherer| {
            while let Some(step) = xml.next() {
                let Step::Open(tag) = step else { continue };
                let known = PROPERTIES.iter().find(|(name, _)| *name == tag.name());
                if let Some((_, label)) = known {
                    let text = xml.element_text();
                    gatherer.add(format!("{PROPERTY}{label}"), &text, true);
                }
            }
        });
    }
}

/// Reads the drawn parts below a folder: charts keep what they were made of, diagrams their words.
pub(super) fn read_drawn(package: &mut Package<'_>, gatherer: &mut Gatherer) {
    for name in package.names().to_vec() {
        let place = if !name.ends_with(".xml") {
            continue;
        } else if name.contains("/charts/chart") {
            "图表"
        } else if name.contains("/diagrams/data") {
            "图示"
        } else {
            continue;
        };
        let texts = package.walk(&name, gatherer, |xml, _| drawn_texts(xml));
        gatherer.add(place.to_owned(), &texts.unwrap_or_default(), false);
    }
}

/// The texts of a drawing, a paragraph or a value a line.
pub(super) fn drawn_texts(xml: &mut Xml<'_>) -> String {
    let (mut text, mut is_text) = (String::new(), false);
    for step in xml {
        match step {
            Step::Open(tag) => match tag.name() {
                "t" | "v" => is_text = true,
                "br" => text.push('\n'),
                "tab" => text.push('\t'),
                _ => {}
            },
            Step::Close(end) => match end.name() {
                "t" => is_text = false,
                "v" => {
                    is_text = false;
                    text.push('\n');
                }
                // A table's cell and a shape end with a paragraph as well.
                "p" => text.push('\n'),
                _ => {}
            },
            Step::Text(part) if is_text => text.push_str(&part),
            Step::Text(_) => {}
        }
    }
    text
}
