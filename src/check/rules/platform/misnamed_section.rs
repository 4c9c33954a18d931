use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出没有称作“政府信息公开”的专栏。
    ///
    /// ## 为什么
    ///
    /// 各机关的公开平台必须统一名称，一字不差；“信息公开”“政务公开专栏”等别名都要改过来，公众在任何一级网站上才认得出。
    ///
    /// ## 反例
    ///
    /// ```diff content/_index.md
    /// -标题: 政府信息公开
    /// +标题: 政务公开专栏
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/_index.md
    ///  标题: 政府信息公开
    /// ```
    MisnamedSection {
        id: "misnamed-section", severity: Error,
        requirements: ["PT-2", "PT-3"], since: "0.1.0"
    }
}

/// The one name: 国办公开办函〔2019〕61号.
const NAME: &str = "政府信息公开";

impl Rule for MisnamedSection {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let root = &site.columns[0];
        if let Some((title, span)) = root.source.meta().title().given()
            && title != NAME
        {
            let finding = Finding::new(
                format!("专栏的名称是“{}”，应为“{NAME}”", root.title),
                format!("标题改成“{NAME}”"),
            );
            let finding = finding.at(span).fix(span, NAME);
            sink.add(&root.source.file.path, finding);
        }
    }
}
