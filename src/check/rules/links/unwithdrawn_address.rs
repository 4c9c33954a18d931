use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    linkcheck::Links,
    model::own_path,
};

use super::lost_address::withdrawn;

declare_rule! {
    /// 查出写明撤下、却仍然在发布的网址，和写得不对的撤下网址。
    ///
    /// ## 为什么
    ///
    /// 撤下一份文档往往有原因（涉及个人隐私、内容有误）；以为已经撤下，其实还在网上，比不撤更糟。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 撤下网址:
    ///   - {网址: /notices/index.html, 理由: 栏目已经停办}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 撤下网址:
    ///   - {网址: /notices/202505/gone.html, 理由: 事项已经停办}
    /// ```
    UnwithdrawnAddress { id: "unwithdrawn-address", severity: Error, since: "0.1.0" }
}

impl Rule for UnwithdrawnAddress {
    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let config = &built.site.config;
        for (path, span) in withdrawn(built.site) {
            if links.has_file(&path) {
                let finding = Finding::new(
                    format!("“/{path}”写明撤下，现在仍在发布"),
                    "删去文档或者改它的公开属性；不撤了的，删去这一条",
                );
                sink.add(&config.file.path, finding.at(span));
            }
        }
        for entry in config.settings().withdrawn() {
            let Some((address, span)) = entry.address().given() else {
                continue;
            };
            if let Err(reason) = own_path(config, address) {
                let message = format!("撤下网址写得不对：{reason}");
                let help = "写本站原来的网址，如 /policies/202606/banfa.html";
                sink.add(&config.file.path, Finding::new(message, help).at(span));
            }
        }
    }
}
