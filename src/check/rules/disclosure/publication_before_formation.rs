use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

declare_rule! {
    /// 查出发布日期早于成文日期或者收到日期的文档。
    ///
    /// ## 为什么
    ///
    /// 文件还没有形成就已经发布，不合常理；检查时伪造发稿日期按“弄虚作假”论，可单项否决。只比较所填的日期，发稿日期是否真实须由人核对发布记录。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 成文日期: 2026-06-03
    /// 发布日期: 2026-06-02
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 成文日期: 2026-06-02
    /// 发布日期: 2026-06-02
    /// ```
    PublicationBeforeFormation { id: "publication-before-formation", severity: Error, requirements: ["VETO-1"], since: "0.1.0" }
}

impl Rule for PublicationBeforeFormation {
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let Some(published) = document.published.filter(|_| page.is_published) else {
            return;
        };
        let published = published.date();
        let meta = document.meta();
        let later = [
            (meta.formed_date(), "成文日期"),
            (meta.received_date(), "收到日期"),
        ]
        .into_iter()
        .filter_map(|(day, name)| Some((day.given()?, name)))
        .find(|((day, _), _)| *day > published);
        let Some(((day, span), name)) = later else {
            return;
        };
        let message = format!("发布日期 {published} 早于{name} {day}");
        let help = "照发布记录和文件原件改正日期";
        let path = &document.file.path;
        let finding = Finding::new(message, help)
            .at(meta.publish_date().span())
            .related(path, span, name);
        sink.add(path, finding);
    }
}
