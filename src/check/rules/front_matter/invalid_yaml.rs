use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出不合 YAML 写法的文件头和数据文件。
    ///
    /// ## 为什么
    ///
    /// 写法错了，整个文件头都读不出来。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 标题: 通知: 关于防汛值班
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: "通知: 关于防汛值班"
    /// ```
    InvalidYaml { id: "invalid-yaml", severity: Error, since: "0.1.0" }
}

impl Rule for InvalidYaml {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::InvalidYaml { reason, fix } = &fault.kind else {
            return None;
        };
        let finding = Finding::new(
            format!("YAML 写法有误：{reason}"),
            "改正这一行（或它的上一行）；含特殊字符的值用引号括起来",
        );
        Some(finding.fix_if(fix.clone()))
    }
}
