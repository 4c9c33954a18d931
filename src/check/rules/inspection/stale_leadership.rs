use crate::{
    check::{Finding, Rule, Sink, freshness::age, rule::declare_rule},
    model::{Column, Site},
    source::Span,
    standard::view::FieldValue,
};

declare_rule! {
    /// 查出三个月没有核对的机构职能和负责人信息。
    ///
    /// ## 为什么
    ///
    /// 机构职能、负责人信息应当及时、准确，人员调整而网页不改是检查中最常见的问题。每次核对后把“核对日期”改成当天，没有变化也算核对过。姓名、职务、电话对不对，须由人核对。
    ///
    /// ## 反例
    ///
    /// ```diff content/机构职能/机构.yaml
    /// -核对日期: 2026-11-01
    /// +核对日期: 2026-08-01
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/机构职能/机构.yaml
    /// -核对日期: 2026-11-01
    /// +核对日期: 2026-09-01
    /// ```
    StaleLeadership {
        id: "stale-leadership", severity: Warning,
        requirements: ["WD-15"], since: "0.1.0",
    }
}

impl Rule for StaleLeadership {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let most = config.standard.figures.leader_days;
        let mut is_judged = false;
        for (column, data) in site.with(Column::units) {
            is_judged = true;
            let help = "逐个核对负责人、职能、地址、电话，改好后把“核对日期”改成当天";
            let (span, message) = match data.verified_on() {
                FieldValue::Absent(blank) => (
                    blank.unwrap_or(Span::new(
                        data.record().span.start,
                        data.record().span.start,
                    )),
                    "没有写机构职能和负责人信息的核对日期".to_owned(),
                ),
                FieldValue::Given(day, span) if day > config.as_of => (
                    span,
                    format!("核对日期 {day} 晚于判定日期 {}", config.as_of),
                ),
                FieldValue::Given(day, span) if age(day, config.as_of) as f64 > most => (
                    span,
                    format!(
                        "机构职能和负责人信息自 {day} 以来 {} 天没有核对，超过 {most} 天",
                        age(day, config.as_of)
                    ),
                ),
                FieldValue::Given(..) | FieldValue::Rejected => continue,
            };
            sink.add(&column.data_path(), Finding::new(message, help).at(span));
        }
        if !is_judged {
            sink.uncertain("WD-15", "没有机构职能栏目的数据，看不出是否及时核对");
        }
    }
}
