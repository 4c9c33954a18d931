use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出隐藏着、却照样登出的行、列和工作表。
    ///
    /// ## 为什么
    ///
    /// 网页上的表没有隐藏的行和列：在 Excel 里隐藏起来不想让人看的，读者都看得到。
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
    /// 隐藏行 A3: 2026-06-20
    /// 隐藏行 B3: 内部培训
    /// 隐藏行 C3: 党政综合办公室
    /// 隐藏行 D3: 5
    /// 隐藏行 E3: 三楼会议室
    /// 隐藏行 F3: 讲解审查
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    HiddenCells { id: "hidden-cells", severity: Warning, since: "0.1.0" }
}

impl Rule for HiddenCells {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::HiddenCells { count } = fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("从这里起有 {count} 格在表格里是隐藏的，网页上照样登出"),
            "要公布的，取消隐藏；不公布的，把隐藏的行、列删去",
        ))
    }
}
