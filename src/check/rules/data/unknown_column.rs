use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出表格文件里没有读入的列。
    ///
    /// ## 为什么
    ///
    /// 表头的列名认不出，或者一个列名写了两次，那一列就没有读入，里面的内容读者看不到。只是计数的“序号”列不算。
    ///
    /// ## 反例
    ///
    /// ```diff content/教育培训/_index.md
    /// -数据: 培训.yaml
    /// +数据: 培训.csv
    /// ```
    ///
    /// ```csv content/教育培训/培训.csv
    /// 日期,主题,主讲,参加人数,地点,内容,备注
    /// 2026年5月20日,集中学习,党政综合办公室,45,三楼会议室,讲解条例,全员参加
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnknownColumn { id: "unknown-column", severity: Warning, since: "0.1.0" }
}

impl Rule for UnknownColumn {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnknownColumn { names } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("“{}”这些列没有读入", names.join("”“")),
            "列名照字段的名称写；不公开的列删去，或者另存一份",
        ))
    }
}
