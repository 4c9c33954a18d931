use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, DISPUTES, RESULTS, known},
        rule::declare_rule,
    },
    model::{Page, Site},
};

declare_rule! {
    /// 查出表四有复议、诉讼而正文没有提到的年报。
    ///
    /// ## 为什么
    ///
    /// 发生过复议、诉讼的，读者要知道为什么发生、结果怎样。只作提示。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    /// -  行政复议: [0, 0, 0, 0, 0]
    /// +  行政复议: [1, 0, 0, 0, 1]
    /// ```
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -全年发生行政复议0件、行政诉讼0件。
    /// +情况见下表。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    /// -  行政复议: [0, 0, 0, 0, 0]
    /// +  行政复议: [1, 0, 0, 0, 1]
    /// ```
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -全年发生行政复议0件、行政诉讼0件。
    /// +全年发生行政复议1件，复议机关认为答复合法，予以维持；没有行政诉讼。
    /// ```
    UnmentionedLitigation {
        id: "unmentioned-litigation", severity: Info,
        requirements: ["SUM-11"], since: "0.1.0"
    }
}

impl Rule for UnmentionedLitigation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let parts = report.parts();
        let texts: Vec<String> = parts
            .iter()
            .map(|part| report.text(part.span).text)
            .collect();
        if texts.is_empty() {
            return;
        }
        let says = |words: &[&str]| {
            texts
                .iter()
                .any(|text| words.iter().any(|word| text.contains(word)))
        };
        let figures = report.figures();
        let words: [&[&str]; 3] = [&["复议"], &["诉讼", "起诉"], &["诉讼", "起诉"]];
        for (group, words) in words.iter().enumerate() {
            let total = known(&figures, |figures| {
                figures.disputes[group][RESULTS.len() - 1]
            });
            let Some(total) = total.filter(|total| total.value > 0) else {
                continue;
            };
            if !says(words) {
                let message = format!(
                    "表四“{}”总计 {} 件，正文没有提到",
                    DISPUTES[group], total.value
                );
                let help = "在第四部分写明每件的起因和结果，在第五部分写怎样改进";
                sink.add(total.path, Finding::new(message, help).at(total.span));
            }
        }
    }
}
