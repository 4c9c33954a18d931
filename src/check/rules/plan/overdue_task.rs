use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site},
    standard::view::TaskStatus,
};

declare_rule! {
    /// 查出过了完成时限仍在进行的任务。
    ///
    /// ## 为什么
    ///
    /// 工作方案给各项任务定了时间节点，过期没有完成的要督促整改或者通报批评。登记为已完成的是否属实，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```diff content/工作台账/台账.yaml
    /// -  - {编号: 2, 任务: 汇总各单位年度考核材料, 章节: 四（四）, 责任单位: [党政综合办公室], 完成时限: 2026-12-31, 时限原文: 2026年12月底完成, 状态: 进行中, 进展: 正在收集材料。}
    /// +  - {编号: 2, 任务: 汇总各单位年度考核材料, 章节: 四（四）, 责任单位: [党政综合办公室], 完成时限: 2026-10-31, 时限原文: 2026年10月底完成, 状态: 进行中, 进展: 正在收集材料。}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/工作台账/台账.yaml
    /// -  - {编号: 2, 任务: 汇总各单位年度考核材料, 章节: 四（四）, 责任单位: [党政综合办公室], 完成时限: 2026-12-31, 时限原文: 2026年12月底完成, 状态: 进行中, 进展: 正在收集材料。}
    /// +  - {编号: 2, 任务: 汇总各单位年度考核材料, 章节: 四（四）, 责任单位: [党政综合办公室], 完成时限: 2026-11-30, 时限原文: 2026年11月底完成, 状态: 进行中, 进展: 正在收集材料。}
    /// ```
    OverdueTask {
        id: "overdue-task", severity: Info,
        requirements: ["SD-7"], since: "0.1.0",
    }
}

impl Rule for OverdueTask {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let as_of = site.config.as_of;
        let mut is_judged = false;
        for (column, data) in site.with(Column::ledger) {
            is_judged = true;
            for task in data.tasks() {
                let Some((due, span)) = task.due().given() else {
                    continue;
                };
                if task.status().get() != Some(TaskStatus::Doing) || due >= as_of {
                    continue;
                }
                let days = (as_of - due).get_days();
                let name = task.task().or_default();
                let owners: Vec<&str> = task.owners().into_iter().collect();
                let message = format!(
                    "任务“{name}”{due} 到期，已经超过 {days} 天，责任单位：{}",
                    owners.join("、")
                );
                let help = "完成的把状态改为“已完成”，写明进展和佐证；没有完成的督促责任单位，在进展里写明原因和新的时间";
                let finding = Finding::new(message, help).severity(Severity::Info);
                sink.add(&column.data_path(), finding.at(span));
            }
        }
        if !is_judged {
            sink.uncertain("SD-7", "没有工作台账，看不出任务是否按期完成");
        }
    }
}
