use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出发布日期晚于构建日的文档。
    ///
    /// ## 为什么
    ///
    /// 发稿日期晚于实际发布日，检查时按“弄虚作假（伪造发稿日期）”论，可单项否决。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发布日期: 2099-06-02
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发布日期: 2026-06-02
    /// ```
    FuturePublication { id: "future-publication", severity: Error, requirements: ["VETO-1"], since: "0.1.0" }
}

impl Rule for FuturePublication {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for page in &site.pages {
            let Some(published) = page.document.published else {
                continue;
            };
            if page.is_published && published.date() > site.config.as_of {
                sink.add(
                    &page.document.file.path,
                    Finding::new(
                        format!(
                            "发布日期 {} 晚于构建日 {}",
                            published.date(),
                            site.config.as_of
                        ),
                        "到那一天再发布这份文档，或改正日期",
                    )
                    .clause("国办秘函〔2019〕19号 单项否决：弄虚作假")
                    .at(page.document.meta().publish_date().span()),
                );
            }
        }
    }
}
