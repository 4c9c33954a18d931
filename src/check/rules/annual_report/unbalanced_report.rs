use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, breaches},
        rule::declare_rule,
    },
    model::{Page, Site},
};

declare_rule! {
    /// 查出年报表三、表四中不平衡的勾稽关系。
    ///
    /// ## 为什么
    ///
    /// 表内原文规定：第一项加第二项之和，等于第三项加第四项之和。连同各项结果之和等于总计、各类申请人之和等于总计、表四各组之和等于总计，共42条，逐条核对。写在 YAML 里的数和写在 Markdown 表格里的数都查；空白、“/”的格不当作零，碰到它的关系不判，由 blank-report-cell 报出。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    /// -  行政复议: [0, 0, 0, 0, 0]
    /// +  行政复议: [1, 0, 0, 0, 2]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    ///    行政复议: [0, 0, 0, 0, 0]
    /// ```
    UnbalancedReport {
        id: "unbalanced-report", severity: Error,
        requirements: ["SUM-1", "SUM-2", "SUM-3", "SUM-4"], since: "0.1.0"
    }
}

impl Rule for UnbalancedReport {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of(site, page) else {
            return;
        };
        let rows = &site.config.standard.annual_rows;
        for figures in report.figures() {
            for breach in breaches(&figures, rows) {
                let help = "对照申请登记台账核对这几格，改正填错的数；不要为了凑平改总计";
                let finding = Finding::new(breach.message, help)
                    .of(breach.requirement)
                    .at(breach.at);
                let finding = breach
                    .related
                    .iter()
                    .fold(finding, |finding, (span, words)| {
                        finding.related(&figures.path, *span, words)
                    });
                sink.add(&figures.path, finding);
            }
        }
    }
}
