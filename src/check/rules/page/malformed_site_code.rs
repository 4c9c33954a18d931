use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    standard::view::{Footer, Portal},
};

declare_rule! {
    /// 查出不规范的网站标识码。
    ///
    /// ## 为什么
    ///
    /// 标识码是网站的身份证号：地方网站十位数字，部委网站是 bm 加八位数字；前六位是行政区划代码，与公安备案号的前六位应当相同。与本机关的区划代码是否相符，另有规则核对。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  标识码: "1409020005"
    /// +  标识码: "14090200"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    ///    标识码: "1409020005"
    /// ```
    MalformedSiteCode {
        id: "malformed-site-code", severity: Error,
        requirements: ["TAG-S3", "WD-2"], since: "0.1.0"
    }
}

impl Rule for MalformedSiteCode {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let code = config.settings().portal().and(Portal::id_code);
        let Some((code, span)) = code.given() else {
            return;
        };
        let finding = if !is_site_code(code) {
            Finding::new(
                format!("“{code}”不是网站标识码"),
                "写十位数字的标识码，并加引号；标识码向上级门户网站的主办单位要",
            )
        } else if let Some(police) = police_region(config.footer(Footer::police))
            && !code.starts_with("bm")
            && !code.starts_with(&police)
        {
            let filing = config.settings().footer().and(Footer::police).span();
            Finding::new(
                format!("标识码“{code}”与公安备案号的前六位“{police}”不同"),
                "核对两处的行政区划代码，改正写错的一处",
            )
            .of("WD-2")
            .severity(Severity::Warning)
            .related(&config.file.path, filing, "公安备案号在这里")
        } else {
            return;
        };
        sink.add(&config.file.path, finding.at(span));
    }
}

fn is_site_code(code: &str) -> bool {
    let digits = code.strip_prefix("bm").unwrap_or(code);
    let wanted = if digits.len() < code.len() { 8 } else { 10 };
    digits.len() == wanted && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The first six digits of a 公安备案号 that has all fourteen.
fn police_region(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 14).then(|| digits.chars().take(6).collect())
}

#[cfg(test)]
mod tests {
    use super::is_site_code;

    #[test]
    fn codes_have_ten_digits_or_bm_and_eight() {
        for code in ["1409020005", "bm01000001"] {
            assert!(is_site_code(code), "{code}");
        }
        for code in [
            "",
            "bm",
            "140902000",
            "14090200055",
            "bm0100000",
            "BM01000001",
            "140902000五",
        ] {
            assert!(!is_site_code(code), "{code}");
        }
    }
}
