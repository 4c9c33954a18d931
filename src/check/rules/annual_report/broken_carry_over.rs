use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{APPLICANTS, AnnualReport, CARRIED_IN, CARRIED_OUT, known},
        rule::declare_rule,
    },
    model::Site,
};

declare_rule! {
    /// 查出与上一年“结转下年度”对不上的“上年结转”。
    ///
    /// ## 为什么
    ///
    /// 上年没有办完的申请，一件不少地转到本年。机构改革、并入等确有原因的，在数据文件里写“差异说明”，就不再报。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    /// -  上年结转: [1, 0, 0, 0, 0, 0, 1]
    /// +  上年结转: [2, 0, 0, 0, 0, 0, 2]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.yaml
    ///    上年结转: [1, 0, 0, 0, 0, 0, 1]
    /// ```
    BrokenCarryOver {
        id: "broken-carry-over", severity: Warning,
        requirements: ["SUM-5"], since: "0.1.0"
    }
}

impl Rule for BrokenCarryOver {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (report, before) in AnnualReport::pairs(site) {
            if report.explains_differences() {
                continue;
            }
            let (own, earlier) = (report.figures(), before.figures());
            let differing = (0..APPLICANTS.len()).rev().find_map(|column| {
                let carried_in = known(&own, |figures| figures.applications[CARRIED_IN][column])?;
                let left = known(&earlier, |figures| {
                    figures.applications[CARRIED_OUT][column]
                })?;
                (carried_in.value != left.value).then_some((column, carried_in, left))
            });
            let Some((column, carried_in, left)) = differing else {
                continue;
            };
            let message = format!(
                "{}年“上年结转”（{}）是 {}，{}年“结转下年度”是 {}",
                report.year, APPLICANTS[column], carried_in.value, before.year, left.value
            );
            let help = "核对两年的登记台账，改正填错的一年；确有原因的在数据文件里写“差异说明”";
            let finding = Finding::new(message, help).at(carried_in.span).related(
                left.path,
                left.span,
                "上一年的结转下年度",
            );
            sink.add(carried_in.path, finding);
        }
    }
}
