//! Markdown of any kind becomes HTML whose places lie in the text.

#![no_main]

use gongkai::parse::{Dialect, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (body, faults) = markdown(text, 0, Dialect::site());
    let mut end = 0;
    for splice in &body.splices {
        assert!(end <= splice.start && splice.start <= splice.end);
        assert!(body.html.get(splice.start..splice.end).is_some());
        assert!(splice.link < body.links.len());
        end = splice.end;
    }
    for heading in &body.headings {
        let html = body.html.get(heading.html_start..).unwrap_or_default();
        assert!(html.starts_with(&format!("<h{} id=\"", heading.level)), "{html}");
    }
    let links = body.links.iter().map(|link| link.span);
    let cells = body.tables.iter().flat_map(|table| table.rows.iter().flatten().copied());
    for span in links.chain(cells).chain(faults.iter().map(|(span, _)| *span)) {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
});
