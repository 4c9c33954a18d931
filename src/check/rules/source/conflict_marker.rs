use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有解决的合并冲突。
    ///
    /// ## 为什么
    ///
    /// 两个人改了同一处，合并时留下 `<<<<<<<`、`=======`、`>>>>>>>` 三行，两种写法都还在。这样登出去，读者看到的是两个时限。
    ///
    /// ## 反例
    ///
    /// ```body
    /// <<<<<<< HEAD
    /// 办理时限为5天。
    /// =======
    /// 办理时限为7天。
    /// >>>>>>> feature
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 办理时限为7天。
    /// ```
    ConflictMarker { id: "conflict-marker", severity: Error, since: "0.1.0" }
}

impl Rule for ConflictMarker {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        if fault.kind != FaultKind::ConflictMarker {
            return None;
        }
        let help = "核对两种写法，留下对的，删去 <<<<<<<、=======、>>>>>>> 这几行";
        Some(Finding::new("合并的冲突没有解决", help))
    }
}
