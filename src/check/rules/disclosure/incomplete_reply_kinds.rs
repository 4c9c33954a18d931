use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{INSTRUCTIONS, guide, squeezed, title_span};

declare_rule! {
    /// 查出列了答复情形、但没有列全七类的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第三十六条把对申请的答复分为七类。指南没有写答复情形的不算缺；写了四类以上而不全的提示补齐。每件申请答复得对不对，须查答复文书。用了别的说法的，在 `标准.词表.答复的种类` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -6. 已经作出答复、申请人重复申请相同信息的，告知不予重复处理；
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -6. 已经作出答复、申请人重复申请相同信息的，告知不予重复处理；
    /// +6. 就相同信息重复申请的，告知不予处理；
    /// ```
    IncompleteReplyKinds { id: "incomplete-reply-kinds", severity: Info, requirements: ["TL-36"], since: "0.1.0" }
}

/// Number of kinds from which on a guide is taken to list them.
const LISTED: usize = 4;

impl Rule for IncompleteReplyKinds {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let text = squeezed(site, &INSTRUCTIONS);
        let kinds = &site.config.standard.vocabulary.reply_kinds;
        let missing = kinds.missing(|words| words.any_in(&text));
        if missing.is_empty() || kinds.all().len() - missing.len() < LISTED {
            return;
        }
        let message = format!("指南所列的答复情形不全，没有：{}", missing.join("、"));
        let help = "照《条例》第三十六条补齐七类情形";
        sink.add(
            &column.source.file.path,
            Finding::new(message, help).at(title_span(column)),
        );
    }
}
