use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, CellValue},
        rule::declare_rule,
    },
    model::{Page, Site},
};

declare_rule! {
    /// 查出年报表格里空白、写斜杠或者不是数的格。
    ///
    /// ## 为什么
    ///
    /// 各表每格都填不小于零的整数（收费金额可以有小数）。空白和“/”看不出是零还是漏填，不能当作零。一行里有几格的，报一条。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    ///  全年发生行政复议0件、行政诉讼0件。
    /// +
    /// +| 类别 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    /// +|---|---|---|---|---|---|
    /// +| 行政复议 | 0 | / | 0 |  | 0 |
    /// +| 未经复议直接起诉 | 0 | 0 | 0 | 0 | 0 |
    /// +| 复议后起诉 | 0 | 0 | 0 | 0 | 0 |
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    ///  全年发生行政复议0件、行政诉讼0件。
    /// +
    /// +| 类别 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
    /// +|---|---|---|---|---|---|
    /// +| 行政复议 | 0 | 0 | 0 | 0 | 0 |
    /// +| 未经复议直接起诉 | 0 | 0 | 0 | 0 | 0 |
    /// +| 复议后起诉 | 0 | ０件 | 0 | 0 | 0 |
    /// ```
    BlankReportCell {
        id: "blank-report-cell", severity: Warning,
        requirements: ["SUM-8"], since: "0.1.0"
    }
}

impl Rule for BlankReportCell {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of(site, page) else {
            return;
        };
        for figures in report.figures() {
            for row in figures.rows(&site.config.standard.annual_rows) {
                let cells = row.columns.iter().zip(row.cells);
                let wrong: Vec<_> = cells
                    .filter_map(|(column, cell)| match cell.read {
                        CellValue::Blank => Some((cell.span, format!("{column}（空白或斜杠）"))),
                        CellValue::Wrong => Some((cell.span, format!("{column}（不是非负整数）"))),
                        CellValue::Number(_) | CellValue::Absent => None,
                    })
                    .collect();
                let Some((span, _)) = wrong.first() else {
                    continue;
                };
                let words: Vec<&str> = wrong.iter().map(|(_, words)| words.as_str()).collect();
                let message = format!(
                    "{}“{}”行有 {} 格填得不对：{}",
                    row.table,
                    row.name,
                    wrong.len(),
                    words.join("、")
                );
                let help = "没有发生的填 0，不要留空，不要写“/”“-”";
                sink.add(&figures.path, Finding::new(message, help).at(*span));
            }
        }
    }
}
