use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, ColumnId, Site},
    source::Span,
    standard::view::ColumnKind,
};

use super::front;

declare_rule! {
    /// 查出没有按规定次序排列的法定栏目。
    ///
    /// ## 为什么
    ///
    /// 法定栏目依次为指南、制度、法定主动公开内容、主动公开基本目录、年报，公众在各级网站上都照这个次序找；设有“政策”栏的，“政策”栏排在首位。其他栏目插在中间不算乱序。次序的条文没有见到原文，只报警告。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开制度/_index.md
    /// -序号: 2
    /// +序号: 20
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开制度/_index.md
    ///  序号: 2
    /// ```
    MisorderedColumn {
        id: "misordered-column", severity: Warning,
        requirements: ["PT-5", "PT-6"], since: "0.1.0"
    }
}

impl Rule for MisorderedColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        statutory(site, sink);
        policies(site, sink);
    }
}

fn statutory(site: &Site, sink: &mut Sink) {
    let rank = |id: ColumnId| {
        let mut statutory = site.config.standard.statutory.iter();
        statutory.position(|wanted| wanted.kind == site.columns[id].kind)
    };
    // One column of each kind is enough: the first is the one that people see.
    let mut placed: Vec<(usize, ColumnId)> = Vec::new();
    for id in &site.columns[0].children {
        if let Some(rank) = rank(*id)
            && placed.iter().all(|(known, _)| *known != rank)
        {
            placed.push((rank, *id));
        }
    }
    // The column out of place is the one without which the others would be in order, if there is one.
    let is_sorted = |without: Option<usize>| {
        let rest = placed.iter().enumerate();
        rest.filter(|(at, _)| Some(*at) != without)
            .map(|(_, (rank, _))| *rank)
            .is_sorted()
    };
    if is_sorted(None) {
        return;
    }
    let odd = (0..placed.len()).find(|at| is_sorted(Some(*at)));
    let column = &site.columns[placed[odd.unwrap_or(0)].1];
    let title = |(_, id): &(usize, ColumnId)| site.columns[*id].title.as_str();
    let now: Vec<&str> = placed.iter().map(title).collect();
    let mut sorted = placed.clone();
    sorted.sort_unstable();
    let wanted: Vec<&str> = sorted.iter().map(title).collect();
    let finding = Finding::new(
        format!(
            "法定栏目的次序是{}，应为{}",
            now.join("、"),
            wanted.join("、")
        ),
        "改各栏目 _index.md 的“序号”，数小的排在前面",
    );
    let finding = finding
        .of("PT-5")
        .severity(Severity::Warning)
        .at(place_of_order(column));
    sink.add(&column.source.file.path, finding);
}

/// Span in which a column says its place among the others, or would.
fn place_of_order(column: &Column) -> Span {
    let order = column.source.meta().order().place();
    order.unwrap_or(front(column))
}

fn policies(site: &Site, sink: &mut Sink) {
    let children = &site.columns[0].children;
    let at = children
        .iter()
        .position(|id| site.columns[*id].title == "政策");
    match at {
        Some(0) => {}
        Some(at) => {
            let column = &site.columns[children[at]];
            let finding = Finding::new(
                format!("“政策”栏排在第 {} 位，应排在首位", at + 1),
                "把“政策”栏的“序号”改得比其他栏目都小",
            );
            let finding = finding.of("PT-6").at(place_of_order(column));
            sink.add(&column.source.file.path, finding);
        }
        None => match site.column_of_kind(ColumnKind::Policies) {
            Some(id) => {
                let title = &site.columns[id].title;
                let reason = format!(
                    "没有名称是“政策”的栏目，“{title}”栏是否应当排在首位，须对照上级网站的版式"
                );
                sink.uncertain("PT-6", reason);
            }
            None => sink.not_applicable("PT-6", "专栏没有设“政策”栏"),
        },
    }
}
