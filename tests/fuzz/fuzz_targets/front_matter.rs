//! A document whose front matter is anything at all: parsed, placed in a site, judged by every rule.

#![no_main]

use std::sync::LazyLock;

use gongkai::{
    check::{check, conclude},
    config::Config,
    model::{Sources, model},
    parse::parse,
    source::SourceFile,
    standard::Standard,
};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

static STANDARD: LazyLock<Standard> = LazyLock::new(Standard::builtin);

fuzz_target!(|text: &str| {
    let file = |path: &str, text: String| SourceFile {
        path: path.to_owned(),
        text,
        ..SourceFile::default()
    };
    let parsed = vec![
        parse(
            file(
                "content/通知公告/_index.md",
                "---\n标题: 通知公告\n栏目类型: 通知公告\n说明: 通知公告栏目，供测试使用\n主题词: [测试, 公开]\n---\n".to_owned(),
            ),
            &STANDARD,
        ),
        parse(file("content/通知公告/甲.md", text.to_owned()), &STANDARD),
        parse(
            file("content/通知公告/乙.md", format!("---\n{text}\n---\n正文\n")),
            &STANDARD,
        ),
    ];
    let (config, _) = Config::new(file("site.yaml", text.to_owned()), date(2026, 11, 20).into());
    let site = model(config, parsed, Sources::default());
    let found = check(&site);
    let _ = conclude(&site, found, false);
});
