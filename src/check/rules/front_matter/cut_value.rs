use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出被 # 截断的值。
    ///
    /// ## 为什么
    ///
    /// YAML 里，空格后面的 `#` 到行末是注释。标题写“示例小区1 #楼改造”，读到的只有“示例小区1”。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 内容概述: 说明示例小区 #3楼加装电梯的安排、资金来源和联系办法
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 内容概述: "说明示例小区 #3楼加装电梯的安排、资金来源和联系办法"
    /// ```
    CutValue { id: "cut-value", severity: Error, since: "0.1.0" }
}

impl Rule for CutValue {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::CutValue { lost, fix } = &fault.kind else {
            return None;
        };
        let shown: String = lost.chars().take(20).collect();
        let help = "用半角双引号把整个值括起来；是注释的，在 # 后面空一格";
        let finding = Finding::new(format!("从“{shown}”起被当作注释，没有读到"), help);
        Some(finding.fix_if(fix.clone()))
    }
}
