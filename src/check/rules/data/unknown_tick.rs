use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出看不懂的勾。
    ///
    /// ## 为什么
    ///
    /// 标准目录里公开对象、方式、层级各列打勾。√、✔、V、是、■ 都认得；写了别的，不知道是打了勾，还是没有打。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/_index.md
    /// -数据: 目录.yaml
    /// +数据: 目录.csv
    /// ```
    ///
    /// ```csv content/主动公开基本目录/目录.csv
    /// 版本：1,更新日期：2026-11-02
    /// 编号,领域,序号,一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道,全社会,特定群众,主动,依申请公开,乡级
    /// JD-001,救灾,1,防汛,值班安排,值班电话,《中华人民共和国防洪法》,及时,旭来街街道办事处,政府网站,√,待定,√,,√
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnknownTick { id: "unknown-tick", severity: Error, since: "0.1.0" }
}

impl Rule for UnknownTick {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnknownTick { column, .. } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("看不懂“{column}”这一格是不是打了勾"),
            "打勾的写 √，不打勾的空着",
        ))
    }
}
