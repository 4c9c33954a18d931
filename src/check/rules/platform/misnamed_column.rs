use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出名称不规范的法定栏目。
    ///
    /// ## 为什么
    ///
    /// 专栏的法定栏目名称固定。年报有两个官方名称：国办公开办函〔2019〕61号称“政府信息公开年报”，工作方案称“政府信息公开工作年度报告”，写哪一个都算对，与本站标准不同时提示一次。上级另有要求的，在 `site.yaml` 的“标准.栏目名称”写明。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -标题: 政府信息公开指南
    /// +标题: 公开指南
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    ///  标题: 政府信息公开指南
    /// ```
    MisnamedColumn {
        id: "misnamed-column", severity: Error,
        requirements: ["PT-5", "PT-8"], since: "0.1.0"
    }
}

/// The two official names of the column of annual reports.
const REPORTS: [&str; 2] = ["政府信息公开年报", "政府信息公开工作年度报告"];

impl Rule for MisnamedColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for wanted in &site.config.standard.statutory {
            let mut named = site.columns_of_kind(wanted.kind);
            if named.any(|(_, column)| column.title == wanted.title) {
                continue;
            }
            let Some((_, column)) = site.columns_of_kind(wanted.kind).next() else {
                continue;
            };
            let Some(span) = column.source.meta().title().place() else {
                continue;
            };
            let is_other_name = wanted.kind == ColumnKind::AnnualReports
                && REPORTS.contains(&column.title.as_str());
            let finding = if is_other_name {
                Finding::new(
                    format!(
                        "年报栏用的是“{}”，另一官方名称是“{}”，两套名称并存",
                        column.title, wanted.title
                    ),
                    "向上级主管部门确认用哪一个；确认后在 site.yaml 的“标准.栏目名称”写明",
                )
                .severity(Severity::Info)
            } else {
                let message = format!("栏目名称是“{}”，应为“{}”", column.title, wanted.title);
                Finding::new(message, format!("标题改成“{}”", wanted.title))
                    .fix(span, &wanted.title)
            };
            // The catalogue is a column of the plan's alone.
            let finding = if wanted.kind == ColumnKind::Catalog {
                finding.of("PT-8")
            } else {
                finding.of("PT-5").of("PT-8")
            };
            let finding = finding.clause(&wanted.clause).at(span);
            sink.add(&column.source.file.path, finding);
        }
    }
}
