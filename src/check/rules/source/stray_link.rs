use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出指向别处、指向文件夹或什么也不指的符号链接，以及管道之类不是文件的东西。
    ///
    /// ## 为什么
    ///
    /// 跟着它走，可能发布本不该发布的文件，也可能在圈里走不出来。只有指向同一篇文档的文件夹里的普通文件的链接才会读取。
    ///
    /// ## 反例
    ///
    /// ```link content/通知公告/外.md
    /// /etc/hostname
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    StrayLink { id: "stray-link", severity: Error, since: "0.1.0" }
}

impl Rule for StrayLink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::StrayLink { reason } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("这个文件或符号链接{reason}，没有读取"),
            "删掉它；需要其中内容的，把文件复制到这里",
        ))
    }
}
