use jiff::civil::{Date, DateTime};

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            days::{self, DAY, TO_DAY},
            line::{self, Line},
            pattern,
            prose::Prose,
        },
        rule::declare_rule,
    },
    model::{Page, Site},
};

use super::{document, every_other_text};

declare_rule! {
    /// 查出日历上没有的日期，以及和写明的天数、发布日期对不上的起止日期。
    ///
    /// ## 为什么
    ///
    /// “11月31日前完成”不知道是哪一天；公示期在发布之前就结束了，等于没有公示。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 检查在2025年11月31日前完成。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 公示期：2026年6月3日至6月5日（7日）。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 公示期：2026年5月3日至5月9日（7日）。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 公示期：2026年6月3日至6月9日（7日），检查在2026年11月30日前完成。
    /// ```
    ImpossibleDate { id: "impossible-date", severity: Warning, since: "0.1.0" }
}

impl Rule for ImpossibleDate {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| look(prose, None, sink));
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        let published = page.document.published.map(DateTime::date);
        let meta = page.document.meta();
        if let (Some(formed), Some((until, at))) =
            (meta.formed_date().get(), meta.valid_until().given())
            && until < formed
        {
            let message = format!("有效期至 {until}，在成文日期 {formed} 之前");
            let finding = Finding::new(message, "核对原件，改正日期").breaking_none();
            sink.add(&page.document.file.path, finding.at(at));
        }
        document(page, sink, |prose, sink| look(prose, published, sink));
    }
}

pattern!(ONE_DAY, DAY);

pattern!(
    PERIOD,
    &format!(
        "(?P<what>公示期?|公示时间|报名时间?|申请时间|征求意见|征集)[^。；]{{0,16}}?{DAY}{TO_DAY}(?:[（(，,]?(?:共|计|为期)?(?P<n>[0-9]+)(?P<unit>日|天|个工作日))?"
    )
);

pattern!(
    /// Likewise, with what it is a period of behind it: `3月4日至3月8日，到本村报名`.
    BEFORE,
    &format!("{DAY}{TO_DAY}[^。；]{{0,14}}?(?P<what>报名|公示)")
);

fn look(prose: &Prose<'_>, published: Option<Date>, sink: &mut Sink) {
    let path = prose.file.path.as_str();
    let mut texts: Vec<(&str, usize)> = Vec::new();
    for value in prose.values() {
        if let Some(text) = prose.file.text.get(value.start..value.end) {
            texts.push((text, value.start));
        }
    }
    texts.extend(prose.body());
    for (text, start) in texts {
        for (at, written) in line::lines(text, start) {
            if !written.contains('日') || !written.contains('月') {
                continue;
            }
            let line = Line::read(written, at);
            for whole in ONE_DAY.find_iter(&line.text) {
                if days::written(whole.as_str()).is_none() {
                    let message = format!("日历上没有 {}", whole.as_str());
                    let finding = Finding::new(message, "核对原件，改正日期");
                    let finding = finding.breaking_none();
                    sink.add(path, finding.at(line.span(whole.start(), whole.end())));
                }
            }
            let stated = PERIOD
                .captures(&line.text)
                .or_else(|| BEFORE.captures(&line.text));
            if let Some(found) = stated
                && let Some((message, help)) = period(&found, published)
                && let Some(whole) = found.get(0)
            {
                let finding = Finding::new(message, help).breaking_none();
                sink.add(path, finding.at(line.span(whole.start(), whole.end())));
            }
        }
    }
}

/// Fault of a period: its days, or its place before the day on which it is made known.
fn period(found: &regex::Captures<'_>, published: Option<Date>) -> Option<(String, &'static str)> {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let (first, last) = days::period(found)?;
    let what = part("what").unwrap_or_default();
    let days = first.until(last).ok()?.get_days();
    if days < 0 {
        return Some((
            "结束的日期在开始的日期之前".to_owned(),
            "核对原件，改正日期",
        ));
    }
    if let (Some(said), Some("日" | "天")) = (part("n"), part("unit")) {
        let said: i32 = said.parse().ok()?;
        // Some count the first day, some do not.
        if said != days && said != days + 1 {
            let message = format!("起止日期是 {} 天，写的是 {said} 天", days + 1);
            return Some((message, "改正日期或者天数"));
        }
    }
    let is_over = published.is_some_and(|published| last < published);
    is_over.then(|| {
        (
            format!("{what}在发布之前就结束了"),
            "改正日期；补发的，写明已经在哪里、什么时候公布过",
        )
    })
}
