use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::file_name,
};

declare_rule! {
    /// 查出一个栏目里的第二个 _index.md。
    ///
    /// ## 为什么
    ///
    /// 一个文件夹是一个栏目，只有一份说明；第二份里写的不会登出。
    ///
    /// ## 反例
    ///
    /// ```md content/通知公告/_index.markdown
    /// ---
    /// 标题: 通知
    /// 栏目类型: 动态
    /// 说明: 发布街道的通知和公告
    /// 主题词: [通知, 公告]
    /// ---
    /// 正文。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// 目录事项: [JD-001]
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    SecondColumnIndex { id: "second-column-index", severity: Error, since: "0.1.0" }
}

impl Rule for SecondColumnIndex {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::SecondColumnIndex { other } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!(
                "栏目已有“{}”，“{}”里写的不会登出",
                file_name(other),
                file_name(&fault.path)
            ),
            format!("把要登的内容并入“{}”，删去这个文件", file_name(other)),
        ))
    }
}
