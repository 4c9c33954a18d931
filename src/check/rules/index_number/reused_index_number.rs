use std::collections::BTreeSet;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{PageId, Site, Target},
    read::Last,
};

use super::published_at;

declare_rule! {
    /// 查出给了另一份文档的索引号。
    ///
    /// ## 为什么
    ///
    /// 一个索引号只属于一份文件，文件撤下以后也不能给别的文件。与上一次发布的清单（输出文件夹里的 addresses.json）比较，号相同而网址和标题都不同的报错；同一份文件改了标题又换了网址的，写上“曾用网址”就不再报。
    ///
    /// ## 反例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202605/old.html","111409020123456714/2026-00100","关于停水的通知"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    ///
    /// ## 正例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202605/old.html","111409020123456714/2026-00100","关于汛期值班的通知"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 曾用网址: [/notices/202605/old.html]
    /// ```
    ReusedIndexNumber { id: "reused-index-number", severity: Error, requirements: ["IX-1"], since: "0.1.0" }
}

impl Rule for ReusedIndexNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Last::Known(last) = &site.last else {
            return;
        };
        let mut is_at: Option<BTreeSet<(&str, PageId)>> = None;
        for (path, number, title) in last
            .pages
            .iter()
            .filter(|(_, number, _)| !number.is_empty())
        {
            let Some(Target::Page(id)) = site.target(number) else {
                continue;
            };
            let document = &site.pages[id].document;
            let is_same = document.title == *title
                || !site.pages[id].is_published
                || is_at
                    .get_or_insert_with(|| published_at(site).collect())
                    .contains(&(path.as_str(), id));
            if is_same {
                continue;
            }
            let finding = Finding::new(
                format!("索引号“{number}”上一次发布时是《{title}》的"),
                format!("另编一个没有用过的索引号；是同一份文件的，写上：曾用网址: [/{path}]"),
            );
            let span = document.meta().index_no().span();
            sink.add(&document.file.path, finding.at(span));
        }
    }
}
