use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    source::Span,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出没有发文字号的政策文件。
    ///
    /// ## 为什么
    ///
    /// 公众和其他机关引用文件靠发文字号，文件页面应当列明它。确实没有编号的文件不多，所以报警告；属于通知、公示的，放进通知公告栏更合适。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/清雪通知.md
    /// -发文字号: 旭街办发〔2026〕2号
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/清雪通知.md
    ///  发文字号: 旭街办发〔2026〕2号
    /// ```
    MissingDocumentNumber {
        id: "missing-document-number", severity: Warning,
        requirements: ["PT-11"], since: "0.1.0"
    }
}

impl Rule for MissingDocumentNumber {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        if !page.is_published
            || !site.has_in(page, ColumnKind::Policies)
            || !meta.document_no().is_absent()
        {
            return;
        }
        let start = page.document.record.span.start;
        let title = meta.title().place();
        let finding = Finding::new(
            format!("政策文件“{}”没有发文字号", page.document.title),
            "在文件头写上“发文字号”；没有编号的通知、公示放进通知公告栏",
        );
        let finding = finding
            .severity(Severity::Warning)
            .at(title.unwrap_or(Span::new(start, start)));
        sink.add(&page.document.file.path, finding);
    }
}
