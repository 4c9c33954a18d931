use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出不认识的字段。
    ///
    /// ## 为什么
    ///
    /// 多半是字写错了：程序不会用它，真正的字段却缺着。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发文字好: 旭街办发〔2026〕1号
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕15号
    /// ```
    UnknownField { id: "unknown-field", severity: Error, since: "0.1.0" }
}

impl Rule for UnknownField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnknownField { field, nearest } = &fault.kind else {
            return None;
        };
        let message = format!("不认识字段“{field}”");
        Some(match nearest {
            Some(nearest) => {
                Finding::new(message, format!("是不是“{nearest}”？若是多余的，请删去"))
            }
            None => Finding::new(message, "请删去；可用的字段见 README 的“文件头”一节"),
        })
    }
}
