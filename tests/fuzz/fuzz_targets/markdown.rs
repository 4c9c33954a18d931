//! Markdown of any kind becomes HTML whose places lie in the text.

#![no_main]

use gongkai::parse::{Dialect, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (body, faults) = markdown(text, 0, Dialect::site());
    for splice in &body.splices {
        assert!(body.html.get(splice.start..splice.end).is_some());
    }
    let links = body.links.iter().map(|link| link.span);
    let cells = body.tables.iter().flat_map(|table| table.rows.iter().flatten().copied());
    for span in links.chain(cells).chain(faults.iter().map(|(span, _)| *span)) {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
});
