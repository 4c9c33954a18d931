use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有 _index.md 的栏目文件夹。
    ///
    /// ## 为什么
    ///
    /// 不知道栏目的名称、类型和次序，其中的文档就没有归处。
    ///
    /// ## 反例
    ///
    /// ```md content/新栏目/甲.md
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
    MissingColumnIndex { id: "missing-column-index", severity: Error, since: "0.1.0" }
}

impl Rule for MissingColumnIndex {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MissingColumnIndex { folder } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("文件夹 {folder} 没有 _index.md，不成栏目"),
            "新建 _index.md，文件头写 标题、栏目类型、说明、主题词",
        ))
    }
}
