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
    /// ```fields
    /// 标题: 关于防汛值班的通知
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
