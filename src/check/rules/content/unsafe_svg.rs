use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出带脚本或引用外部内容的 SVG。
    ///
    /// ## 为什么
    ///
    /// SVG 里可以藏脚本；直接打开它时，内容安全策略管不到。
    ///
    /// ## 反例
    ///
    /// ```svg content/通知公告/图.svg
    /// <svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnsafeSvg { id: "unsafe-svg", severity: Error, since: "0.1.0" }
}

impl Rule for UnsafeSvg {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnsafeSvg { what } = &fault.kind else {
            return None;
        };
        Some(Finding::new(
            format!("SVG 里有不许可的内容：{what}"),
            "在绘图软件里另存为“普通 SVG”，去掉脚本、样式属性和外部引用",
        ))
    }
}
