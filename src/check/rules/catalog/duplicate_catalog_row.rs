use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::CatalogItem,
};

use super::{catalog, name};

declare_rule! {
    /// 查出目录里重复的事项。
    ///
    /// ## 为什么
    ///
    /// 编号是文档与目录事项的连接，重复了就连错；同一领域、同一个一级事项之下的同一个二级事项列了两次，时限、渠道往往不一致，公众不知道以哪个为准。
    ///
    /// ## 反例
    ///
    /// ```append content/主动公开基本目录/目录.yaml
    ///   - 编号: JD-915
    ///     领域: 农村集体土地征收
    ///     序号: 3
    ///     一级事项: 农村土地
    ///     二级事项: 土地征收情况
    ///     公开内容: 征收公告
    ///     公开依据: 《中华人民共和国土地管理法》
    ///     公开时限: 及时
    ///     公开主体: 旭来街街道办事处
    ///     公开渠道: [政府网站]
    ///     公开对象: [全社会]
    ///     公开方式: [主动]
    ///     公开层级: [乡级]
    ///     说明: 本街道2026年没有土地征收项目。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append content/主动公开基本目录/目录.yaml
    ///   - 编号: JD-915
    ///     领域: 农村集体土地征收
    ///     序号: 3
    ///     一级事项: 农村土地
    ///     二级事项: 征地补偿费用分配监督
    ///     公开内容: 分配方案、分配结果
    ///     公开依据: 《中华人民共和国土地管理法》
    ///     公开时限: 及时
    ///     公开主体: 旭来街街道办事处
    ///     公开渠道: [政府网站]
    ///     公开对象: [全社会]
    ///     公开方式: [主动]
    ///     公开层级: [乡级]
    ///     说明: 本街道2026年没有土地征收项目。
    /// ```
    DuplicateCatalogRow {
        id: "duplicate-catalog-row", severity: Warning,
        requirements: ["CAT-10"], since: "0.1.0",
    }
}

impl Rule for DuplicateCatalogRow {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let mut ids: BTreeMap<&str, CatalogItem<'_>> = BTreeMap::new();
        let mut matters: BTreeMap<[&str; 3], CatalogItem<'_>> = BTreeMap::new();
        for row in data.items() {
            let id = row.id().get();
            let matter = matter(row);
            let same_id = id.and_then(|id| ids.get(id));
            let same_matter = matter.and_then(|matter| matters.get(&matter));
            let found = match (same_id, same_matter) {
                (Some(first), _) => Some((
                    row.id(),
                    first.id(),
                    format!("编号 {} 用了两次", id.unwrap_or_default()),
                    "给其中一个事项换上没有用过的编号，文档里的“目录事项”一并核对",
                )),
                (None, Some(first)) => Some((
                    row.level2(),
                    first.level2(),
                    format!("目录事项{}与{}重复", name(row), name(*first)),
                    "合并成一个事项；内容确有区别的，把二级事项写得分得清",
                )),
                (None, None) => None,
            };
            if let Some((second, first, message, help)) = found {
                let finding = Finding::new(message, help).at(second.span());
                sink.add(
                    &path,
                    finding.related(&path, first.span(), "已经列过的事项"),
                );
            }
            if let Some(id) = id {
                ids.entry(id).or_insert(row);
            }
            if let Some(matter) = matter {
                matters.entry(matter).or_insert(row);
            }
        }
    }
}

/// Matter of a row: two rows must differ in it.
fn matter(row: CatalogItem<'_>) -> Option<[&str; 3]> {
    Some([
        row.domain().get()?,
        row.level1().get()?.trim(),
        row.level2().get()?.trim(),
    ])
}
