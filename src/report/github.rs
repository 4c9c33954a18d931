//! Workflow commands, which GitHub shows on the lines of a pull request.

use std::fmt::Write as _;

use crate::diagnostic::Severity;

use super::Report;

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    for found in &report.diagnostics {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (start, end) = report.place(&found.path, found.span);
        // An annotation may name end columns only within one line.
        let end_column = if end.line == start.line {
            format!(",endColumn={}", end.column)
        } else {
            String::new()
        };
        let clause = found
            .clause
            .as_ref()
            .map_or(String::new(), |clause| format!("\n依据：{clause}"));
        let others = found
            .others
            .sentence()
            .map_or(String::new(), |others| format!("\n注意：{others}"));
        let _ = writeln!(
            out,
            "::{command} file={},line={},endLine={},col={}{end_column},title={}::{}",
            property(&format!("{}{}", report.prefix, found.path)),
            start.line,
            end.line,
            start.column,
            property(found.rule),
            data(&format!(
                "{}{clause}{others}\n改法：{}",
                found.message, found.help
            )),
        );
    }
    let summary = &report.summary;
    let _ = writeln!(
        out,
        "{} 个错误，{} 个警告，{} 个提示",
        summary.errors, summary.warnings, summary.infos
    );
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
