use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::view::ColumnKind,
};

use super::catalog;

/// Columns whose documents are no matter of the catalogue: how disclosure itself is run, and news.
const EXEMPT: [ColumnKind; 7] = [
    ColumnKind::Guide,
    ColumnKind::Systems,
    ColumnKind::AnnualReports,
    ColumnKind::Ledger,
    ColumnKind::Assessment,
    ColumnKind::Training,
    ColumnKind::News,
];

declare_rule! {
    /// 查出没有归入目录事项的文档。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求根据标准目录完成政府信息归类整理，公开的每份文档都应当写明属于哪个目录事项，公众从目录就能查到。指南、制度、年报、工作台账、考核、培训、动态栏目的文档不属于目录事项，不查；没有编号合适的，说明目录缺了事项。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 目录事项: []
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 目录事项: [JD-001]
    /// ```
    UncataloguedDocument {
        id: "uncatalogued-document", severity: Warning,
        requirements: ["CAT-8"], since: "0.1.0",
    }
}

impl Rule for UncataloguedDocument {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        let is_catalogued = meta.catalog_ids().into_iter().next().is_some();
        let is_exempt = EXEMPT.contains(&site.columns[page.column].kind);
        if !page.is_published || is_catalogued || is_exempt {
            return;
        }
        // Without a catalogue there is nothing to name.
        let first = catalog(site).and_then(|(_, data)| data.items().into_iter().next());
        if first.is_none() {
            return;
        }
        let title = &page.document.title;
        let finding = Finding::new(
            format!("《{title}》没有写明属于哪个目录事项"),
            "在文件头写“目录事项: [编号]”，编号见主动公开基本目录；目录里没有合适事项的，先在目录里增加",
        );
        sink.add(
            &page.document.file.path,
            finding.severity(Severity::Warning).at(meta.title().span()),
        );
    }
}
