use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    source::{Span, file_name, join, parent},
    standard::{Words, view::ColumnKind},
};

declare_rule! {
    /// 查出公开了的请示、会议纪要和送审稿、讨论稿。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十六条：内部事务信息和讨论记录、过程稿、磋商信函、请示报告等过程性信息可以不予公开；把过程稿当正式文件发出去，还会误导群众。只看标题和附件名称的文种字样；意见征集不算。是否真是过程性信息，须由人判断。别的文种字样，在 `标准.词表.内部文件的种类`、`标准.词表.未定稿的名称` 里加；征集意见的其他标题，用语在 `标准.词表.征求意见的标题用语` 里加。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 标题: 关于增加防汛值班人员的请示
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班请示报告制度的通知
    /// ```
    InternalDocument { id: "internal-document", severity: Warning, requirements: ["TL-16"], since: "0.1.0" }
}

impl Rule for InternalDocument {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published {
            return;
        }
        let document = &page.document;
        let vocabulary = &site.config.standard.vocabulary;
        let asks_the_public = |title: &str| vocabulary.consultation_titles.any_in(title);
        let is_consultation =
            || site.has_in(page, ColumnKind::Consultations) || asks_the_public(&document.title);
        // Gives whether there was anything to tell.
        let mut tell = |text: &str, what: &str, span: Span| {
            let message = match sort_of(text, &vocabulary.internal_kinds) {
                Some(sort) => format!("{what}“{text}”是{sort}，属于内部或者过程性信息"),
                None => match draft_of(text, &vocabulary.draft_kinds)
                    .filter(|_| !is_consultation() && !asks_the_public(text))
                {
                    Some(draft) => format!("{what}“{text}”是{draft}，还不是正式文件"),
                    None => return false,
                },
            };
            let help = "不应公开的，把公开属性改为“不予公开”并写明理由；已经定稿的，换成定稿";
            sink.add(&document.file.path, Finding::new(message, help).at(span));
            true
        };
        let meta = document.meta();
        tell(&document.title, "标题", meta.title().span());
        let folder = parent(&document.file.path);
        let mut named: Vec<String> = Vec::new();
        for attachment in meta.attachments() {
            let file = attachment.file();
            named.extend(join(folder, file.or_default()));
            let name = attachment.name().given();
            let is_told = name.is_some_and(|(name, span)| tell(name, "附件", span));
            if !is_told {
                tell(stem_of(file.or_default()), "附件", file.span());
            }
        }
        // What only lies in the document's folder is attached as well.
        for id in &page.attachments {
            let path = site.assets[*id].asset.path.as_str();
            if !named.iter().any(|named| named == path) {
                tell(stem_of(path), "附件", Span::default());
            }
        }
    }
}

/// The name of a file without folder and extension.
fn stem_of(path: &str) -> &str {
    let name = file_name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The kind of internal document that a title ends in.
fn sort_of<'v>(title: &str, kinds: &'v Words) -> Option<&'v str> {
    let mut title = title.trim();
    // `（2026年第3期）`, `（扫描件）` after it change nothing.
    while let Some(open) = title.rfind(['（', '(', '〔'])
        && title.ends_with(['）', ')', '〕'])
    {
        title = title[..open].trim_end();
    }
    let title = title.trim_end_matches(|c: char| c.is_ascii_graphic() || c == '》');
    kinds.all().find(|sort| title.ends_with(sort))
}

/// The word that makes a title that of a draft.
fn draft_of<'v>(title: &str, kinds: &'v Words) -> Option<&'v str> {
    kinds.all().find(|draft| {
        title.match_indices(draft).any(|(at, _)| {
            let before = title[..at].ends_with(['（', '(', '〔', '[', '【']);
            let after = title[at + draft.len()..].starts_with(['）', ')', '〕', ']', '】']);
            before && after
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::standard::Vocabulary;

    use super::*;

    #[test]
    fn the_end_of_a_title_says_what_it_is() {
        let kinds = Vocabulary::builtin().internal_kinds;
        let sort_of = |title| sort_of(title, &kinds);
        for title in [
            "关于增加经费的请示",
            "旭来街街道办公会议纪要（2026年第3期）",
            "《关于××的请示》",
        ] {
            assert!(sort_of(title).is_some(), "{title}");
        }
        for title in [
            "重大事项请示报告制度",
            "关于××请示的批复",
            "听证会记录",
            "（示例）",
        ] {
            assert!(sort_of(title).is_none(), "{title}");
        }
    }

    #[test]
    fn drafts_stand_in_brackets() {
        let vocabulary = Vocabulary::builtin();
        let draft_of = |title| draft_of(title, &vocabulary.draft_kinds);
        assert_eq!(draft_of("管理办法（送审稿）"), Some("送审稿"));
        assert_eq!(draft_of("征求意见稿的写法"), None);
        let title = "关于《办法（征求意见稿）》公开征求意见的公告";
        assert!(vocabulary.consultation_titles.any_in(title));
    }
}
