use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    parse::{PROPERTY, Passage},
    source::file_name,
};

use super::Attachments;

declare_rule! {
    /// 查出附件里读者平常看不见的文字：批注、修订痕迹、隐藏的工作表和行列。
    ///
    /// ## 为什么
    ///
    /// 批注、修订和底表常带出讨论过程、原始名单，下载的人点几下就能看到；《条例》第十六条的过程性信息不必公开，第十五条的个人信息不得公开。作者、单位等文档属性不算；嵌入的表格、数据透视表的缓存只作提示。
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
    /// B1: 值班科室
    /// 隐藏表 A1: 未定，等主任意见
    /// 批注 B1: 先空着
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
    HiddenAttachmentText {
        id: "hidden-attachment-text", severity: Warning,
        requirements: ["TL-16"], since: "0.1.0"
    }
}

impl Rule for HiddenAttachmentText {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let attachments = Attachments::new(site);
        for (id, placed) in attachments.iter() {
            let hidden = placed
                .contents
                .passages
                .iter()
                .filter(|passage| passage.is_hidden && !is_property(passage));
            let (stored, left): (Vec<&Passage>, Vec<&Passage>) =
                hidden.partition(|passage| is_stored(passage));
            let (told, severity) = if left.is_empty() {
                (stored, Severity::Info)
            } else {
                (left, Severity::Warning)
            };
            let Some(first) = told.first() else { continue };
            let name = file_name(&placed.asset.path);
            let message = format!(
                "附件“{name}”里有 {} 处平常看不见的文字，第一处在{}",
                told.len(),
                first.place
            );
            let help = "删去批注，接受或拒绝全部修订，删去（不是隐藏）不公开的工作表和行列，再另存；或导出为 PDF";
            attachments.tell(id, Finding::new(message, help).severity(severity), sink);
        }
    }
}

/// The words of a place without the archive or the object that it lies in.
fn last_place(passage: &Passage) -> &str {
    let place = passage.place.as_str();
    place.rsplit("”：").next().unwrap_or(place)
}

/// Author, program and the like: nearly every file has them.
fn is_property(passage: &Passage) -> bool {
    last_place(passage).starts_with(PROPERTY)
}

/// Recognises text that programs put by for their own use, mostly with no thought of the editor's.
fn is_stored(passage: &Passage) -> bool {
    passage.place.starts_with("嵌入对象")
        || passage.place.contains("”：嵌入对象")
        || last_place(passage).ends_with("缓存")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_leave_is_apart_from_what_people_leave() {
        let passage = |place: &str| Passage {
            place: place.to_owned(),
            ..Passage::default()
        };
        assert!(is_property(&passage("文档属性 作者")));
        assert!(is_property(&passage("压缩包内“a.docx”：文档属性 作者")));
        assert!(!is_property(&passage("隐藏工作表“文档属性”A1")));
        assert!(is_stored(&passage("数据透视表缓存")));
        assert!(is_stored(&passage("嵌入对象“a.xlsx”：工作表“一”A1")));
        assert!(!is_stored(&passage("批注 1")));
    }
}
