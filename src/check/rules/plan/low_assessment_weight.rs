use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
};

declare_rule! {
    /// 查出低于百分之四的政务公开考核权重。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求将政务公开工作纳入年度目标责任考核，分值权重不低于4％。
    ///
    /// ## 反例
    ///
    /// ```diff content/考核评价/考核.yaml
    /// -分值权重: 5
    /// +分值权重: 3.5
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/考核评价/考核.yaml
    /// -分值权重: 5
    /// +分值权重: 4
    /// ```
    LowAssessmentWeight {
        id: "low-assessment-weight", severity: Warning,
        requirements: ["SD-3"], since: "0.1.0",
    }
}

impl Rule for LowAssessmentWeight {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let least = site.config.standard.figures.assessment_weight;
        let mut is_judged = false;
        for (column, data) in site.with(Column::assessment) {
            let Some((weight, span)) = data.weight().given() else {
                continue;
            };
            is_judged = true;
            if weight < least {
                let message = format!("政务公开的考核分值权重是 {weight}%，低于 {least}%");
                let help = format!("在年度目标责任考核中把权重调到不低于 {least}%，再改这里");
                sink.add(&column.data_path(), Finding::new(message, help).at(span));
            }
        }
        if !is_judged {
            sink.uncertain("SD-3", "没有公布政务公开的考核分值权重");
        }
    }
}
