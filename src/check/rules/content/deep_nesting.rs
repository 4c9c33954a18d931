use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出套得太深的列表、引用、强调和 HTML 标签。
    ///
    /// ## 为什么
    ///
    /// 一层套一层超过 100 层的内容没有人读得了，浏览器也会自行改动它的层次。超过的各层不写进网页，里面的文字照写。
    ///
    /// ## 反例
    ///
    /// ```body
    /// >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> 正文。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// > > 正文。
    /// ```
    DeepNesting { id: "deep-nesting", severity: Error, since: "0.1.0" }
}

impl Rule for DeepNesting {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::DeepNesting { limit } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("从这里起，内容一层套一层超过 {limit} 层"),
            "去掉多余的引用符号、列表缩进和没有关上的 HTML 标签，或者把里层的内容移到外面",
        ))
    }
}
