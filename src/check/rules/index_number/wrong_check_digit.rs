use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    source::Span,
    standard::{is_credit_code, is_organisation_code, view::Org},
};

use super::numbers;

declare_rule! {
    /// 查出校验位不对的统一社会信用代码和机构代码。
    ///
    /// ## 为什么
    ///
    /// 两种代码的末位都由前面各位算出（GB 32100、GB 11714），算不上就是抄错了字；索引号一经发布不再改变，抄错的代码会一直错下去。查 site.yaml 的统一社会信用代码和索引号里的代码；同一个错代码只报一处。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 索引号: "111409020123456715/2026-00100"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00100"
    /// ```
    WrongCheckDigit { id: "wrong-check-digit", severity: Warning, requirements: ["IX-2", "IX-3"], since: "0.1.0" }
}

impl Rule for WrongCheckDigit {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let own = site.config.settings().org().and(Org::credit_code);
        let own_code = own.or_default();
        if let (Some(span), Some(reason)) = (own.place(), wrong(own_code)) {
            let message = format!("统一社会信用代码“{own_code}”{reason}");
            let finding = Finding::new(message, "对照统一社会信用代码证书改正");
            let finding = finding.of("IX-3").severity(Severity::Warning);
            sink.add(&site.config.file.path, finding.at(span));
        }
        // The same slip in a thousand documents is one slip.
        let mut codes: BTreeMap<&str, (&str, Span, usize)> = BTreeMap::new();
        for number in numbers(site) {
            let Some(code) = number.parts.and_then(|parts| parts.code) else {
                continue;
            };
            let path = number.page.document.file.path.as_str();
            let entry = codes.entry(code).or_insert((path, number.span, 0));
            entry.2 += 1;
            if path < entry.0 {
                (entry.0, entry.1) = (path, number.span);
            }
        }
        for (code, (path, span, count)) in codes {
            let Some(reason) = wrong(code).filter(|_| code != own_code) else {
                continue;
            };
            let more = match count {
                1 => String::new(),
                count => format!("（共 {count} 份文档）"),
            };
            let message = format!("索引号里的代码“{code}”{reason}{more}");
            let help = "对照证书核对代码；已经发布的索引号不要改，写豁免并说明";
            let requirement = if code.len() == 9 { "IX-2" } else { "IX-3" };
            let finding = Finding::new(message, help).of(requirement);
            sink.add(path, finding.severity(Severity::Warning).at(span));
        }
    }
}

/// Fault in a code.
fn wrong(code: &str) -> Option<&'static str> {
    match code.len() {
        9 => (!is_organisation_code(code)).then_some("的校验位不对"),
        18 if !is_credit_code(code) => Some("的校验位不对"),
        // Its 9th to 17th characters are the organisation code.
        18 => code
            .get(8..17)
            .is_none_or(|inner| !is_organisation_code(inner))
            .then_some("的第 9 至 17 位不是正确的机构代码"),
        _ => Some("不是 18 位"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_codes_are_right() {
        for code in [
            "11441700007280420Y",
            "11620622013933539B",
            "000014349",
            "01527918X",
        ] {
            assert_eq!(wrong(code), None, "{code}");
        }
        for code in ["11441700007280420X", "000014348", "1144", "中中中"] {
            assert!(wrong(code).is_some(), "{code}");
        }
    }
}
