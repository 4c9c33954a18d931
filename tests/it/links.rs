//! Links of every kind: each that is broken is told once, where it was written.

use crate::site::{Site, files, place, text};

/// Findings of the rules on links: rule, `path:line:column`, message and help.
fn told(site: &Site) -> Vec<(String, String, String, String)> {
    site.diagnostics()
        .iter()
        .filter(|found| {
            let rule = text(&found["rule"]);
            [
                "broken-link",
                "broken-anchor",
                "unpublished-target",
                "unresolved-relation",
                "missing-file",
            ]
            .contains(&rule.as_str())
        })
        .map(|found| {
            (
                text(&found["rule"]),
                place(found),
                text(&found["message"]),
                text(&found["help"]),
            )
        })
        .collect()
}

/// One document with a broken link of each kind, and the words its finding must hold.
#[test]
fn every_kind_of_broken_link_is_told_once_at_its_bytes() {
    const OWN: &str = "https://www.example.gov.cn/xulaijie/zfxxgk";
    let cases: [(&str, &str, usize, &str); 17] = [
        ("[a](没有.md)", "broken-link", 5, "没有.md"),
        ("![a](没有.png)", "broken-link", 6, "没有.png"),
        (
            "[a](YI.md)",
            "broken-link",
            5,
            "改为“yi.md”：只有大小写不同",
        ),
        ("[a](re\u{301}.txt)", "broken-link", 5, "Unicode 写法不同"),
        (
            "[a](yi.md/)",
            "broken-link",
            5,
            "改为“yi.md”：文件名后面不能有斜杠",
        ),
        ("[a](%2579i.md)", "broken-link", 5, "百分号编码写了两遍"),
        (
            "[a](/通知公告/YI.md)",
            "broken-link",
            5,
            "改为“/通知公告/yi.md”",
        ),
        ("[a](#没有)", "broken-anchor", 5, "没有锚点“#没有”"),
        (
            "[a](yi.md#%E6%B2%A1%E6%9C%89)",
            "broken-anchor",
            5,
            "没有锚点“#没有”",
        ),
        ("[a](yi.md#ABC)", "broken-anchor", 5, "改为“#abc”"),
        ("[a][b]\n\n[b]: 没有.md \"题\"", "broken-link", 6, "没有.md"),
        ("<a href=\"没有.md\">a</a>", "broken-link", 10, "没有.md"),
        (
            "<img src='没有.png' alt='图'>",
            "broken-link",
            11,
            "没有.png",
        ),
        ("[a](内.md)", "unpublished-target", 5, "不会发布"),
        (
            "[a](https://www.example.gov.cn/xulaijie/zfxxgk/no.html)",
            "broken-link",
            5,
            "没有这个文件",
        ),
        (
            "[a](https://www.example.gov.cn/xulaijie/zfxxgk/NOTICES/)",
            "broken-link",
            5,
            "只有大小写不同",
        ),
        (
            "[a](https://www.example.gov.cn/xulaijie/zfxxgk/notices/#no)",
            "broken-anchor",
            5,
            "#no",
        ),
    ];
    let site = Site::new();
    assert_eq!(site_base(&site), OWN);
    site.document("content/通知公告/yi.md", 2, "网址名: yi\n", "## abc\n");
    site.put("content/通知公告/r\u{e9}.txt", "文");
    site.document(
        "content/通知公告/内.md",
        3,
        "不公开理由: 内部事务\n",
        "正文。",
    );
    let inner = std::fs::read_to_string(site.path().join("content/通知公告/内.md")).unwrap();
    site.put(
        "content/通知公告/内.md",
        inner.replace("公开属性: 主动公开", "公开属性: 不予公开"),
    );
    for (number, (body, ..)) in (4_u32..).zip(&cases) {
        site.document(&format!("content/通知公告/n{number}.md"), number, "", body);
    }
    let all = told(&site);
    for (number, (body, rule, column, words)) in (4..).zip(cases) {
        let path = format!("content/通知公告/n{number}.md:");
        let own: Vec<_> = all
            .iter()
            .filter(|(_, place, ..)| place.starts_with(&path))
            .collect();
        let [(found, place, message, help)] = own.as_slice() else {
            panic!("{body} is told {} times: {own:#?}", own.len());
        };
        assert_eq!(found, rule, "{body}");
        let at: usize = place.rsplit(':').next().unwrap().parse().unwrap();
        assert_eq!(at, column, "{body}: {place}");
        assert!(
            message.contains(words) || help.contains(words),
            "{body}: {message}; {help}"
        );
    }
    assert_eq!(all.len(), 17, "{all:#?}");
}

fn site_base(site: &Site) -> String {
    let settings = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let line = settings
        .lines()
        .find(|line| line.contains("  网址: "))
        .unwrap();
    line.trim()
        .trim_start_matches("网址: ")
        .trim_end_matches('/')
        .to_owned()
}

/// Links of fields and data are told there; one that differs in case or form alone mends itself.
#[test]
fn fields_and_data_are_followed_too() {
    let site = Site::new();
    site.put("content/通知公告/Re\u{e9}.txt", "文");
    site.document(
        "content/通知公告/甲.md",
        1,
        "依据: [通知公告/YI.md]\n附件:\n  - {文件: ree\u{301}.txt, 名称: 文}\n",
        "[一](YI.md#Abc)",
    );
    site.document("content/通知公告/yi.md", 2, "", "## abc\n");
    let catalog = "content/主动公开基本目录/目录.yaml";
    let data = std::fs::read_to_string(site.path().join(catalog)).unwrap();
    site.put(
        catalog,
        data.replace("通知公告/_index.md", "通知公告/_INDEX.md"),
    );
    let settings = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.put(
        "site.yaml",
        format!("{settings}热门主题:\n  - {{名称: 热, 网址: \"/通知公告/YI.md\"}}\n  - {{名称: 断, 网址: https://www.example.gov.cn/xulaijie/zfxxgk/no.html}}\n"),
    );
    let before = told(&site);
    for (rule, place) in [
        ("unresolved-relation", "content/通知公告/甲.md:11:6"),
        ("missing-file", "content/通知公告/甲.md:13:"),
        ("broken-link", "content/通知公告/甲.md:15:"),
        ("broken-link", "content/主动公开基本目录/目录.yaml:"),
        ("broken-link", "site.yaml:"),
    ] {
        let hits = before
            .iter()
            .filter(|(found, at, ..)| found == rule && at.starts_with(place));
        assert!(hits.count() >= 1, "{rule} at {place}: {before:#?}");
    }
    let fixed = site.run(&["check", "--fix", "--as-of", crate::site::AS_OF]);
    let after = told(&site);
    assert!(
        matches!(after.as_slice(), [(rule, place, ..)] if rule == "broken-link" && place.starts_with("site.yaml:")),
        "{after:#?}\n{}",
        String::from_utf8_lossy(&fixed.stderr)
    );
    let mended = std::fs::read_to_string(site.path().join("content/通知公告/甲.md")).unwrap();
    assert!(mended.contains("[一](yi.md#abc)"), "{mended}");
    assert!(mended.contains("依据: [通知公告/yi.md]"), "{mended}");
}

/// Links of a theme are told once, with a page that shows them.
#[test]
fn links_of_the_theme_are_followed() {
    let site = Site::new();
    let template = std::fs::read_to_string("themes/official/templates/base.html").unwrap();
    site.put(
        "themes/official/templates/base.html",
        template.replace(
            "<main id=\"main\"",
            "<a href=\"{{ root }}no.html\">无</a><a href=\"{{ home_href }}#no\">无</a><img alt=\"\" src=\"{{ root }}assets/Favicon.svg\"><main id=\"main\"",
        ),
    );
    let told = told(&site);
    let rules: Vec<&str> = told.iter().map(|(rule, ..)| rule.as_str()).collect();
    assert_eq!(
        rules,
        ["broken-anchor", "broken-link", "broken-link"],
        "{told:#?}"
    );
    assert!(
        told.iter().all(|(_, place, message, _)| {
            place.starts_with("themes/official/templates/base.html:")
                && message.contains("个网页（404.html 等）")
        }),
        "{told:#?}"
    );
    let output = site.build();
    assert_eq!(output.status.code(), Some(1), "nothing is published");
}

/// An old address leads on, from a disk as from a server, with what was attached there.
#[test]
fn old_addresses_lead_on() {
    let site = Site::new();
    site.document(
        "content/通知公告/甲/index.md",
        1,
        "网址名: old\n附件:\n  - {文件: 表.csv, 名称: 表}\n",
        "正文。",
    );
    site.put("content/通知公告/甲/表.csv", "甲,乙\n");
    site.must_build();
    let list = site.output("addresses.json");
    assert!(
        list.contains(
            "[\"notices/202606/old.html\",\"111409020123456714/2026-00113\",\"关于防汛值班的通知\"]"
        ),
        "{list}"
    );
    assert!(list.contains("\"notices/202606/old/表.csv\""), "{list}");
    // Renamed: the address is lost, and the fix keeps it.
    site.document(
        "content/通知公告/甲/index.md",
        1,
        "网址名: new\n附件:\n  - {文件: 表.csv, 名称: 表}\n",
        "正文。",
    );
    let lost = |site: &Site| {
        let found = site.all_findings();
        let lost = found.iter().filter(|(rule, ..)| rule == "lost-address");
        lost.count()
    };
    assert_eq!(lost(&site), 2, "{:?}", site.all_findings());
    site.run(&[
        "check",
        "--fix",
        "--rule",
        "lost-address",
        "--as-of",
        crate::site::AS_OF,
    ]);
    assert_eq!(site.all_findings(), []);
    site.must_build();
    let page = site.output("notices/202606/old.html");
    for part in [
        "<meta http-equiv=\"refresh\" content=\"0; url=../../notices/202606/new.html\">",
        "<meta name=\"robots\" content=\"noindex\">",
        "<link rel=\"canonical\" href=\"https://www.example.gov.cn/xulaijie/zfxxgk/notices/202606/new.html\">",
        "<a href=\"../../notices/202606/new.html\">关于防汛值班的通知</a>",
    ] {
        assert!(page.contains(part), "missing: {part}\n{page}");
    }
    assert_eq!(site.output("notices/202606/old/表.csv"), "甲,乙\n");
    for (path, bytes) in files(&site.out()) {
        let is_index =
            path == "sitemap.xml" || path.starts_with("search/") || path.ends_with("feed.xml");
        assert!(
            !is_index || !String::from_utf8_lossy(&bytes).contains("old.html"),
            "{path} names an address that only leads on"
        );
    }
    // The address stays on the list, so that it is not lost later either.
    site.document("content/通知公告/甲/index.md", 1, "网址名: new\n", "正文。");
    assert_eq!(lost(&site), 2);
}

/// An old address that is another's now is told, and nothing is overwritten or refused by the disk.
#[test]
fn old_addresses_give_way() {
    for (address, told) in [
        ("/notices/index.html", 1),
        ("/notices/", 1),
        ("https://www.example.gov.cn/xulaijie/zfxxgk/search.html", 1),
        ("/xulaijie/zfxxgk/search.html", 1),
        ("/assets/official.css/x.html", 1),
        ("/catalog.csv/x.html", 1),
        ("/notices/202001/%E7%94%B2.html", 0),
        ("/sub/", 0),
    ] {
        let site = Site::new();
        site.document(
            "content/通知公告/甲.md",
            1,
            &format!("曾用网址: [\"{address}\"]\n"),
            "正文。",
        );
        let found = site.all_findings();
        assert_eq!(found.len(), told, "{address}: {found:?}");
        assert!(
            found.iter().all(|(rule, ..)| rule == "taken-alias"),
            "{found:?}"
        );
    }
    for wrong in [
        "/a.css",
        "https://www.gov.cn/a.html",
        "/a/../b.html",
        "/a.html?b",
        "/b.html/a.html",
    ] {
        let site = Site::new();
        site.document(
            "content/通知公告/甲.md",
            1,
            &format!("曾用网址: [\"{wrong}\"]\n"),
            "正文。",
        );
        let found = site.all_findings();
        assert!(
            matches!(found.as_slice(), [(rule, ..)] if rule == "out-of-range-field"),
            "{wrong}: {found:?}"
        );
    }
}

/// The list of what was published last may be absent or damaged; that is no finding.
#[test]
fn a_damaged_list_is_no_error() {
    let site = Site::new();
    site.must_build();
    assert_eq!(site.all_findings(), []);
    site.put("public/addresses.json", "{\"version\":1,\"pages\":[[1]]}");
    assert_eq!(site.all_findings(), []);
    site.must_build();
    assert!(site.output("addresses.json").starts_with("{\"version\":1,"));
}

/// A column that moves takes its documents along, each with a fix of its own.
#[test]
fn a_renamed_column_loses_no_address() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "网址名: jia\n", "正文。");
    site.must_build();
    let index = "content/通知公告/_index.md";
    let text = std::fs::read_to_string(site.path().join(index)).unwrap();
    site.put(index, text.replace("网址名: notices", "网址名: gonggao"));
    let found = site.all_findings();
    assert!(
        found.len() > 4 && found.iter().all(|(rule, ..)| rule == "lost-address"),
        "{found:?}"
    );
    site.run(&[
        "check",
        "--fix",
        "--rule",
        "lost-address",
        "--as-of",
        crate::site::AS_OF,
    ]);
    let left = site.all_findings();
    assert_eq!(left.len(), 1, "the column itself: {left:?}");
    site.put(
        index,
        text.replace("网址名: notices", "网址名: gonggao\n曾用网址: [/notices/]"),
    );
    assert_eq!(site.all_findings(), []);
    site.must_build();
    assert!(
        site.output("notices/index.html")
            .contains("url=../gonggao/index.html")
    );
    assert!(
        site.output("notices/202606/jia.html")
            .contains("url=../../gonggao/202606/jia.html")
    );
}
