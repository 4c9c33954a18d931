use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    render::Job,
    source::Span,
    standard::view::Guide,
};

use super::guide;

declare_rule! {
    /// 查出指南里写得没法用、或者网页上没有显示的工作机构联系方式。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十二条要求指南写明工作机构的电话、传真号码和互联网联系方式。写“无”“另行通知”等于没写；没有区号的，外地打不通；字段填了而网页没有显示的，群众看不到。正文里另写了工作机构的电话，又与指南数据、站点设置都对不上的，群众不知道打哪一个。号码是否打得通，须由人拨打。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -  联系电话: 0350-0000001
    /// +  联系电话: 见机构职能栏目
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -  联系电话: 0350-0000001
    /// +  联系电话: 0350-0000001、0350-00000010
    /// ```
    MalformedGuideContact { id: "malformed-guide-contact", severity: Error, requirements: ["TL-12-2"], since: "0.1.0" }
}

impl Rule for MalformedGuideContact {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let unit = column.guide().and_then(|guide| guide.body_unit().get());
        let Some(unit) = unit else { return };
        let path = column.data_path();
        // A body may have no fax.
        let numbers = [
            (unit.phone(), "联系电话", false),
            (unit.fax(), "传真号码", true),
        ];
        for (number, name, is_fax) in numbers {
            let Some((text, span)) = number.given().filter(|(text, _)| !is_phone(text)) else {
                continue;
            };
            // A number without its area code is better than none.
            let is_odd = text.chars().filter(char::is_ascii_digit).count() >= 7;
            let wrong = if is_odd {
                "写法不规范"
            } else {
                "没法用"
            };
            let message = format!("工作机构的{name}“{text}”{wrong}");
            let help = "写区号和号码，如 0350-0000001；多个号码用“、”隔开";
            let mut finding = Finding::new(message, help).at(span);
            if is_odd || is_fax {
                finding = finding.severity(Severity::Warning);
            }
            sink.add(&path, finding);
        }
        if let Some((text, span)) = unit.internet().given()
            && !is_internet(text)
        {
            let message = format!("工作机构的互联网联系方式“{text}”没法用");
            let help = "写电子邮箱，或者 https:// 开头的网址";
            sink.add(&path, Finding::new(message, help).at(span));
        }
        let file = &column.source.file;
        let data = site.data_files.iter().find(|known| known.file.path == path);
        let is_known = |number: &str| {
            let texts = data.iter().map(|data| &data.file.text);
            let mut texts = texts.chain([&site.config.file.text]);
            texts.any(|text| text.contains(number))
        };
        for (at, number) in phones_of_unit(&file.text) {
            if !is_known(number) {
                let message =
                    format!("正文写的工作机构电话 {number}，指南数据和 site.yaml 里都没有");
                let help = "核对号码，两处改成一致；电话只在指南数据里写一次最稳妥";
                let finding = Finding::new(message, help).severity(Severity::Warning);
                sink.add(&file.path, finding.at(Span::new(at, at + number.len())));
            }
        }
    }

    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Column(id) = html.job else { return };
        let column = &built.site.columns[id];
        let Some(guide) = column.guide() else { return };
        let Some(page) = html.all("body").next() else {
            return;
        };
        let shown = without_blanks(&html.text_of(page));
        for (text, span, name) in elements(guide) {
            if !shown.contains(&without_blanks(text)) {
                let message = format!("指南填了{name}，网页 {} 上却没有显示", html.path);
                let finding = Finding::new(message, "修改主题的指南模板，把这一项显示出来");
                sink.add(&column.data_path(), finding.at(span));
            }
        }
    }
}

/// The texts that Article 12 wants in a guide, each with its place and the name of its field.
fn elements(guide: Guide<'_>) -> impl Iterator<Item = (&str, Span, &'static str)> {
    let own = [
        (guide.classification(), "信息分类"),
        (guide.arrangement(), "编排体系"),
        (guide.access(), "获取方式"),
    ];
    let unit = guide.body_unit().get().map(|unit| {
        [
            (unit.name(), "名称"),
            (unit.address(), "办公地址"),
            (unit.hours(), "办公时间"),
            (unit.phone(), "联系电话"),
            (unit.fax(), "传真号码"),
            (unit.internet(), "互联网联系方式"),
        ]
    });
    own.into_iter()
        .chain(unit.into_iter().flatten())
        .filter_map(|(value, name)| value.given().map(|(text, span)| (text, span, name)))
}

/// Numbers with their area codes in sentences about the body that answers applications, each with its
/// place.
fn phones_of_unit(text: &str) -> Vec<(usize, &str)> {
    const UNITS: [&str; 3] = ["工作机构", "受理机构", "公开机构"];
    let is_about = |sentence: &&str| UNITS.iter().any(|unit| sentence.contains(unit));
    let sentences = text.split(['。', '；', '\n']).filter(is_about);
    sentences
        .flat_map(|sentence| sentence.split(|c: char| !c.is_ascii_digit() && c != '-'))
        .filter(|word| is_one_phone(word))
        .map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
        .collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Recognises a text that is one number with its area code, or several.
fn is_phone(text: &str) -> bool {
    let plain = text.split(['（', '(']).next().unwrap_or_default();
    let mut numbers = plain
        .split(['、', '，', ',', '；', ';', '/', ' '])
        .filter(|number| !number.is_empty());
    numbers.next().is_some_and(is_one_phone) && numbers.all(is_one_phone)
}

/// `0\d{2,3}-\d{7,8}(-\d+)?`
fn is_one_phone(number: &str) -> bool {
    let mut parts = number.trim().split('-');
    let area = parts.next().unwrap_or_default();
    let local = parts.next().unwrap_or_default();
    let extension = parts.next();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(area)
        && area.starts_with('0')
        && matches!(area.len(), 3 | 4)
        && digits(local)
        && matches!(local.len(), 7 | 8)
        && extension.is_none_or(digits)
        && parts.next().is_none()
}

/// Recognises a text that holds an address of mail or of the web.
fn is_internet(text: &str) -> bool {
    let is_mail = text.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && host.contains('.')
            && host.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    is_mail
        || ["http://", "https://", "www."]
            .iter()
            .any(|start| text.contains(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_can_be_dialled_pass() {
        for text in [
            "0350-0000001",
            "010-12345678-801",
            "0350-0000001（示例）",
            "0350-0000001、0350-0000002",
        ] {
            assert!(is_phone(text), "{text}");
        }
        for text in [
            "",
            "无",
            "0000001",
            "0350-000001",
            "350-0000001",
            "12345",
            "0350-0000001-",
            "0350－0000001",
        ] {
            assert!(!is_phone(text), "{text}");
        }
    }

    #[test]
    fn phones_of_the_unit_are_found_in_their_sentences() {
        let text =
            "工作机构是党政综合办公室，电话0350-0000001、0350-0000002。\n监督电话：0350-0000003";
        let found: Vec<_> = phones_of_unit(text)
            .into_iter()
            .map(|(at, number)| &text[at..at + number.len()])
            .collect();
        assert_eq!(found, ["0350-0000001", "0350-0000002"]);
    }

    #[test]
    fn mail_and_web_pass() {
        for text in [
            "gongkai@example.gov.cn",
            "邮箱：a.b@example.cn",
            "https://www.example.gov.cn/",
        ] {
            assert!(is_internet(text), "{text}");
        }
        for text in ["", "无", "微信公众号“示例”", "@", "a@b"] {
            assert!(!is_internet(text), "{text}");
        }
    }
}
