use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::is_table,
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
        let FaultKind::UnknownField {
            field,
            nearest,
            wanted_by,
            known,
            requirement,
        } = &fault.kind
        else {
            return None;
        };
        let (message, what) = if is_table(&fault.path) {
            (format!("表里不认识“{field}”这一栏"), "栏名")
        } else {
            (format!("不认识字段“{field}”"), "字段名")
        };
        let help = match (nearest, known) {
            (Some(nearest), _) => format!("是不是“{nearest}”？是的，改成它；多余的，删去"),
            (None, Some(known)) => {
                format!("{wanted_by}里可以写 {known}；是其中一个的，改用这个{what}，都不是的，删去")
            }
            (None, None) => "请删去；可用的字段见 README 的“文件头”一节".to_owned(),
        };
        let finding = Finding::new(message, help).of_if(requirement.as_deref());
        // What stands there is not published, whatever the requirement weighs.
        Some(finding.strict_if(true))
    }
}
