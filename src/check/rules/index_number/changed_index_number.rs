use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    read::Last,
};

use super::published_at;

declare_rule! {
    /// 查出发布以后改了的索引号。
    ///
    /// ## 为什么
    ///
    /// 索引号一经发布不再改变：目录、申请答复、档案都按它找文件。与上一次发布的清单（输出文件夹里的 addresses.json）比较，同一网址、同一标题的文档换了号的报错；更早发布的须由人核对。
    ///
    /// ## 反例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202606/li.html","111409020123456714/2026-00199","关于防汛值班的通知"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    ///
    /// ## 正例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202606/li.html","111409020123456714/2026-00100","关于防汛值班的通知"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    ChangedIndexNumber { id: "changed-index-number", severity: Error, requirements: ["IX-1"], since: "0.1.0" }
}

impl Rule for ChangedIndexNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Last::Known(last) = &site.last else {
            return;
        };
        let now: BTreeMap<&str, usize> = published_at(site).collect();
        for (path, was, title) in last.pages.iter().filter(|(_, was, _)| !was.is_empty()) {
            let Some(page) = now.get(path.as_str()).map(|id| &site.pages[*id]) else {
                continue;
            };
            let document = &page.document;
            let Some((is, span)) = document.meta().index_no().given() else {
                continue;
            };
            if is == was || document.title != *title {
                continue;
            }
            let finding = Finding::new(
                format!("索引号上一次发布时是“{was}”，现在成了“{is}”"),
                "改回原来的索引号；原来的确实编错了的，先更正目录，再用豁免写明理由",
            );
            sink.add(&document.file.path, finding.at(span));
        }
    }
}
