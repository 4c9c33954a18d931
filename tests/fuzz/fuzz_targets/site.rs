//! A little site of anything at all, from its sources to the judged pages: front matter, Markdown, an SVG,
//! structured data. The input is cut at lines of `%%%%`, one part a file.

#![no_main]

use std::sync::LazyLock;

use gongkai::{
    check::{Built, INTERNAL_ERROR, PageCheck, check, conclude},
    config::Config,
    model::{Sources, model},
    parse::{Contents, Parsed, parse},
    read::{Asset, Theme, read_theme},
    render::Renderer,
    source::SourceFile,
    standard::Standard,
};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

static STANDARD: LazyLock<Standard> = LazyLock::new(Standard::builtin);
static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    read_theme(folder.as_ref(), "official").expect("the own theme")
});

const FRONT_MATTER: &str = "标题: 关于防汛值班的通知
索引号: \"111409020123456714/2026-00100\"
发布机构: 旭来街街道办事处
成文日期: 2026-06-01
发布日期: 2026-06-02
公开属性: 主动公开
内容概述: 汛期值班的时间、人员安排和联系方式
";

/// Kinds of column that are made from structured data.
const KINDS: [&str; 9] = [
    "指南", "法定主动公开内容", "主动公开基本目录", "依申请公开", "机构职能", "舆情回应", "工作台账", "考核",
    "培训",
];

fuzz_target!(|text: &str| {
    let mut parts = text.split("%%%%\n");
    let mut part = || parts.next().unwrap_or_default();
    let (body, svg, front, data) = (part(), part(), part(), part());
    let kind = KINDS[text.len() % KINDS.len()];
    let file = |path: &str, text: String| SourceFile {
        path: path.to_owned(),
        text,
        ..SourceFile::default()
    };
    let column = |title: &str, kind: &str, more: &str| {
        format!(
            "---\n标题: {title}\n栏目类型: {kind}\n说明: {title}栏目，供测试使用\n主题词: [测试, 公开]\n{more}---\n"
        )
    };
    let files = [
        ("content/通知公告/_index.md", column("通知公告", "通知公告", "")),
        ("content/通知公告/甲/index.md", format!("---\n{FRONT_MATTER}---\n![图](图.svg)\n\n{body}")),
        ("content/通知公告/甲/图.svg", svg.to_owned()),
        ("content/通知公告/乙.md", format!("---\n{FRONT_MATTER}{front}\n---\n正文\n")),
        ("content/丙/_index.md", column("丙", kind, "数据: 数据.yaml\n")),
        ("content/丙/数据.yaml", data.to_owned()),
    ];
    let parsed: Vec<Parsed> = files
        .into_iter()
        .map(|(path, text)| parse(file(path, text), &STANDARD))
        .collect();
    let picture = Asset {
        links_to: None,
        path: "content/通知公告/甲/图.svg".to_owned(),
        disk: "图.svg".into(),
        size: svg.len() as u64,
        head: svg.as_bytes()[..svg.len().min(8_192)].to_vec(),
    };
    let (config, _) = Config::new(file("site.yaml", String::new()), date(2026, 11, 20).into());
    let sources = Sources {
        assets: vec![(picture, Contents::default())],
        ..Sources::default()
    };
    let site = model(config, parsed, sources);
    let mut found = check(&site);
    if let Ok(renderer) = Renderer::new(&site, &THEME) {
        let built = Built {
            site: &site,
            theme: &THEME,
        };
        let checks = PageCheck::new(built, renderer.parts());
        for job in renderer.plan() {
            if let Ok(outputs) = renderer.render(job) {
                found = found.and(checks.pages(job, &outputs));
            }
        }
        found = found.and(checks.whole());
    }
    // A rule that falls is caught, and told.
    let verdict = conclude(&site, found, false);
    let fallen = verdict.diagnostics.iter().find(|found| found.rule == INTERNAL_ERROR);
    assert!(fallen.is_none(), "{fallen:?}");
});
