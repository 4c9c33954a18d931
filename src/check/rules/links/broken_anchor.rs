use std::collections::BTreeSet;

use crate::{
    check::{Built, Finding, Rule, Sink, facts::meant, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    linkcheck::Links,
};

use super::{CLAUSE, WrittenAddresses, add_broken};

declare_rule! {
    /// 查出指向页内不存在的位置的链接。
    ///
    /// ## 为什么
    ///
    /// 页面会打开，但停在开头，读者要自己找。
    ///
    /// ## 反例
    ///
    /// ```body
    /// ## 值班安排
    ///
    /// 见[安排](#值班表)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// ## 值班安排
    ///
    /// 见[安排](#值班安排)。
    /// ```
    BrokenAnchor { id: "broken-anchor", severity: Error, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for BrokenAnchor {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::BrokenAnchor {
            fragment,
            nearest,
            meant,
            ..
        } = &fault.kind
        else {
            return None;
        };
        let finding = meant::finding(
            format!("目标页没有锚点“#{fragment}”"),
            meant.as_ref(),
            nearest.as_deref(),
            |nearest| format!("是不是“#{nearest}”？"),
            "锚点是标题的文字：去掉标点，空格换成连字符；也可以在标题后写 {#名称}",
        );
        Some(finding.clause(CLAUSE))
    }

    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let mut places = WrittenAddresses::new(built.site);
        let mut missing = links.broken().iter().filter_map(|broken| {
            let fragment = broken.fragment.as_deref()?;
            Some((broken, fragment))
        });
        let Some(first) = missing.next() else { return };
        // What an editor wrote as a path was told where it stands.
        let told: BTreeSet<(&str, &str)> = built
            .site
            .faults
            .iter()
            .filter_map(|fault| match &fault.kind {
                FaultKind::BrokenAnchor { page, fragment, .. } => {
                    Some((page.as_str(), fragment.as_str()))
                }
                _ => None,
            })
            .collect();
        for (broken, fragment) in std::iter::once(first).chain(missing) {
            if told.contains(&(&*broken.target, fragment)) {
                continue;
            }
            let message = format!("网页“/{}”没有锚点“#{fragment}”", broken.target);
            add_broken(built, &mut places, broken, &message, sink);
        }
    }
}
