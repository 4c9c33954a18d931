//! The lines between `---` at the top of a Markdown file.

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, Span},
    yaml::{Node, read_yaml},
};

/// Gives the front matter's tree, the offset where the body starts, and what is wrong.
pub(super) fn split(file: &SourceFile) -> (Option<Node>, usize, Vec<Fault>) {
    let text = file.text.as_str();
    let first = line_end(text, 0);
    let opening = text[..first].trim_end();
    let mut faults = Vec::new();
    if opening != "---" {
        let is_meant = is_dashes(opening);
        let kind = FaultKind::MissingFrontMatter { is_meant };
        faults.push(Fault::new(&file.path, Span::new(0, opening.len()), kind));
        if !is_meant {
            return (None, 0, faults);
        }
    }
    let mut meant = None;
    let (mut at, mut fallback) = (first, None);
    let (yaml_end, body_at) = loop {
        if at >= text.len() {
            // Without a closing line the front matter ends at the first blank line or heading.
            let place = meant.map_or(Span::new(0, 3), |(span, _)| span);
            let is_meant = meant.is_some();
            let kind = FaultKind::UnclosedFrontMatter { is_meant };
            faults.push(Fault::new(&file.path, place, kind));
            if let Some((span, end)) = meant {
                break (span.start, end);
            }
            let end = fallback.unwrap_or(text.len());
            break (end, end);
        }
        let end = line_end(text, at);
        let line = text[at..end].trim_end();
        if line == "---" {
            break (at, end);
        }
        if meant.is_none() && is_dashes(line) {
            meant = Some((Span::new(at, at + line.len()), end));
        }
        if fallback.is_none()
            && (line.is_empty() || line.starts_with("# ") || line.starts_with("## "))
        {
            fallback = Some(at);
        }
        at = end;
    };
    let (node, wrong) = read_yaml(&file.path, &text[first..yaml_end], first);
    faults.extend(wrong);
    let broken = faults
        .iter()
        .any(|fault| matches!(fault.kind, FaultKind::InvalidYaml { .. }));
    if node.is_none() && !broken {
        // An empty front matter still owes every required field.
        let empty = Node {
            span: Span::new(first, first),
            value: crate::yaml::Value::Map(Vec::new()),
        };
        return (Some(empty), body_at, faults);
    }
    (node, body_at, faults)
}

/// Recognises a line that was meant as `---`: of other dashes, or of another number.
fn is_dashes(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '─' | '━');
    let line = line.trim();
    line.chars().count() > 1 && line.chars().all(is_dash)
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |newline| from + newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_start_after_the_front_matter() {
        for (text, body) in [
            ("---\n标题: 甲\n---\n乙\n---\n丙\n", "乙\n---\n丙\n"),
            ("没有\n---\n", "没有\n---\n"),
            ("---\n标题: 甲\n", ""),
        ] {
            let file = SourceFile {
                text: text.to_owned(),
                ..SourceFile::default()
            };
            assert_eq!(&text[split(&file).1..], body);
        }
    }
}
