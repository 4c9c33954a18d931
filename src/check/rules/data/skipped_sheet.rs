use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有读入的工作表。
    ///
    /// ## 为什么
    ///
    /// 一个工作簿里有几张工作表，认不出表头的那一张没有读入，里面的内容读者看不到。
    ///
    /// ## 反例
    ///
    /// ```diff content/教育培训/_index.md
    /// -数据: 培训.yaml
    /// +数据: 培训.xlsx
    /// ```
    ///
    /// ```build content/教育培训/培训.xlsx
    /// A1: 日期
    /// B1: 主题
    /// C1: 主讲
    /// D1: 参加人数
    /// E1: 地点
    /// F1: 内容
    /// A2: 2026-05-20
    /// B2: 集中学习
    /// C2: 党政综合办公室
    /// D2: 45
    /// E2: 三楼会议室
    /// F2: 讲解条例
    /// 表二 A1: 2025年的培训
    /// 表二 A2: 集中学习
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    SkippedSheet { id: "skipped-sheet", severity: Warning, since: "0.1.0" }
}

impl Rule for SkippedSheet {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        (fault.kind == FaultKind::SkippedSheet).then(|| {
            Finding::new(
                "这张工作表没有找到表头，没有读入",
                "要公布的，表头照另一张写；不公布的，删去这张工作表，或者另存一份",
            )
        })
    }
}
