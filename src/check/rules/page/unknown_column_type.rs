use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    render::Job,
};

use super::column_of;

declare_rule! {
    /// 查出栏目类别标签不规范的栏目页。
    ///
    /// ## 为什么
    ///
    /// `ColumnType` 的值要在规范所列的类别内，并与栏目对应：指南栏是“信息公开指南”，年报栏是“信息公开年报”。类别表只见到摘录，表外的值报警告。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<meta name="ColumnType" content="{{ page.column_type or "" }}">
    /// +<meta name="ColumnType" content="动态要闻">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="ColumnType" content="{{ page.column_type or "" }}">
    /// ```
    UnknownColumnType {
        id: "unknown-column-type", severity: Error,
        requirements: ["TAG-C4"], since: "0.1.0"
    }
}

impl Rule for UnknownColumnType {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let is_column = matches!(
            html.job,
            Job::Home | Job::Column(_) | Job::List(..) | Job::Domain(_)
        );
        let Some(value) = html.meta("ColumnType").filter(|_| is_column) else {
            return;
        };
        let column = column_of(html.job).map(|id| &built.site.columns[id]);
        let known = &built.site.config.standard.column_types;
        let finding = if value.trim().is_empty() {
            return;
        } else if !known.iter().any(|known| *known == value) {
            Finding::new(
                format!("ColumnType 的值“{value}”不在规范所列的类别内"),
                format!("改成以下之一：{}", known.join("、")),
            )
            .severity(Severity::Warning)
        } else if column.is_some_and(|column| column.traits.column_type != value) {
            Finding::new(
                format!("ColumnType 的值“{value}”与栏目类型不对应"),
                "在主题的 base.html 里用 page.column_type，不要写死",
            )
        } else {
            return;
        };
        sink.add_everywhere(html.path, finding);
    }
}
