//! Fixes applied to a text: what `check --fix` writes.

use crate::diagnostic::{Diagnostic, Fix};

/// A text after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// Fixes that were made: the place of the diagnostic in the list, and the change, which may be
    /// at a place that it stands for.
    pub done: Vec<(usize, Fix)>,
}

/// Applies the fixes of diagnostics to the text they speak of; the rest stays byte for byte.
///
/// Of two fixes that touch, the first is applied; the other waits for the next run.
pub fn mend(text: &str, diagnostics: &[&Diagnostic]) -> Mended {
    let mut fixes: Vec<(usize, &Fix)> = diagnostics
        .iter()
        .enumerate()
        .flat_map(|(at, found)| found.fixes().map(move |fix| (at, fix)))
        .collect();
    fixes.sort_by_key(|(at, fix)| (fix.span, *at));
    let mut mended = Mended {
        text: String::with_capacity(text.len()),
        done: Vec::new(),
    };
    let mut from = 0;
    let mut last: Option<&Fix> = None;
    for (at, fix) in fixes {
        if last == Some(fix) {
            mended.done.push((at, fix.clone()));
            continue;
        }
        let touches = last.is_some_and(|last| fix.span.start <= last.span.end);
        let is_whole = text.get(fix.span.start..fix.span.end).is_some();
        if touches || fix.span.start < from || !is_whole {
            continue;
        }
        mended.text.push_str(&text[from..fix.span.start]);
        mended.text.push_str(&fix.replacement);
        from = fix.span.end;
        last = Some(fix);
        mended.done.push((at, fix.clone()));
    }
    mended.text.push_str(&text[from..]);
    mended
}
