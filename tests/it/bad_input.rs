//! Bad input of any kind is told clearly, and nothing published is lost.

use std::fs;

use crate::site::{FRONT_MATTER, Site};

#[track_caller]
fn finds(site: &Site, rule: &str, place: &str) {
    let findings = site.findings();
    assert!(
        findings
            .iter()
            .any(|(found, _, at)| found == rule && at == place),
        "{rule} at {place} is not among {findings:?}"
    );
}

const PATH: &str = "content/通知公告/甲.md";

#[test]
fn encodings() {
    let site = Site::new();
    site.put(
        PATH,
        encoding_rs::GBK
            .encode(&format!("---\n{FRONT_MATTER}---\n正文\n"))
            .0,
    );
    finds(&site, "not-utf8", &format!("{PATH}:1:1"));
    site.put(
        PATH,
        [
            format!("---\n{FRONT_MATTER}---\n正文").as_bytes(),
            b"\xff\xfe\x80",
        ]
        .concat(),
    );
    finds(&site, "not-utf8", &format!("{PATH}:12:3"));
    site.put(PATH, format!("\u{feff}---\n{FRONT_MATTER}---\n正文\n"));
    assert_eq!(
        site.findings().len(),
        1,
        "a mark does not hide the front matter"
    );
    finds(&site, "byte-order-mark", &format!("{PATH}:1:1"));
    site.put(
        PATH,
        format!("---\n{FRONT_MATTER}---\n正文\n").replace('\n', "\r\n"),
    );
    assert_eq!(site.findings().len(), 1, "{:?}", site.findings());
    finds(&site, "crlf-line-ends", &format!("{PATH}:1:4"));
}

#[test]
fn front_matter() {
    let site = Site::new();
    let with = |from: &str, to: &str| format!("---\n{}---\n正文\n", FRONT_MATTER.replace(from, to));
    site.put(PATH, with("标题: ", "标题："));
    finds(&site, "full-width-colon", &format!("{PATH}:2:3"));
    assert_eq!(site.findings().len(), 1, "the rest is read as if mended");
    site.put(PATH, format!("---\n{FRONT_MATTER}\n正文\n"));
    finds(&site, "unclosed-front-matter", &format!("{PATH}:1:1"));
    assert_eq!(site.findings().len(), 1, "{:?}", site.findings());
    site.put(PATH, with("标题: 关于", "标题: &a 关于"));
    finds(&site, "yaml-reference", &format!("{PATH}:2:5"));
    site.put(PATH, with("标题: 关于", "标题: 通知: 关于"));
    finds(&site, "invalid-yaml", &format!("{PATH}:2:7"));
    site.put(PATH, with("成文日期: 2026-06-01", "成文日期: 9999-99-99"));
    finds(&site, "out-of-range-field", &format!("{PATH}:5:7"));
    site.put(PATH, with("成文日期: 2026-06-01", "成文日期: [1, 2]"));
    finds(&site, "ill-typed-field", &format!("{PATH}:5:7"));
    site.put(PATH, with("内容概述: ", "内容概叙: "));
    finds(&site, "unknown-field", &format!("{PATH}:8:1"));
    assert_eq!(site.findings().len(), 1, "misspelt is not missing as well");
    site.put(PATH, with("内容概述: ", "内容要览: "));
    finds(&site, "unknown-field", &format!("{PATH}:8:1"));
    finds(&site, "missing-field", &format!("{PATH}:2:1"));
    // Written again, it would stand twice.
    for blank in ["内容概述: ''", "内容概述:", "内容概述: # 待填"] {
        let lines = FRONT_MATTER.lines().map(|line| match line {
            line if line.starts_with("内容概述") => blank,
            line => line,
        });
        let lines: Vec<&str> = lines.collect();
        site.put(PATH, format!("---\n{}\n---\n正文\n", lines.join("\n")));
        finds(&site, "missing-field", &format!("{PATH}:8:1"));
    }
}

/// A front matter that cannot be read is one error, not one for every field and every link to it.
#[test]
fn one_broken_line_is_one_error() {
    let site = Site::new();
    site.document(
        "content/政策文件/乙.md",
        2,
        "有效性: 有效\n解读: 否\n不解读理由: 事务性\n相关文档: [政策文件/甲.md]\n",
        "见[甲](甲.md)。",
    );
    site.put(
        "content/政策文件/甲.md",
        format!(
            "---\n{}---\n正文\n",
            FRONT_MATTER.replace("标题: ", "标题: [")
        ),
    );
    let findings = site.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].0, "invalid-yaml");
}

#[test]
fn bombs_and_depths_are_refused_at_once() {
    let site = Site::new();
    let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in ('b'..='z').zip('a'..) {
        bomb += &format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n");
    }
    site.put(PATH, format!("---\n{bomb}---\n正文\n"));
    assert!(
        site.findings()
            .iter()
            .any(|(rule, ..)| rule == "yaml-reference")
    );
    site.put(PATH, format!("---\na: {}\n---\n正文\n", "[".repeat(50_000)));
    assert!(
        site.findings()
            .iter()
            .any(|(rule, ..)| rule == "invalid-yaml")
    );
    let deep = "> ".repeat(20_000) + "正文";
    site.put(PATH, format!("---\n{FRONT_MATTER}---\n{deep}\n"));
    let findings = site.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].0, "deep-nesting");
}

#[test]
fn a_hundred_megabytes_are_not_read() {
    let site = Site::new();
    let file = fs::File::create(site.path().join(PATH)).unwrap();
    file.set_len(100 << 20).unwrap();
    finds(&site, "oversized-source", &format!("{PATH}:1:1"));
}

#[cfg(unix)]
#[test]
fn links_astray_are_not_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let folder = site.path().join("content/通知公告");
    symlink("/etc/hostname", folder.join("外.md")).unwrap();
    symlink("圈.md", folder.join("圈.md")).unwrap();
    symlink("..", folder.join("上")).unwrap();
    symlink("/nowhere", folder.join("无.md")).unwrap();
    let stray = site
        .findings()
        .into_iter()
        .filter(|(rule, ..)| rule == "stray-link")
        .count();
    assert_eq!(stray, 4);
}

#[test]
fn markup_is_made_harmless() {
    let site = Site::new();
    site.document(PATH, 1, "", "<script>alert(1)</script>\n\n<b onclick=\"x()\" style=\"a\">粗</b> [坏](javascript:alert(1)) <img src=x onerror=y>\n\n<iframe src=\"//a\"></iframe>");
    let findings = site.findings();
    assert!(
        findings
            .iter()
            .filter(|(rule, ..)| rule == "removed-html")
            .count()
            >= 5,
        "{findings:?}"
    );
    site.document(PATH, 1, "", "<script>alert(1)</script>\n\n<b onclick=\"x()\">粗</b> <details><summary>开</summary>见[首页](/_index.md)</details>");
    site.must_build();
    let html = site.output("notices/202606/jia.html");
    let body = html
        .split("<div class=\"doc\">")
        .nth(1)
        .unwrap()
        .split("</article>")
        .next()
        .unwrap();
    for bad in ["<script", "onclick", "javascript:"] {
        assert!(!body.contains(bad), "{bad}: {body}");
    }
    assert!(
        body.contains("<b>粗</b>") && body.contains("<summary>开</summary>"),
        "{body}"
    );
    assert!(
        body.contains("href=\"../../index.html\""),
        "links among raw HTML are resolved: {body}"
    );
}

#[test]
fn names_and_worlds() {
    let site = Site::new();
    site.put("content/通知公告/~$临时.md", "not a source");
    site.put("content/通知公告/.隐藏.md", "not a source");
    assert_eq!(site.findings(), []);
    assert_eq!(site.run(&["build", "没有这里"]).status.code(), Some(2));
    site.put("site.yaml", "网站: [");
    let output = site.build();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("site.yaml:1"));
}

#[test]
fn odd_files_are_told() {
    let site = Site::new();
    site.put(PATH, format!("---\n{FRONT_MATTER}---\n正文\r\r\n"));
    assert_eq!(site.build().status.code(), Some(0), "converted twice");
    // Another document now, whose number was not published yet.
    fs::remove_dir_all(site.out()).unwrap();
    site.document(
        PATH,
        1,
        "",
        "![a](a.png) 和 [b](a.png) 文字 gongkai-gap:0 gongkai-gap-0:1 <b>x</b>",
    );
    site.put("content/通知公告/a.png", b"\x89PNG\r\n\x1a\n not really");
    site.must_build();
    assert!(
        site.output("notices/202606/jia.html")
            .contains("文字 gongkai-gap:0 gongkai-gap-0:1 <b>x</b>")
    );
    site.remove(PATH);
    site.put(
        "content/通知公告/乙.MD",
        format!("---\n{FRONT_MATTER}---\n正文\n"),
    );
    site.must_build();
    site.put("content/通知公告/图.SVG", "<svg><script>a</script></svg>");
    finds(&site, "unsafe-svg", "content/通知公告/图.SVG:1:6");
    site.remove("content/通知公告/图.SVG");
    // The column has another address now: what lay at the old one is not what this is about.
    site.remove("public");
    site.put("content/通知公告/_index.md", "---\n标题: 通知公告\n栏目类型: 首页\n说明: 供测试使用的栏目，类型写错\n主题词: [测试, 公开]\n---\n");
    finds(
        &site,
        "out-of-range-field",
        "content/通知公告/_index.md:3:7",
    );
}

#[cfg(unix)]
#[test]
fn pipes_are_not_waited_for() {
    let site = Site::new();
    let made = std::process::Command::new("mkfifo")
        .arg(site.path().join("content/通知公告/管.md"))
        .status()
        .unwrap();
    assert!(made.success());
    finds(&site, "stray-link", "content/通知公告/管.md:1:1");
}

/// Colons are only mended where nothing could be read past them.
#[test]
fn legal_yaml_is_left_alone() {
    let site = Site::new();
    let front = FRONT_MATTER
        .replace("标题: 关于防汛值班的通知", "标题: \"第一行\n  地点：某处\"")
        .replace(
            "内容概述: 汛期值班安排与联系方式",
            "内容概述:  |\n  时间：汛期\n  地点：各村",
        );
    site.put(
        PATH,
        format!("---\n{front}主题词:\n  - 时间：二月\n---\n正文\n"),
    );
    assert_eq!(site.findings(), []);
}

/// A folder renamed with everything in it: thousands of broken links are told in seconds.
#[test]
fn many_broken_links_are_told_quickly() {
    let site = Site::new();
    for number in 1..=1_500 {
        site.document(
            &format!("content/通知公告/文{number}.md"),
            number,
            &format!("网址名: d{number}\n"),
            "见[旧](../旧栏目/某文.md)。",
        );
    }
    let start = std::time::Instant::now();
    let found = site.findings();
    let took = start.elapsed();
    let broken = found.iter().filter(|(rule, ..)| rule == "broken-link");
    assert_eq!(broken.count(), 1_500);
    assert!(took.as_secs() < 20, "{took:?}");
}
