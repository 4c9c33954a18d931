use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::tell_each;

declare_rule! {
    /// 查出一个字节也没有的附件。
    ///
    /// ## 为什么
    ///
    /// 空文件能点、能下载，打开却什么也没有，等于没有公开，多是上传、解压时出了错。《条例》第二十四条要求平台具备查阅、下载功能。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.csv, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.csv
    /// 大小: 0
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.csv, 名称: 值班表}
    /// ```
    ///
    /// ```csv content/通知公告/例/值班表.csv
    /// 日期,值班科室
    /// 2026-11-20,党政综合办公室
    /// ```
    EmptyAttachment {
        id: "empty-attachment", severity: Error,
        requirements: ["TL-24", "PT-4"], since: "0.1.0"
    }
}

impl Rule for EmptyAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        tell_each(site, sink, |placed, name| {
            let finding = || {
                Finding::new(
                    format!("附件“{name}”是空文件"),
                    "换上完整的文件；没有这个附件的，删去文件和“附件”里的这一条",
                )
            };
            (placed.asset.size == 0).then(finding)
        });
    }
}
