//! For programs: one object a run.

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;

use super::Report;

pub(super) fn render(report: &Report) -> String {
    let diagnostics: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|found| diagnostic(report, found))
        .collect();
    let by_rule: serde_json::Map<String, Value> = report
        .by_rule()
        .into_iter()
        .map(|(rule, _, count)| (rule.to_owned(), json!(count)))
        .collect();
    let mut summary = serde_json::to_value(&report.summary).unwrap_or_default();
    summary["by_rule"] = Value::Object(by_rule);
    let run =
        json!({ "diagnostics": diagnostics, "assessment": report.assessment, "summary": summary });
    format!("{run:#}\n")
}

fn diagnostic(report: &Report, found: &Diagnostic) -> Value {
    let (start, end) = report.place(&found.path, found.span);
    let related: Vec<Value> = found
        .related
        .iter()
        .map(|label| {
            let (at, _) = report.place(&label.path, label.span);
            json!({ "path": label.path, "line": at.line, "column": at.column, "message": label.message })
        })
        .collect();
    let mut value = json!({
        "rule": found.rule, "severity": found.severity, "path": found.path,
        "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column,
        "message": found.message, "clause": found.clause, "help": found.help, "related": related,
    });
    if found.others.places > 0 {
        value["others"] = json!(found.others.places);
    }
    if let Some(fix) = &found.fix {
        let (start, end) = report.place(&found.path, fix.span);
        value["fix"] = json!({
            "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column,
            "replacement": fix.replacement,
        });
    }
    value
}
