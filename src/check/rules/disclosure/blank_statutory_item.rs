use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, ColumnId, Site, Target},
    source::{is_external, join},
    standard::view::{ItemStatus, StatutoryEntry},
};

declare_rule! {
    /// 查出写了“有内容”却没有文档和链接、写了“链接上级”却没有链接的法定事项。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十九条、第二十条所列十五类信息应当主动公开；专栏里点进去是空的，等于没有公开。文档凭“法定事项”归入各项；链接指向站内空白栏目的不算数。（一）（二）（七）三项每个机关都有，判为错误，其余判为警告。链到上级网站的地址打不打得开，须由人点开看。
    ///
    /// ## 反例
    ///
    /// ```diff content/法定主动公开内容/事项.yaml
    ///    - 项: 13
    /// -    状态: 链接上级
    /// -    说明: 监督检查情况由区有关主管部门公布。
    /// -    链接:
    /// -      - {名称: 忻府区监督检查, 网址: "https://www.example.gov.cn/jdjc/"}
    /// +    状态: 有内容
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/法定主动公开内容/事项.yaml
    ///    - 项: 13
    /// -    状态: 链接上级
    /// -    说明: 监督检查情况由区有关主管部门公布。
    /// -    链接:
    /// -      - {名称: 忻府区监督检查, 网址: "https://www.example.gov.cn/jdjc/"}
    /// +    状态: 本机关无此项
    /// +    说明: 监督检查由区有关主管部门实施，本街道没有此项职权。
    /// ```
    BlankStatutoryItem { id: "blank-statutory-item", severity: Error, requirements: ["TL-19/20", "PT-14"], since: "0.1.0" }
}

/// The items that every body has: documents, itself, money.
const EVERYBODY: [i64; 3] = [1, 2, 7];

impl Rule for BlankStatutoryItem {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::statutory_items) {
            for item in data.items() {
                let (Some(number), Some((status, span))) = (item.no().get(), item.status().given())
                else {
                    continue;
                };
                let Some(known) = usize::try_from(number - 1)
                    .ok()
                    .and_then(|at| site.config.standard.items.get(at))
                else {
                    continue;
                };
                let lacks = match status {
                    ItemStatus::Here => "却没有归入这一项的文档，也没有打得开内容的链接",
                    ItemStatus::Above => "却没有链接",
                    ItemStatus::Nothing => continue,
                };
                if has_content(site, number, item) {
                    continue;
                }
                let message = format!(
                    "第{}项“{}”写的是“{}”，{lacks}",
                    known.label,
                    known.name,
                    status.word()
                );
                let help = format!(
                    "给有关文档加上“法定事项: [{number}]”，或者写上链接；确实没有的，状态写“本机关无此项”并说明原因"
                );
                let mut finding = Finding::new(message, help).of("TL-19/20").of("PT-14");
                if !EVERYBODY.contains(&number) {
                    finding = finding.severity(Severity::Warning);
                }
                sink.add(&column.data_path(), finding.at(span));
            }
        }
    }
}

fn has_content(site: &Site, number: i64, item: StatutoryEntry<'_>) -> bool {
    let documents = usize::try_from(number - 1)
        .ok()
        .and_then(|at| site.by_item.get(at));
    documents.is_some_and(|documents| !documents.is_empty())
        || site.unread_may_contain("法定事项")
        || item
            .links()
            .into_iter()
            .filter_map(|link| link.target().get())
            .any(|target| leads_somewhere(site, target))
}

/// Checks that a link leads to something; where it is broken, that is told elsewhere.
fn leads_somewhere(site: &Site, target: &str) -> bool {
    if is_external(target) {
        return true;
    }
    let target = target.split('#').next().unwrap_or_default();
    let key = join("content", target).unwrap_or_default();
    match site.target(&key).or_else(|| site.target(target)) {
        Some(Target::Column(id)) => is_filled(site, id),
        _ => true,
    }
}

/// Checks that a column, or one below it, shows anything but its title.
fn is_filled(site: &Site, id: ColumnId) -> bool {
    let Some(column) = site.columns.get(id) else {
        return false;
    };
    site.entries(id) > 0
        || site.has_unread_below(&column.folder)
        || column
            .data
            .as_ref()
            .is_some_and(|data| !data.fields.is_empty())
        || !column.source.body.html.trim().is_empty()
        || column.children.iter().any(|child| is_filled(site, *child))
}
