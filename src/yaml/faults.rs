//! YAML of a site, with what is wrong with it as faults.

use crate::{
    diagnostic::{Fault, FaultKind, Fix},
    source::Span,
};

use super::{Node, YamlFault, parse, repair::full_width_colons, syntax};

/// Parses YAML of a site, mends full-width colons where nothing could be read past them, and reports
/// both as faults.
pub fn read_yaml(path: &str, text: &str, offset: usize) -> (Option<Node>, Vec<Fault>) {
    let (mut node, mut wrong) = parse(text, offset);
    let mut faults = Vec::new();
    let is_broken = |wrong: &[(Span, YamlFault)]| {
        wrong
            .iter()
            .any(|(_, fault)| matches!(fault, YamlFault::Syntax(_)))
    };
    let is_flat = node.as_ref().is_some_and(|node| node.entries().is_empty());
    if is_broken(&wrong) || is_flat {
        let (mended, colons) = full_width_colons(text);
        if let Some(mended) = mended {
            let told = colons.into_iter().map(|(span, key)| {
                Fault::new(
                    path,
                    span.shifted(offset),
                    FaultKind::FullWidthColon { key },
                )
            });
            faults.extend(told);
            (node, wrong) = parse(&mended, offset);
        }
    }
    // A mended colon is three bytes of ASCII where the source has one character.
    let whole = |span: Span| {
        let (start, end) = (span.start - offset, span.end - offset);
        let start = text.floor_char_boundary(start);
        Span::new(start, text.ceil_char_boundary(end).max(start)).shifted(offset)
    };
    faults.extend(wrong.into_iter().map(|(span, fault)| {
        let kind = match fault {
            YamlFault::CutOff { lost } => {
                let (place, fix) = quoted(text, span.start - offset, &lost);
                let fix = fix.map(|fix| fix.shifted(offset));
                let kind = FaultKind::CutValue { lost, fix };
                return Fault::new(path, place.shifted(offset), kind);
            }
            YamlFault::Syntax(reason) => {
                let at = text.floor_char_boundary(span.start - offset);
                if let Some((place, reason, fix)) = syntax::slip_before(text, at) {
                    let place = place.shifted(offset);
                    let fix = fix.map(|fix| fix.shifted(offset));
                    return Fault::new(path, place, FaultKind::InvalidYaml { reason, fix });
                }
                FaultKind::InvalidYaml { reason, fix: None }
            }
            YamlFault::Reference => FaultKind::YamlReference,
        };
        Fault::new(path, whole(span), kind)
    }));
    if let Some(node) = node
        .as_ref()
        .filter(|node| node.entries().is_empty() && node.span != Span::default())
    {
        let reason = "最外层应是“键: 值”的列表".to_owned();
        let kind = FaultKind::InvalidYaml { reason, fix: None };
        faults.push(Fault::new(path, whole(node.span), kind));
    }
    (node, faults)
}

/// Place of a text that was cut off a value, and the change that keeps it: quotes around the whole.
fn quoted(text: &str, value: usize, lost: &str) -> (Span, Option<Fix>) {
    let value = text.floor_char_boundary(value);
    let Some(start) = text[value..].find(lost).map(|at| value + at) else {
        return (Span::new(value, value), None);
    };
    let end = start + lost.len();
    let whole = &text[value..end];
    let before = whole.len() - whole.trim_start().len();
    let words = whole.trim_start();
    let fix = (!words.contains('\n')).then(|| Fix {
        span: Span::new(value + before, end),
        replacement: syntax::in_quotes(words),
    });
    (Span::new(start, end), fix)
}
