//! SVG of any kind: the part put into pages is made of nothing but what is on the lists.

#![no_main]

use std::sync::LazyLock;

use gongkai::{
    parse::{Parsed, parse},
    source::SourceFile,
    standard::Standard,
};
use libfuzzer_sys::fuzz_target;

static STANDARD: LazyLock<Standard> = LazyLock::new(Standard::builtin);

fuzz_target!(|text: &str| {
    let file = SourceFile {
        path: "content/甲/图.svg".to_owned(),
        text: text.to_owned(),
        ..SourceFile::default()
    };
    let Parsed::Picture(picture) = parse(file, &STANDARD) else {
        return;
    };
    for fault in &picture.faults {
        assert!(text.get(fault.span.start..fault.span.end).is_some(), "{fault:?}");
    }
    let inline = picture.inline("图").to_ascii_lowercase();
    for refused in ["<script", "<foreignobject", "<image", "<set", "<animate", "<style", "<iframe", "<!--"] {
        assert!(!inline.contains(refused), "{inline}");
    }
    let opened = inline.matches("</").count() + inline.matches("/>").count();
    assert_eq!(inline.matches('<').count() - inline.matches("</").count(), opened, "{inline}");
    for tag in gongkai::html::tags(&inline) {
        for (name, value) in tag.attributes() {
            assert!(!name.starts_with("on") && name != "style", "{inline}");
            if name == "href" {
                assert!(value.starts_with('#'), "{inline}");
            }
        }
    }
});
