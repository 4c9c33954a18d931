use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, CellValue, DOCUMENTS},
        rule::declare_rule,
    },
    config::Profile,
    model::Site,
};

declare_rule! {
    /// 查出街道、乡镇年报表二里不为零的规章件数。
    ///
    /// ## 为什么
    ///
    /// 规章由国务院部门和设区的市以上地方政府制定，街道、乡镇没有规章制定权，“规章”一行各格应当为零。部门和政府的年报不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    /// -  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
    /// +  规章: {本年制发件数: 1, 本年废止件数: 0, 现行有效件数: 1}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    ///    规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
    /// ```
    ImpossibleRegulationCount {
        id: "impossible-regulation-count", severity: Warning,
        requirements: ["SUM-7"], since: "0.1.0"
    }
}

impl Rule for ImpossibleRegulationCount {
    fn site(&self, site: &Site, sink: &mut Sink) {
        if !matches!(
            site.config.profile,
            Profile::Subdistrict | Profile::Township
        ) {
            sink.not_applicable("SUM-7", "只对街道、乡镇判断");
            return;
        }
        let reports = site
            .pages
            .iter()
            .filter_map(|page| AnnualReport::of(site, page));
        for figures in reports.flat_map(|report| report.figures()) {
            let cells = DOCUMENTS.iter().zip(figures.documents[0]);
            let wrong: Vec<_> = cells
                .filter_map(|(column, cell)| match cell.read {
                    CellValue::Number(value) if value > 0 => {
                        Some((cell.span, format!("{column} {value}")))
                    }
                    _ => None,
                })
                .collect();
            let Some((span, _)) = wrong.first() else {
                continue;
            };
            let words: Vec<&str> = wrong.iter().map(|(_, words)| words.as_str()).collect();
            let message = format!("表二“规章”行应当为零，现在是{}", words.join("、"));
            let help = "街道、乡镇制发的是行政规范性文件，把数填到下一行";
            sink.add(&figures.path, Finding::new(message, help).at(*span));
        }
    }
}
