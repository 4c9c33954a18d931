use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{INSTRUCTIONS, guide, squeezed, title_span};

declare_rule! {
    /// 查出没有说明怎样帮助阅读困难、视听障碍申请人的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第四十三条：申请公开政府信息的公民存在阅读困难或者视听障碍的，行政机关应当提供必要的帮助。在指南和依申请公开栏目里找有关说明；网页的无障碍入口另有规则，是否真的帮到，须由人核查。用了别的说法的，在 `标准.词表.对申请人的帮助` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -申请人存在阅读困难或者视听障碍的，本机关提供必要的帮助。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -申请人存在阅读困难或者视听障碍的，本机关提供必要的帮助。
    /// +视力、听力不便或者阅读有困难的，由工作人员代读、代填。
    /// ```
    MissingAssistance { id: "missing-assistance", severity: Warning, requirements: ["TL-43"], since: "0.1.0" }
}

impl Rule for MissingAssistance {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let words = &site.config.standard.vocabulary.assistance;
        if words.any_in(&squeezed(site, &INSTRUCTIONS)) {
            return;
        }
        let help = "在指南里写明对阅读困难、视听障碍的申请人提供哪些帮助、怎样联系";
        sink.add(
            &column.source.file.path,
            Finding::new("指南没有说明怎样帮助阅读困难、视听障碍的申请人", help)
                .at(title_span(column)),
        );
    }
}
