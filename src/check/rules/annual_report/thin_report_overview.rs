use crate::{
    check::{Finding, Rule, Sink, facts::annual_report::AnnualReport, rule::declare_rule},
    config::Profile,
    model::{Page, Site},
    standard::Words,
};

declare_rule! {
    /// 查出总体情况没有写全规定方面的年报。
    ///
    /// ## 为什么
    ///
    /// 第一部分要写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面；各级政府还要写工作考核、社会评议和责任追究结果。只看有没有写到，写得好不好要由人看。用了别的说法的，在 `标准.词表.年报总体情况的方面`、`标准.词表.政府年报另有的方面` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -4. 平台建设：增加全文检索，增设一处查阅场所。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -4. 平台建设：增加全文检索，增设一处查阅场所。
    /// +4. 公开平台建设：增加全文检索，增设一处查阅场所。
    /// ```
    ThinReportOverview {
        id: "thin-report-overview", severity: Warning,
        requirements: ["AR-2"], since: "0.1.0"
    }
}

impl Rule for ThinReportOverview {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let Some(part) = report.part(0) else { return };
        let text = report.text(part.span).text;
        let vocabulary = &site.config.standard.vocabulary;
        let is_there = |words: &Words| words.any_in(&text);
        let mut missing = vocabulary.overview_aspects.missing(is_there);
        if matches!(site.config.profile, Profile::Township | Profile::Government) {
            missing.extend(vocabulary.government_aspects.missing(is_there));
        }
        if !missing.is_empty() {
            let message = format!("总体情况没有写到{}", missing.join("、"));
            let help = "逐个方面如实写明做了什么，可以各用一个小标题";
            sink.add(
                report.path(),
                Finding::new(message, help).at(part.heading.span),
            );
        }
    }
}
