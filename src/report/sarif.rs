//! SARIF 2.1.0, which code hosts read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{check::rules, diagnostic::Severity};

use super::Report;

pub(super) fn render(report: &Report) -> String {
    let places: BTreeMap<&str, usize> = rules()
        .iter()
        .enumerate()
        .map(|(at, rule)| (rule.meta().id, at))
        .collect();
    let cards: Vec<Value> = rules()
        .iter()
        .map(|rule| {
            let meta = rule.meta();
            let summary = meta.docs.lines().next().unwrap_or_default().trim();
            json!({
                "id": meta.id,
                "shortDescription": { "text": summary },
                "fullDescription": { "text": why(meta.docs) },
                "help": { "text": meta.docs, "markdown": meta.docs },
                "defaultConfiguration": { "level": level(meta.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|found| {
            let (start, end) = report.place(&found.path, found.span);
            let clause = found.clause.as_ref().map_or(String::new(), |clause| format!("\n依据：{clause}"));
            let others = found.others.sentence().map_or(String::new(), |others| format!("\n注意：{others}"));
            let mut result = json!({
                "ruleId": found.rule,
                "ruleIndex": places.get(found.rule),
                "level": level(found.severity),
                "message": { "text": format!("{}{clause}{others}\n改法：{}", found.message, found.help) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": crate::render::url_path(&format!("{}{}", report.prefix, found.path)), "uriBaseId": "%SRCROOT%" },
                        "region": {
                            "startLine": start.line, "startColumn": start.column,
                            "endLine": end.line, "endColumn": end.column,
                        },
                    },
                }],
            });
            if let Some(fix) = &found.fix {
                let (start, end) = report.place(&found.path, fix.span);
                result["fixes"] = json!([{
                    "description": { "text": found.help },
                    "artifactChanges": [{
                        "artifactLocation": result["locations"][0]["physicalLocation"]["artifactLocation"],
                        "replacements": [{
                            "deletedRegion": {
                                "startLine": start.line, "startColumn": start.column,
                                "endLine": end.line, "endColumn": end.column,
                            },
                            "insertedContent": { "text": fix.replacement },
                        }],
                    }],
                }]);
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gongkai", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": cards } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The first paragraph under 为什么.
fn why(docs: &str) -> &str {
    let after = docs
        .split_once("## 为什么")
        .map_or(docs, |(_, after)| after);
    after.trim().lines().next().unwrap_or_default()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
