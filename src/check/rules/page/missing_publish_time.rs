use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
};

declare_rule! {
    /// 查出发布日期没有写时间的文档。
    ///
    /// ## 为什么
    ///
    /// 网页标签里的发布时间（`PubDate`）要精确到分。没有写时间的，标签里只能补成 00:00，页面上只显示日期，同一天发布的几篇也排不出先后。全站只提示一次，写在最新的一篇上，并说明共有几篇；查不到当时时间的旧文件可以不补。
    ///
    /// ## 反例
    ///
    /// ```diff content/通知公告/冬季应急值班.md
    /// -发布日期: 2026-11-16 09:00
    /// +发布日期: 2026-11-16
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/冬季应急值班.md
    /// -发布日期: 2026-11-16 09:00
    /// +发布日期: 2026-11-16 16:20
    /// ```
    MissingPublishTime {
        id: "missing-publish-time", severity: Info,
        requirements: ["TAG-A2"], since: "0.1.0"
    }
}

impl Rule for MissingPublishTime {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let pages = || site.published().map(|(_, page)| page);
        let untimed: Vec<&Page> = pages().filter(|page| !page.document.is_timed).collect();
        let Some(newest) = untimed.first() else {
            return;
        };
        let others = match untimed.len() - 1 {
            0 => String::new(),
            count => format!("，另有 {count} 篇也没有"),
        };
        let place = newest.document.meta().publish_date().span();
        let day = newest.document.published.unwrap_or_default().date();
        let finding = Finding::new(
            format!("发布日期没有写时间{others}"),
            format!(
                "在日期后面空一格，写上网站发布它的时间，如“{day} 09:30”；查不到时间的可以不写"
            ),
        );
        let finding = finding.of("TAG-A2").severity(Severity::Info).at(place);
        sink.add(&newest.document.file.path, finding);
        sink.uncertain(
            "TAG-A2",
            format!("{} 篇文档没有写发布时间，标签里补成 00:00", untimed.len()),
        );
    }
}
