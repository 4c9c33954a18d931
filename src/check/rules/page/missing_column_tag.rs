use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    render::Job,
    standard::view::ColumnMeta,
};

use super::column_of;

declare_rule! {
    /// 查出没有栏目标签，或者标签与栏目不符的栏目页。
    ///
    /// ## 为什么
    ///
    /// 首页、栏目页和列表页要有 ColumnName、ColumnDescription、ColumnKeywords、ColumnType 四个标签，检查时由程序读取，缺一个扣一次。栏目自己没有填说明、主题词的，另有规则报出。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<meta name="ColumnKeywords" content="{{ page.column_keywords or "" }}">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="ColumnKeywords" content="{{ page.column_keywords or "" }}">
    /// ```
    MissingColumnTag {
        id: "missing-column-tag", severity: Error,
        requirements: ["TAG-C1", "TAG-C2", "TAG-C3", "TAG-C4", "DED-8"], since: "0.1.0"
    }
}

/// Each tag, whether a column fills in the field that it repeats, and its requirement.
const TAGS: [(&str, IsFilledIn, &str); 4] = [
    ("ColumnName", |meta| meta.title().get().is_some(), "TAG-C1"),
    (
        "ColumnDescription",
        |meta| meta.description().get().is_some(),
        "TAG-C2",
    ),
    (
        "ColumnKeywords",
        |meta| meta.keywords().get().is_some(),
        "TAG-C3",
    ),
    ("ColumnType", |meta| meta.kind().get().is_some(), "TAG-C4"),
];
type IsFilledIn = fn(ColumnMeta<'_>) -> bool;

impl Rule for MissingColumnTag {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let is_column = matches!(
            html.job,
            Job::Home | Job::Column(_) | Job::List(..) | Job::Domain(_)
        );
        if !is_column {
            return;
        }
        let column = column_of(html.job).map(|id| &built.site.columns[id]);
        for (tag, is_filled_in, requirement) in TAGS {
            let value = html.meta(tag);
            let is_filled_in = column.is_some_and(|column| is_filled_in(column.source.meta()));
            let message = match &value {
                None => format!("没有网页标签 {tag}"),
                Some(value) if value.trim().is_empty() && is_filled_in => {
                    format!("网页标签 {tag} 是空的")
                }
                Some(value)
                    if tag == "ColumnName"
                        && column.is_some_and(|column| column.title != *value) =>
                {
                    format!("网页标签 {tag} 与栏目名称不同")
                }
                Some(_) => continue,
            };
            let help =
                format!("在主题的 base.html 里写 <meta name=\"{tag}\">，值取栏目的 _index.md");
            let finding = Finding::new(message, help).of(requirement).of("DED-8");
            sink.add_everywhere(html.path, finding);
        }
    }
}
