use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 提示已经永久搬到新地址的站外链接（只在 `check --external` 时联网查）。
    ///
    /// ## 为什么
    ///
    /// 网站回答 301 或 308，是说旧地址不再用了；现在还会转过去，转不过去的那天就成了断链。临时的跳转
    /// （302、303、307）不报。地址确定的，`check --external --fix` 会改好。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[上级通知](https://old.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ```answers
    /// https://old.example.gov.cn/tz/1.html 301 https://www.example.gov.cn/tz/1.html
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ```answers
    /// https://www.example.gov.cn/tz/1.html 200
    /// ```
    MovedExternalLink { id: "moved-external-link", severity: Info, requirements: [], since: "0.1.0" }
}

impl Rule for MovedExternalLink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MovedExternalLink {
            address,
            to,
            status,
            replacement,
        } = &fault.kind
        else {
            return None;
        };
        let help = match replacement {
            Some(new) => format!("改成 {new}"),
            None if is_front(to) && !is_front(address) => {
                "转到了首页，原来的网页多半已经撤下：点开核对，换成新的网址，或者删去链接"
                    .to_owned()
            }
            None => format!("点开核对，还是原来的内容就改成 {to}"),
        };
        let message = format!("站外链接“{address}”已搬到新地址（{status}）：{to}");
        let finding = Finding::new(message, help);
        Some(match replacement {
            Some(new) => finding.fix(fault.span, new),
            None => finding,
        })
    }

    fn needs_network(&self) -> bool {
        true
    }
}

/// Recognises the address of a website's front page.
fn is_front(address: &str) -> bool {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.is_empty() || path.starts_with(['?', '#'])
}
