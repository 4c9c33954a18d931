use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{catalog, name};

declare_rule! {
    /// 查出没有落到内容的目录事项。
    ///
    /// ## 为什么
    ///
    /// 目录的每个事项都要有文件、有链接或者有说明，否则公众按目录点进去是空的。文档用“目录事项”写上编号就算落实；“落实”的链接打不开的，另由“链接指向的文件不存在”指出。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    落实: https://www.example.gov.cn/zdly/fwzs/
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    落实: https://www.example.gov.cn/zdly/fwzs/
    /// +    说明: 本街道2026年没有房屋征收项目。
    /// ```
    UnfulfilledCatalogRow {
        id: "unfulfilled-catalog-row", severity: Error,
        requirements: ["CAT-8"], since: "0.1.0",
    }
}

impl Rule for UnfulfilledCatalogRow {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        for row in data.items() {
            let has_document = row.id().get().is_none_or(|id| {
                site.by_catalog_id.contains_key(id) || site.unread_may_contain(id)
            });
            // A link that could not be used is told elsewhere.
            let is_explained = !row.target().is_absent() || row.note().get().is_some();
            if has_document || is_explained {
                continue;
            }
            let message = format!("目录事项{}没有文档、没有落实链接，也没有说明", name(row));
            let help = "在公开这个事项的文档里写“目录事项”；在别处公开的，写“落实”链接；没有这类信息的，用“说明”写明";
            let at = row.id().place().unwrap_or(row.record().span);
            sink.add(&path, Finding::new(message, help).at(at));
        }
    }
}
