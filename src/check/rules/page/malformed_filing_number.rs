use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::Org,
};

declare_rule! {
    /// 查出写法不规范的备案号。
    ///
    /// ## 为什么
    ///
    /// ICP 备案编号写作“晋ICP备20260001号-1”，公安备案号写作“晋公网安备14090200000001号”，开头是本省的简称；写错一个字，公众和检查程序都查不到。备案号是否真实有效，须由人在备案网站上查。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  备案号: 晋ICP备20260001号-1
    /// +  备案号: ICP备20260001
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    ///    备案号: 晋ICP备20260001号-1
    /// ```
    MalformedFilingNumber {
        id: "malformed-filing-number", severity: Warning,
        requirements: ["WD-3"], since: "0.1.0"
    }
}

/// The first two digits of a region's code with the short names that its filings begin with.
const PROVINCES: [(&str, &str); 31] = [
    ("11", "京"),
    ("12", "津"),
    ("13", "冀"),
    ("14", "晋"),
    ("15", "蒙"),
    ("21", "辽"),
    ("22", "吉"),
    ("23", "黑"),
    ("31", "沪"),
    ("32", "苏"),
    ("33", "浙"),
    ("34", "皖"),
    ("35", "闽"),
    ("36", "赣"),
    ("37", "鲁"),
    ("41", "豫"),
    ("42", "鄂"),
    ("43", "湘"),
    ("44", "粤"),
    ("45", "桂"),
    ("46", "琼"),
    ("50", "渝"),
    ("51", "蜀川"),
    ("52", "黔贵"),
    ("53", "滇云"),
    ("54", "藏"),
    ("61", "陕秦"),
    ("62", "陇甘"),
    ("63", "青"),
    ("64", "宁"),
    ("65", "新"),
];

impl Rule for MalformedFilingNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let Some(footer) = config.settings().footer().get() else {
            return;
        };
        let wanted = short_names(config.org(Org::region_code));
        let filings = [
            (
                footer.icp(),
                "ICP备案编号",
                "ICP备20260001号-1",
                is_icp as fn(&str) -> bool,
            ),
            (
                footer.police(),
                "公安备案号",
                "公网安备14090200000001号",
                is_police,
            ),
        ];
        for (field, name, shape, is_shaped) in filings {
            let Some((number, place)) = field.given() else {
                continue;
            };
            let mut letters = number.chars();
            let (first, rest) = (letters.next().unwrap_or_default(), letters.as_str());
            let is_province = PROVINCES.iter().any(|(_, names)| names.contains(first));
            let example = wanted
                .and_then(|names| names.chars().next())
                .unwrap_or('晋');
            let message = if !is_province || !is_shaped(rest) {
                format!("{name}“{number}”写法不规范")
            } else if wanted.is_some_and(|names| !names.contains(first)) {
                format!("{name}“{number}”的“{first}”不是本省简称")
            } else {
                continue;
            };
            let finding = Finding::new(message, format!("照备案结果写，形如“{example}{shape}”"));
            sink.add(&config.file.path, finding.at(place));
        }
    }
}

fn short_names(region: &str) -> Option<&'static str> {
    let province = PROVINCES.iter().find(|(code, _)| region.starts_with(code));
    province.map(|(_, names)| *names)
}

/// Checks the rest after the province: `ICP备`, 8 to 10 digits, `号`, and a number of the website.
fn is_icp(rest: &str) -> bool {
    let number = rest
        .strip_prefix("ICP备")
        .and_then(|rest| rest.split_once('号'));
    number.is_some_and(|(number, site)| {
        let is_site = |site: &str| !site.is_empty() && is_digits(site);
        (8..=10).contains(&number.len())
            && is_digits(number)
            && (site.is_empty() || site.strip_prefix('-').is_some_and(is_site))
    })
}

/// Checks the rest after the province: `公网安备`, 14 digits, `号`.
fn is_police(rest: &str) -> bool {
    let number = rest
        .strip_prefix("公网安备")
        .and_then(|rest| rest.strip_suffix('号'));
    number.is_some_and(|number| {
        let number = number.strip_prefix([' ', '\u{a0}']).unwrap_or(number);
        number.len() == 14 && is_digits(number)
    })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_icp, is_police, short_names};

    #[test]
    fn shapes_of_filings() {
        for right in [
            "ICP备20260001号",
            "ICP备2020012834号-12",
            "ICP备091781461号",
        ] {
            assert!(is_icp(right), "{right}");
        }
        for wrong in [
            "ICP备2026001号",
            "ICP备20260001",
            "ICP备20260001号-",
            "icp备20260001号",
            "ICP证20260001号",
        ] {
            assert!(!is_icp(wrong), "{wrong}");
        }
        assert!(is_police("公网安备14090200000001号"));
        assert!(is_police("公网安备 14090200000001号"));
        for wrong in [
            "公网安备1409020000001号",
            "公网安备14090200000001",
            "网安备14090200000001号",
        ] {
            assert!(!is_police(wrong), "{wrong}");
        }
        assert_eq!(short_names("140902005"), Some("晋"));
        assert_eq!(short_names(""), None);
    }
}
