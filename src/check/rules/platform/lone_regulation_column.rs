use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::ColumnKind,
};

use super::front;

declare_rule! {
    /// 查出没有《条例》或者没有配套制度的制度栏。
    ///
    /// ## 为什么
    ///
    /// 制度栏放《中华人民共和国政府信息公开条例》和本机关的配套制度，两样都要有；《条例》可以是一份文档，也可以是栏目说明里的链接。配套制度是否齐全，须由人判断。
    ///
    /// ## 反例
    ///
    /// ```remove content/政府信息公开制度/政府信息公开条例.md
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开制度/_index.md
    ///  栏目类型: 制度
    /// ```
    LoneRegulationColumn {
        id: "lone-regulation-column", severity: Warning,
        requirements: ["PT-9"], since: "0.1.0"
    }
}

impl Rule for LoneRegulationColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(first) = site.column_of_kind(ColumnKind::Systems) else {
            return;
        };
        let (mut has_regulation, mut has_rules) = (false, false);
        for (_, column) in site.columns_of_kind(ColumnKind::Systems) {
            for id in &column.pages {
                if is_regulation(&site.pages[*id].document.title) {
                    has_regulation = true;
                } else {
                    has_rules = true;
                }
            }
            let mut links = column.source.body.links.iter();
            has_regulation |= links.any(|link| is_regulation(&link.text));
        }
        let finding = match (has_regulation, has_rules) {
            (true, true) => return,
            (false, _) => Finding::new(
                "制度栏没有《中华人民共和国政府信息公开条例》",
                "加一份《条例》的文档，或者在栏目的 _index.md 里链接到官方文本",
            ),
            (true, false) => Finding::new(
                "制度栏只有《条例》，没有本机关的配套制度",
                "把公开审查、依申请公开办理等配套制度发布到本栏",
            ),
        };
        let column = &site.columns[first];
        if site.has_unread_below(&column.folder) {
            return;
        }
        let title = column.source.meta().title().place();
        sink.add(
            &column.source.file.path,
            finding.at(title.unwrap_or(front(column))),
        );
    }
}

/// Recognises the title of the Regulation itself, and not of rules that carry it out.
fn is_regulation(title: &str) -> bool {
    let title = title.trim().trim_start_matches('《');
    let title = title.strip_prefix("中华人民共和国").unwrap_or(title);
    let Some(rest) = title.strip_prefix("政府信息公开条例") else {
        return false;
    };
    let rest = rest.trim_start_matches('》').trim_start();
    rest.is_empty() || rest.starts_with(['（', '(', '全'])
}

#[cfg(test)]
mod tests {
    use super::is_regulation;

    #[test]
    fn the_regulation_is_told_from_rules_below_it() {
        for title in [
            "中华人民共和国政府信息公开条例",
            "《中华人民共和国政府信息公开条例》（国务院令第711号）",
            "政府信息公开条例(2019年修订)",
            "《政府信息公开条例》全文",
        ] {
            assert!(is_regulation(title), "{title}");
        }
        for title in [
            "《政府信息公开条例》实施办法",
            "旭来街街道政府信息公开条例学习制度",
            "山西省政府信息公开条例",
        ] {
            assert!(!is_regulation(title), "{title}");
        }
    }
}
