use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 说出程序自己在哪份文件上出了错。
    ///
    /// ## 为什么
    ///
    /// 这是程序的缺陷，不是内容的错。别的文件照常检查，但是不发布，因为不知道少了什么；退出码是 2，不能豁免，也不能改严重程度。
    ///
    /// ## 反例
    ///
    /// ```crash content/通知公告/例.md
    /// 解析
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    /// ```
    InternalError { id: "internal-error", severity: Error, since: "0.1.0" }
}

impl Rule for InternalError {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::InternalError { doing, crash } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("{doing}时{crash}"),
            "这是程序的缺陷，不是内容的错：请把这份文件和这句话报告给程序的维护人员",
        ))
    }
}
