use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{annual_report::AnnualReport, plain_text::Plain},
        rule::declare_rule,
    },
    model::{Page, Site},
    source::Span,
    standard::view::Org,
};

declare_rule! {
    /// 查出标题或者统计期限写错的年报。
    ///
    /// ## 为什么
    ///
    /// 标题要写明机关和年份，与“年度”一致；统计期限是当年1月1日至12月31日。正文没有写统计期限的不判；2021年以前的年报不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -标题: 旭来街街道办事处2025年政府信息公开工作年度报告
    /// +标题: 旭来街街道办事处2024年政府信息公开工作年度报告
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -标题: 旭来街街道办事处2025年政府信息公开工作年度报告
    /// +标题: 旭来街街道办事处2025年度政府信息公开工作年度报告
    /// ```
    MisnamedReport {
        id: "misnamed-report", severity: Warning,
        requirements: ["AR-5"], since: "0.1.0"
    }
}

impl Rule for MisnamedReport {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let document = &page.document;
        if let Some((title, span)) = document.meta().title().given() {
            let words: String = title.split_whitespace().collect();
            let year = report.year;
            let full = site.config.org(Org::name);
            let issuer = document.meta().issuer().get().unwrap_or(full);
            let names = [full, site.config.org(Org::short_name), issuer];
            let is_named = names
                .iter()
                .any(|name| !name.is_empty() && words.contains(name));
            if !is_named
                || !words.contains(&format!("{year}年"))
                || !words.contains("政府信息公开工作年度报告")
            {
                let message =
                    format!("年报标题是“{title}”，应为“{issuer}{year}年政府信息公开工作年度报告”");
                let help = "标题写全机关名称和年份，年份与“年度”一致";
                sink.add(report.path(), Finding::new(message, help).at(span));
            }
        }
        // The period is stated before the first part.
        let first = document.body.headings.first();
        let end = first.map_or(document.file.text.len(), |first| first.span.start);
        let start = document.record.span.end.min(end);
        let plain = report.text(Span::new(start, end));
        if let Some((start, end, message)) = wrong_period(&plain, report.year) {
            let help = format!(
                "统计期限写“{0}年1月1日至{0}年12月31日”，数字也按这个期限统计",
                report.year
            );
            let finding = Finding::new(message, help).at(plain.span(start, end));
            sink.add(report.path(), finding);
        }
    }
}

/// The first period from one day to another, where it is not the year.
fn wrong_period(plain: &Plain, year: i64) -> Option<(usize, usize, String)> {
    let text = plain.text.as_str();
    let at = text.find("统计期").or_else(|| text.find("所列数据"))?;
    let from = text[at..].find(|c: char| c.is_ascii_digit())? + at;
    let first = Day::read(&text[from..])?;
    let rest = &text[from + first.length..];
    let gap = rest.find(|c: char| c.is_ascii_digit())?;
    let is_joined = rest[..gap].contains(['至', '到', '止', '—', '-', '~', '～']);
    let last = Day::read(&rest[gap..])?;
    let is_year = first.date == (1, 1)
        && last.date == (12, 31)
        && first.year? == year
        && last.year.is_none_or(|last| last == year);
    if !is_joined || is_year {
        return None;
    }
    let end = from + first.length + gap + last.length;
    let message = format!(
        "统计期限写作“{}”，应为{year}年1月1日至12月31日",
        &text[from..end]
    );
    Some((from, end, message))
}

/// `2025年1月1日` or `12月31日` at the start of a text.
struct Day {
    year: Option<i64>,
    date: (i64, i64),
    length: usize,
}

impl Day {
    fn read(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut number = |unit: char| -> Option<i64> {
            let (digits, after) = rest.split_once(unit)?;
            let number = digits.parse().ok()?;
            rest = after;
            Some(number)
        };
        let year = number('年');
        let date = (number('月')?, number('日')?);
        let length = text.len() - rest.len();
        Some(Self { year, date, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> bool {
        wrong_period(&Plain::read(text, Span::new(0, text.len())), 2025).is_some()
    }

    #[test]
    fn only_a_stated_period_is_judged() {
        assert!(period("所列数据的统计期限为2024年1月1日至12月31日。"));
        assert!(period("统计期限自2025年1月1日起至2025年11月30日止。"));
        for text in [
            "统计期限为2025年1月1日至12月31日，数据均为示例。",
            "所列数据自 2025 年 1 月 1 日起，至 12 月 31 日止。",
            "截止日期为2025年12月31日。",
            "统计期限为全年。",
            "根据《条例》（2019年5月15日施行）编制。",
        ] {
            assert!(!period(text), "{text}");
        }
    }
}
