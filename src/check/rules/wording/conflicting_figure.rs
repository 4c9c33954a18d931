use std::sync::LazyLock;

use regex::Regex;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            limits,
            line::{self, Line},
            pattern,
        },
        rule::declare_rule,
    },
    model::{Column, Site},
    source::Span,
    standard::{
        view::{ColumnKind, Trainings},
        written_moment,
    },
};

declare_rule! {
    /// 查出栏目正文里和本栏目的数据对不上的日期、版本和件数。
    ///
    /// ## 为什么
    ///
    /// 数据更新了，正文里“现行版本为……”“共……项”还是旧的，读者不知道信哪一个。查指南、目录、机构职能的更新日期，目录的版本和事项数，各领域说明里的事项数，台账的任务数，内设机构的个数。
    ///
    /// ## 反例
    ///
    /// ```append content/政府信息公开指南/_index.md
    ///
    /// 本指南于2020年1月5日更新。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    ConflictingFigure {
        id: "conflicting-figure", severity: Warning,
        requirements: ["TL-12-1", "CAT-9", "CAT-10", "WD-15", "SD-7"], since: "0.1.0",
    }
}

impl Rule for ConflictingFigure {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.columns {
            let figures = figures(column);
            let source = &column.source;
            let body = source.file.text.get(source.body.start..);
            for (at, written) in line::lines(body.unwrap_or_default(), source.body.start) {
                for figure in &figures {
                    let line = Line::read(written, at);
                    if let Some((span, said)) = figure.differs(&line) {
                        let message =
                            format!("{}写的是{said}，数据里是{}", figure.name, figure.right);
                        let help = "核实哪一个是对的，正文和数据改成一样";
                        let finding = Finding::new(message, help).of(figure.requirement);
                        sink.add(&source.file.path, finding.at(span));
                    }
                }
            }
            in_domains(column, sink);
            for training in column.trainings().into_iter().flat_map(Trainings::records) {
                let Some((date, span)) = training.date().given() else {
                    continue;
                };
                if date > site.config.as_of {
                    let message = format!("培训日期 {date} 还没有到");
                    let help = "办过的才登记；日期写错的改正";
                    let finding = Finding::new(message, help).breaking_none();
                    sink.add(&column.data_path(), finding.at(span));
                }
            }
            if let Some(rules) = column.assessment() {
                let points: f64 = rules
                    .criteria()
                    .into_iter()
                    .filter_map(|one| one.points().get())
                    .sum();
                if points > 50.0 && (points - 100.0).abs() > 0.01 {
                    let message = format!("各项分值加起来是 {points}，不是 100");
                    let help = "核对各项分值，加起来是 100 分";
                    let finding = Finding::new(message, help).breaking_none();
                    sink.add(&column.data_path(), finding.at(rules.criteria().span()));
                }
            }
        }
    }
}

/// Something that the data of a column says, and the words by which its text says it.
struct Figure {
    name: &'static str,
    pattern: &'static LazyLock<Regex>,
    right: String,
    requirement: &'static str,
}

pattern!(
    UPDATED,
    "(?:于|日期为?[：:]?|时间为?[：:]?)(?P<date>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:更新|修订|核对)|(?:更新|核对)(?:日期|时间)为?[：:]?(?P<day>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)"
);
pattern!(
    VERSION,
    "现行版本(?:为|是|：)(?P<word>[0-9]{4}年?第?[0-9]*版?)"
);
pattern!(
    ITEMS,
    "(?:梳理出?|列出|共|现有|收录)(?:公开)?事项(?P<n>[0-9]+)项"
);
pattern!(
    TASKS,
    "(?:任务|方案).{0,20}?共(?P<n>[0-9]+)项|共(?P<m>[0-9]+)项任务|^共(?P<k>[0-9]+)项"
);
pattern!(OFFICES, "内设机构(?P<n>[0-9]+)个");

impl Figure {
    fn differs(&self, line: &Line) -> Option<(Span, String)> {
        let found = self.pattern.captures(&line.text)?;
        let said = found.iter().skip(1).flatten().next()?;
        let plain = |text: &str| written_moment(text).unwrap_or_else(|| text.to_owned());
        let is_same = plain(said.as_str()) == plain(&self.right);
        (!is_same).then(|| {
            let span = line.span(said.start(), said.end());
            (span, said.as_str().to_owned())
        })
    }
}

fn figures(column: &Column) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut note = |name, pattern, right: Option<String>, requirement| {
        figures.extend(right.map(|right| Figure {
            name,
            pattern,
            right,
            requirement,
        }));
    };
    if let Some(data) = column.guide() {
        let updated = data.updated().get().map(|day| day.to_string());
        note("更新日期", &UPDATED, updated, "TL-12-1");
    }
    if let Some(data) = column.units() {
        let verified = data.verified_on().get().map(|day| day.to_string());
        note("核对日期", &UPDATED, verified, "WD-15");
        let units = data.units().into_iter();
        let inner = units.filter(|unit| unit.category().get() == Some("内设机构"));
        let inner = inner.count();
        note(
            "内设机构的个数",
            &OFFICES,
            (inner > 0).then(|| inner.to_string()),
            "WD-15",
        );
    }
    if let Some(data) = column.catalog() {
        let updated = data.updated().get().map(|day| day.to_string());
        note("更新日期", &UPDATED, updated, "CAT-9");
        let version = data.version().get().map(str::to_owned);
        note("版本", &VERSION, version, "CAT-9");
        let items = data.items().into_iter().count();
        note("事项数", &ITEMS, Some(items.to_string()), "CAT-9");
    }
    if column.kind == ColumnKind::Ledger
        && let Some(data) = column.ledger()
    {
        let tasks = data.tasks().into_iter().count();
        note("任务数", &TASKS, Some(tasks.to_string()), "SD-7");
    }
    figures
}

/// Numbers of items that the notes of the domains give.
fn in_domains(column: &Column, sink: &mut Sink) {
    let Some(data) = column.catalog() else { return };
    for domain in data.domains() {
        let (Some(name), Some((note, span))) = (domain.name().get(), domain.note().given()) else {
            continue;
        };
        let Some(at) = note.find("公开事项") else {
            continue;
        };
        let rest = &note[at + "公开事项".len()..];
        let Some(number) = limits::numbers(rest)
            .next()
            .filter(|number| number.start == 0)
        else {
            continue;
        };
        let of_domain = data.items().into_iter();
        let count = of_domain
            .filter(|item| item.domain().get() == Some(name))
            .count();
        if rest[number.end..].starts_with('项') && count != number.value as usize {
            let message = format!(
                "“{name}”的说明写的是 {} 项，列出的是 {count} 项",
                number.value
            );
            let help = "核实事项，改正说明或者补上事项";
            let finding = Finding::new(message, help).of("CAT-10");
            sink.add(&column.data_path(), finding.at(span));
        }
    }
}
