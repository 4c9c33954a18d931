use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Severity},
};

declare_rule! {
    /// 查出表格文件里没有读入的行。
    ///
    /// ## 为什么
    ///
    /// 表格里常有“注：”和分节的标题，它们不是事项，不进网页上的表。真是事项的，只写了一格，也会这样。
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
    /// 2026年5月20日,集中学习,党政综合办公室,45,三楼会议室,讲解条例
    /// 注：参加人数含村（居）干部,,,,,
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    SkippedRow { id: "skipped-row", severity: Info, since: "0.1.0" }
}

impl Rule for SkippedRow {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::SkippedRow { words, is_item } = &fault.kind else {
            return None;
        };
        let shown: String = words.chars().take(20).collect();
        if *is_item {
            let finding = Finding::new(
                format!("“{shown}”这一行只有一格有字，没有读入，网页上看不到"),
                "各列分开填：CSV 里用半角逗号隔开；接着上一行写的，并到上一行的那一格里",
            );
            return Some(finding.severity(Severity::Error));
        }
        Some(Finding::new(
            format!("“{shown}”这一行不是事项，没有读入"),
            "是事项的，把各列填上；是注释、分节标题的，不用改",
        ))
    }
}
