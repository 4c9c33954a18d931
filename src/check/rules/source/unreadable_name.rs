use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出名字不是 UTF-8 的文件。
    ///
    /// ## 为什么
    ///
    /// 从旧的压缩包里解出来的文件名常是乱码，写不进网址。
    ///
    /// ## 反例
    ///
    /// ```name content/通知公告
    /// GBK
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
    UnreadableName { id: "unreadable-name", severity: Error, since: "0.1.0" }
}

impl Rule for UnreadableName {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        (fault.kind == FaultKind::UnreadableName).then(|| {
            Finding::new(
                "文件名不是 UTF-8，没有读取",
                "给文件重新起名；若来自压缩包，请用能识别 GBK 文件名的工具重新解压",
            )
        })
    }
}
