//! Data that goes out with a page or an attachment, and should not.

use std::fs;

use crate::{
    files::build,
    site::{OWN, Site},
};

const PATH: &str = "content/通知公告/甲/index.md";

/// Words enough that a picture is not all there is.
const TEXT: &str =
    "汛期已到，各社区、各村要安排专人值班，保持电话畅通，发现险情立即上报，并组织群众转移。";

/// Rule and severity of each finding.
fn told(site: &Site) -> Vec<(String, String)> {
    let found = site.all_findings().into_iter();
    found.map(|(rule, severity, _)| (rule, severity)).collect()
}

fn is(rule: &str, severity: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), severity.to_owned())]
}

#[test]
fn pictures_from_elsewhere_are_errors() {
    for body in [
        "![值班室所在的位置示意](https://img.example.com/a.png)",
        "![值班室所在的位置示意](http://img.example.com/a.png)",
        "![值班室所在的位置示意](//img.example.com/a.png)",
        "![值班室所在的位置示意](https://www.gov.cn/a.png)",
        "![值班室所在的位置示意][1]\n\n[1]: https://img.example.com/a.png",
        "<img src=\"https://img.example.com/a.png\" alt=\"值班室所在的位置示意\">",
        "<img src=//img.example.com/a.png alt=值班室所在的位置示意>",
        "<IMG SRC='&#104;ttps://img.example.com/a.png' alt='值班室所在的位置示意'>",
    ] {
        let site = Site::new();
        site.document(PATH, 1, "", &format!("{}\n\n{body}", TEXT.repeat(4)));
        assert_eq!(told(&site), is("outside-picture", "error"), "{body}");
    }
    let site = Site::new();
    site.document(
        PATH,
        1,
        "",
        &format!(
            "{}\n\n![值班室所在的位置示意](data:image/png;base64,AAAA)",
            TEXT.repeat(4)
        ),
    );
    assert!(
        told(&site).iter().all(|(_, severity)| severity == "error") && !told(&site).is_empty(),
        "{:?}",
        told(&site)
    );
}

#[test]
fn links_that_run_are_errors() {
    for body in [
        "[坏](javascript:alert(1))",
        "[坏](JavaScript:alert(1))",
        "[坏](vbscript:a)",
        "[坏](data:text/html,a)",
        "[坏][1]\n\n[1]: javascript:a",
        "<javascript:alert(1)>",
        "<a href=\"javascript:alert(1)\">坏</a>",
        "<a href=\"vbscript:a\">坏</a>",
        "<a href=\"data:text/html,a\">坏</a>",
        "<a href=\"java&#115;cript:alert(1)\">坏</a>",
    ] {
        let site = Site::new();
        site.document(PATH, 1, "", body);
        assert_eq!(told(&site), is("removed-html", "error"), "{body}");
    }
}

#[test]
fn addresses_of_the_site_are_plain() {
    let settings = fs::read_to_string(format!("{OWN}/tests/sites/base/site.yaml")).unwrap();
    let line = settings
        .lines()
        .find(|line| line.trim_start().starts_with("网址: https://"))
        .unwrap();
    for (wrong, rule) in [
        (format!("{line}#top"), "out-of-range-field"),
        (format!("{line}?a=1"), "out-of-range-field"),
        (
            line.replace("https://", "https://admin:123456@"),
            "credentials-in-link",
        ),
    ] {
        let site = Site::new();
        site.put("site.yaml", settings.replacen(line, &wrong, 1));
        let found = told(&site);
        assert!(
            found.contains(&(rule.to_owned(), "error".to_owned())),
            "{wrong}: {found:?}"
        );
        assert!(!site.build().status.success());
    }
}

#[test]
fn photographs_are_freed_of_their_traces() {
    let site = Site::new();
    let body = format!(
        "{}\n\n![值班室所在的位置示意](图/值班室.jpg)",
        TEXT.repeat(4)
    );
    site.document(PATH, 1, "", &body);
    let photo = "content/通知公告/甲/图/值班室.jpg";
    let plain = build("a.jpg", "");
    site.put(photo, build("a.jpg", "相机: Example"));
    // One that nothing names lies in the document's folder and goes out too.
    site.put(
        "content/通知公告/甲/侧.jpg",
        build("a.jpg", "相机: Example"),
    );
    let found = told(&site);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], is("photo-traces", "warning")[0]);
    let output = site.run(&["check", "--fix", "--as-of", crate::site::AS_OF]);
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("共改 2 处"), "{said}");
    assert_eq!(told(&site), []);
    assert_eq!(fs::read(site.path().join(photo)).unwrap(), plain);
    // Which way up it is shown is kept, and is no trace.
    site.put(photo, build("a.jpg", "朝向: 6"));
    assert_eq!(told(&site), []);
}

#[test]
fn hidden_characters_are_errors_in_fields_and_told_in_bodies() {
    let title = |title: &str| {
        let site = Site::new();
        site.document(PATH, 1, "", "正文。");
        let text = fs::read_to_string(site.path().join(PATH)).unwrap();
        site.put(
            PATH,
            text.replacen("标题: 关于防汛值班的通知", &format!("标题: {title}"), 1),
        );
        site
    };
    for wrong in [
        "关于防汛\u{202e}值班的通知",
        "关于防汛\u{2067}值班\u{2069}的通知",
        "关于防汛\u{200b}值班\u{200b}的通知",
        "\"关于防汛\\u202E值班的通知\"",
        "\"关于防汛\\u200B值班的通知\"",
    ] {
        assert_eq!(
            told(&title(wrong)),
            is("hidden-character", "error"),
            "{wrong:?}"
        );
    }
    for wrong in [
        "关于防汛\u{2028}值班的通知",
        "\"关于防汛\\u2028值班的通知\"",
    ] {
        let found = told(&title(wrong));
        assert!(
            found.iter().any(|(_, severity)| severity == "error"),
            "{wrong:?}: {found:?}"
        );
    }
    for body in [
        "汛期\u{202e}值班",
        "汛期&#x202E;值班",
        "汛期\u{200b}值班\n\n电话\u{2060}有人接听",
        "汛期\u{7}值班",
        "汛期\u{2028}值班",
    ] {
        let site = Site::new();
        site.document(PATH, 1, "", body);
        assert_eq!(told(&site), is("hidden-character", "warning"), "{body:?}");
    }
    // What is certain is mended, all of it at once.
    let site = title("关于\u{200b}防汛\u{ad}值班的通知");
    let text = fs::read_to_string(site.path().join(PATH)).unwrap();
    site.put(
        PATH,
        format!("{text}汛\u{2060}期\n\n👨\u{200d}👩\u{200d}👧 值\u{feff}班\n"),
    );
    site.run(&["check", "--fix", "--as-of", crate::site::AS_OF]);
    let mended = fs::read_to_string(site.path().join(PATH)).unwrap();
    assert!(mended.contains("标题: 关于防汛值班的通知\n"), "{mended:?}");
    assert!(
        mended.ends_with("汛期\n\n👨\u{200d}👩\u{200d}👧 值班\n"),
        "{mended:?}"
    );
}

#[test]
fn names_of_devices_are_no_addresses() {
    for name in ["con", "prn", "aux", "nul", "com1", "lpt9"] {
        let site = Site::new();
        site.document(PATH, 1, &format!("网址名: {name}\n"), "正文。");
        assert_eq!(told(&site), is("out-of-range-field", "error"), "{name}");
    }
    let site = Site::new();
    site.document("content/通知公告/CON.md", 1, "", "正文。");
    site.document("content/通知公告/康.md", 2, "", "正文。");
    site.must_build();
    site.output("notices/202606/con-1.html");
    site.output("notices/202606/kang.html");
}

#[test]
fn no_cell_of_the_catalogue_is_a_formula() {
    let site = Site::new();
    site.document(PATH, 1, "", "正文。");
    let text = fs::read_to_string(site.path().join(PATH)).unwrap();
    let text = text.replacen(
        "标题: 关于防汛值班的通知",
        "标题: \"=HYPERLINK(1)的通知\"",
        1,
    );
    site.put(PATH, text.replacen("内容概述: 汛期", "内容概述: ＋汛期", 1));
    site.must_build();
    let table = site.output("catalog.csv");
    assert!(table.contains(",'=HYPERLINK(1)的通知,'＋汛期"), "{table}");
    assert!(
        site.output("catalog.json")
            .contains("\"=HYPERLINK(1)的通知\"")
    );
}
