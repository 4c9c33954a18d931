//! Markdown: the specification with the mends off, the mends by themselves, places of links.

use std::fs;

use gongkai::{
    diagnostic::{FaultKind, Loss},
    parse::{Dialect, markdown, parse_markdown},
};
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

/// Examples of the specification that the mends change: a break between CJK characters cannot occur
/// there, so only examples with such characters may differ.
#[test]
fn mends_leave_other_languages_alone() {
    /// Examples that differ: 356 is `5*6*78`, a product, which stays as it is written.
    const EXCEPTIONS: [usize; 1] = [356];
    let plain = plain(Options::empty());
    let mended = Dialect {
        mends: true,
        ..plain
    };
    let changed: Vec<usize> = examples("spec")
        .into_iter()
        .enumerate()
        .filter(|(_, (original, _))| {
            parse_markdown(original, mended) != parse_markdown(original, plain)
        })
        .map(|(at, _)| at + 1)
        .collect();
    assert_eq!(changed, EXCEPTIONS);
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
            "*甲。*乙**丙。**丁",
            "<p><em>甲。</em>乙<strong>丙。</strong>丁</p>\n",
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

/// Checks that a body, put where pages have it, leaves the rest of the page alone: another parser,
/// that of browsers, is asked.
pub(crate) fn stays_inside(html: &str) -> bool {
    let page = format!(
        "<div id=\"frame\"><div id=\"body\">{html}</div><hr id=\"after\"></div><hr id=\"end\">"
    );
    let mut reader = ammonia::Builder::default();
    reader
        .add_tags([
            "input",
            "section",
            "mark",
            "small",
            "u",
            "details",
            "summary",
            "figure",
            "figcaption",
            "time",
        ])
        .add_generic_attributes(["id"])
        .link_rel(None);
    let read = reader.clean(&page).to_string();
    read.ends_with("</div><hr id=\"after\"></div><hr id=\"end\">")
        && read.matches("id=\"after\"").count() == 1
}

/// Gaps are where a link or picture really stands, whatever raw HTML is around them.
#[test]
fn gaps_and_raw_html_do_not_meet() {
    for (text, wanted, destinations) in [
        (
            "![]()<title>![]()",
            "<p><img src=\"\" alt=\"\" /><img src=\"\" alt=\"\" /></p>\n",
            2,
        ),
        (
            "![甲](a.png)<noscript>![乙](b.png)",
            "<p><img src=\"\" alt=\"甲\" /><img src=\"\" alt=\"乙\" /></p>\n",
            2,
        ),
        (
            "甲<textarea>![乙](b.png)</textarea>",
            "<p>甲<img src=\"\" alt=\"乙\" /></p>\n",
            1,
        ),
        (
            "<div title=\"\n\n![ onclick=ran() ](b.png)\n\n\">丙</div>",
            "<p><img src=\"\" alt=\" onclick=ran() \" /></p>\n<p>&quot;&gt;丙</p>\n",
            1,
        ),
        (
            "甲 <b title=\"gongkai-gap-0:0\">乙</b> ![丙](c.png)",
            "<p>甲 <b title=\"gongkai-gap-0:0\">乙</b> <img src=\"\" alt=\"丙\" /></p>\n",
            1,
        ),
        (
            "甲<script>![乙](b.png)</script>[丙](c.md)",
            "<p>甲<a href=\"\">丙</a></p>\n",
            1,
        ),
        (
            "甲<script>![乙](b.png)",
            "<p>甲<img src=\"\" alt=\"乙\" /></p>\n",
            1,
        ),
        (
            "<details><summary>甲</summary>\n\n**乙** <img src=a.png alt='丙\"'>\n\n</details>",
            "<details><summary>甲</summary>\n<p><strong>乙</strong> <img src=\"\" alt=\"丙&quot;\" /></p>\n</details>",
            1,
        ),
    ] {
        let (body, _) = markdown(text, 0, Dialect::site());
        assert_eq!(body.html, wanted, "{text}");
        assert_eq!(body.links.len(), destinations, "{text}");
        assert_eq!(body.splices.len(), destinations, "{text}");
        assert!(stays_inside(&body.html), "{text}");
    }
}

/// Elements that browsers would rearrange are closed where they close them, and those that have no
/// place are left out.
#[test]
fn raw_html_is_well_formed() {
    for (text, wanted) in [
        ("<ul><li>甲<li>乙</ul>", "<ul><li>甲</li><li>乙</li></ul>"),
        (
            "<ul><li><div>甲<li>乙</div></ul>丙",
            "<ul><li><div>甲</div></li><li>乙</li></ul>丙",
        ),
        (
            "<table><tr><td>甲<td>乙<tr><td>丙</table>",
            "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
        ),
        (
            "<table><div>甲</div><tr><td>乙</table>",
            "<table>甲<tr><td>乙</td></tr></table>",
        ),
        ("</div></main>甲", "甲"),
        ("<p>甲<div>乙</div></p>", "<p>甲</p><div>乙</div>"),
        (
            "<div><table><tr><td></div>甲</table></div>",
            "<div><table><tr><td>甲</td></tr></table></div>",
        ),
        (
            "<div>a &amp; b &copy; &lt; c & d</div>",
            "<div>a &amp; b &copy; &lt; c &amp; d</div>",
        ),
        (
            "<div><a href=\"https://a.gov.cn/?x=1&amp;y=2\" onclick=ran()>甲</a></div>",
            "<div><a href=\"https://a.gov.cn/?x=1&amp;y=2\" rel=\"noopener noreferrer\">甲</a></div>",
        ),
        (
            "<div><a href=' JavaScript:ran()'>甲</a></div>",
            "<div><a rel=\"noopener noreferrer\">甲</a></div>",
        ),
        (
            "<div><img src=https://a.cn/b.png alt=甲></div>",
            "<div><img src=\"data:,\" alt=\"甲\" /></div>",
        ),
        (
            "<DIV CLASS='table-scroll rail' STYLE=a>甲</DIV>",
            "<div class=\"table-scroll\">甲</div>",
        ),
    ] {
        let (body, _) = markdown(text, 0, Dialect::site());
        assert_eq!(body.html.trim_end(), wanted, "{text}");
        assert!(stays_inside(&body.html), "{text}");
    }
}

/// Parts left out of a body are told at their bytes, once.
#[test]
fn what_is_left_out_is_told() {
    for (text, wanted) in [
        ("甲 <title>乙</title>", vec![("<title>", "<title>")]),
        ("<!-- 没有完", vec![("<!--", "<!-- 没有完")]),
        ("<div title=\"\n\n甲", vec![("<div", "<div title=\"\n")]),
        (
            "<script>甲\n乙</script>\n",
            vec![("<script>", "<script>甲\n乙</script>")],
        ),
        (
            "> <b\n> onclick=a>甲</b>",
            vec![("onclick", "<b\n> onclick=a>")],
        ),
        ("甲 <td>乙", vec![("<td>", "<td>")]),
        (
            "甲 <a href=\"data:text/html,x\">乙</a>",
            vec![("data:", "<a href=\"data:text/html,x\">")],
        ),
        ("甲 <!-- 说明 --> <b class=x>乙</b>", vec![]),
    ] {
        let (_, faults) = markdown(text, 0, Dialect::site());
        let told: Vec<(&str, &str)> = faults
            .iter()
            .map(|(span, kind)| match kind {
                FaultKind::RemovedHtml { what } => (what.as_str(), &text[span.start..span.end]),
                FaultKind::LostText {
                    loss: Loss::OpenComment,
                    ..
                } => ("<!--", &text[span.start..span.end]),
                FaultKind::LostText {
                    loss: Loss::OpenMarkup(sign),
                    ..
                } => (sign.as_str(), &text[span.start..span.end]),
                kind => panic!("{kind:?}"),
            })
            .collect();
        assert_eq!(told, wanted, "{text}");
    }
}

/// However deep things lie, pages have a bounded depth, the text stays, and it is told once.
#[test]
fn depth_is_bounded() {
    for text in [
        format!("{} 甲", ">".repeat(5_000)),
        format!("{}甲", "- ".repeat(5_000)),
        format!("{}甲{}", "*a ".repeat(1_000), "b* ".repeat(1_000)),
        format!("{}甲", "<div>".repeat(5_000)),
        format!("甲{}", "<b><i>".repeat(5_000)),
        format!("{}甲", "<ul><li>".repeat(5_000)),
    ] {
        let (body, faults) = markdown(&text, 0, Dialect::site());
        let deepest = body
            .html
            .split('<')
            .fold((0_usize, 0_usize), |(depth, most), tag| {
                let depth = match tag.as_bytes().first() {
                    Some(b'/') => depth.saturating_sub(1),
                    Some(b'a'..=b'z') => depth + 1,
                    _ => depth,
                };
                (depth, most.max(depth))
            });
        assert!(deepest.1 <= 106, "{}: {}", &text[..20], deepest.1);
        assert!(body.html.contains('甲'));
        let deep = faults
            .iter()
            .filter(|(_, kind)| matches!(kind, FaultKind::DeepNesting { .. }));
        assert_eq!(deep.count(), 1, "{}", &text[..20]);
    }
}

/// Very many things that are left out are told by their number.
#[test]
fn what_is_left_out_is_told_in_bounds() {
    let (_, faults) = markdown(&"甲 <video>\n".repeat(300), 0, Dialect::site());
    assert_eq!(faults.len(), 51);
    let last = faults.last().map(|(_, kind)| kind.clone());
    let what = "其他 250 处 HTML".to_owned();
    assert_eq!(last, Some(FaultKind::RemovedHtml { what }));
}

/// Anchors stay apart however many headings are alike.
#[test]
fn equal_headings_have_anchors_of_their_own() {
    let text = format!("## 甲-2\n\n{}", "## 甲\n\n".repeat(2_000));
    let (body, _) = markdown(&text, 0, Dialect::site());
    let ids: std::collections::BTreeSet<&str> =
        body.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids.len(), 2_001);
    assert_eq!(body.headings[1].id, "甲");
    assert_eq!(body.headings[3].id, "甲-3");
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
        let file = gongkai::source::SourceFile { path: "content/甲/a.md".to_owned(), text: format!("---\n{text}\n---\n正文"), ..Default::default() };
        let standard = gongkai::standard::Standard::builtin();
        let gongkai::parse::Parsed::Document(document) = gongkai::parse::parse(file, &standard) else { unreachable!() };
        for fault in &document.faults {
            let (start, end) = (fault.span.start, fault.span.end);
            proptest::prop_assert!(start <= end && end <= document.file.text.len());
            proptest::prop_assert!(document.file.text.is_char_boundary(start) && document.file.text.is_char_boundary(end));
        }
    }
}
