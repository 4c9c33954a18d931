use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::Org,
};

use super::{catalog, name};

declare_rule! {
    /// 查出公开主体不是本机关全称的目录事项。
    ///
    /// ## 为什么
    ///
    /// 目录列的是本机关负责公开的事项，公开主体写本机关全称，公众才知道找谁要、向谁反映。简称、内设机构、别的机关都不合适；与别的机关共同公开的，写在一起，用顿号隔开。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开主体: 旭来街街道办事处
    /// +    公开主体: 旭来街街道
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开主体: 旭来街街道办事处
    /// +    公开主体: 旭来街街道办事处、忻府区民政局
    /// ```
    ForeignCatalogSubject {
        id: "foreign-catalog-subject", severity: Warning,
        requirements: ["CAT-6"], since: "0.1.0",
    }
}

impl Rule for ForeignCatalogSubject {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let own = site.config.org(Org::name);
        if own.is_empty() {
            return;
        }
        for row in data.items() {
            let Some((text, span)) = row.subject().given() else {
                continue;
            };
            let mut subjects = text
                .split(['、', '，', '；', ',', ';', '\n'])
                .map(str::trim);
            if !subjects.any(|subject| subject == own) {
                let message = format!("{}的公开主体“{text}”不是本机关全称", name(row));
                let help = format!("写“{own}”；由别的机关公开的事项，从本机关的目录里移出");
                sink.add(&path, Finding::new(message, help).at(span));
            }
        }
    }
}
