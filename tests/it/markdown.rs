//! Markdown: the specification with the mends off, the mends by themselves, places of links.

use std::fs;

use gongkai::parse::{Dialect, markdown, parse_markdown};
use pulldown_cmark::Options;

use crate::fetched::crate_folder;

/// The examples of a specification, from the sources of the parser crate that Cargo has fetched:
/// the text of the specification is published there and not copied into this repository.
fn examples(suite: &str) -> Vec<(String, String)> {
    let file = crate_folder("pulldown-cmark")
        .join("tests/suite")
        .join(format!("{suite}.rs"));
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let block = |part: &str, name: &str| {
        let (_, rest) = part.split_once(&format!("let {name} = r##\"")).unwrap();
        rest.split_once("\"##;").unwrap().0.to_owned()
    };
    text.split("#[test]")
        .skip(1)
        .map(|part| (block(part, "original"), block(part, "expected")))
        .collect()
}

/// White space between tags says nothing, and the forms of empty elements are alike.
fn normal(html: &str) -> String {
    let html = html
        .replace(" />", ">")
        .replace("/>", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'");
    let html = html.replace(
        "disabled=\"\" type=\"checkbox\"",
        "type=\"checkbox\" disabled=\"\"",
    );
    // Where a cell's alignment is written is the one difference from the parser's own renderer:
    // GitHub's specification has `align`, which we follow.
    let html = ["left", "center", "right"].iter().fold(html, |html, word| {
        html.replace(
            &format!("style=\"text-align: {word}\""),
            &format!("align=\"{word}\""),
        )
    });
    let lines: Vec<&str> = html
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    let joined = lines.join("\n").replace(">\n<", "><");
    ["<li>", "</li>", "<blockquote>"]
        .iter()
        .fold(joined, |html, tag| {
            html.replace(&format!("{tag}\n"), tag)
                .replace(&format!("\n{tag}"), tag)
        })
}

fn plain(options: Options) -> Dialect {
    Dialect {
        options,
        mends: false,
        site: false,
    }
}

#[track_caller]
fn follows(suite: &str, options: Options, at_least: usize) {
    let examples = examples(suite);
    assert!(
        examples.len() >= at_least,
        "{suite}: only {} examples found",
        examples.len()
    );
    let mut wrong = Vec::new();
    for (number, (original, expected)) in examples.iter().enumerate() {
        let ours = parse_markdown(original, plain(options));
        if normal(&ours) != normal(expected) {
            wrong.push(format!(
                "{suite} {}: {original:?}\n  wanted {expected:?}\n  got    {ours:?}",
                number + 1
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        examples.len(),
        wrong.join("\n")
    );
}

#[test]
fn common_mark_is_followed() {
    follows("spec", Options::empty(), 650);
}

#[test]
fn tables_and_strikethrough_follow_github() {
    follows("gfm_table", Options::ENABLE_TABLES, 5);
    follows("gfm_strikethrough", Options::ENABLE_STRIKETHROUGH, 2);
}

/// What the mends change in the specification's own examples: a break between CJK characters
/// cannot occur there, so only examples with such characters may differ.
#[test]
fn mends_leave_other_languages_alone() {
    let mended = Dialect {
        mends: true,
        ..plain(Options::empty())
    };
    let changed: Vec<String> = examples("spec")
        .into_iter()
        .filter(|(original, _)| {
            parse_markdown(original, mended) != parse_markdown(original, plain(Options::empty()))
        })
        .map(|(original, _)| original)
        .collect();
    assert_eq!(changed, Vec::<String>::new());
}

fn html(text: &str) -> String {
    markdown(text, 0, Dialect::site()).0.html
}

/// Whoever leaves for a website of no government body is told before.
#[test]
fn foreign_links_are_announced() {
    for (text, wanted) in [
        (
            "[外](https://a.example.com/)",
            "<p><a href=\"https://a.example.com/\" class=\"external foreign\" rel=\"noopener noreferrer\" title=\"非政府网站，将离开本站\">外</a></p>\n",
        ),
        (
            "[外](https://a.example.com/ \"图书馆\")",
            "<p><a href=\"https://a.example.com/\" class=\"external foreign\" rel=\"noopener noreferrer\" title=\"图书馆（非政府网站，将离开本站）\">外</a></p>\n",
        ),
        (
            "[证书](https://bszs.conac.cn/a)",
            "<p><a href=\"https://bszs.conac.cn/a\" class=\"external\" rel=\"noopener noreferrer\">证书</a></p>\n",
        ),
    ] {
        assert_eq!(html(text), wanted, "{text}");
    }
}

#[test]
fn emphasis_works_beside_chinese_punctuation() {
    for (text, wanted) in [
        ("**中文。**中文", "<p><strong>中文。</strong>中文</p>\n"),
        ("**《条例》**规定", "<p><strong>《条例》</strong>规定</p>\n"),
        (
            "由**（自然人）**应当",
            "<p>由<strong>（自然人）</strong>应当</p>\n",
        ),
        ("的**“重点”**是", "<p>的<strong>“重点”</strong>是</p>\n"),
        ("~~已废止。~~现行", "<p><del>已废止。</del>现行</p>\n"),
        (
            "*甲，*乙**丙。**丁",
            "<p><em>甲，</em>乙<strong>丙。</strong>丁</p>\n",
        ),
        ("`**码。**码`", "<p><code>**码。**码</code></p>\n"),
        ("2 * 3 * 4，**。", "<p>2 * 3 * 4，**。</p>\n"),
        (
            "[**链。**接](https://a.gov.cn/**中。**文)",
            "<p><a href=\"https://a.gov.cn/**%E4%B8%AD%E3%80%82**%E6%96%87\" class=\"external\" rel=\"noopener noreferrer\"><strong>链。</strong>接</a></p>\n",
        ),
    ] {
        assert_eq!(html(text), wanted, "{text}");
    }
}

#[test]
fn line_breaks_between_chinese_vanish() {
    for (text, wanted) in [
        ("第一行\n第二行", "<p>第一行第二行</p>\n"),
        ("句号。\n“引号”", "<p>句号。“引号”</p>\n"),
        ("中文\nEnglish", "<p>中文\nEnglish</p>\n"),
        ("English\n中文", "<p>English\n中文</p>\n"),
        ("한국어\n한국어", "<p>한국어\n한국어</p>\n"),
        ("中文\n한국어", "<p>中文\n한국어</p>\n"),
        ("中\n**文**\n字", "<p>中<strong>文</strong>字</p>\n"),
        (
            "**中**\n[文](https://a.gov.cn)",
            "<p><strong>中</strong><a href=\"https://a.gov.cn\" class=\"external\" rel=\"noopener noreferrer\">文</a></p>\n",
        ),
        ("中文  \n换行", "<p>中文<br />\n换行</p>\n"),
        (
            "- 甲\n  乙\n- 丙",
            "<ul>\n<li>甲乙</li>\n<li>丙</li>\n</ul>\n",
        ),
    ] {
        assert_eq!(html(text), wanted, "{text}");
    }
}

#[test]
fn headings_keep_chinese_anchors() {
    let (body, _) = markdown(
        "## 一、总体要求\n\n## 一、总体要求\n\n### 附录 A（表）\n\n## 甲 {#jia}\n\n## ……\n",
        0,
        Dialect::site(),
    );
    let ids: Vec<&str> = body
        .headings
        .iter()
        .map(|heading| heading.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["一总体要求", "一总体要求-1", "附录-a表", "jia", "section"]
    );
    for heading in &body.headings {
        assert!(
            body.html[heading.html_start..]
                .starts_with(&format!("<h{} id=\"{}\"", heading.level, heading.id))
        );
    }
}

/// Every gap lies where its link is, whatever was put in or taken out before it.
#[test]
fn gaps_and_spans_are_exact() {
    let text = "# 头\n\n甲\n[乙。](b.md)丙\n**丁。**戊[己\n庚](c.md#d \"题\")![图](e.png)\n\n## [标](f.md) 题\n";
    let (body, faults) = markdown(text, 100, Dialect::site());
    assert_eq!(faults, []);
    let written: Vec<&str> = body
        .links
        .iter()
        .map(|link| &text[link.span.start - 100..link.span.end - 100])
        .collect();
    assert_eq!(written, ["b.md", "c.md#d", "e.png", "f.md"]);
    for splice in &body.splices {
        let before = &body.html[..splice.start];
        if splice.start == splice.end {
            assert!(before.ends_with("<a href=\""), "{before}");
        } else {
            assert_eq!(
                &body.html[splice.start..splice.end],
                "<img src=\"\" alt=\"图\" />"
            );
        }
    }
    assert_eq!(body.splices.len(), 4);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_is_too_odd(text in "[\u{20}-\u{7e}\n*~`\\[\\]()<>#|。，（）《》“”中文字\u{e000}\u{fffd}]{0,120}") {
        let (body, _) = markdown(&text, 0, Dialect::site());
        for splice in &body.splices {
            proptest::prop_assert!(body.html.is_char_boundary(splice.start) && body.html.is_char_boundary(splice.end));
            proptest::prop_assert!(splice.link < body.links.len());
        }
        for link in &body.links {
            proptest::prop_assert!(text.is_char_boundary(link.span.start) && text.is_char_boundary(link.span.end));
        }
        // A private-use character of the editor's own is kept.
        if !text.contains('<') {
            let kept = text.matches('\u{e000}').count() >= body.html.matches('\u{e000}').count();
            proptest::prop_assert!(kept);
        }
    }

    #[test]
    fn no_front_matter_is_too_odd(text in "[\u{20}-\u{7e}\n：标题发布日期主动公开&*!|>{}\\[\\]\"'-]{0,160}") {
        let file = gongkai::source::SourceFile { path: "content/甲/a.md".to_owned(), text: format!("---\n{text}\n---\n正文") };
        let standard = gongkai::standard::Standard::builtin();
        let gongkai::parse::Parsed::Document(document) = gongkai::parse::parse(file, &standard) else { unreachable!() };
        for fault in &document.faults {
            let (start, end) = (fault.span.start, fault.span.end);
            proptest::prop_assert!(start <= end && end <= document.file.text.len());
            proptest::prop_assert!(document.file.text.is_char_boundary(start) && document.file.text.is_char_boundary(end));
        }
    }
}
