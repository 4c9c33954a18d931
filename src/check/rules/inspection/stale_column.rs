use crate::{
    check::{Finding, Freshness, Period, Rule, Sink, freshness, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
    standard::view::ColumnKind,
};

use super::CLAUSE;

declare_rule! {
    /// 查出超过更新期限没有更新的栏目。
    ///
    /// ## 为什么
    ///
    /// 一级栏目中，动态类两周、通知公告和政策文件类六个月没有更新就算不更新，累计五个单项否决；应当更新而长期没有更新的栏目累计十个也单项否决。栏目用“更新期限”自定天数的，按自定的算。单个栏目超期是警告，累计到否决线另报一个错误。上级门户网站的其他栏目查不到。
    ///
    /// ## 反例
    ///
    /// ```diff content/通知公告/_index.md
    ///  网址名: notices
    /// +更新期限: 3
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/_index.md
    ///  网址名: notices
    /// +更新期限: 30
    /// ```
    StaleColumn {
        id: "stale-column", severity: Error,
        requirements: ["VETO-4a", "VETO-4b", "DED-1"], since: "0.1.0",
    }
}

impl Rule for StaleColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let all = freshness(site);
        for one in all.iter().filter(|one| one.last.is_none()) {
            // A blank column is told as such; one made from data may bear no date at all.
            let column = &site.columns[one.column];
            if column.data.is_some() {
                let reason = format!("“{}”里没有日期，看不出多久没有更新", column.title);
                sink.uncertain("VETO-4b", reason);
            }
        }
        let stale: Vec<&Freshness> = all
            .iter()
            .filter(|one| one.is_stale())
            // What cannot be read there may be the update.
            .filter(|one| !site.has_unread_below(&site.columns[one.column].folder))
            .collect();
        for one in &stale {
            let (path, finding) = told(site, one);
            sink.add(path, finding);
        }
        let inspected: Vec<&Freshness> = stale
            .iter()
            .copied()
            .filter(|one| one.period != Period::Own)
            .collect();
        let sums = [
            (
                "VETO-4a",
                site.config.standard.figures.stale_columns,
                inspected,
                "动态、通知公告、政策文件类一级栏目",
            ),
            (
                "VETO-4b",
                site.config.standard.figures.overdue_columns,
                stale,
                "应当更新的栏目",
            ),
        ];
        for (requirement, most, stale, which) in sums {
            let count = stale.len();
            if count == 0 {
                continue;
            }
            if (count as f64) < most {
                let reason =
                    format!("有 {count} 个{which}没有按期更新，累计到 {most} 个即单项否决");
                sink.uncertain(requirement, reason);
                continue;
            }
            let titles: Vec<&str> = stale
                .iter()
                .map(|one| site.columns[one.column].title.as_str())
                .collect();
            let message = format!(
                "{count} 个{which}没有按期更新，达到 {most} 个单项否决：{}",
                titles.join("、")
            );
            let help = "按各栏目的提示更新；确实没有内容可更新的栏目，并入其他栏目";
            sink.add(
                &site.config.file.path,
                Finding::new(message, help)
                    .of(requirement)
                    .severity(Severity::Error),
            );
        }
    }
}

/// Finding of one stale column, and the file that it is in.
fn told<'s>(site: &'s Site, one: &Freshness) -> (&'s str, Finding) {
    let column = &site.columns[one.column];
    let day = one.last.map(|day| day.to_string()).unwrap_or_default();
    let days = one.allowed - one.left.unwrap_or_default();
    let message = format!(
        "“{}”自 {day} 以来 {days} 天没有更新，期限是 {} 天",
        column.title, one.allowed
    );
    let help = match one.period {
        Period::Own => "发布新的内容；“更新期限”定得不合实际的，按栏目的性质重新确定",
        Period::News | Period::Notices => {
            "发布新的内容；确实不再更新的栏目，并入其他栏目，原来的内容一并移过去"
        }
    };
    let meta = column.source.meta();
    let place = meta.max_age().place().or(meta.kind().place());
    let finding = Finding::new(message, help)
        .severity(Severity::Warning)
        .clause(CLAUSE)
        .at(place.unwrap_or_default());
    let finding = if column.kind == ColumnKind::Policies && one.period == Period::Notices {
        finding.of("DED-1")
    } else {
        finding.breaking_none()
    };
    (&column.source.file.path, finding)
}
