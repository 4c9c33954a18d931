use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{INSTRUCTIONS, guide, has_any, squeezed, title_span};

declare_rule! {
    /// 查出列了答复情形、但没有列全七类的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第三十六条把对申请的答复分为七类。指南没有写答复情形的不算缺；写了四类以上而不全的提示补齐。每件申请答复得对不对，须查答复文书。
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

/// The kinds of Article 36, with the words by which they are known.
const KINDS: [(&str, &[&str]); 7] = [
    ("已经主动公开", &["已经主动公开", "已主动公开"]),
    ("可以公开", &["可以公开", "可公开", "予以公开"]),
    ("不予公开", &["不予公开"]),
    (
        "信息不存在",
        &["不存在", "没有所申请", "没有现成", "不掌握", "未检索到"],
    ),
    (
        "不属于本机关负责",
        &[
            "不属于本机关",
            "不属于本行政机关",
            "不属于本街道",
            "非本机关",
            "不由本机关",
        ],
    ),
    ("重复申请", &["重复申请", "重复处理", "重复提出"]),
    (
        "法律、行政法规另有规定",
        &["特别规定", "专门规定", "另有规定", "不动产登记"],
    ),
];

/// Number of kinds from which on a guide is taken to list them.
const LISTED: usize = 4;

impl Rule for IncompleteReplyKinds {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let text = squeezed(site, &INSTRUCTIONS);
        let missing: Vec<&str> = KINDS
            .iter()
            .filter(|(_, words)| !has_any(&text, words))
            .map(|(name, _)| *name)
            .collect();
        if missing.is_empty() || KINDS.len() - missing.len() < LISTED {
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
