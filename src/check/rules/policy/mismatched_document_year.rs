use crate::{
    check::{Finding, Rule, Sink, facts::document_number::DocumentNumber, rule::declare_rule},
    model::{Page, Site},
};

declare_rule! {
    /// 查出年份与成文日期不符的发文字号。
    ///
    /// ## 为什么
    ///
    /// 文号按成文的年度编排，年份不符的，不是文号写错，就是成文日期写错。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2025〕8号
    /// 成文日期: 2026-06-01
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕8号
    /// 成文日期: 2026-06-01
    /// ```
    MismatchedDocumentYear {
        id: "mismatched-document-year", severity: Warning,
        requirements: ["NF-7"], since: "0.1.0"
    }
}

impl Rule for MismatchedDocumentYear {
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        let number = meta.document_no().get().and_then(DocumentNumber::read);
        let (Some(year), Some((formed, place))) = (
            number.and_then(|number| number.full_year()),
            meta.formed_date().given(),
        ) else {
            return;
        };
        if year != formed.year() {
            let path = &page.document.file.path;
            let message = format!("发文字号是 {year} 年的，成文日期是 {formed}");
            let help = "对照原文，改正文号或者成文日期；成文日期是签发的日期";
            let finding = Finding::new(message, help)
                .at(meta.document_no().span())
                .related(path, place, "成文日期");
            sink.add(path, finding);
        }
    }
}
