use std::collections::HashMap;

use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{ColumnId, PageId, Site},
};

declare_rule! {
    /// 查出发布了两次的同一份文档。
    ///
    /// ## 为什么
    ///
    /// 同一份文档发两次，目录里重复计数，改了一份忘了另一份，公众不知道哪份为准。标题相同，又同栏目、同成文日期，或者发文字号也相同的，就算同一份；每年例行的同题文件不算。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/甲.md
    /// 索引号: "111409020123456714/2026-00113"
    /// ```
    ///
    /// ```fields content/通知公告/乙.md
    /// 索引号: "111409020123456714/2026-00114"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/领导小组.md
    ///  标题: 关于调整政务公开领导小组组成人员的通知
    /// ```
    DuplicateTitle { id: "duplicate-title", severity: Warning, since: "0.1.0" }
}

impl Rule for DuplicateTitle {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut days: HashMap<(&str, ColumnId, Date), PageId> = HashMap::new();
        let mut numbers: HashMap<(&str, &str), PageId> = HashMap::new();
        for (id, page) in site.published() {
            let (title, meta) = (page.document.title.as_str(), page.document.meta());
            let Some(span) = meta.title().place() else {
                continue;
            };
            let day = meta.formed_date().get();
            let same_day = day.and_then(|day| days.insert((title, page.column, day), id));
            let number = meta.document_no().get();
            let same_number = number.and_then(|number| numbers.insert((title, number), id));
            let Some(other) = same_day.or(same_number) else {
                continue;
            };
            let other = &site.pages[other].document;
            let finding = Finding::new(
                format!("“{title}”发布了两次"),
                "是同一份的，删去一份；不是同一份的，在标题里写明区别",
            );
            let place = other.meta().title().span();
            let finding = finding
                .at(span)
                .related(&other.file.path, place, "标题相同的另一份");
            sink.add(&page.document.file.path, finding);
        }
    }
}
