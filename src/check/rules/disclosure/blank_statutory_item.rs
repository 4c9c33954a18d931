use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, ColumnId, Site, Target},
    source::{is_external, is_table, join},
    standard::view::{ItemStatus, StatutoryEntry, StatutoryItems},
};

declare_rule! {
    /// 查出没有说明的法定事项，以及写了“有内容”却没有文档和链接、写了“链接上级”却没有链接的法定事项。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十九条、第二十条所列十五类信息应当主动公开；专栏里点进去是空的，等于没有公开。哪一项没有说明，是错误：没有填不等于没有，网页上只写“尚未填报”，不替机关说“无此项”。文档凭“法定事项”归入各项；链接指向站内空白栏目的不算数。（一）（二）（七）三项每个机关都有，判为错误，其余判为警告。链到上级网站的地址打不打得开，须由人点开看。
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
    /// ## 反例
    ///
    /// ```diff content/法定主动公开内容/事项.yaml
    /// -  - 项: 13
    /// -    状态: 链接上级
    /// -    说明: 监督检查情况由区有关主管部门公布。
    /// -    链接:
    /// -      - {名称: 忻府区监督检查, 网址: "https://www.example.gov.cn/jdjc/"}
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

/// Tells items of which the office says nothing: nobody may say for it that it has none.
fn unsaid(site: &Site, column: &Column, data: StatutoryItems<'_>, sink: &mut Sink) {
    let Some((entries, place)) = data.items().given() else {
        return;
    };
    let said: Vec<Option<i64>> = entries.map(|entry| entry.no().get()).collect();
    let items = site.config.standard.items.iter().zip(1_i64..);
    let unsaid: Vec<(i64, String)> = items
        .filter(|(_, number)| !said.contains(&Some(*number)))
        .map(|(item, number)| (number, format!("{}{}", item.label, item.name)))
        .collect();
    // A number that could not be read is told elsewhere, and may be one of these.
    let unread = said.iter().filter(|number| number.is_none()).count();
    let Some((first, _)) = unsaid.first().filter(|_| unsaid.len() > unread) else {
        return;
    };
    let names: Vec<&str> = unsaid.iter().map(|(_, name)| name.as_str()).collect();
    let message = format!(
        "{} 项里有 {} 项没有说明：{}",
        site.config.standard.items.len(),
        names.len(),
        names.join("、")
    );
    let own = site.config.own_word();
    let help = if is_table(&column.data_path()) {
        format!(
            "在表里每项加一行，“项”写号码，如 {first}，“状态”写 有内容、链接上级 或 {own}无此项，后两种写“说明”"
        )
    } else {
        format!(
            "在“事项:”下面每项加一行，如“  - {{项: {first}, 状态: …, 说明: …}}”，状态照实际写 有内容、链接上级 或 {own}无此项，后两种写说明"
        )
    };
    let finding = Finding::new(message, help).of("TL-19/20").of("PT-14");
    let finding = finding.strict_if(true);
    sink.add(&column.data_path(), finding.at(place));
}

impl Rule for BlankStatutoryItem {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::statutory_items) {
            unsaid(site, column, data, sink);
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
                let own = site.config.own_word();
                let help = format!(
                    "给有关文档加上“法定事项: [{number}]”，或者写上链接；确实没有的，状态写“{own}无此项”并说明原因"
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
