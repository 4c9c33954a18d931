use std::collections::HashSet;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::{extension, file_name},
};

use super::{Attachments, executable_attachment::is_executable};

declare_rule! {
    /// 查出只有专用格式、没有通用格式的附件。
    ///
    /// ## 为什么
    ///
    /// DOC、XLS、WPS、RAR 等要装专门的软件才能打开，手机和旧电脑上常常打不开。同一文件夹里有同名的通用格式（docx、xlsx、pdf、ofd、csv 等）的，不算。61 号文对格式的规定未见原文，所以只是警告。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.et, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.et
    /// 旧格式: 是
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
    ///
    /// ```build content/通知公告/例/值班表.et
    /// 旧格式: 是
    /// ```
    UncommonAttachmentFormat {
        id: "uncommon-attachment-format", severity: Warning,
        requirements: ["PT-13"], since: "0.1.0"
    }
}

/// Endings of files that any computer and any phone opens, or can with free software.
const COMMON: [&str; 41] = [
    "docx", "xlsx", "pptx", "pdf", "ofd", "odt", "ods", "odp", "csv", "txt", "md", "json",
    "geojson", "xml", "yaml", "html", "htm", "rtf", "epub", "ics", "vcf", "zip", "png", "jpg",
    "jpeg", "gif", "webp", "bmp", "svg", "tif", "tiff", "mp4", "m4v", "webm", "mp3", "m4a", "wav",
    "ogg", "vtt", "srt", "rss",
];

impl Rule for UncommonAttachmentFormat {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        let stem = |path: &str| {
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            stem.to_owned()
        };
        let mut uncommon = Vec::new();
        let mut open = HashSet::new();
        for (id, placed) in attachments.iter() {
            let path = placed.asset.path.as_str();
            // A program cannot be saved as a document: that is told otherwise.
            if is_executable(placed) {
                continue;
            }
            if COMMON.contains(&extension(path).as_str()) {
                open.insert(stem(path));
            } else {
                uncommon.push((id, path));
            }
        }
        for (id, path) in uncommon {
            if open.contains(&stem(path)) {
                continue;
            }
            let (name, kind) = (file_name(path), extension(path).to_ascii_uppercase());
            let message = if kind.is_empty() {
                format!("附件“{name}”没有扩展名，看不出是什么文件")
            } else {
                format!("附件“{name}”只有 {kind} 格式")
            };
            let finding = Finding::new(
                message,
                "另存为 DOCX、XLSX、PDF、OFD 或 ZIP，替换它，或以同一个名字放在旁边一并列出",
            );
            attachments.tell(id, finding, sink);
        }
    }
}
