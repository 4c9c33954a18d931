use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出登出来编号不同的条目。
    ///
    /// ## 为什么
    ///
    /// 一个列表里的编号由第一条顺着数：写 1、2、2，登出来是 1、2、3。正文里说“见第2条”，就不知道是哪一条了。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 1. 甲
    /// 2. 乙
    /// 2. 丙
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 1. 甲
    /// 2. 乙
    /// 3. 丙
    /// ```
    RenumberedItem { id: "renumbered-item", severity: Warning, since: "0.1.0" }
}

impl Rule for RenumberedItem {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::RenumberedItem { written, shown } = fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("这一条写的是 {written}，登出来是 {shown}"),
            format!("核对编号；确实是 {written} 的，写成 {written}\\.，每条之间空一行"),
        ))
    }
}
