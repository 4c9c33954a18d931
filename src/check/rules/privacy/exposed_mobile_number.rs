use crate::{
    check::{Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    standard::MarkKind,
};

use super::{Number, digits};

declare_rule! {
    /// 查出完整的手机号码。
    ///
    /// ## 为什么
    ///
    /// 手机号多是个人的，公开会招来骚扰和诈骗（《条例》第十五条）；办公联系方式应当用固定电话。值班手机等确需公开的，写进 site.yaml 的 机关.电话，全站就不再提示。表里十一位的金额被错认的，把那一列的标题加到 `标准.词表.金额列的标题`。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 联系人：示例甲，电话：13800138000。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 联系人：示例甲，电话：0350-0000001。
    /// ```
    ExposedMobileNumber {
        id: "exposed-mobile-number", severity: Warning,
        requirements: ["TL-15"], since: "0.1.0"
    }
}

const NUMBER: Number = Number {
    kind: MarkKind::Mobile,
    name: "手机号",
    state: "完整的",
    ends: (3, 4),
    severity: Severity::Warning,
    help: "改写办公电话，或遮去中间四位（138****8000）；确需公开的值班手机写进 site.yaml 的 机关.电话",
    is_known: is_of_office,
};

impl Rule for ExposedMobileNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        NUMBER.in_site(site, sink);
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        NUMBER.in_document(site, page, sink);
    }
}

/// Checks that the office gives the number as its own in the settings.
fn is_of_office(site: &Site, number: &str, _: &str) -> bool {
    let Some(office) = site.config.settings().org().place() else {
        return false;
    };
    let text = site.config.file.text.as_str();
    site.config
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Mobile)
        .filter(|mark| office.start <= mark.span.start && mark.span.end <= office.end)
        .filter_map(|mark| text.get(mark.span.start..mark.span.end))
        .any(|written| digits(written) == number)
}
