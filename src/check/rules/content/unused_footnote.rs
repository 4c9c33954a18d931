use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出正文没有引用的脚注。
    ///
    /// ## 为什么
    ///
    /// 写了脚注，正文里没有 `[^1]` 引到它，读者不知道它说的是哪一句。编号写错、引用写在代码里，都会这样。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文。
    ///
    /// [^1]: 依据某文件。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文[^1]。
    ///
    /// [^1]: 依据某文件。
    /// ```
    UnusedFootnote { id: "unused-footnote", severity: Warning, since: "0.1.0" }
}

impl Rule for UnusedFootnote {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnusedFootnote { name, is_second } = &fault.kind else {
            return None;
        };
        Some(if *is_second {
            Finding::new(
                format!("脚注 [^{name}] 前面已经有了，引用都到前一个"),
                "给这一个换个名称，并在正文里引用它；重复的，删去",
            )
        } else {
            Finding::new(
                format!("正文没有引用脚注 [^{name}]"),
                format!("在要注释的字句后面写 [^{name}]；不需要的，删去这条脚注"),
            )
        })
    }
}
