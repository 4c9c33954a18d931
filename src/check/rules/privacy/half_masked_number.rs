use crate::{
    check::{Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::MarkKind,
};

use super::Number;

declare_rule! {
    /// 查出没有遮够的身份证号和银行卡号。
    ///
    /// ## 为什么
    ///
    /// 只遮住两三位的号码，凭校验位和出生日期一算就出来；至少遮住六位（《条例》第十五条）。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 申请人张某某，身份证号1101051949123\*\*\*2X，经审核符合条件。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 申请人张某某，身份证号110105\*\*\*\*\*\*\*\*002X，经审核符合条件。
    /// ```
    HalfMaskedNumber { id: "half-masked-number", severity: Error, requirements: ["TL-15"], since: "0.1.0" }
}

const NUMBER: Number = Number {
    kind: MarkKind::HalfMasked,
    name: "号码",
    state: "没有遮够的",
    ends: (6, 4),
    severity: Severity::Error,
    help: "至少遮住六位，身份证号写成 110105********002X；附件改好后重新导出",
    is_known: |_, _, _| false,
};

impl Rule for HalfMaskedNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        NUMBER.in_site(site, sink);
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        NUMBER.in_document(site, page, sink);
    }
}
