use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出连成一段的几段话。
    ///
    /// ## 为什么
    ///
    /// 中间没有空行的几行是一段。一行一段写的稿子，登出来是“如下：一、……；二、……”连成一片，落款与日期也连在正文后面。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 现将有关事项通知如下：
    /// 一、时间为12月1日至5日；
    /// 二、地点为街道办事处一楼大厅。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 现将有关事项通知如下：
    ///
    /// 一、时间为12月1日至5日；
    ///
    /// 二、地点为街道办事处一楼大厅。
    /// ```
    RunOnLines { id: "run-on-lines", severity: Warning, since: "0.1.0" }
}

impl Rule for RunOnLines {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::RunOnLines { count, fix } = &fault.kind else {
            return None;
        };
        let message = if *count == 1 {
            "这一行与上一行连成了一段".to_owned()
        } else {
            format!("从这一行起，有 {count} 行与上一行连成了一段")
        };
        let help = "各段之间空一行；只要换行不要分段的，在上一行末尾加反斜杠";
        Some(Finding::new(message, help).fix_if(fix.clone()))
    }
}
