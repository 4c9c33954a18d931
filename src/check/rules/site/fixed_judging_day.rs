use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出正式站点里写死的判定日期。
    ///
    /// ## 为什么
    ///
    /// “判定日期”让示例站点的结果不随日子变化。正式站点写了它，时限和更新情况就永远按那一天判断，超期也查不出来。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -示例: 是
    /// +示例: 否
    /// +判定日期: 2026-11-20
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    /// -示例: 是
    /// +示例: 否
    /// ```
    FixedJudgingDay { id: "fixed-judging-day", severity: Warning, since: "0.1.0" }
}

impl Rule for FixedJudgingDay {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let settings = site.config.settings();
        if let (Some(span), false) = (settings.as_of().place(), settings.sample().or_default()) {
            sink.add(
                &site.config.file.path,
                Finding::new(
                    "正式站点写死了判定日期",
                    "删去“判定日期”；要看某一天的结果，用 --as-of",
                )
                .at(span),
            );
        }
    }
}
