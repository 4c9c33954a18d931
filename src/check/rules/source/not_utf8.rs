use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出不是 UTF-8 编码的文件。
    ///
    /// ## 为什么
    ///
    /// 浏览器和检查程序都按 UTF-8 读取；用 GBK 存的文件发布出去是乱码。
    ///
    /// ## 反例
    ///
    /// ```md encoding=gbk
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
    NotUtf8 { id: "not-utf8", family: Source, severity: Error, since: "0.1.0" }
}

impl Rule for NotUtf8 {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::NotUtf8 { guess } = &fault.kind else {
            return None;
        };
        Some(match guess {
            Some(guess) => Finding::new(
                format!("文件是 {guess} 编码，不是 UTF-8"),
                "在编辑器里选“另存为”，编码选 UTF-8（不带 BOM），再保存",
            ),
            None => Finding::new(
                "这里的字节不是合法的 UTF-8",
                "文件可能已损坏，或不是文本；请从原稿重新保存为 UTF-8",
            ),
        })
    }
}
