use std::collections::BTreeSet;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    config::Profile,
    diagnostic::Severity,
    model::Site,
    source::Span,
    standard::view::{FieldValue, Footer, Org, Portal},
};

use super::numbers;

declare_rule! {
    /// 查出与区划代码对不上的统一社会信用代码、网站标识码、公安备案号。
    ///
    /// ## 为什么
    ///
    /// 信用代码第 3 至 8 位、网站标识码和公安备案号的前 6 位都是区划代码，对不上就有一个抄错了；标识码属于市级门户的，前 4 位相同即可。街道的区划代码第 7 至 9 位应在 001 至 099 之间，镇、乡应在 100 至 399 之间。只比较所填的代码，哪一个对须由人核对。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  区划代码: "140902005"
    /// +  区划代码: "140902105"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    /// -  区划代码: "140902005"
    /// +  区划代码: "140902005000"
    /// ```
    MismatchedRegionCode { id: "mismatched-region-code", severity: Warning, requirements: ["IX-3", "IX-10", "WD-2"], since: "0.1.0" }
}

impl Rule for MismatchedRegionCode {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let settings = site.config.settings();
        let (org, portal) = (settings.org(), settings.portal());
        let Some((region, span)) = trimmed(org.and(Org::region_code)) else {
            sink.uncertain("IX-10", "site.yaml 没有填区划代码");
            return;
        };
        let mut tell = |message: String, requirement: &str, span: Span| {
            let finding = Finding::new(
                message,
                "对照证书和民政部门公布的区划代码核对，改正写错的一个",
            );
            let finding = finding.of(requirement).severity(Severity::Warning);
            sink.add(&site.config.file.path, finding.at(span));
        };
        if !matches!(region.len(), 6 | 9 | 12) || !region.bytes().all(|b| b.is_ascii_digit()) {
            let message = format!("区划代码“{region}”应是 6 位、9 位或者 12 位数字");
            tell(message, "IX-10", span);
            return;
        }
        if let Some(message) = wrong_level(site.config.profile, region) {
            tell(message, "IX-10", span);
        }
        let county = &region[..6];
        let own = trimmed(org.and(Org::credit_code));
        let agrees = |code: &str| code.get(2..8).is_none_or(|inner| inner == county);
        let codes = [
            (
                "统一社会信用代码",
                "第 3 至 8 位",
                "IX-3",
                own.map(|own| (agrees(own.0), own)),
            ),
            (
                "网站标识码",
                "前 6 位",
                "WD-2",
                trimmed(portal.and(Portal::id_code))
                    .filter(|(code, _)| code.len() == 10)
                    .map(|found| (is_within(found.0, county), found)),
            ),
            (
                "公安备案号",
                "前 6 位",
                "WD-2",
                filing(site).and_then(|found| {
                    let digits: String = found.0.chars().filter(char::is_ascii_digit).collect();
                    (digits.len() == 14).then(|| (is_within(&digits, county), found))
                }),
            ),
        ];
        let stated: Vec<_> = codes
            .into_iter()
            .filter_map(|(name, place, requirement, found)| {
                Some((name, place, requirement, found?))
            })
            .collect();
        let wrong = stated.iter().filter(|(.., (agrees, _))| !agrees);
        if stated.len() > 1 && wrong.clone().count() == stated.len() {
            // Where all the others differ, it is the code itself that is wrong.
            let names: Vec<&str> = stated.iter().map(|(name, ..)| *name).collect();
            let message = format!("区划代码“{region}”与{}都不符", names.join("、"));
            tell(message, "IX-3", span);
        } else {
            for (name, place, requirement, (_, (code, span))) in wrong {
                let message = format!("{name}“{code}”{place}与区划代码 {county} 不符");
                tell(message, requirement, *span);
            }
        }
        let own = own.map(|(code, _)| code).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for number in numbers(site) {
            let code = number
                .parts
                .and_then(|parts| parts.code)
                .unwrap_or_default();
            let differs = code.len() == 18 && code.get(2..8).is_some_and(|inner| inner != county);
            if differs && code != own && seen.insert(code) {
                let message = format!("索引号里的代码“{code}”第 3 至 8 位与区划代码 {county} 不符");
                let help = "别的机关的索引号不要照抄，给转载的信息编自己的索引号";
                let finding = Finding::new(message, help).of("IX-3");
                let finding = finding.severity(Severity::Warning).at(number.span);
                sink.add(&number.page.document.file.path, finding);
            }
        }
    }
}

/// A text without blanks around it, and its place.
fn trimmed(value: FieldValue<&str>) -> Option<(&str, Span)> {
    let (text, span) = value.given()?;
    Some((text.trim(), span))
}

/// The number under which the website is filed with the police, and its place.
fn filing(site: &Site) -> Option<(&str, Span)> {
    trimmed(site.config.settings().footer().and(Footer::police))
}

/// Checks that a code starts with the county's, or with that of the city above it.
fn is_within(code: &str, county: &str) -> bool {
    let is_city = code.get(..4) == county.get(..4) && code.get(4..6) == Some("00");
    is_city || code.starts_with(county)
}

/// Fault in the figures that say which kind of township a code is of.
fn wrong_level(profile: Profile, region: &str) -> Option<String> {
    let (least, most) = match profile {
        Profile::Subdistrict => (1, 99),
        Profile::Township => (100, 399),
        Profile::Department | Profile::Government => return None,
    };
    let kind = profile.label();
    let Some(level) = region.get(6..9) else {
        return Some(format!(
            "{kind}的区划代码应是 9 位或者 12 位，现在只有 6 位"
        ));
    };
    let number: u32 = level.parse().ok()?;
    (!(least..=most).contains(&number)).then(|| {
        format!("{kind}的区划代码第 7 至 9 位应在 {least:03} 至 {most:03} 之间，现在是 {level}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_by_the_seventh_to_ninth_figure() {
        assert_eq!(wrong_level(Profile::Subdistrict, "140902005"), None);
        assert_eq!(wrong_level(Profile::Township, "140902105000"), None);
        assert_eq!(wrong_level(Profile::Department, "140902"), None);
        for (profile, region) in [
            (Profile::Subdistrict, "140902000"),
            (Profile::Subdistrict, "140902101"),
            (Profile::Subdistrict, "140902"),
            (Profile::Township, "140902001"),
        ] {
            assert!(wrong_level(profile, region).is_some(), "{region}");
        }
    }

    #[test]
    fn a_portal_may_be_that_of_the_city() {
        assert!(is_within("1409020001", "140902") && is_within("1409000001", "140902"));
        assert!(!is_within("1409810001", "140902") && !is_within("bm01000001", "140902"));
    }
}
