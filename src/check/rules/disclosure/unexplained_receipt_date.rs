use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{INSTRUCTIONS, guide, squeezed, title_span};

declare_rule! {
    /// 查出没有说明收到申请的日期怎样确定的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第三十一条：当面提交的以提交之日、邮寄的以签收之日（平常信函以确认之日）、互联网和传真的以双方确认之日为收到申请之日。答复期限从这一天起算，不说明就会起争议。在指南和依申请公开栏目里找这三种情形的写法；登记的日期对不对，须查办理台账。用了别的说法的，在 `标准.词表.收到申请的日期` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -1. 当面提交的，以提交之日为收到申请之日；
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -1. 当面提交的，以提交之日为收到申请之日；
    /// +1. 当面提交的，提交当日为收到申请之日；
    /// ```
    UnexplainedReceiptDate { id: "unexplained-receipt-date", severity: Warning, requirements: ["TL-31"], since: "0.1.0" }
}

impl Rule for UnexplainedReceiptDate {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let text = squeezed(site, &INSTRUCTIONS);
        let cases = &site.config.standard.vocabulary.receipt_dates;
        let missing = cases.missing(|words| words.any_in(&text));
        if missing.is_empty() {
            return;
        }
        let message = format!("没有说明收到申请的日期怎样确定：{}", missing.join("、"));
        let help =
            "在指南里照《条例》第三十一条写明当面、邮寄、互联网和传真各以哪一天为收到申请之日";
        sink.add(
            &column.source.file.path,
            Finding::new(message, help).at(title_span(column)),
        );
    }
}
