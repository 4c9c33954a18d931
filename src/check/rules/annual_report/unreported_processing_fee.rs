use crate::{
    check::{Finding, Rule, Sink, facts::annual_report::AnnualReport, rule::declare_rule},
    model::{Page, Site},
};

declare_rule! {
    /// 查出第六部分没有报告信息处理费的年报。
    ///
    /// ## 为什么
    ///
    /// 信息处理费收没收、发了几份收费通知、实收多少，都要在“其他需要报告的事项”里报告；没有收取也要写明。它与表二的行政事业性收费是两回事。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -本年度收取信息处理费0元。
    /// +没有其他需要报告的事项。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -本年度收取信息处理费0元。
    /// +本年度没有发出收费通知，没有收取信息处理费。
    /// ```
    UnreportedProcessingFee {
        id: "unreported-processing-fee", severity: Warning,
        requirements: ["AR-4"], since: "0.1.0"
    }
}

impl Rule for UnreportedProcessingFee {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let Some(part) = report.part(5) else { return };
        if !report.text(part.span).text.contains("信息处理费") {
            let message = "第六部分没有报告信息处理费的收取情况";
            let help =
                "写明发出收费通知的件数、总金额和实际收取的金额；没有的写“没有收取信息处理费”";
            sink.add(
                report.path(),
                Finding::new(message, help).at(part.heading.span),
            );
        }
    }
}
