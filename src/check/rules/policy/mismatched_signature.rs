use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{limits, line::Line, pattern},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Page, Site},
    source::Span,
    standard::view::Disclosure,
};
use jiff::civil::Date;

declare_rule! {
    /// 查出和文件头对不上的落款。
    ///
    /// ## 为什么
    ///
    /// 落款的机关、日期和发布机构、成文日期是同一件事，写得不一样，不知道以哪个为准；日期用阿拉伯数字，月、日不补零（GB/T 9704）。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 请遵照执行。
    ///
    /// 旭来街街道办事处
    ///
    /// 2026年5月30日
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 请遵照执行。
    ///
    /// 旭来街街道办事处
    ///
    /// 二〇二六年六月一日
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 请遵照执行。
    ///
    /// 旭来街街道办事处
    ///
    /// 2026年6月1日
    /// ```
    MismatchedSignature { id: "mismatched-signature", severity: Warning, requirements: ["PT-11", "NF-7"], since: "0.1.0" }
}

impl Rule for MismatchedSignature {
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || page.document.disclosure != Some(Disclosure::Proactive) {
            return;
        }
        let document = &page.document;
        let meta = document.meta();
        let body = document.file.text.get(document.body.start..);
        let Some((signed, dated)) = signature(body.unwrap_or_default()) else {
            return;
        };
        let start = document.body.start;
        let place = |(at, words): (usize, &str)| {
            let lead = words.len() - words.trim_start().len();
            Span::new(start + at + lead, start + at + words.trim_end().len())
        };
        let path = document.file.path.as_str();
        let written = Line::read(dated.1, 0).text;
        let Some((date, form)) = date(&written) else {
            return;
        };
        let help = match form {
            Form::Plain => None,
            Form::Chinese => Some("落款日期用阿拉伯数字写"),
            Form::Padded => Some("落款日期的月、日不补零"),
        };
        if let Some(help) = help {
            let plain = format!("{}年{}月{}日", date.year(), date.month(), date.day());
            let finding = Finding::new(format!("落款日期“{written}”的写法不规范"), help);
            let finding = finding.of("NF-7").clause("GB/T 9704");
            let place = place(dated);
            sink.add(path, finding.at(place).fix(place, plain));
        }
        if let Some((formed, at)) = meta.formed_date().given()
            && formed != date
        {
            let message = format!("落款日期是 {date}，成文日期写的是 {formed}");
            let help = "核对原件，改成一样";
            let finding = Finding::new(message, help)
                .of("PT-11")
                .severity(Severity::Warning);
            let finding = finding.at(place(dated));
            sink.add(path, finding.related(path, at, "成文日期"));
        }
        if let Some((issuer, at)) = meta.issuer().given() {
            let name = Line::read(signed.1, 0).text;
            let is_same = name.contains(issuer) || issuer.contains(&name);
            if !is_same {
                let message = format!("落款是“{name}”，发布机构写的是“{issuer}”");
                let help = "核对原件，改成一样；转发的，在正文里写明";
                let finding = Finding::new(message, help)
                    .of("PT-11")
                    .severity(Severity::Warning);
                let finding = finding.at(place(signed));
                sink.add(path, finding.related(path, at, "发布机构"));
            }
        }
    }
}

/// Last words of the names of bodies.
const ENDS: [&str; 8] = [
    "办事处",
    "政府",
    "委员会",
    "局",
    "办公室",
    "中心",
    "小组",
    "厅",
];

/// A line with its place.
type Placed<'t> = (usize, &'t str);

/// The lines of a signature: the body, and the date right below. What follows may only be a note.
fn signature(text: &str) -> Option<(Placed<'_>, Placed<'_>)> {
    let mut end = text.len();
    // From the end on: a text is long, and its signature the last of it.
    let lines = text.split_inclusive('\n').rev().map(|line| {
        end -= line.len();
        (end, line.trim_end_matches(['\n', '\r']))
    });
    let mut last =
        lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('>'));
    let dated = last.next()?;
    date(&Line::read(dated.1, 0).text)?;
    let signed = last.next()?;
    let name = Line::read(signed.1, 0).text;
    let is_short = name.chars().count() < 30 && !name.contains(['，', '。', '：', '、', '|']);
    let is_body = is_short && ENDS.iter().any(|end| name.ends_with(end));
    is_body.then_some((signed, dated))
}

/// Way in which a date is written.
enum Form {
    Plain,
    Chinese,
    Padded,
}

fn date(words: &str) -> Option<(Date, Form)> {
    pattern!(
        DATE,
        "^([0-9]{4}|[〇○零一二三四五六七八九]{4})年([0-9]{1,2}|[一二三四五六七八九十]{1,3})月([0-9]{1,2}|[一二三四五六七八九十]{1,3})日$"
    );
    let found = DATE.captures(words)?;
    let is_chinese = !found[1].is_ascii();
    let year = if is_chinese {
        let digits = found[1].chars().map(|c| {
            "零一二三四五六七八九"
                .chars()
                .position(|known| known == c)
                .unwrap_or(0)
        });
        digits.fold(0, |year, digit| year * 10 + digit as i16)
    } else {
        found[1].parse().ok()?
    };
    let part = |text: &str| -> Option<i8> {
        let number = limits::numbers(text).next()?;
        i8::try_from(number.value).ok()
    };
    let date = Date::new(year, part(&found[2])?, part(&found[3])?).ok()?;
    let is_padded = found[2].starts_with('0') || found[3].starts_with('0');
    let form = match (is_chinese, is_padded) {
        (true, _) => Form::Chinese,
        (_, true) => Form::Padded,
        _ => Form::Plain,
    };
    Some((date, form))
}
