//! Whatever editors write, no stage and no rule falls over it: arbitrary front matter, Markdown,
//! settings, tables and attachments, through parsing, the model and every rule.

use std::{path::Path, sync::LazyLock};

use gongkai::{
    check::{Built, Found, INTERNAL_ERROR, PageCheck, Verdict, check, conclude},
    config::Config,
    model::{Site, Sources, model},
    parse::{Dialect, Parsed, markdown, parse, parse_attachment},
    read::{Asset, Theme, read_theme},
    render::Renderer,
    source::SourceFile,
    standard::Standard,
};
use jiff::civil::date;
use proptest::prelude::*;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
        ..SourceFile::default()
    }
}

/// A site of these files and nothing else.
fn site(settings: &str, files: &[(&str, &str)], attachment: Option<(&str, &[u8])>) -> Site {
    let standard = Standard::builtin();
    let parsed: Vec<Parsed> = files
        .iter()
        .map(|(path, text)| parse(file(path, text), &standard))
        .collect();
    let assets = attachment.into_iter().map(|(path, bytes)| {
        let asset = Asset {
            links_to: None,
            path: path.to_owned(),
            disk: path.into(),
            size: bytes.len() as u64,
            head: bytes[..bytes.len().min(8_192)].to_vec(),
        };
        (asset, parse_attachment(path, bytes))
    });
    let sources = Sources {
        assets: assets.collect(),
        ..Sources::default()
    };
    let (config, _) = Config::new(file("site.yaml", settings), date(2026, 11, 20).into());
    model(config, parsed, sources)
}

/// Findings on the pages that the own theme makes of a site, looked at as residents get them. A
/// template may trip over what is missing, as in a build, but nothing else may fall.
fn look_at_pages(site: &Site) -> Found {
    static THEME: LazyLock<Theme> =
        LazyLock::new(|| read_theme(Path::new(crate::site::OWN), "official").unwrap());
    let Ok(renderer) = Renderer::new(site, &THEME) else {
        return Found::default();
    };
    let checks = PageCheck::new(
        Built {
            site,
            theme: &THEME,
        },
        renderer.parts(),
    );
    let mut found = Found::default();
    for job in renderer.plan() {
        if let Ok(outputs) = renderer.render(job) {
            found = found.and(checks.pages(job, &outputs));
        }
    }
    found.and(checks.whole())
}

fn judge(site: &Site) -> Verdict {
    let verdict = conclude(site, check(site).and(look_at_pages(site)), false);
    // A rule that falls is caught, and told as an error of the program.
    for found in &verdict.diagnostics {
        assert_ne!(found.rule, INTERNAL_ERROR, "{found:?}");
    }
    for found in &verdict.diagnostics {
        let text = site
            .texts()
            .find(|(file, _)| file.path == found.path)
            .map_or("", |(file, _)| file.text.as_str());
        // A place is always one that a person can be shown.
        assert!(
            found.span == gongkai::source::Span::default()
                || text.get(found.span.start..found.span.end).is_some(),
            "{}: {:?} is no place in {:?}",
            found.rule,
            found.span,
            found.path
        );
        assert!(
            !found.message.is_empty() && !found.message.contains('\n'),
            "{found:?}"
        );
        assert!(!found.help.is_empty(), "{found:?}");
        if let Some(fix) = &found.fix {
            assert!(
                text.get(fix.span.start..fix.span.end).is_some(),
                "{found:?}"
            );
        }
    }
    assert_eq!(verdict.assessment.len(), 166);
    verdict
}

const COLUMN: (&str, &str) = (
    "content/政策文件/_index.md",
    "---\n标题: 政策文件\n栏目类型: 政策文件\n说明: 政策文件栏目，供测试使用\n主题词: [测试, 公开]\n---\n",
);

/// Names of fields that rules look at, and values that they may trip over.
fn field() -> impl Strategy<Value = String> {
    let standard = Standard::builtin();
    let keys: Vec<String> = standard
        .document
        .iter()
        .chain(standard.column.iter())
        .map(|field| field.key.to_string())
        .collect();
    let value = prop_oneof![
        "[0-9]{1,20}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        Just("2026-11-01".to_owned()),
        Just("9999-99-99".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("是".to_owned()),
        Just("主动公开".to_owned()),
        Just("旭街办发〔2026〕1号".to_owned()),
        Just("[[政策文件/甲.md], {文件: 甲}]".to_owned()),
        Just("[政策文件/甲.md, 政策文件/乙.md]".to_owned()),
        "\\PC{0,24}",
        "[〔〕（）0-9号第年月日、，。A-Z]{0,16}",
    ];
    (prop::sample::select(keys), value).prop_map(|(key, value)| format!("{key}: {value}\n"))
}

/// Pieces of Markdown that rules look at.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "#{1,6} [一二三四五六、（）0-9.]{0,6}\\PC{0,8}",
        "\\|[^\\n]{0,30}\\|\\n\\|--\\|--\\|\\n\\|[^\\n]{0,30}\\|",
        "\\[\\PC{0,8}\\]\\(\\PC{0,12}\\)",
        "!\\[\\PC{0,8}\\]\\(\\PC{0,12}\\)",
        "[0-9Xx\\- ]{10,24}",
        "<[a-z]{1,6} [a-z]{1,6}=\"\\PC{0,8}\">",
        tag(),
    ]
}

/// Tags, whole and broken, of the elements that browsers treat in their own ways.
fn tag() -> impl Strategy<Value = String> {
    let names = vec![
        "a", "b", "br", "caption", "dd", "details", "div", "dt", "em", "h2", "iframe", "img", "li",
        "noscript", "ol", "p", "pre", "script", "select", "span", "style", "svg", "table", "tbody",
        "td", "template", "textarea", "title", "tr", "ul", "xmp",
    ];
    let rest = vec![
        ">",
        "/>",
        " title=\"",
        " href=x.md>",
        " src='图.svg' alt=甲>",
        " onclick=ran()>",
        "",
        " a=b/c>",
    ];
    let opening = prop::sample::select(vec!["<", "</", "<!--", "<![CDATA["]);
    (
        opening,
        prop::sample::select(names),
        prop::sample::select(rest),
    )
        .prop_map(|(opening, name, rest)| format!("{opening}{name}{rest}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_front_matter(fields in prop::collection::vec(field(), 0..24), other in prop::collection::vec(field(), 0..24)) {
        let (one, two) = (fields.concat(), other.concat());
        let site = site(
            &one,
            &[
                COLUMN,
                ("content/政策文件/甲.md", &format!("---\n{one}---\n正文。\n")),
                ("content/政策文件/乙.md", &format!("---\n{two}---\n正文。\n")),
                ("content/年报/_index.md", &format!("---\n{two}栏目类型: 年报\n---\n")),
            ],
            None,
        );
        judge(&site);
    }

    #[test]
    fn any_text(text in "\\PC{0,400}", yaml in "[a-z一-龥:{}\\[\\]\\- \\n\"'&*!|>%@`#,]{0,200}") {
        let site = site(
            &yaml,
            &[
                COLUMN,
                ("content/政策文件/甲.md", &text),
                ("content/政策文件/乙.md", &format!("---\n{yaml}\n---\n{text}")),
                ("content/政策文件/丙.yaml", &yaml),
            ],
            None,
        );
        judge(&site);
    }

    #[test]
    fn any_markdown(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.join("\n\n");
        let (body, _) = markdown(&text, 0, Dialect::site());
        for splice in &body.splices {
            prop_assert!(body.html.get(splice.start..splice.end).is_some());
        }
        let front = crate::site::FRONT_MATTER;
        let site = site(
            "",
            &[COLUMN, ("content/政策文件/甲.md", &format!("---\n{front}---\n{text}"))],
            None,
        );
        judge(&site);
    }

    /// Raw HTML of any kind between Markdown of any kind, in one line and in many.
    #[test]
    fn any_raw_html(pieces in prop::collection::vec((tag(), "[甲 *\\[\\]!`>-]{0,4}", prop::sample::select(vec!["", "\n", "\n\n", "![甲](乙.png)", "[甲](#b)", "> ", "- "])), 0..24)) {
        let text: String = pieces.into_iter().map(|(tag, text, more)| format!("{tag}{text}{more}")).collect();
        let (body, faults) = markdown(&text, 0, Dialect::site());
        let mut end = 0;
        for splice in &body.splices {
            prop_assert!(end <= splice.start && splice.start <= splice.end, "{text:?}");
            let gap = body.html.get(splice.start..splice.end);
            let is_whole = gap.is_some_and(|gap| gap.is_empty() || (gap.starts_with("<img ") && gap.ends_with('>')));
            prop_assert!(is_whole, "{text:?}: {gap:?}");
            prop_assert!(splice.link < body.links.len());
            end = splice.end;
        }
        for heading in &body.headings {
            let html = &body.html[heading.html_start..];
            prop_assert!(html.starts_with(&format!("<h{} id=\"", heading.level)), "{text:?}");
        }
        let spans = body.links.iter().map(|link| link.span).chain(faults.iter().map(|(span, _)| *span));
        for span in spans {
            prop_assert!(text.get(span.start..span.end).is_some(), "{text:?}: {span:?}");
        }
        let front = crate::site::FRONT_MATTER;
        let site = site(
            "",
            &[COLUMN, ("content/政策文件/甲.md", &format!("---\n{front}---\n{text}"))],
            None,
        );
        judge(&site);
    }

    /// Elements that raw HTML leaves open end with the body, as a parser of browsers' kind reads it
    /// too.
    #[test]
    fn no_raw_html_leaves_the_body(pieces in prop::collection::vec((tag(), prop::sample::select(vec!["甲", "\n", "\n\n", "\n\n- ", "\n\n> ", "\n\n| 甲 | 乙 |\n|--|--|\n| ", "*甲", "[甲](b.md)"])), 0..16)) {
        let text: String = pieces.into_iter().map(|(tag, text)| format!("{tag}{text}")).collect();
        let (body, _) = markdown(&text, 0, Dialect::site());
        prop_assert!(crate::markdown::stays_inside(&body.html), "{text:?}\n{}", body.html);
    }

    #[test]
    fn any_attachment(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in prop::sample::select(vec!["pdf", "docx", "xlsx", "csv", "txt", "zip", "doc", "ofd", "pptx", "png"])) {
        let front = crate::site::FRONT_MATTER;
        let path = format!("content/政策文件/甲/附件.{kind}");
        let site = site(
            "",
            &[COLUMN, ("content/政策文件/甲/index.md", &format!("---\n{front}---\n[附件](附件.{kind})"))],
            Some((&path, &bytes)),
        );
        judge(&site);
    }

    /// Structured data of every kind, with anything in the places of lists and maps.
    #[test]
    fn any_structured_data(kind in prop::sample::select(kinds_with_data()), lines in prop::collection::vec(field_of_data(), 0..20)) {
        let yaml = lines.concat();
        let index = format!("---\n标题: 栏目\n栏目类型: {kind}\n说明: 栏目，供测试使用的说明\n主题词: [测试, 公开]\n数据: 数据.yaml\n---\n");
        let site = site(
            "",
            &[("content/栏目/_index.md", &index), ("content/栏目/数据.yaml", &yaml)],
            None,
        );
        judge(&site);
    }
}

/// Words of the kinds of column that are made from structured data.
fn kinds_with_data() -> Vec<&'static str> {
    let kinds = Standard::builtin().kinds.into_iter();
    let with_data = kinds.filter(|(_, traits)| traits.data.is_some());
    with_data.map(|(kind, _)| kind.word()).collect()
}

/// A line of structured data: a field of some schema, or an item of a list of them.
fn field_of_data() -> impl Strategy<Value = String> {
    use gongkai::standard::{Field, FieldType};
    fn names(fields: &[Field], found: &mut Vec<String>) {
        for field in fields {
            found.push(field.key.to_string());
            if let FieldType::Map(inner) = &field.kind {
                names(inner, found);
            }
        }
    }
    let mut keys = Vec::new();
    Standard::builtin()
        .data
        .values()
        .for_each(|fields| names(fields, &mut keys));
    let value = prop_oneof![
        "[0-9]{1,6}",
        Just("2026-01-31".to_owned()),
        Just("[1, 2, 3, 4, 5, 6, 7]".to_owned()),
        Just("救灾".to_owned()),
        Just("[政府网站]".to_owned()),
        "\\PC{0,12}",
    ];
    (prop::sample::select(keys), value, 0..3_u8).prop_map(|(key, value, depth)| match depth {
        0 => format!("{key}: {value}\n"),
        1 => format!("{key}:\n  - {{{key}: {value}, 名称: 甲, 编号: 1}}\n"),
        _ => format!("{key}:\n  {key}: {value}\n  名称: 乙\n"),
    })
}
