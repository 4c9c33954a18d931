use crate::{
    check::{Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::MarkKind,
};

use super::Number;

declare_rule! {
    /// 查出完整的银行卡号。
    ///
    /// ## 为什么
    ///
    /// 补贴发放表常把姓名和卡号一起公示，公开会损害当事人（《条例》第十五条）。只认发卡行号段和校验位都成立的号码；单位账户不在其列。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 补贴已发至 6222 0212 3456 7890 128 账户。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 补贴已发至尾号 0128 的账户。
    /// ```
    ExposedBankCard {
        id: "exposed-bank-card", severity: Error,
        requirements: ["TL-15"], since: "0.1.0"
    }
}

const NUMBER: Number = Number {
    kind: MarkKind::BankCard,
    name: "银行卡号",
    state: "完整的",
    ends: (4, 4),
    severity: Severity::Error,
    help: "改为只留后四位，或删去这一项；附件改好后重新导出",
    is_known: |_, _, _| false,
};

impl Rule for ExposedBankCard {
    fn site(&self, site: &Site, sink: &mut Sink) {
        NUMBER.in_site(site, sink);
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        NUMBER.in_document(site, page, sink);
    }
}
