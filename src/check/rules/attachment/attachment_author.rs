use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    parse::PROPERTY,
    source::{extension, file_name},
    standard::view::Org,
};

use super::Attachments;

declare_rule! {
    /// 查出附件的文档属性里写着的作者、修改者和单位。
    ///
    /// ## 为什么
    ///
    /// 办公软件把电脑上登记的姓名、单位写进每个文件，下载的人在“属性”里就能看到；经手人的姓名不必公开。本机关和上级机关的名称（连同内设机构）、软件和系统预设的名字（Administrator、user 等）不算。电脑上另有预设名字的，在 `标准.词表.预设的作者` 里加。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.xlsx, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.xlsx
    /// A1: 日期
    /// 作者: 王某某
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
    /// 作者: Administrator
    /// ```
    AttachmentAuthor { id: "attachment-author", severity: Info, since: "0.1.0" }
}

/// Properties that name who had a file in hand.
const PROPERTIES: [&str; 4] = ["作者", "最后修改者", "单位", "主管"];

impl Rule for AttachmentAuthor {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        let own = [
            site.config.org(Org::name),
            site.config.org(Org::short_name),
            site.config.org(Org::parent_name),
        ];
        // A department of the office is the office too.
        let is_own = |text: &str| {
            let mut own = own.iter().filter(|own| !own.is_empty());
            own.any(|own| text.starts_with(own))
        };
        let preset = &site.config.standard.vocabulary.preset_authors;
        for (id, placed) in attachments.iter() {
            let mut named: Vec<String> = Vec::new();
            for passage in &placed.contents.passages {
                let Some(property) = passage.place.strip_prefix(PROPERTY) else {
                    continue;
                };
                let text = passage.text.trim();
                let is_preset = preset.all().any(|name| name.eq_ignore_ascii_case(text))
                    || text
                        .chars()
                        .all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
                if PROPERTIES.contains(&property) && !is_preset && !is_own(text) {
                    let shown: String = text.chars().take(20).collect();
                    named.push(format!("{property} {shown}"));
                }
            }
            named.dedup();
            if named.is_empty() {
                continue;
            }
            let name = file_name(&placed.asset.path);
            let message = format!("附件“{name}”的文档属性里写有：{}", named.join("，"));
            let help = if extension(name) == "pdf" {
                "不必公开的，在原稿里清除文档属性，再导出一次 PDF"
            } else {
                "不必公开的，点“文件—信息—检查问题—检查文档”（WPS：“文件—文档加密—属性”），删去作者和单位后保存"
            };
            attachments.tell(id, Finding::new(message, help), sink);
        }
    }
}
