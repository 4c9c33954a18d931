//! The self-assessment that the office hands in: one model, written as a page, a workbook and JSON.

mod chart;
mod page;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    check::{Assessment, Freshness, Outcome, freshness},
    diagnostic::{Diagnostic, Severity},
    model::{Column, Page, Site},
    standard::view::{self, Disclosure, Org, StandardSettings, TaskStatus},
};

use super::Report;

/// All that the office is told about itself.
#[derive(Debug, Serialize)]
pub struct SelfAssessment {
    /// Name of the office.
    pub office: String,
    /// The day it is judged by.
    pub as_of: Date,
    /// True if the site is a sample.
    pub is_sample: bool,
    /// Points out of those that the weights allow, over what could be judged; absent where nothing could.
    pub score: Option<Score>,
    /// Number of requirements with each outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Every requirement with its outcome.
    pub requirements: Vec<Assessment>,
    /// Points by part of the standard.
    pub parts: Vec<Chapter>,
    /// Every column.
    pub columns: Vec<ColumnState>,
    /// Every responsible unit.
    pub units: Vec<UnitState>,
    /// Openness of documents by the year they were formed in.
    pub openness: Vec<OpennessYear>,
    /// Interpretation of policies by year.
    pub interpretation: Vec<InterpretationYear>,
    /// Tasks of the ledger.
    pub tasks: Vec<TaskState>,
    /// Findings that somebody answers for until a day.
    pub waivers: Vec<WaivedFinding>,
    /// Counts of findings.
    pub findings: FindingCounts,
    /// Every error and warning: the list to work off.
    pub problems: Vec<Problem>,
}

/// An error or a warning, with who must see to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Severity of the finding.
    pub severity: Severity,
    /// The unit that drafted or issued the document; for what is no document, the office itself.
    pub unit: String,
    /// The file.
    pub path: String,
    /// The line in it.
    pub line: usize,
    /// ID of the rule.
    pub rule: &'static str,
    /// Sentence that says what is wrong.
    pub message: String,
    /// The clause that says so.
    pub clause: String,
    /// Advice on what to do.
    pub help: String,
}

/// Points reached of points that could be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Points reached.
    pub points: f64,
    /// Points of the parts in which anything could be judged.
    pub of: f64,
    /// Number of requirements that the score rests on: those that passed or failed.
    pub judged: usize,
}

/// A part of the standard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chapter {
    /// Its heading.
    pub name: String,
    /// Its weight.
    pub weight: f64,
    /// Requirements passed.
    pub passed: usize,
    /// Requirements failed.
    pub failed: usize,
    /// Requirements that people must look at.
    pub open: usize,
    /// Points: the weight times passed of passed and failed; absent where neither is.
    pub points: Option<f64>,
}

/// A column's state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnState {
    /// Titles of it and the columns above it.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// Published documents, or entries of its data.
    pub entries: usize,
    /// Day of its last update.
    pub updated: Option<Date>,
    /// Longest time without an update, in days; absent where nothing is prescribed.
    pub allowed_days: Option<i64>,
    /// Days until it goes stale; negative once it has.
    pub days_left: Option<i64>,
    /// Errors in its files.
    pub errors: usize,
    /// Warnings in its files.
    pub warnings: usize,
}

/// A unit's state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnitState {
    /// Name of the unit.
    pub name: String,
    /// Published documents that it drafted or issued.
    pub documents: usize,
    /// Errors in them.
    pub errors: usize,
    /// Warnings in them.
    pub warnings: usize,
    /// Tasks done or standing.
    pub tasks_done: usize,
    /// Tasks under way.
    pub tasks_open: usize,
    /// Tasks past their day.
    pub tasks_overdue: usize,
    /// Rows of the catalogue that name it.
    pub catalog_rows: usize,
}

/// Openness of the documents of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OpennessYear {
    /// The year.
    pub year: i16,
    /// 主动公开
    pub proactive: usize,
    /// 依申请公开
    pub on_request: usize,
    /// 不予公开
    pub withheld: usize,
}

/// Interpretation of the policies of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InterpretationYear {
    /// The year.
    pub year: i16,
    /// Policies that must be interpreted.
    pub wanted: usize,
    /// Of these, interpreted.
    pub interpreted: usize,
    /// Of these, interpreted in a form beyond text.
    pub diversified: usize,
}

/// A task of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskState {
    /// Its number.
    pub no: i64,
    /// Name of the task.
    #[serde(rename = "task")]
    pub title: String,
    /// Units that do it.
    pub owners: Vec<String>,
    /// The day it is due; absent where it has none.
    pub due: Option<Date>,
    /// The ledger's word for how it stands.
    pub status: String,
    /// Days until it is due; negative once past.
    pub days_left: Option<i64>,
}

/// A finding that is let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaivedFinding {
    /// ID of the rule.
    pub rule: String,
    /// Path of the file.
    pub path: String,
    /// Reason of the waiver.
    pub reason: String,
    /// Role of the person who answers for it.
    pub role: String,
    /// The last day.
    pub expires: Date,
}

/// Counts of findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FindingCounts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Findings that are only worth knowing.
    pub infos: usize,
    /// Findings that a waiver lets pass.
    pub waived: usize,
}

impl SelfAssessment {
    /// Draws the report of a run together.
    pub fn new(site: &Site, report: &Report) -> Self {
        let parts = parts(site, &report.assessment);
        let judged = || parts.iter().filter(|part| part.points.is_some());
        let score = judged().next().map(|_| Score {
            points: judged().filter_map(|part| part.points).sum(),
            of: judged().map(|part| part.weight).sum(),
            judged: judged().map(|part| part.passed + part.failed).sum(),
        });
        let mut outcomes: BTreeMap<Outcome, usize> = Outcome::ALL
            .into_iter()
            .map(|outcome| (outcome, 0))
            .collect();
        for requirement in &report.assessment {
            *outcomes.entry(requirement.outcome).or_default() += 1;
        }
        let waivers = site.config.waivers.iter().map(|waiver| WaivedFinding {
            rule: waiver.rule.clone(),
            path: waiver.path.clone(),
            reason: waiver.reason.clone(),
            role: waiver.role.clone(),
            expires: waiver.expires,
        });
        Self {
            office: site.config.org(Org::name).to_owned(),
            as_of: site.config.as_of,
            is_sample: site.config.settings().sample().or_default(),
            score,
            outcomes,
            requirements: report.assessment.clone(),
            parts,
            columns: columns(site, &report.diagnostics),
            units: units(site, &report.diagnostics),
            openness: openness(site),
            interpretation: interpretation(site),
            tasks: tasks(site),
            waivers: waivers.collect(),
            findings: FindingCounts {
                errors: report.summary.errors,
                warnings: report.summary.warnings,
                infos: report.summary.infos,
                waived: report.summary.waived,
            },
            problems: problems(site, report),
        }
    }

    /// The files of the report: name and bytes.
    ///
    /// # Errors
    ///
    /// The workbook could not be made; the text says why.
    pub fn files(&self) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
        let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(vec![
            ("index.html", page::html(self)?.into_bytes()),
            (
                "自评报告.xlsx",
                workbook::xlsx(self).map_err(|error| error.to_string())?,
            ),
            ("report.json", (json + "\n").into_bytes()),
        ])
    }
}

/// A figure to two decimals, without noughts that say nothing: 6.25, 81.2, 100.
fn figure(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// Weights come from the site; parts that it does not name share evenly what is left of 100.
fn parts(site: &Site, assessment: &[Assessment]) -> Vec<Chapter> {
    let names = site.config.standard.requirements.parts();
    let own: BTreeMap<&str, f64> = site
        .config
        .settings()
        .standard()
        .and(StandardSettings::weights)
        .into_iter()
        .filter_map(|entry| Some((entry.part().get()?, entry.points().get()?)))
        .collect();
    let unnamed = names
        .iter()
        .filter(|name| !own.contains_key(**name))
        .count();
    let rest = (100.0 - own.values().sum::<f64>()).max(0.0) / unnamed.max(1) as f64;
    names
        .into_iter()
        .map(|name| {
            let of = |outcome| {
                let of_part = assessment
                    .iter()
                    .filter(|requirement| requirement.part == name);
                of_part
                    .filter(|requirement| requirement.outcome == outcome)
                    .count()
            };
            let weight = own.get(name).copied().unwrap_or(rest);
            let (passed, failed) = (of(Outcome::Pass), of(Outcome::Fail));
            let judged = passed + failed;
            Chapter {
                name: name.to_owned(),
                weight,
                passed,
                failed,
                open: of(Outcome::Uncertain) + of(Outcome::NotAssessable),
                points: (judged > 0).then(|| weight * passed as f64 / judged as f64),
            }
        })
        .collect()
}

fn columns(site: &Site, diagnostics: &[Diagnostic]) -> Vec<ColumnState> {
    let fresh: BTreeMap<usize, Freshness> = freshness(site)
        .into_iter()
        .map(|entry| (entry.column, entry))
        .collect();
    let folders: Vec<(String, usize)> = site
        .columns
        .iter()
        .enumerate()
        .map(|(id, column)| (format!("{}/", column.folder), id))
        .collect();
    let mut counts = vec![(0, 0); site.columns.len()];
    for found in diagnostics {
        let inner = folders
            .iter()
            .filter(|(folder, _)| found.path.starts_with(folder.as_str()))
            .max_by_key(|(folder, _)| folder.len());
        if let Some((_, id)) = inner {
            let (errors, warnings) = &mut counts[*id];
            count(found, errors, warnings);
        }
    }
    site.columns
        .iter()
        .enumerate()
        .skip(1)
        .map(|(id, column)| {
            let path = site.path_to(id);
            let titles: Vec<&str> = path[1..]
                .iter()
                .map(|id| site.columns[*id].title.as_str())
                .collect();
            let fresh = fresh.get(&id);
            ColumnState {
                title: titles.join(" › "),
                kind: column.kind.word().to_owned(),
                entries: site.entries(id),
                updated: fresh
                    .and_then(|fresh| fresh.last)
                    .or_else(|| last_published(site, id)),
                allowed_days: fresh.map(|fresh| fresh.allowed),
                days_left: fresh.and_then(|fresh| fresh.left),
                errors: counts[id].0,
                warnings: counts[id].1,
            }
        })
        .collect()
}

fn last_published(site: &Site, column: usize) -> Option<Date> {
    let newest = site.newest(column, 1);
    let page = &site.pages[*newest.first()?];
    page.document.published.map(jiff::civil::DateTime::date)
}

fn count(found: &Diagnostic, errors: &mut usize, warnings: &mut usize) {
    match found.severity {
        Severity::Error => *errors += found.places(),
        Severity::Warning => *warnings += found.places(),
        Severity::Info => {}
    }
}

/// Errors first, each unit's together.
fn problems(site: &Site, report: &Report) -> Vec<Problem> {
    let units: BTreeMap<&str, &str> = site
        .pages
        .iter()
        .filter_map(|page| Some((page.document.file.path.as_str(), unit_of(page)?)))
        .collect();
    let office = site.config.org(Org::name);
    let counted = report
        .diagnostics
        .iter()
        .filter(|found| found.severity > Severity::Info);
    let mut problems: Vec<Problem> = counted
        .map(|found| Problem {
            severity: found.severity,
            unit: (*units.get(found.path.as_str()).unwrap_or(&office)).to_owned(),
            path: found.path.clone(),
            line: report.place(&found.path, found.span).0.line,
            rule: found.rule,
            message: match found.others.places {
                0 => found.message.clone(),
                others => format!("{}（这个文件里另有 {others} 处）", found.message),
            },
            clause: found.clause.clone().unwrap_or_default(),
            help: found.help.clone(),
        })
        .collect();
    problems.sort_by(|a, b| (b.severity, &a.unit).cmp(&(a.severity, &b.unit)));
    problems
}

/// The units that drafted documents, that own tasks, and that the office lists.
fn units(site: &Site, diagnostics: &[Diagnostic]) -> Vec<UnitState> {
    let mut units: BTreeMap<String, UnitState> = BTreeMap::new();
    let listed = site
        .with(Column::units)
        .flat_map(|(_, data)| data.units())
        .filter_map(|unit| unit.name().get());
    for name in listed {
        units.entry(name.to_owned()).or_default();
    }
    let mut by_path: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, page) in site.published() {
        if let Some(unit) = unit_of(page) {
            by_path.insert(&page.document.file.path, unit);
            units.entry(unit.to_owned()).or_default().documents += 1;
        }
    }
    for found in diagnostics {
        if let Some(unit) = by_path.get(found.path.as_str())
            && let Some(unit) = units.get_mut(*unit)
        {
            count(found, &mut unit.errors, &mut unit.warnings);
        }
    }
    for task in tasks(site) {
        for owner in &task.owners {
            let unit = units.entry(owner.clone()).or_default();
            if task.status != "进行中" {
                unit.tasks_done += 1;
            } else if task.days_left.is_some_and(|days| days < 0) {
                unit.tasks_overdue += 1;
            } else {
                unit.tasks_open += 1;
            }
        }
    }
    let rows = site
        .with(Column::catalog)
        .flat_map(|(_, data)| data.items());
    for subject in rows.filter_map(|row| row.subject().get()) {
        if let Some(unit) = units.get_mut(subject) {
            unit.catalog_rows += 1;
        }
    }
    units
        .into_iter()
        .map(|(name, unit)| UnitState { name, ..unit })
        .collect()
}

fn unit_of(page: &Page) -> Option<&str> {
    let meta = page.document.meta();
    meta.drafter().get().or_else(|| meta.issuer().get())
}

fn openness(site: &Site) -> Vec<OpennessYear> {
    let mut years: BTreeMap<i16, OpennessYear> = BTreeMap::new();
    for page in &site.pages {
        let (Some(formed), Some(disclosure)) = (
            page.document.meta().formed_date().get(),
            page.document.disclosure,
        ) else {
            continue;
        };
        let year = years.entry(formed.year()).or_default();
        match disclosure {
            Disclosure::Proactive => year.proactive += 1,
            Disclosure::OnRequest => year.on_request += 1,
            Disclosure::Withheld => year.withheld += 1,
        }
    }
    years
        .into_iter()
        .map(|(year, counts)| OpennessYear { year, ..counts })
        .collect()
}

fn interpretation(site: &Site) -> Vec<InterpretationYear> {
    let mut years: BTreeMap<i16, InterpretationYear> = BTreeMap::new();
    for (_, page) in site.published() {
        let meta = page.document.meta();
        let (true, Some(published)) = (
            meta.needs_interpretation().or_default(),
            page.document.published,
        ) else {
            continue;
        };
        let year = years.entry(published.year()).or_default();
        year.wanted += 1;
        year.interpreted += usize::from(!page.interpretations.is_empty());
        let mut forms = page
            .interpretations
            .iter()
            .flat_map(|id| site.pages[*id].document.meta().forms().into_iter());
        year.diversified += usize::from(forms.any(|form| form != "文字"));
    }
    years
        .into_iter()
        .map(|(year, counts)| InterpretationYear { year, ..counts })
        .collect()
}

fn tasks(site: &Site) -> Vec<TaskState> {
    site.with(Column::ledger)
        .flat_map(|(_, data)| data.tasks())
        .map(|task| task_of(task, site.config.as_of))
        .collect()
}

fn task_of(task: view::Task<'_>, as_of: Date) -> TaskState {
    let due = task.due().get();
    TaskState {
        no: task.no().or_default(),
        title: task.task().or_default().to_owned(),
        owners: task
            .owners()
            .into_iter()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        due,
        status: task.status().get().map_or("", TaskStatus::word).to_owned(),
        days_left: due.map(|due| i64::from((due - as_of).get_days())),
    }
}
