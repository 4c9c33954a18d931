use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::{Words, view::ColumnKind},
};

use super::{guide, has_any, pieces, title_span};

declare_rule! {
    /// 查出没有列出政府信息查阅场所的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十五条要求设置查阅场所，不上网的群众靠它看文件。指南应当写明场所的名称、地址、开放时间；“查阅场所”字段没有填的，正文里有场所和地址、时间的也算。场所是否真的能用，须到现场看。场所用了别的名称的，在 `标准.词表.查阅场所的名称` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -查阅场所:
    /// -  - 名称: 街道便民服务中心政务公开专区
    /// -    地址: 山西省忻州市忻府区示例路1号一层
    /// -    时间: 工作日 8:30—12:00、14:30—18:00
    /// ```
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -查阅场所：街道便民服务中心政务公开专区，山西省忻州市忻府区示例路1号一层，工作日 8:30—12:00、14:30—18:00。
    /// +纸质文件可以到街道查阅。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -  - 名称: 街道便民服务中心政务公开专区
    /// +  - 名称: 街道便民服务中心查阅室
    /// ```
    MissingReadingPlace { id: "missing-reading-place", severity: Warning, requirements: ["TL-25"], since: "0.1.0" }
}

impl Rule for MissingReadingPlace {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let Some(data) = column.guide() else { return };
        if data.reading_places().into_iter().next().is_some() {
            return;
        }
        let names = &site.config.standard.vocabulary.reading_places;
        let is_told = pieces(site, &[ColumnKind::Guide, ColumnKind::Units])
            .iter()
            .any(|piece| piece.text.lines().any(|line| is_place(line, names)));
        if !is_told {
            let help = "在指南的数据里加上“查阅场所”，每处写名称、地址、时间，如街道便民服务中心政务公开专区";
            sink.add(
                &column.source.file.path,
                Finding::new("指南没有列出政府信息查阅场所", help).at(title_span(column)),
            );
        }
    }
}

/// Recognises a line on a place with its address and its hours, or the head of a table of such.
fn is_place(line: &str, names: &Words) -> bool {
    names.any_in(line)
        && has_any(line, &["地址", "号", "路", "街", "楼", "层"])
        && has_any(
            line,
            &["时间", "工作日", "周一", "星期", "每天", "每日", ":", "："],
        )
}

#[cfg(test)]
mod tests {
    use crate::standard::Vocabulary;

    use super::*;

    #[test]
    fn a_place_has_an_address_and_hours() {
        let names = Vocabulary::builtin().reading_places;
        let is_place = |line| is_place(line, &names);
        assert!(is_place("| 查阅场所 | 地址 | 时间 |"));
        assert!(is_place("政务公开专区：示例路1号，工作日8:30—12:00"));
        assert!(!is_place("纸质文件可以到街道查阅。"));
    }
}
