use crate::{
    check::{Finding, Rule, Sink, facts::annual_report::AnnualReport, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::Words,
};

declare_rule! {
    /// 查出第五部分只写问题、只写改进或者什么也没写的年报。
    ///
    /// ## 为什么
    ///
    /// 第五部分要同时写存在的主要问题和改进情况，写“无”不合格。写得实不实要由人看。用了别的说法的，在 `标准.词表.存在问题的说法`、`标准.词表.改进的说法` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -存在的问题：村级信息更新不够及时。下一步按季度抽查村务公开栏，督促逾期的单位改进。
    /// +无。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -存在的问题：村级信息更新不够及时。下一步按季度抽查村务公开栏，督促逾期的单位改进。
    /// +存在的不足：村级信息更新不够及时。今后按季度抽查村务公开栏，逐项整改。
    /// ```
    OneSidedReport {
        id: "one-sided-report", severity: Error,
        requirements: ["AR-3"], since: "0.1.0"
    }
}

/// Most letters of a text that says nothing.
const NOTHING: usize = 10;

impl Rule for OneSidedReport {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let Some(part) = report.part(4) else { return };
        let text = report.text(part.span).text;
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let vocabulary = &site.config.standard.vocabulary;
        let says = |words: &Words| words.any_in(&text);
        let (message, is_blank) = match (says(&vocabulary.problems), says(&vocabulary.mending)) {
            _ if letters <= NOTHING => ("第五部分没有写存在的问题和改进情况", true),
            (true, true) => return,
            (true, false) => ("第五部分只写了问题，没有写改进情况", false),
            (false, true) => ("第五部分只写了改进，没有写存在的问题", false),
            (false, false) => ("第五部分没有写存在的问题和改进情况", false),
        };
        let help = "先写本年存在的主要问题，再写上年问题改得怎样、今后怎样改进";
        let finding = Finding::new(message, help).at(part.heading.span);
        sink.add(
            report.path(),
            if is_blank {
                finding
            } else {
                finding.severity(Severity::Warning)
            },
        );
    }
}
