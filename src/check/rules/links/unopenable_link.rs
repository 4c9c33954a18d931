use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    model::Site,
    source::{Unopenable, host, is_markdown, is_private, meant_address},
    standard::view::ExternalLinks,
};

use super::CLAUSE;

declare_rule! {
    /// 查出读者打不开的链接和图片。
    ///
    /// ## 为什么
    ///
    /// 链接到自己电脑上、单位内网里的文件，只有自己打得开，读者打不开，还把用户名、内网地址公开了出去。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[附件](D:\工作\附件.docx)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 见[国务院网站](https://www.gov.cn/)。
    /// ```
    UnopenableLink { id: "unopenable-link", severity: Error, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for UnopenableLink {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let own = site.config.settings().external_links();
        if own.and(ExternalLinks::allow_private).get() == Some(true) {
            return;
        }
        for link in site.outward() {
            if host(&link.address).is_some_and(is_private) {
                let finding = unopenable(&link.path, &link.address, Unopenable::OfficeNetwork);
                sink.add(&link.path, finding.at(link.span));
            }
        }
    }

    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnopenableLink { address, why } = &fault.kind else {
            return None;
        };
        Some(unopenable(&fault.path, address, *why))
    }
}

fn unopenable(path: &str, address: &str, why: Unopenable) -> Finding {
    let shown: String = address.chars().take(60).collect();
    let name = address.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = if name.contains('.') {
        name
    } else {
        "附件.docx"
    };
    let put = if is_markdown(path) {
        format!("放进这篇文档的文件夹（与 index.md 同级），链接只写文件名，如 {name}")
    } else {
        format!("放进 content 里的栏目文件夹，这里写它在 content 之下的路径，如 政策文件/{name}")
    };
    let (message, help) = match why {
        Unopenable::OwnComputer => (
            format!("“{shown}”在自己的电脑上，读者打不开"),
            format!("把文件{put}"),
        ),
        Unopenable::OfficeNetwork => (
            format!("“{shown}”在单位的内网里，读者打不开"),
            format!(
                "是文件的，{put}；是网页的，写公网上的地址；本站就在内网公开的，在 site.yaml 的“外部链接”里写“内网: 是”"
            ),
        ),
        Unopenable::Scheme => (
            format!("“{shown}”读者的浏览器打不开"),
            meant_address(address).map_or_else(
                || {
                    "链接只能写站内的路径，或者以 https://、http://、mailto: 或 tel: 开头的地址"
                        .to_owned()
                },
                |meant| format!("写成“{meant}”"),
            ),
        ),
    };
    Finding::new(message, help).clause(CLAUSE)
}
