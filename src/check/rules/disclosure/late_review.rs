use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::Vocabulary,
};

declare_rule! {
    /// 查出先发布后审查，或者审查结论不同意公开却公开了的文档。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十七条：公开政府信息以前应当审查。审查日期晚于发布日期，等于没有审查；结论是不同意的，发出去就是泄露。只看“审查”里填的日期和结论，审查是否认真须由人核查。结论用了别的说法的，在 `标准.词表.不公开的结论`、`标准.词表.公开的结论` 里加。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发布日期: 2026-06-02
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-03, 结论: 同意公开}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发布日期: 2026-06-02
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-02, 结论: 同意公开}
    /// ```
    LateReview { id: "late-review", severity: Error, requirements: ["TL-17"], since: "0.1.0" }
}

impl Rule for LateReview {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let (Some(published), Some(review)) = (
            document.published.filter(|_| page.is_published),
            document.meta().review().get(),
        ) else {
            return;
        };
        let path = &document.file.path;
        if let Some((reviewed, span)) = review.date().given()
            && reviewed > published.date()
        {
            let message = format!("审查日期 {reviewed} 晚于发布日期 {}", published.date());
            let help = "先审查后公开；日期写错的，照审查记录改正";
            let finding = Finding::new(message, help).at(span);
            let place = document.meta().publish_date().span();
            sink.add(path, finding.related(path, place, "发布日期"));
        }
        if let Some((conclusion, span)) = review.conclusion().given()
            && is_refusal(conclusion, &site.config.standard.vocabulary)
        {
            let message = format!("审查结论是“{conclusion}”，文档却公开了");
            let help = "不同意公开的，改正公开属性并撤下；结论写错的，照审查记录改正";
            sink.add(path, Finding::new(message, help).at(span));
        }
    }
}

/// Recognises a conclusion that is plainly against publication.
fn is_refusal(conclusion: &str, vocabulary: &Vocabulary) -> bool {
    let refuses = vocabulary.refusals.any_in(conclusion);
    conclusion.contains("不同意") || (refuses && !vocabulary.consents.any_in(conclusion))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_refusals_count() {
        let vocabulary = Vocabulary::builtin();
        let is_refusal = |text| is_refusal(text, &vocabulary);
        for text in ["不同意公开", "暂不公开", "经审查，不予公开"] {
            assert!(is_refusal(text), "{text}");
        }
        for text in [
            "同意公开",
            "经审查，属于主动公开范围，同意公开",
            "不涉及不予公开的情形，可以公开",
            "可以公开",
        ] {
            assert!(!is_refusal(text), "{text}");
        }
    }
}
