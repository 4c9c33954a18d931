use crate::{
    check::{Built, Finding, Rule, Sink, facts::meant, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    linkcheck::{Broken, LinkFlaw, Links},
};

use super::{CLAUSE, WrittenAddresses, add_broken, unpublished_target::is_withheld};

declare_rule! {
    /// 查出指向不存在的文件的链接。
    ///
    /// ## 为什么
    ///
    /// 错链、断链是网站检查逐条扣分的项目。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[附件](没有.docx)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    BrokenLink { id: "broken-link", severity: Error, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for BrokenLink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::BrokenLink {
            destination,
            nearest,
            meant,
        } = &fault.kind
        else {
            return None;
        };
        let finding = meant::finding(
            format!("链接“{destination}”指向的文件不存在"),
            meant.as_ref(),
            nearest.as_deref(),
            |nearest| format!("是不是“{nearest}”？链接写源文件的路径，大小写也要一致"),
            "改正路径；链接写源文件（.md 或附件）的路径，以本文件所在文件夹为起点",
        );
        Some(finding.clause(CLAUSE))
    }

    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let mut places = WrittenAddresses::new(built.site);
        let is_page = |broken: &&Broken| broken.fragment.is_none();
        for broken in links.broken().iter().filter(is_page) {
            if is_withheld(built.site, &broken.target) {
                continue;
            }
            let message = match &broken.flaw {
                LinkFlaw::Outside => format!("链接“{}”走出了本站", broken.target),
                LinkFlaw::Garbled => format!("链接“{}”的百分号编码有误", broken.target),
                _ => format!("链接指向“/{}”，没有这个文件", broken.target),
            };
            add_broken(built, &mut places, broken, &message, sink);
        }
    }
}
