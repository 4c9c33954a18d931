//! `rules` and `explain`.

use std::{fmt::Write as _, path::Path, process::ExitCode};

use crate::{
    check::{FAMILIES, RuleMeta, family, rules},
    report,
    standard::{Judged, Requirement, Requirements, nearest},
    write::{Product, WriteError, folder_for},
};

use super::{
    FINE,
    arguments::{ExplainArguments, ListFormat, RulesArguments},
    fail, print, say,
};

/// Lists the rules, or writes the manual.
pub(super) fn list(arguments: &RulesArguments) -> ExitCode {
    if let Some(folder) = &arguments.out {
        return manual(folder);
    }
    match arguments.format {
        ListFormat::Human => print(&human(), FINE),
        ListFormat::Json => print(&report::rules_json(), FINE),
    }
}

/// Prints a rule's page of the manual.
pub(super) fn explain(arguments: &ExplainArguments) -> ExitCode {
    let mut metas = rules().iter().map(|rule| rule.meta());
    let Some(meta) = metas.find(|meta| meta.id == arguments.rule) else {
        if let Some(requirement) = Requirements::builtin().get(&arguments.rule) {
            return print(&of_requirement(requirement), FINE);
        }
        let ids = rules().iter().map(|rule| rule.meta().id);
        let hint = nearest(&arguments.rule, ids).map_or_else(
            || "用 gongkai rules 看全部规则".to_owned(),
            |near| format!("是不是“{near}”？"),
        );
        say(&format!("错误：没有规则“{}”；{hint}\n", arguments.rule));
        return ExitCode::from(super::BAD_WORLD);
    };
    print(&page(meta), FINE)
}

fn human() -> String {
    let mut out = String::new();
    let width = rules()
        .iter()
        .map(|rule| rule.meta().id.len())
        .max()
        .unwrap_or_default();
    for family in &FAMILIES {
        let _ = writeln!(out, "{}（{}）", family.label, family.folder);
        for meta in family.rules.iter().map(|rule| rule.meta()) {
            let summary = meta.summary().trim_end_matches('。');
            let requirements = if meta.requirements.is_empty() {
                String::new()
            } else {
                format!("（{}）", meta.requirements.join("、"))
            };
            let _ = writeln!(
                out,
                "  {:<width$}  {}  {summary}{requirements}",
                meta.id,
                meta.severity.label()
            );
        }
    }
    let _ = writeln!(
        out,
        "\n共 {} 条规则。用 gongkai explain 规则名 看说明和例子。",
        rules().len()
    );
    out
}

/// A requirement, with the rules that judge it.
fn of_requirement(requirement: &Requirement) -> String {
    let judged = match requirement.judged {
        Judged::Full => "能自动判定",
        Judged::Part => "只能判定一部分",
        Judged::None => "无法自动判定",
    };
    let mut out = format!(
        "# {}\n\n{}\n\n级别：{}　部分：{}　核实：{}　{judged}\n依据：{}\n",
        requirement.id,
        requirement.text,
        requirement.severity.label(),
        requirement.part,
        requirement.confirmed.label(),
        requirement.clause
    );
    if let Some(note) = &requirement.note {
        let _ = writeln!(out, "说明：{note}");
    }
    for meta in judges(&requirement.id) {
        let _ = writeln!(out, "规则：{}　{}", meta.id, meta.summary());
    }
    out
}

/// The rules that judge a requirement.
pub(super) fn judges(requirement: &str) -> impl Iterator<Item = &'static RuleMeta> {
    let metas = rules().iter().map(|rule| rule.meta());
    metas.filter(move |meta| meta.requirements.contains(&requirement))
}

/// The page as Markdown, as it reads in a terminal.
fn page(meta: &RuleMeta) -> String {
    let mut out = format!(
        "# {}\n\n级别：{}　类别：{}　自 {} 版\n",
        meta.id,
        meta.severity.label(),
        family(meta).label,
        meta.since
    );
    for requirement in report::requirements_of(meta) {
        let _ = writeln!(
            out,
            "依据：{}　{}　{}（{}）",
            requirement.id,
            requirement.clause,
            requirement.text,
            requirement.confirmed.label()
        );
    }
    out.push('\n');
    for line in meta.docs.lines() {
        let _ = writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line));
    }
    out
}

fn manual(folder: &Path) -> ExitCode {
    let write = || -> Result<usize, WriteError> {
        // The manual belongs to no site; the one it is written from is spared all the same.
        let here = Path::new(".");
        let sites: &[&Path] = if here.join("site.yaml").exists() {
            &[here]
        } else {
            &[]
        };
        let folder = folder_for(folder, Product::Manual, sites)?;
        let pages = report::manual();
        let pages: Vec<(String, Vec<u8>)> = pages
            .into_iter()
            .map(|(name, html)| (name, html.into_bytes()))
            .collect();
        folder.put(&pages)?;
        Ok(pages.len())
    };
    match write() {
        Ok(pages) => {
            say(&format!("规则手册 {pages} 页，在 {}\n", folder.display()));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}
