use jiff::civil::DateTime;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::view::Validity,
};

use super::needs_interpretation;

declare_rule! {
    /// 查出写明要解读、却没有解读的政策文件。
    ///
    /// ## 为什么
    ///
    /// 政策性文件应当有解读，与文件同步发布；不需要解读的写“解读: 否”和理由。文件发布后还在“解读期限”以内的，先作警告。已经废止、失效的不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/清雪通知.md
    /// -解读: 否
    /// -不解读理由: 属于事务性工作安排，不涉及新的政策，不需要解读。
    /// +解读: 是
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/清雪通知.md
    ///  解读: 否
    /// ```
    MissingInterpretation {
        id: "missing-interpretation", severity: Error,
        requirements: ["JD-5", "DED-5"], since: "0.1.0"
    }
}

/// Checks that an interpretation that cannot be read may name the document.
fn is_perhaps_interpreted(site: &Site, page: &Page) -> bool {
    let path = &page.document.file.path;
    let key = path.strip_prefix("content/").unwrap_or(path);
    let number = page.document.meta().index_no().get();
    site.unread_may_contain(key) || number.is_some_and(|number| site.unread_may_contain(number))
}

impl Rule for MissingInterpretation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        let is_over = matches!(
            meta.validity().get(),
            Some(Validity::Repealed | Validity::Expired)
        );
        let Some(published) = page.document.published.map(DateTime::date) else {
            return;
        };
        if !page.is_published
            || is_over
            || !page.interpretations.is_empty()
            || !needs_interpretation(site, page)
            || is_perhaps_interpreted(site, page)
        {
            return;
        }
        let standard = &site.config.standard;
        let days = standard.figures.interpretation_days;
        let passed = standard.calendar.workdays(published, site.config.as_of);
        let help =
            "发布解读材料，在其中写“解读对象: [本文件的路径]”；不需要解读的改为“解读: 否”并写理由";
        let finding =
            Finding::new("需要解读，还没有发布解读", help).at(meta.needs_interpretation().span());
        sink.add(
            &page.document.file.path,
            if passed.is_some_and(|passed| f64::from(passed) <= days) {
                finding.severity(Severity::Warning)
            } else {
                finding
            },
        );
    }
}
