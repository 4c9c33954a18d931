use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::{Disclosure, Review},
};

declare_rule! {
    /// 查出一年以上没有复核公开属性的依申请公开、不予公开文档。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十八条要求对不予公开的政府信息定期评估，情形变化可以公开的应当公开；工作方案要求每年复核一次。从“属性复核日期”算起，没有填的从公开审查或者成文的日期算起，默认 365 天。复核的结论对不对，须由人判断。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 成文日期: 2024-06-03
    /// 发布日期: 2024-06-04
    /// 公开属性: 不予公开
    /// 不公开理由: 属于内部事务信息
    /// 属性复核日期: 2025-06-03
    /// 审查: {审查人: 党政综合办公室, 日期: 2024-06-04, 结论: 不予公开}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 公开属性: 不予公开
    /// 不公开理由: 属于内部事务信息
    /// 属性复核日期: 2026-10-12
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 不予公开}
    /// ```
    UnreviewedDisclosure { id: "unreviewed-disclosure", severity: Warning, requirements: ["TL-18"], since: "0.1.0" }
}

impl Rule for UnreviewedDisclosure {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let word = match document.disclosure {
            Some(kept @ (Disclosure::OnRequest | Disclosure::Withheld)) => kept.word(),
            Some(Disclosure::Proactive) | None => return,
        };
        let meta = document.meta();
        let reviewed = meta.disclosure_reviewed_on().get();
        // The attribute was first decided when the document was reviewed, or came about.
        let decided = meta
            .review()
            .and(Review::date)
            .get()
            .or_else(|| meta.formed_date().get());
        let Some(last) = reviewed.or(decided) else {
            return;
        };
        let as_of = site.config.as_of;
        let age = (as_of - last).get_days();
        let allowed = site.config.standard.figures.disclosure_review_days;
        if f64::from(age) <= allowed {
            return;
        }
        let (message, span) = if reviewed.is_some() {
            (
                format!("{word}的属性上次复核是 {last}，到 {as_of} 已 {age} 天，超过 {allowed} 天"),
                meta.disclosure_reviewed_on().span(),
            )
        } else {
            (
                format!("{last} 定为{word}以来没有复核，到 {as_of} 已 {age} 天，超过 {allowed} 天"),
                meta.disclosure().span(),
            )
        };
        let help = "复核现在能不能公开：能公开的改为“主动公开”，不能的写上“属性复核日期”";
        sink.add(&document.file.path, Finding::new(message, help).at(span));
    }
}
