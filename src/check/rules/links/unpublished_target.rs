use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    linkcheck::Links,
    model::Site,
};

use super::{WrittenAddresses, add_broken};

declare_rule! {
    /// 查出指向不公开内容的链接和关系。
    ///
    /// ## 为什么
    ///
    /// 不是主动公开的文档不会发布，链接点开是空的，还会露出它的名称。
    ///
    /// ## 反例
    ///
    /// ```body content/通知公告/甲.md
    /// 见[内部安排](内.md)。
    /// ```
    ///
    /// ```fields content/通知公告/内.md
    /// 索引号: "111409020123456714/2026-00099"
    /// 公开属性: 不予公开
    /// 不公开理由: 内部事务
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00100"
    /// 公开属性: 主动公开
    /// ```
    UnpublishedTarget { id: "unpublished-target", severity: Error, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for UnpublishedTarget {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnpublishedTarget { target, owner } = &fault.kind else {
            return None;
        };
        let finding = match owner {
            Some(owner) => Finding::new(
                format!("“{target}”是不公开的“{owner}”的文件，不会发布"),
                "删去这个链接；若这个文件可以公开，复制一份放进本文档的文件夹，链接到那一份",
            ),
            None => Finding::new(
                format!("“{target}”不是主动公开，不会发布"),
                "删去这个链接；若对方可以公开，先改它的公开属性并补审查记录",
            ),
        };
        Some(finding.clause("《条例》第十三条"))
    }

    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let mut places = WrittenAddresses::new(built.site);
        for broken in links.broken() {
            if broken.fragment.is_none() && is_withheld(built.site, &broken.target) {
                let message = format!("链接指向“/{}”，不是主动公开，不会发布", broken.target);
                add_broken(built, &mut places, broken, &message, sink);
            }
        }
    }
}

/// Recognises the output path of a document that is not published.
pub(super) fn is_withheld(site: &Site, output: &str) -> bool {
    let mut pages = site.pages.iter().filter(|page| !page.is_published);
    pages.any(|page| page.output == output)
}
