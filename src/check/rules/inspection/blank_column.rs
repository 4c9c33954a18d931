use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site},
};

use super::CLAUSE;

declare_rule! {
    /// 查出没有内容，也没有说明原因的栏目。
    ///
    /// ## 为什么
    ///
    /// 空白栏目累计五个单项否决，一个也要扣分。只查最下一级的栏目；由数据生成的、正文里有链接可以点到内容的、写了“空白说明”的不算空白，说明是否属实须由人判断。单个是警告，累计到否决线另报一个错误。
    ///
    /// ## 反例
    ///
    /// ```md content/决策公众参与/_index.md
    /// ---
    /// 标题: 决策公众参与
    /// 栏目类型: 决策公众参与
    /// 说明: 公布重大行政决策的草案、征求意见和采纳情况。
    /// 主题词: [意见征集, 公众参与]
    /// 序号: 16
    /// 网址名: participation
    /// ---
    /// ```
    ///
    /// ## 正例
    ///
    /// ```md content/决策公众参与/_index.md
    /// ---
    /// 标题: 决策公众参与
    /// 栏目类型: 决策公众参与
    /// 说明: 公布重大行政决策的草案、征求意见和采纳情况。
    /// 主题词: [意见征集, 公众参与]
    /// 序号: 16
    /// 网址名: participation
    /// 空白说明: 2026年没有作出重大行政决策，有征求意见的草案时在本栏目发布。
    /// ---
    /// ```
    BlankColumn {
        id: "blank-column", severity: Error,
        requirements: ["VETO-4c"], since: "0.1.0",
    }
}

impl Rule for BlankColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let blank: Vec<&Column> = site
            .columns
            .iter()
            .skip(1)
            .filter(|column| is_blank(column) && !site.has_unread_below(&column.folder))
            .collect();
        for column in &blank {
            let message = format!("“{}”没有内容，也没有说明原因", column.title);
            let help = "发布内容；暂时没有的，在 _index.md 写“空白说明”；不需要的栏目删去";
            let finding = Finding::new(message, help)
                .breaking_none()
                .severity(Severity::Warning)
                .clause(CLAUSE)
                .at(column.source.meta().title().span());
            sink.add(&column.source.file.path, finding);
        }
        let most = site.config.standard.figures.blank_columns;
        let count = blank.len();
        if count > 0 && (count as f64) < most {
            let reason = format!("有 {count} 个空白栏目，累计到 {most} 个即单项否决");
            sink.uncertain("VETO-4c", reason);
        } else if count > 0 {
            let titles: Vec<&str> = blank.iter().map(|column| column.title.as_str()).collect();
            let message = format!(
                "{count} 个栏目空白，达到 {most} 个单项否决：{}",
                titles.join("、")
            );
            let help = "按各栏目的提示补上内容或者说明，不需要的栏目删去";
            sink.add(
                &site.config.file.path,
                Finding::new(message, help).severity(Severity::Error),
            );
        }
    }
}

/// Recognises a column that shows nothing. Of one that is made from data, it is told elsewhere that
/// the data is missing.
fn is_blank(column: &Column) -> bool {
    column.children.is_empty()
        && column.pages.is_empty()
        && column.traits.data.is_none()
        && column.source.meta().empty_note().get().is_none()
        && column.source.body.links.is_empty()
}
