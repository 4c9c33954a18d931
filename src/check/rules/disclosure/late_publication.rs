use std::collections::HashMap;

use jiff::{
    Span as Days,
    civil::{Date, DateTime},
};

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::limits::{self, Limit},
        rule::declare_rule,
    },
    model::{Column, Page, Site},
    source::Span,
};

declare_rule! {
    /// 查出超过期限才公开的政府信息。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十六条：自政府信息形成或者变更之日起 20 个工作日内公开。起算日是成文日期、收到日期中较晚的一个；变更日期不晚于发布日期的，按变更后重新发布，从变更日期起算，晚于发布日期的不影响首次公开的期限。起算当日不计，按国务院的放假安排数工作日；没有该年安排的判不了，不推算。“目录事项”在主动公开基本目录里另有更短时限、又是从信息形成起算的，按短的算。法律、法规另有期限的，写豁免并说明依据。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-07-15
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 成文日期: 2026-06-01
    /// 收到日期: 2026-06-22
    /// 发布日期: 2026-07-15
    /// ```
    LatePublication { id: "late-publication", severity: Error, requirements: ["TL-26"], since: "0.1.0" }
}

impl Rule for LatePublication {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let rows = rows(site);
        for (_, page) in site.published() {
            judge(site, page, &rows, sink);
        }
    }
}

/// A row of the catalogue that promises something shorter than the Regulation may.
struct Row {
    path: String,
    span: Span,
    limits: Vec<Limit>,
}

fn rows(site: &Site) -> HashMap<&str, Row> {
    let mut rows = HashMap::new();
    for (column, data) in site.with(Column::catalog) {
        let path = column.data_path();
        for item in data.items() {
            let (Some(id), Some((text, span))) = (item.id().get(), item.limit().given()) else {
                continue;
            };
            let mut limits = limits::parse(text, &site.config.standard.vocabulary);
            limits.retain(|limit| limit.is_from_formation());
            if !limits.is_empty() {
                let row = Row {
                    path: path.clone(),
                    span,
                    limits,
                };
                rows.insert(id, row);
            }
        }
    }
    rows
}

/// The day that a document's period is counted from, with the place and the name of its field.
fn start(page: &Page, published: Date) -> Option<(Date, Span, &'static str)> {
    let meta = page.document.meta();
    // A change after the publication is of a page that was not published anew.
    let changed = meta.changed_date().given();
    let changed = changed.filter(|(day, _)| *day <= published);
    let days = [
        (meta.formed_date().given(), "成文日期"),
        (meta.received_date().given(), "收到日期"),
        (changed, "变更日期"),
    ];
    days.into_iter()
        .filter_map(|(day, name)| day.map(|(day, span)| (day, span, name)))
        .max_by_key(|(day, ..)| *day)
}

fn judge(site: &Site, page: &Page, rows: &HashMap<&str, Row>, sink: &mut Sink) {
    let document = &page.document;
    // A day that has not come is told by a rule of its own.
    let published = document.published.map(DateTime::date);
    let Some(published) = published.filter(|day| *day <= site.config.as_of) else {
        return;
    };
    let Some((from, start, name)) = start(page, published) else {
        return;
    };
    let statutory = site.config.standard.figures.publication_days as u32;
    let meta = document.meta();
    let catalog_ids = meta.catalog_ids().into_iter();
    let joined = catalog_ids.filter_map(|id| Some((id, rows.get(id)?)));
    let limits = joined.flat_map(|(id, row)| {
        row.limits
            .iter()
            .map(move |limit| (*limit, Some((id, row))))
    });
    let law = (Limit::Workdays(statutory, limits::Start::Formation), None);
    // The first deadline to pass is the one that counts.
    let mut first: Option<Promise<'_>> = None;
    for (limit, row) in std::iter::once(law).chain(limits) {
        match deadline(site, from, published, limit) {
            Deadline::Kept => {}
            Deadline::Missed(day) => {
                if first.is_none_or(|(earliest, ..)| day < earliest) {
                    first = Some((day, limit, row));
                }
            }
            Deadline::Unknown(year) => {
                sink.uncertain(
                    "TL-26",
                    format!("没有 {year} 年的放假安排，跨这一年的公开期限判不了"),
                );
                return;
            }
        }
    }
    let Some((deadline, limit, row)) = first else {
        return;
    };
    let days = match limit {
        Limit::Workdays(days, _) => format!("{days} 个工作日"),
        Limit::Days(days, _) => format!("{days} 天"),
        _ => return,
    };
    let whose = row.map_or(String::new(), |(id, _)| format!("目录事项 {id} 规定的"));
    let message =
        format!("{name}是 {from}，应在{whose} {days}内（最迟 {deadline}）公开，{published} 才发布");
    let help = "转发上级文件的填“收到日期”，改过内容的填“变更日期”；确实晚了或者法律、法规另有期限的，写豁免并说明";
    let path = &document.file.path;
    let mut finding = Finding::new(message, help)
        .at(meta.publish_date().span())
        .related(path, start, name);
    if let Some((_, row)) = row {
        finding = finding.related(&row.path, row.span, "目录规定的时限");
    }
    sink.add(path, finding);
}

/// A deadline, the limit it comes from, and the row of the catalogue that says so.
type Promise<'r> = (Date, Limit, Option<(&'r str, &'r Row)>);

enum Deadline {
    Kept,
    Missed(Date),
    Unknown(i16),
}

fn deadline(site: &Site, from: Date, published: Date, limit: Limit) -> Deadline {
    let calendar = &site.config.standard.calendar;
    let (Limit::Workdays(days, _) | Limit::Days(days, _)) = limit else {
        return Deadline::Kept;
    };
    // So few days hold no more working days, whatever the holidays are.
    if i64::from((published - from).get_days()) <= i64::from(days) {
        return Deadline::Kept;
    }
    let last = match limit {
        Limit::Days(..) => from.checked_add(Days::new().days(days)).ok(),
        _ => match calendar.deadline(from, days) {
            Some(day) => Some(day),
            None => return Deadline::Unknown(unknown_year(site, from, published)),
        },
    };
    match last {
        Some(day) if published > day => Deadline::Missed(day),
        _ => Deadline::Kept,
    }
}

/// The year that the calendar does not have.
fn unknown_year(site: &Site, from: Date, published: Date) -> i16 {
    let is_known = |year: i16| {
        Date::new(year, 1, 1)
            .ok()
            .and_then(|day| site.config.standard.calendar.is_workday(day))
            .is_some()
    };
    (from.year()..=published.year())
        .find(|year| !is_known(*year))
        .unwrap_or(from.year())
}
