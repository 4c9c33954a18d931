use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Severity},
    source::is_external,
};

declare_rule! {
    /// 查出正文里会被去掉的 HTML，和不能发布的链接。
    ///
    /// ## 为什么
    ///
    /// 脚本、样式和内嵌页面有安全隐患，也不合本站的内容安全策略，发布时一律去掉。`javascript:`、`vbscript:`、`data:` 之类的链接能在读者的电脑上运行程序，是错误。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文。
    ///
    /// <script>alert(1)</script>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    ///
    /// <details><summary>说明</summary>内容</details>
    /// ```
    RemovedHtml { id: "removed-html", severity: Error, since: "0.1.0" }
}

impl Rule for RemovedHtml {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::RemovedHtml { what } = &fault.kind else {
            return None;
        };
        if is_external(what) {
            return Some(unsafe_link(what));
        }
        Some(
            Finding::new(
                format!("正文里的 {what} 会被去掉"),
                "用 Markdown 写；需要图表请用 SVG 附件",
            )
            // With these, the words in them go.
            .severity(if matches!(what.as_str(), "template" | "object") {
                Severity::Error
            } else {
                Severity::Warning
            }),
        )
    }
}

fn unsafe_link(address: &str) -> Finding {
    let shown: String = address.chars().take(40).collect();
    Finding::new(
        format!("链接“{shown}”不能发布"),
        "链接只能写站内的路径，或者以 https://、http://、mailto: 或 tel: 开头的地址；不需要的，删去",
    )
}
