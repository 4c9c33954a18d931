use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

use super::has_any;

declare_rule! {
    /// 查出先发布后审查，或者审查结论不同意公开却公开了的文档。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十七条：公开政府信息以前应当审查。审查日期晚于发布日期，等于没有审查；结论是不同意的，发出去就是泄露。只看“审查”里填的日期和结论，审查是否认真须由人核查。
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
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
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
            && is_refusal(conclusion)
        {
            let message = format!("审查结论是“{conclusion}”，文档却公开了");
            let help = "不同意公开的，改正公开属性并撤下；结论写错的，照审查记录改正";
            sink.add(path, Finding::new(message, help).at(span));
        }
    }
}

/// Recognises a conclusion that is plainly against publication.
fn is_refusal(conclusion: &str) -> bool {
    if !conclusion.contains(['不', '缓']) {
        return false;
    }
    let refuses = has_any(
        conclusion,
        &[
            "不予公开",
            "不宜公开",
            "暂不公开",
            "不得公开",
            "不公开",
            "缓公开",
        ],
    );
    conclusion.contains("不同意")
        || (refuses && !has_any(conclusion, &["同意", "可以公开", "主动公开", "予以公开"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_refusals_count() {
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
