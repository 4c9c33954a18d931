//! For people: what, where with an excerpt, which clause, what to do.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::{
    check::Outcome,
    diagnostic::{Diagnostic, Severity},
    source::Span,
};

use super::{Report, Source};

/// Longest excerpt in bytes: a line of a table may be very long.
const EXCERPT_LIMIT: usize = 600;

pub(super) fn render(report: &Report, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for found in &report.diagnostics {
        let _ = writeln!(out, "{}\n", one(report, found, &renderer));
    }
    closing(report, &mut out);
    out
}

fn one(report: &Report, found: &Diagnostic, renderer: &Renderer) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
    .with_name(found.severity.label());
    let excerpt = report
        .sources
        .get(&found.path)
        .filter(|source| !source.file.text.is_empty())
        .map(|source| excerpt(source, found.span));
    let title = level.primary_title(&found.message).id(found.rule);
    let mut group = match &excerpt {
        Some(excerpt) => Group::with_title(title).element(
            Snippet::source(excerpt.text.as_str())
                .path(found.path.as_str())
                .line_start(excerpt.line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(excerpt.span.start..excerpt.span.end)),
        ),
        None => {
            Group::with_title(title).element(annotate_snippets::Origin::path(found.path.as_str()))
        }
    };
    let related: Vec<String> = found
        .related
        .iter()
        .map(|label| {
            let (at, _) = report.place(&label.path, label.span);
            format!(
                "{}：{}:{}:{}",
                label.message, label.path, at.line, at.column
            )
        })
        .collect();
    for line in &related {
        group = group.element(Level::NOTE.with_name("参见").message(line.as_str()));
    }
    if let Some(clause) = &found.clause {
        group = group.element(Level::NOTE.with_name("依据").message(clause.as_str()));
    }
    let others = found.others.sentence();
    if let Some(others) = &others {
        group = group.element(Level::NOTE.with_name("注意").message(others.as_str()));
    }
    group = group.element(Level::HELP.with_name("改法").message(found.help.as_str()));
    renderer.render(&[group])
}

struct Excerpt {
    text: String,
    line: usize,
    span: Span,
}

/// The line that a span starts in, cut to a length that a terminal can show.
fn excerpt(source: &Source, span: Span) -> Excerpt {
    let text = &source.file.text;
    let start = text.floor_char_boundary(span.start.min(text.len()));
    // No more of the line is looked at than can be shown.
    let earliest = text.ceil_char_boundary(start.saturating_sub(EXCERPT_LIMIT / 2));
    let newline = memchr::memrchr(b'\n', &text.as_bytes()[earliest..start]);
    let from = newline.map_or(earliest, |newline| earliest + newline + 1);
    let latest = text.floor_char_boundary(from + EXCERPT_LIMIT).max(start);
    let newline = memchr::memchr(b'\n', &text.as_bytes()[start..latest]);
    let to = newline.map_or(latest, |newline| start + newline);
    let shown = text[from..to].trim_end_matches('\r').replace('\t', " ");
    let start = (start - from).min(shown.len());
    let end = text.floor_char_boundary(span.end.clamp(from + start, to)) - from;
    Excerpt {
        line: source.position(span.start).line,
        span: Span::new(start, end.clamp(start, shown.len())),
        text: shown,
    }
}

fn closing(report: &Report, out: &mut String) {
    let summary = &report.summary;
    let by_rule = report.by_rule();
    if !by_rule.is_empty() {
        let _ = writeln!(out, "按规则合计：");
        for (rule, severity, count) in by_rule {
            let _ = writeln!(out, "  {count:>5}  {}  {rule}", severity.label());
        }
    }
    let _ = writeln!(
        out,
        "以 {} 为准，{} 篇文档（主动公开 {} 篇）：{} 个错误，{} 个警告，{} 个提示；用时 {:.2} 秒",
        summary.as_of,
        summary.documents,
        summary.published,
        summary.errors,
        summary.warnings,
        summary.infos,
        summary.seconds
    );
    if summary.unlisted > 0 {
        let _ = writeln!(
            out,
            "只列出 --rule、--path 要看的问题，另有 {} 处未列",
            summary.unlisted
        );
    }
    if summary.waived > 0 {
        let _ = writeln!(out, "另有 {} 处按 site.yaml 的豁免放过", summary.waived);
    }
    if let Some(tally) = &summary.external {
        let _ = writeln!(
            out,
            "{} 个站外网址：打得开 {}，已搬到新地址 {}，打不开 {}，无法判断 {}；另有 {} 个没有查，{} 个用了缓存",
            tally.addresses,
            tally.good,
            tally.moved,
            tally.broken,
            tally.not_assessable,
            tally.skipped,
            tally.cached
        );
        for note in &tally.notes {
            let _ = writeln!(out, "注意：{note}");
        }
    }
    let outcomes: Vec<String> = Outcome::ALL
        .iter()
        .map(|outcome| {
            let items = report.assessment.iter();
            let count = items.filter(|item| item.outcome == *outcome).count();
            format!("{} {count}", outcome.label())
        })
        .collect();
    let _ = writeln!(
        out,
        "{} 项要求：{}",
        report.assessment.len(),
        outcomes.join("，")
    );
    if summary.is_written {
        let _ = writeln!(
            out,
            "已生成 {} 个网页；{} 个文件有变化，{} 个未变",
            summary.pages, summary.changed, summary.unchanged
        );
        let search = &summary.search;
        let _ = writeln!(
            out,
            "检索索引 {} 页，共 {}：{} 个分片，最大 {}；{} 个正文包，最大 {}",
            search.entries,
            kilobytes(search.bytes),
            search.shards,
            kilobytes(search.largest_shard),
            search.packs,
            kilobytes(search.largest_pack),
        );
    }
}

/// A size for people.
fn kilobytes(bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 10_000 {
        format!("{kilobytes} KB")
    } else {
        format!("{} MB", kilobytes.div_ceil(1024))
    }
}
