use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, facts::document_number::DocumentNumber, rule::declare_rule},
    model::{Page, Site},
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出两份文件用了同一个发文字号。
    ///
    /// ## 为什么
    ///
    /// 一个发文字号只有一份文件，重号多半是抄错了，引用和申请公开时都会弄混。已经登记修改、废止、解读、相关关系的两份不算，政策解读栏目不查；同一份文件在几处转载的，留一份，其余改为链接。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕8号
    /// ```
    /// ```fields content/通知公告/又一件.md
    /// 标题: 关于夏季值班的通知
    /// 索引号: "111409020123456714/2026-00101"
    /// 发文字号: 旭街办发〔2026〕8号
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕8号
    /// ```
    DuplicateDocumentNumber { id: "duplicate-document-number", severity: Warning, since: "0.1.0" }
}

impl Rule for DuplicateDocumentNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut first: BTreeMap<String, (usize, &Page)> = BTreeMap::new();
        // Oldest first: the later one is the likelier to be wrong.
        let mut pages: Vec<(usize, &Page)> = site.published().collect();
        pages.reverse();
        for (id, page) in pages {
            if site.has_in(page, ColumnKind::Interpretations) {
                continue;
            }
            let Some((number, span)) = page.document.meta().document_no().given() else {
                continue;
            };
            let number = DocumentNumber::read(number)
                .and_then(|number| number.standard())
                .unwrap_or_else(|| number.trim().to_owned());
            let Some((_, other)) = first.get(&number).copied() else {
                first.insert(number, (id, page));
                continue;
            };
            let is_related = other.relations.iter().any(|(_, to)| *to == id)
                || other.interpretations.contains(&id)
                || other.interprets.contains(&id);
            if is_related {
                continue;
            }
            let message = format!("发文字号“{number}”与《{}》相同", other.document.title);
            let help = "核对文件原件，改正抄错的一份；是同一份文件的，留下一份";
            let finding = Finding::new(message, help).at(span).related(
                &other.document.file.path,
                other.document.meta().document_no().span(),
                "发文字号相同的另一份",
            );
            sink.add(&page.document.file.path, finding);
        }
    }
}
