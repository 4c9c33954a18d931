//! Attachments of any bytes under any name are read or refused, never trusted.

#![no_main]

use gongkai::parse::parse_attachment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    const NAMES: [&str; 9] = [
        "a.docx", "a.xlsx", "a.pptx", "a.pdf", "a.csv", "a.txt", "a.zip", "a.doc", "a.ofd",
    ];
    let name = NAMES[bytes.first().map_or(0, |byte| usize::from(*byte) % NAMES.len())];
    let _ = parse_attachment(name, bytes.get(1..).unwrap_or_default());
});
