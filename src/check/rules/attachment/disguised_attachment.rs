use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{PlacedAsset, Site},
    read::ATTACHMENT_LIMIT,
    source::{extension, file_name},
};

use super::Attachments;

declare_rule! {
    /// 查出扩展名与内容不符的附件。
    ///
    /// ## 为什么
    ///
    /// 只改扩展名不会改变格式，群众下载后打不开，或者弹出警告（《条例》第二十四条）。系统导出的“XLS”其实是网页，是最常见的一种。几个名字同一种格式的（jpg 与 jpeg、doc 与 wps 等）不算。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.xlsx, 名称: 值班表}
    /// ```
    ///
    /// ```txt content/通知公告/例/值班表.xlsx
    /// <table><tr><td>日期</td><td>值班科室</td></tr></table>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.xlsx, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.xlsx
    /// A1: 日期
    /// B1: 值班科室
    /// ```
    DisguisedAttachment {
        id: "disguised-attachment", severity: Error,
        requirements: ["TL-24"], since: "0.1.0"
    }
}

/// Extensions, the types that files of that name may truly have, and whether the first bytes always
/// tell that type. `zip` and `ole` stand for packings that hold many formats: what exactly such a
/// file is could not be told, so it is let pass.
const KINDS: [(&[&str], &[&str], bool); 25] = [
    (&["docx", "dotx"], &["docx", "zip"], true),
    (&["xlsx", "xltx"], &["xlsx", "zip"], true),
    (&["pptx", "potx", "ppsx"], &["pptx", "zip"], true),
    (&["docm"], &["docm", "docx", "zip"], true),
    (&["xlsm"], &["xlsm", "xlsx", "zip"], true),
    (&["pptm"], &["pptm", "pptx", "zip"], true),
    (&["ofd"], &["ofd", "zip"], true),
    (&["odt"], &["odt", "zip"], true),
    (&["ods"], &["ods", "zip"], true),
    (&["odp"], &["odp", "zip"], true),
    // Word opens RTF that is called DOC, and says nothing.
    (
        &["doc", "dot", "wps", "wpt"],
        &["doc", "wps", "rtf", "ole"],
        true,
    ),
    (&["xls", "xlt", "et", "ett"], &["xls", "et", "ole"], true),
    (
        &["ppt", "pot", "pps", "dps", "dpt"],
        &["ppt", "dps", "ole"],
        true,
    ),
    (&["pdf"], &["pdf"], true),
    (
        &["zip"],
        &[
            "zip", "docx", "xlsx", "pptx", "ofd", "odt", "ods", "odp", "epub",
        ],
        true,
    ),
    (&["rar"], &["rar"], true),
    (&["7z"], &["7z"], true),
    (&["png"], &["png"], true),
    (&["jpg", "jpeg", "jpe", "jfif"], &["jpg"], true),
    (&["gif"], &["gif"], true),
    (&["webp"], &["webp"], true),
    (&["tif", "tiff"], &["tif"], true),
    // Text has no first bytes of its own.
    (&["csv"], &[], false),
    (
        &["txt", "md", "json"],
        &["html", "xml", "rtf", "pem", "sh", "ps"],
        false,
    ),
    (
        &["mp4", "m4v", "mov", "m4a"],
        &["mp4", "m4v", "mov", "m4a", "heif", "avif"],
        false,
    ),
];

/// True type of a file, where its name says otherwise; `None` inside where only so much is known
/// that it is not what the name says.
pub(super) fn disguise(placed: &PlacedAsset) -> Option<Option<&'static str>> {
    // An empty file, and one too large to look into, have no type.
    if placed.asset.size == 0 || placed.asset.size > ATTACHMENT_LIMIT {
        return None;
    }
    let extension = extension(&placed.asset.path);
    let (_, types, is_always_told) = KINDS
        .iter()
        .find(|(extensions, ..)| extensions.contains(&extension.as_str()))?;
    match placed.contents.true_type {
        // What was opened and has no OFD.xml is no OFD.
        Some("zip") if extension == "ofd" && placed.contents.unreadable.is_none() => {
            Some(Some("zip"))
        }
        Some(kind) if types.contains(&kind) => None,
        // A sealed file shows only its packing.
        Some("ole") if placed.contents.is_encrypted => None,
        Some(kind) => Some(Some(kind)),
        None => is_always_told.then_some(None),
    }
}

impl Rule for DisguisedAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        for (id, placed) in attachments.iter() {
            let Some(kind) = disguise(placed) else {
                continue;
            };
            let name = file_name(&placed.asset.path);
            let truth = kind.map_or_else(
                || "内容却不是这种格式".to_owned(),
                |kind| format!("内容却是 {}", kind.to_ascii_uppercase()),
            );
            let finding = Finding::new(
                format!("附件“{name}”名实不符，{truth}"),
                "用办公软件打开后另存为扩展名所说的格式，不要只改文件名",
            );
            attachments.tell(id, finding, sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{parse::Contents, read::Asset};

    use super::*;

    fn told(name: &str, true_type: Option<&'static str>) -> Option<Option<&'static str>> {
        disguise(&PlacedAsset {
            asset: Asset {
                path: format!("content/通知公告/例/{name}"),
                disk: std::path::PathBuf::new(),
                links_to: None,
                size: 9,
                head: Vec::new(),
            },
            contents: Contents {
                true_type,
                ..Contents::default()
            },
            output: String::new(),
            is_published: true,
            owner: None,
            withheld_by: None,
            is_leftover: false,
        })
    }

    #[test]
    fn names_of_one_format_are_one() {
        for (name, kind) in [
            ("a.jpeg", Some("jpg")),
            ("a.JPG", Some("jpg")),
            ("a.docx", Some("zip")),
            ("a.wps", Some("doc")),
            ("a.doc", Some("rtf")),
            ("a.xls", Some("ole")),
            ("a.csv", None),
            ("a.txt", None),
            ("a.txt", Some("html")),
            ("a.mp4", None),
            ("a.htm", Some("html")),
            ("a.svg", Some("xml")),
            ("a.dat", Some("zip")),
            ("a.unknown", None),
        ] {
            assert_eq!(told(name, kind), None, "{name} {kind:?}");
        }
    }

    #[test]
    fn renamed_files_are_told() {
        for (name, kind) in [
            ("a.xls", Some("html")),
            ("a.docx", Some("pdf")),
            ("a.doc", Some("docx")),
            ("a.docx", Some("docm")),
            ("a.pdf", Some("jpg")),
            ("a.png", Some("jpg")),
            ("a.csv", Some("xlsx")),
            ("a.pdf", None),
            ("a.xls", None),
        ] {
            assert_eq!(told(name, kind), Some(kind), "{name} {kind:?}");
        }
    }
}
