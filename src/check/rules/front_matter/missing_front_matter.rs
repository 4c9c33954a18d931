use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出没有文件头的文档。
    ///
    /// ## 为什么
    ///
    /// 标题、索引号、公开属性等都写在文件头里；没有它，就不知道这份文件能不能公开。
    ///
    /// ## 反例
    ///
    /// ```md
    /// # 关于防汛值班的通知
    ///
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
    MissingFrontMatter { id: "missing-front-matter", severity: Error, since: "0.1.0" }
}

impl Rule for MissingFrontMatter {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MissingFrontMatter { is_meant } = fault.kind else {
            return None;
        };
        let finding = if is_meant {
            Finding::new(
                "文件头的第一行不是三个半角连字符 ---",
                "把这一行改成 ---（三个半角连字符），文件头的末行也是",
            )
            .fix(fault.span, "---")
        } else {
            Finding::new(
                "文件开头没有文件头（--- 之间的部分）",
                "第一行写 ---，其下每行写“键: 值”，再写一行 ---，然后才是正文",
            )
        };
        Some(finding.clause("《条例》第十二条"))
    }
}
