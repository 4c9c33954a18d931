use jiff::civil::DateTime;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出没有与文件同步发布的解读。
    ///
    /// ## 为什么
    ///
    /// 解读材料与文件同步起草、同步审签、同步发布，最迟在3个工作日内。没有同日发布的都作警告：三个工作日的期限只见于其他地方的制度，国办发〔2016〕80号是否明写没有见到；本地制度规定了的，可在 site.yaml 的 标准.严重程度 里升为错误，期限在 标准.阈值 里改。有几件解读的，看最早的一件。放假安排未公布、算不出工作日的，不作判断。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -发布日期: 2025-03-12 09:00
    /// +发布日期: 2025-03-24
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -发布日期: 2025-03-12 09:00
    /// +发布日期: 2025-03-12 15:00
    /// ```
    LateInterpretation {
        id: "late-interpretation", severity: Warning,
        requirements: ["JD-2", "JD-3"], since: "0.1.0"
    }
}

impl Rule for LateInterpretation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || !site.has_in(page, ColumnKind::Policies) {
            return;
        }
        let day = |page: &Page| page.document.published.map(DateTime::date);
        let interpretations = page.interpretations.iter().map(|id| &site.pages[*id]);
        let first = interpretations
            .filter_map(|page| Some((day(page)?, page)))
            .min_by_key(|(day, _)| *day);
        let (Some(published), Some((interpreted, first))) = (day(page), first) else {
            return;
        };
        if interpreted < published {
            let message = format!("文件 {published} 才发布，解读 {interpreted} 就发布了");
            let help = "解读与文件同日发布；发布日期写错的改正";
            let finding = Finding::new(message, help).of("JD-2");
            let finding = finding.at(first.document.meta().publish_date().span());
            sink.add(&first.document.file.path, finding);
        }
        if interpreted <= published {
            return;
        }
        let standard = &site.config.standard;
        let limit = standard.figures.interpretation_days;
        let Some(days) = standard.calendar.workdays(published, interpreted) else {
            let reason = format!(
                "{published} 到 {interpreted} 之间的放假安排还没有公布，算不出《{}》晚了几个工作日",
                first.document.title
            );
            sink.uncertain("JD-2", reason.as_str());
            sink.uncertain("JD-3", reason);
            return;
        };
        let help = "今后解读与文件同时报审、同日发布；发布日期写错的改正，不要倒填日期";
        let message =
            format!("文件 {published} 发布，解读 {interpreted} 才发布，晚 {days} 个工作日");
        let finding = Finding::new(message, help)
            .at(first.document.meta().publish_date().span())
            .related(
                &page.document.file.path,
                page.document.meta().publish_date().span(),
                "所解读文件的发布日期",
            );
        sink.add(
            &first.document.file.path,
            if f64::from(days) > limit {
                finding.of("JD-3").of("JD-2")
            } else {
                finding.of("JD-2")
            },
        );
    }
}
