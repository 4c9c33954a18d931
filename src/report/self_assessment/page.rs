//! The self-assessment as a page that prints well.

use minijinja::{Environment, Value, context, value::Serde};

use crate::{check::Outcome, diagnostic::Severity};

use super::{
    SelfAssessment,
    chart::{Bar, Segment, bars},
};

const BLUE: &str = "#0b4a8f";
const GREEN: &str = "#1b6e3c";
const RED: &str = "#b3261e";
const AMBER: &str = "#b07600";
const GREY: &str = "#9aa2ae";

pub(super) fn html(report: &SelfAssessment) -> Result<String, String> {
    let mut templates = Environment::new();
    for (name, source) in [
        ("report.html", include_str!("report.html")),
        ("report.css", include_str!("../report.css")),
    ] {
        templates
            .add_template(name, source)
            .map_err(|error| format!("{error:#}"))?;
    }
    templates.add_filter("points", super::figure);
    templates.add_filter("severity", |word: &str| match word {
        "error" => Severity::Error.label(),
        "warning" => Severity::Warning.label(),
        _ => Severity::Info.label(),
    });
    let outcome_labels: Vec<Value> = Outcome::ALL
        .iter()
        .map(|outcome| context! { key => Value::from(Serde(outcome)), label => outcome.label(), count => report.outcomes.get(outcome) })
        .collect();
    let chart = Value::from_safe_string;
    let context = context! {
        report => Value::from(Serde(report)),
        outcomes => outcome_labels,
        parts_chart => chart(parts(report)),
        freshness_chart => chart(freshness(report)),
        openness_chart => chart(openness(report)),
        interpretation_chart => chart(interpretation(report)),
        tasks_chart => chart(tasks(report)),
    };
    templates
        .get_template("report.html")
        .and_then(|template| template.render(context))
        .map_err(|error| format!("{error:#}"))
}

fn part(value: usize, colour: &'static str) -> Segment {
    Segment {
        value: value as f64,
        colour,
    }
}

fn parts(report: &SelfAssessment) -> String {
    let rows: Vec<Bar> = report
        .parts
        .iter()
        .map(|row| Bar {
            name: row.name.clone(),
            parts: vec![
                part(row.passed, GREEN),
                part(row.failed, RED),
                part(row.open, GREY),
            ],
            figure: format!("{} / {} / {}", row.passed, row.failed, row.open),
        })
        .collect();
    let most = report
        .parts
        .iter()
        .map(|row| row.passed + row.failed + row.open)
        .max();
    bars(
        "各部分通过、不通过、待人工核对或无法自动判定的项数，数字见下表",
        &rows,
        most.unwrap_or_default() as f64,
        &[],
    )
}

fn freshness(report: &SelfAssessment) -> String {
    let rows: Vec<Bar> = report
        .columns
        .iter()
        .filter_map(|column| {
            let (allowed, left) = (column.allowed_days?, column.days_left?);
            let used = (allowed - left).max(0);
            let (colour, figure) = match left {
                ..0 => (RED, format!("超期 {} 天", -left)),
                0..7 => (AMBER, format!("还有 {left} 天")),
                _ => (BLUE, format!("还有 {left} 天")),
            };
            let share = (used as f64 / allowed.max(1) as f64 * 100.0).min(130.0);
            Some(Bar {
                name: column.title.clone(),
                parts: vec![Segment {
                    value: share,
                    colour,
                }],
                figure,
            })
        })
        .collect();
    bars(
        "各栏目已用去的更新期限：条越长越接近期限，越过竖线即超期，数字见下表",
        &rows,
        130.0,
        &[(100.0, "期限")],
    )
}

fn openness(report: &SelfAssessment) -> String {
    let rows: Vec<Bar> = report
        .openness
        .iter()
        .map(|year| Bar {
            name: format!("{} 年", year.year),
            parts: vec![
                part(year.proactive, BLUE),
                part(year.on_request, AMBER),
                part(year.withheld, GREY),
            ],
            figure: format!(
                "{} / {} / {}",
                year.proactive, year.on_request, year.withheld
            ),
        })
        .collect();
    let most = report
        .openness
        .iter()
        .map(|year| year.proactive + year.on_request + year.withheld)
        .max();
    bars(
        "各年文件的公开属性：主动公开、依申请公开、不予公开的件数，数字见下表",
        &rows,
        most.unwrap_or_default() as f64,
        &[],
    )
}

fn interpretation(report: &SelfAssessment) -> String {
    let rows: Vec<Bar> = report
        .interpretation
        .iter()
        .filter(|year| year.wanted > 0)
        .map(|year| {
            let share = year.diversified as f64 * 100.0 / year.wanted as f64;
            Bar {
                name: format!("{} 年", year.year),
                parts: vec![Segment {
                    value: share,
                    colour: if share < 70.0 { RED } else { BLUE },
                }],
                figure: format!("{share:.0}%（{}/{}）", year.diversified, year.wanted),
            }
        })
        .collect();
    bars(
        "各年多样化解读占应解读文件的比例，数字见下表",
        &rows,
        100.0,
        &[(70.0, "70%"), (90.0, "90%")],
    )
}

fn tasks(report: &SelfAssessment) -> String {
    let count = |wanted: &dyn Fn(&super::TaskState) -> bool| {
        report.tasks.iter().filter(|task| wanted(task)).count()
    };
    let is_open = |task: &super::TaskState| task.status == "进行中";
    let is_late =
        |task: &super::TaskState| is_open(task) && task.days_left.is_some_and(|days| days < 0);
    let rows = [
        ("已完成", count(&|task| task.status == "已完成"), GREEN),
        ("长期坚持", count(&|task| task.status == "长期坚持"), BLUE),
        (
            "进行中",
            count(&|task| is_open(task) && !is_late(task)),
            AMBER,
        ),
        ("已逾期", count(&is_late), RED),
    ]
    .map(|(name, number, colour)| Bar {
        name: name.to_owned(),
        parts: vec![part(number, colour)],
        figure: format!("{number} 项"),
    });
    bars(
        "台账任务的进展，数字见下表",
        &rows,
        report.tasks.len() as f64,
        &[],
    )
}
