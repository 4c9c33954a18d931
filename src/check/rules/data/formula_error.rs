use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出公式出错的格。
    ///
    /// ## 为什么
    ///
    /// 公式出了错，格子里是 `#N/A`、`#DIV/0!`，登出去读者看不懂，数也没有了。
    ///
    /// ## 反例
    ///
    /// ```diff content/教育培训/_index.md
    /// -数据: 培训.yaml
    /// +数据: 培训.csv
    /// ```
    ///
    /// ```csv content/教育培训/培训.csv
    /// 日期,主题,主讲,参加人数,地点,内容
    /// 2026年5月20日,集中学习,党政综合办公室,#N/A,三楼会议室,讲解条例
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    FormulaError { id: "formula-error", severity: Error, since: "0.1.0" }
}

impl Rule for FormulaError {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::FormulaError { field } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("“{field}”这一格的公式出了错"),
            "在 Excel 或 WPS 里改正公式，或者把结果直接写进去",
        ))
    }
}
