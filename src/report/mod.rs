//! **In:** [`Diagnostic`]s and the sources they speak of. **Out:** text for people or machines. **Touches:** nothing.

mod github;
mod human;
mod json;
mod manual;
mod sarif;
mod self_assessment;

use std::collections::BTreeMap;

use crate::{
    check::{Assessment, INTERNAL_ERROR, Verdict},
    diagnostic::{Diagnostic, Fix, Severity},
    external::Tally,
    index::Size,
    model::Site,
    source::{Places, Position, SourceFile, Span, extension, is_markdown},
};

pub use manual::{manual, requirements_of, rules_json};
pub use self_assessment::SelfAssessment;

/// The rule whose findings in photographs can be mended in the photograph itself.
const PHOTO_RULE: &str = "photo-traces";

/// Choice of the findings that are wanted; all where a list is empty.
#[derive(Debug, Clone, Default)]
pub struct Only {
    /// IDs of rules.
    pub rules: Vec<String>,
    /// Files, or folders with all that is in them.
    pub paths: Vec<String>,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: excerpt with caret, clause, help.
    Human,
    /// For programs: one object a run.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// Workflow commands that GitHub shows on the lines.
    Github,
}

impl Format {
    /// Every format, in the order of the help.
    pub const ALL: [Self; 4] = [Self::Human, Self::Json, Self::Sarif, Self::Github];

    /// Name that `--format` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }
}

/// Findings and outcomes of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// Findings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Every requirement of the standard with its outcome.
    pub assessment: Vec<Assessment>,
    /// The sources that findings lie in.
    sources: BTreeMap<String, Source>,
    /// Counts for the closing lines.
    pub summary: Summary,
    /// The site's folder below the repository, empty or ending in `/`: code hosts count paths from there.
    pub prefix: String,
}

/// A source, and the places of its lines.
#[derive(Debug)]
struct Source {
    file: SourceFile,
    places: Places,
}

impl Source {
    /// Line and column of a byte offset, in a workbook those of its sheet.
    fn position(&self, offset: usize) -> Position {
        let mut position = self.places.position(&self.file, offset);
        if let Some((start, _)) = self.file.sheet(offset) {
            position.line -= self.places.position(&self.file, start).line - 1;
        }
        position
    }
}

/// Counts of a run.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Summary {
    /// The day that freshness and deadlines were judged by.
    pub as_of: String,
    /// Documents read.
    pub documents: usize,
    /// Documents that are published.
    pub published: usize,
    /// HTML pages written; none where nothing was.
    pub pages: usize,
    /// Output files that are new or changed.
    pub changed: usize,
    /// Output files that stayed as they were.
    pub unchanged: usize,
    /// True if the output was put in place.
    pub is_written: bool,
    /// Size of the search index; nothing in it where nothing was written.
    pub search: Size,
    /// Seconds from start to end.
    pub seconds: f64,
    /// Findings by severity.
    pub errors: usize,
    /// Findings by severity.
    pub warnings: usize,
    /// Findings by severity.
    pub infos: usize,
    /// Findings that a waiver lets pass.
    pub waived: usize,
    /// Counts of the answers of other websites, where they were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external: Option<Tally>,
    /// Findings that were not asked for: of other rules, or in other files.
    pub unlisted: usize,
    /// Notes on what the build left on the disk and people have to remove.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Report {
    /// Gathers findings with the sources they need.
    pub fn new(verdict: Verdict, site: &Site) -> Self {
        let Verdict {
            diagnostics,
            waived,
            assessment,
        } = verdict;
        let paths: std::collections::BTreeSet<&str> = diagnostics
            .iter()
            .flat_map(|found| {
                found
                    .related
                    .iter()
                    .map(|label| label.path.as_str())
                    .chain([found.path.as_str()])
            })
            .collect();
        let sources = if paths.is_empty() {
            BTreeMap::new()
        } else {
            all_sources(site)
                .filter(|file| paths.contains(file.path.as_str()))
                .map(|file| {
                    let source = Source {
                        file: file.clone(),
                        places: Places::new(&file.text),
                    };
                    (file.path.clone(), source)
                })
                .collect()
        };
        let summary = Summary {
            as_of: site.config.as_of.to_string(),
            documents: site.pages.len(),
            published: site.published().count(),
            waived: waived.iter().map(Diagnostic::places).sum(),
            ..Summary::default()
        };
        let mut diagnostics = diagnostics;
        for found in &mut diagnostics {
            // A line of a workbook is a row of one of its sheets.
            let source = sources.get(&found.path);
            if let Some((_, name)) = source.and_then(|own| own.file.sheet(found.span.start)) {
                found.message.push_str(&format!("（工作表“{name}”）"));
            }
        }
        let mut report = Self {
            diagnostics,
            assessment,
            sources,
            summary,
            prefix: String::new(),
        };
        report.count();
        report
    }

    /// Leaves out the findings that are not wanted.
    pub fn keep(&mut self, only: &Only) {
        let places = |found: &[Diagnostic]| -> usize { found.iter().map(Diagnostic::places).sum() };
        let all = places(&self.diagnostics);
        self.diagnostics.retain(|found| {
            let is_below = |path: &String| {
                let rest = found.path.strip_prefix(path.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            // Whatever is asked for, the program cannot vouch for its answer.
            found.rule == INTERNAL_ERROR
                || (only.rules.is_empty() || only.rules.iter().any(|rule| rule == found.rule))
                    && (only.paths.is_empty() || only.paths.iter().any(is_below))
        });
        self.summary.unlisted += all - places(&self.diagnostics);
        self.count();
    }

    fn count(&mut self) {
        let count = |severity| {
            let found = self.diagnostics.iter();
            let found = found.filter(|found| found.severity == severity);
            found.map(Diagnostic::places).sum()
        };
        (
            self.summary.errors,
            self.summary.warnings,
            self.summary.infos,
        ) = (
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
        );
    }

    /// The findings with a fix, by the file they are in. A table of an office is never mended: its
    /// text here is not the file's.
    pub fn fixable(&self) -> BTreeMap<&str, Vec<&Diagnostic>> {
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        let is_written =
            |path: &str| is_markdown(path) || matches!(extension(path).as_str(), "yaml" | "yml");
        for found in &self.diagnostics {
            if found.fixes().next().is_some() && is_written(&found.path) {
                by_file.entry(&found.path).or_default().push(found);
            }
        }
        by_file
    }

    /// Photographs that can be freed of what their cameras wrote into them: the path of each, and
    /// what was told of it.
    pub fn photos(&self) -> impl Iterator<Item = (&str, &Diagnostic)> {
        let found = self.diagnostics.iter();
        let found = found.filter(|found| found.rule == PHOTO_RULE);
        found.map(|found| {
            let photo = found.related.first().map(|label| label.path.as_str());
            (photo.unwrap_or(&found.path), found)
        })
    }

    /// A fix on one line: where, what stood there in the text, and what stands there now.
    pub fn line_of_fix(&self, found: &Diagnostic, fix: &Fix, text: &str) -> String {
        let is_told = found.fix.as_ref() == Some(fix);
        let span = if is_told { found.span } else { fix.span };
        let (at, _) = self.place(&found.path, span);
        let old = text.get(fix.span.start..fix.span.end).unwrap_or_default();
        format!(
            "{}:{}:{} {}：{}→{}",
            found.path,
            at.line,
            at.column,
            found.rule,
            shown(old),
            shown(&fix.replacement)
        )
    }

    /// Writes the report; colours are for terminals only.
    pub fn render(&self, format: Format, colour: bool) -> String {
        match format {
            Format::Human => human::render(self, colour),
            Format::Json => json::render(self),
            Format::Sarif => sarif::render(self),
            Format::Github => github::render(self),
        }
    }

    /// True if anything stops the publication.
    pub fn has_errors(&self) -> bool {
        self.summary.errors > 0
    }

    /// True if the program panicked over a part of the site.
    pub fn has_crashed(&self) -> bool {
        let mut all = self.diagnostics.iter();
        all.any(|found| found.rule == INTERNAL_ERROR)
    }

    /// Findings by rule, most first.
    fn by_rule(&self) -> Vec<(&'static str, Severity, usize)> {
        let mut counts: BTreeMap<(&'static str, Severity), usize> = BTreeMap::new();
        for found in &self.diagnostics {
            *counts.entry((found.rule, found.severity)).or_default() += found.places();
        }
        let mut counts: Vec<_> = counts
            .into_iter()
            .map(|((rule, severity), count)| (rule, severity, count))
            .collect();
        counts.sort_by(|a, b| (b.1, b.2, a.0).cmp(&(a.1, a.2, b.0)));
        counts
    }

    fn place(&self, path: &str, span: Span) -> (Position, Position) {
        let first = Position { line: 1, column: 1 };
        self.sources.get(path).map_or((first, first), |source| {
            (source.position(span.start), source.position(span.end))
        })
    }
}

/// Words of a source on one line and no longer than a line.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    if text.is_empty() {
        return "（无）".to_owned();
    }
    // A line's end is at most two characters.
    let start = text.char_indices().nth(2 * MOST + 2);
    let start = start.map_or(text, |(end, _)| &text[..end]);
    let one_line = start.replace("\r\n", "⏎").replace('\n', "⏎");
    if one_line.chars().count() <= MOST {
        return format!("“{one_line}”");
    }
    let kept: String = one_line.chars().take(MOST).collect();
    format!("“{kept}……”")
}

fn all_sources(site: &Site) -> impl Iterator<Item = &SourceFile> {
    std::iter::once(&site.config.file)
        .chain(site.columns.iter().map(|column| &column.source.file))
        .chain(site.pages.iter().map(|page| &page.document.file))
        .chain(site.data_files.iter().map(|data| &data.file))
        .chain(site.pictures.values().map(|picture| &picture.file))
        .chain(&site.theme_sources)
}
