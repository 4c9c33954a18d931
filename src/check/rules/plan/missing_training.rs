use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
};

use super::{list, years};

/// Until this month there is time left for this year's.
const DECEMBER: i8 = 12;

declare_rule! {
    /// 查出没有集中学习培训记录的年份。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求把《条例》纳入干部教育培训，每年至少组织1次集中学习培训。从2022年（站内最早的文档晚于2022年的，从那一年）查到上一年，当年的到12月才查。
    ///
    /// ## 反例
    ///
    /// ```diff content/教育培训/培训.yaml
    /// -  - {日期: 2025-09-17, 主题: 政府信息公开条例集中学习, 主讲: 示例讲师甲, 参加人数: 30, 地点: 街道会议室, 内容: 学习条例，练习办理公开申请。}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/教育培训/培训.yaml
    /// -  - {日期: 2026-11-11, 主题: 标准目录和解读写作培训, 主讲: 示例讲师乙, 参加人数: 32, 地点: 街道会议室, 内容: 讲解目录填写和解读写作。}
    /// +  - {日期: 2026-11-12, 主题: 标准目录和解读写作培训, 主讲: 示例讲师乙, 参加人数: 32, 地点: 街道会议室, 内容: 讲解目录填写和解读写作。}
    /// ```
    MissingTraining {
        id: "missing-training", severity: Warning,
        requirements: ["SD-4"], since: "0.1.0",
    }
}

impl Rule for MissingTraining {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((column, data)) = site.with(Column::trainings).next() else {
            sink.uncertain("SD-4", "没有公布集中学习培训的记录");
            return;
        };
        let Some((records, span)) = data.records().given() else {
            return;
        };
        // What could not be read may have been of any year.
        let dates: Option<Vec<Date>> = records.map(|training| training.date().get()).collect();
        let Some(dates) = dates else { return };
        let least = site.config.standard.figures.trainings;
        let count = |year: i16| {
            dates
                .iter()
                .filter(|date| date.year() == year && **date <= site.config.as_of)
                .count()
        };
        let short: Vec<i16> = years(site, DECEMBER)
            .filter(|year| (count(*year) as f64) < least)
            .collect();
        if !short.is_empty() {
            let message = format!("{} 年的集中学习培训不到 {least} 次", list(&short));
            let help = "办过的把记录补上；没有办过的抓紧组织，并在年报里说明";
            sink.add(&column.data_path(), Finding::new(message, help).at(span));
        }
    }
}
