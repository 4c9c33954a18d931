use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
};

/// The steps in the order of the plan.
const STEPS: [&str; 8] = [
    "登记",
    "受理",
    "补正",
    "征求意见",
    "提出办理意见",
    "作出决定",
    "报批",
    "送达",
];

declare_rule! {
    /// 查出缺少步骤，或者步骤次序不对的依申请公开流程。
    ///
    /// ## 为什么
    ///
    /// 工作方案规定依申请公开按登记、受理、补正、征求意见、提出办理意见、作出决定、报批、送达的顺序办理，名称和次序都照此公布；在其间另加步骤可以。
    ///
    /// ## 反例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -  - {名称: 登记, 责任: 党政综合办公室, 时限: 收到申请当日, 说明: 逐件编号登记。}
    ///    - {名称: 受理, 责任: 党政综合办公室, 时限: 登记当日, 说明: 核对申请书的三项内容。}
    /// +  - {名称: 登记, 责任: 党政综合办公室, 时限: 收到申请当日, 说明: 逐件编号登记。}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/流程.yaml
    ///    - {名称: 送达, 责任: 党政综合办公室, 时限: 签批当日, 说明: 按照申请人要求的形式提供。}
    /// +  - {名称: 归档, 责任: 党政综合办公室, 时限: 送达后及时归档, 说明: 文书和凭证一并归档。}
    /// ```
    MisorderedProcedure {
        id: "misordered-procedure", severity: Warning,
        requirements: ["SD-1"], since: "0.1.0",
    }
}

impl Rule for MisorderedProcedure {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut is_judged = false;
        for (column, data) in site.with(Column::application) {
            let Some((steps, at_steps)) = data.steps().given() else {
                continue;
            };
            is_judged = true;
            let names: Vec<_> = steps.filter_map(|step| step.name().given()).collect();
            let missing: Vec<&str> = STEPS
                .into_iter()
                .filter(|step| !names.iter().any(|(name, _)| name == step))
                .collect();
            let (span, message) = if !missing.is_empty() {
                let message = format!("依申请公开流程缺少{}", missing.join("、"));
                (at_steps, message)
            } else if let Some((late, early, span)) = misplaced(&names) {
                (span, format!("依申请公开流程里“{early}”排在了“{late}”之后"))
            } else {
                continue;
            };
            let help = format!("步骤依次写：{}", STEPS.join("、"));
            sink.add(&column.data_path(), Finding::new(message, help).at(span));
        }
        if !is_judged {
            sink.uncertain("SD-1", "没有公布依申请公开的流程");
        }
    }
}

/// The first step that should stand before the one it follows: that one, itself, its place.
fn misplaced<'n, P: Copy>(names: &[(&'n str, P)]) -> Option<(&'n str, &'n str, P)> {
    let mut last: Option<(usize, &str)> = None;
    for (name, place) in names {
        let Some(at) = STEPS.iter().position(|step| step == name) else {
            continue;
        };
        match last {
            Some((before, late)) if at < before => return Some((late, name, *place)),
            _ => last = Some((at, name)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{STEPS, misplaced};

    #[test]
    fn the_first_step_out_of_order_is_found() {
        let mut names: Vec<(&str, usize)> = STEPS.into_iter().zip(0..).collect();
        names.insert(2, ("分办", 9));
        assert_eq!(misplaced(&names), None);
        names.swap(0, 1);
        assert_eq!(misplaced(&names), Some(("受理", "登记", 0)));
    }
}
