//! Files that go out and files that do not: links, pipes, files of withheld documents, editors'
//! leftovers.

use std::{
    fs,
    os::unix::fs::symlink,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::site::{AS_OF, FRONT_MATTER, Site, files, index_number};

/// Words that never go out.
const SECRET: &str = "绝对不行";

/// A document that is not published, with more fields and a body.
fn withheld(site: &Site, path: &str, number: u32, more: &str, body: &str) {
    let front = FRONT_MATTER
        .replace("2026-00100", &index_number(number))
        .replace(
            "公开属性: 主动公开\n",
            "公开属性: 不予公开\n不公开理由: 内部事务\n",
        );
    site.put(path, format!("---\n{front}{more}---\n{body}\n"));
}

/// Names of output files that hold the secret.
fn leaks(site: &Site) -> Vec<String> {
    let found = files(&site.out()).into_iter();
    found
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(SECRET))
        .map(|(path, _)| path)
        .collect()
}

fn rules_of(site: &Site) -> Vec<String> {
    site.findings().into_iter().map(|(rule, ..)| rule).collect()
}

/// A site whose published document `甲` has a folder.
fn with_published(body: &str) -> Site {
    let site = Site::new();
    site.document("content/通知公告/甲/index.md", 1, "", body);
    site
}

#[test]
fn files_of_a_nested_withheld_document_stay_with_it() {
    for (path, more, file) in [
        ("乙/index.md", "", "乙/密.txt"),
        ("乙/index.md", "", "乙/附件/深/密.txt"),
        ("子/乙/index.md", "", "子/乙/图/密.svg.txt"),
        // The same folder for an eye, and for some disks.
        ("B/index.md", "", "b/密.txt"),
        ("r\u{e9}/index.md", "", "re\u{301}/附件/密.txt"),
        ("乙/Index.md", "", "乙/密.txt"),
        ("乙/INDEX.MD", "", "乙/附件/密.txt"),
        // Files beside a document that is a file itself: in a folder of its name, or of its own.
        ("乙.md", "", "乙/密.txt"),
        ("内部/乙.md", "", "内部/密.txt"),
        ("内部/乙.md", "", "内部/附件/密.txt"),
        ("乙.md", "附件:\n  - {文件: 密.txt, 名称: 密}\n", "密.txt"),
    ] {
        let site = with_published("正文。");
        withheld(
            &site,
            &format!("content/通知公告/甲/{path}"),
            2,
            more,
            "正文。",
        );
        site.put(&format!("content/通知公告/甲/{file}"), SECRET);
        site.put("content/通知公告/甲/公开.txt", "可以");
        site.must_build();
        assert_eq!(leaks(&site), [""; 0], "{path} {file}");
        assert!(
            files(&site.out())
                .keys()
                .any(|path| path.ends_with("/公开.txt")),
            "{path} {file}"
        );
        // A link to it is told, and goes nowhere.
        site.document(
            "content/通知公告/甲/index.md",
            1,
            "",
            &format!("见[件]({file})。"),
        );
        assert_eq!(rules_of(&site), ["unpublished-target"], "{path} {file}");
    }
}

#[test]
fn files_that_only_a_withheld_text_speaks_of_stay() {
    for body in [
        "![图](密.txt)",
        "<img src=\"密.txt\" alt=\"图\">",
        "[图](%E5%AF%86.txt)",
    ] {
        let site = with_published("正文。");
        withheld(&site, "content/通知公告/甲/乙.md", 2, "", body);
        site.put("content/通知公告/甲/密.txt", SECRET);
        site.must_build();
        assert_eq!(leaks(&site), [""; 0], "{body}");
    }
    // What the published document speaks of is its own.
    let site = with_published("见[表](表.txt)。");
    withheld(
        &site,
        "content/通知公告/甲/乙.md",
        2,
        "",
        "见[表](表.txt)。",
    );
    site.put("content/通知公告/甲/表.txt", "可以");
    site.must_build();
    assert!(
        files(&site.out())
            .keys()
            .any(|path| path.ends_with("/表.txt"))
    );
}

#[test]
fn an_unreadable_document_publishes_no_file() {
    // Its errors are waived, so that the site is built.
    for (rule, put) in [
        ("missing-field", "---\n标题: 甲\n---\n"),
        ("invalid-yaml", "---\n标题: [\n---\n"),
        ("unclosed-front-matter", "---\n标题: 甲\n"),
        ("missing-front-matter", "正文"),
        ("oversized-source", ""),
    ] {
        let site = with_published("正文。");
        let inner = "content/通知公告/甲/乙/index.md";
        if put.is_empty() {
            site.put(inner, vec![b'a'; 9 << 20]);
        } else {
            site.put(inner, put);
        }
        site.put("content/通知公告/甲/乙/附件/密.txt", SECRET);
        let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
        let waiver = format!(
            "豁免:\n  - {{规则: {rule}, 路径: {inner}, 理由: 正在修改, 责任岗位: 主任, 到期: 2026-12-31}}\n"
        );
        site.put("site.yaml", format!("{settings}{waiver}"));
        let output = site.build();
        let told = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            assert_eq!(leaks(&site), [""; 0], "{rule}");
        } else {
            assert_eq!(output.status.code(), Some(1), "{rule}: {told}");
        }
    }
}

#[test]
fn a_file_that_two_documents_name_stays_with_the_withheld_one() {
    let named = "附件:\n  - {文件: 密.txt, 名称: 密}\n";
    let site = Site::new();
    site.put("content/通知公告/密.txt", SECRET);
    withheld(&site, "content/通知公告/乙.md", 2, named, "正文。");
    site.document("content/通知公告/甲.md", 1, named, "正文。");
    assert_eq!(rules_of(&site), ["unpublished-target"]);
}

#[test]
fn links_lead_only_to_files_of_the_same_document() {
    let site = with_published("正文。");
    let folder = site.path().join("content/通知公告/甲");
    withheld(&site, "content/通知公告/乙/index.md", 2, "", "正文。");
    site.put("content/通知公告/乙/密.txt", SECRET);
    site.put("content/通知公告/甲/表.txt", "可以");
    symlink("表.txt", folder.join("别名.txt")).unwrap();
    fs::create_dir(folder.join("附件")).unwrap();
    symlink("../表.txt", folder.join("附件/又名.txt")).unwrap();
    assert_eq!(rules_of(&site), [""; 0]);
    site.must_build();
    for name in ["别名.txt", "附件/又名.txt"] {
        let found = files(&site.out());
        let copy = found.iter().find(|(path, _)| path.ends_with(name)).unwrap();
        assert_eq!(copy.1, "可以".as_bytes(), "{name}");
    }
    site.put("content/通知公告/甲/.隐藏", SECRET);
    site.put("content/通知公告/甲/丙/index.md", "");
    withheld(&site, "content/通知公告/甲/丙/index.md", 3, "", SECRET);
    site.put("content/通知公告/甲/丙/密.txt", SECRET);
    for target in [
        "../乙/密.txt",
        "../../../site.yaml",
        "../_index.md",
        "index.md",
        ".隐藏",
        "丙/密.txt",
        "丙/index.md",
        "/etc/hostname",
        "/dev/zero",
        "没有.txt",
        "链.txt",
        "附件",
    ] {
        let link = folder.join("链.txt");
        symlink(target, &link).unwrap();
        assert_eq!(rules_of(&site), ["stray-link"], "{target}");
        fs::remove_file(&link).unwrap();
    }
    // A link to a file of a withheld document in the same folder is that file.
    withheld(
        &site,
        "content/通知公告/甲/丁.md",
        4,
        "附件:\n  - {文件: 丁密.txt, 名称: 密}\n",
        "正文。",
    );
    site.put("content/通知公告/甲/丁密.txt", SECRET);
    symlink("丁密.txt", folder.join("链.txt")).unwrap();
    site.must_build();
    assert_eq!(leaks(&site), [""; 0]);
}

/// Runs a check that must end by itself.
fn ends(site: &Site, what: &str) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["check", "--as-of", AS_OF])
        .current_dir(site.path())
        .env("NO_COLOR", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("{what} makes the check wait for ever");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), told)
}

#[test]
fn pipes_and_sockets_keep_nobody_waiting() {
    let pipe = |site: &Site, path: &str| {
        let disk = site.path().join(path);
        fs::create_dir_all(disk.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&disk);
        let made = Command::new("mkfifo").arg(&disk).status().unwrap();
        assert!(made.success());
    };
    for path in [
        "content/通知公告/甲/index.md",
        "content/通知公告/甲/附.txt",
        "content/通知公告/_index.md",
        "content/通知公告/表.csv",
        "themes/official/assets/a.css",
        "themes/official/templates/base.html",
    ] {
        let site = with_published("正文。");
        pipe(&site, path);
        let (code, told) = ends(&site, path);
        assert_eq!(code, Some(1), "{path}: {told}");
        assert!(
            told.contains("不是普通文件") && told.contains(path),
            "{told}"
        );
    }
    let site = Site::new();
    pipe(&site, "site.yaml");
    let (code, told) = ends(&site, "site.yaml");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("不是普通文件"), "{told}");
    let site = Site::new();
    for path in ["public/addresses.json", "public/search/index.json"] {
        pipe(&site, path);
        ends(&site, path);
    }
    let site = Site::new();
    let socket = site.path().join("content/通知公告/插座.txt");
    let _listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    let (code, told) = ends(&site, "a socket");
    assert_eq!(code, Some(1), "{told}");
}

#[test]
fn a_theme_takes_nothing_from_outside() {
    for target in [
        "/etc/hostname",
        "../../../site.yaml",
        "没有.css",
        "../templates",
    ] {
        let site = Site::new();
        let assets = site.path().join("themes/official/assets");
        fs::create_dir_all(&assets).unwrap();
        fs::create_dir_all(site.path().join("themes/official/templates")).unwrap();
        symlink(target, assets.join("a.css")).unwrap();
        let found = site.findings();
        assert_eq!(found.len(), 1, "{target}: {found:?}");
        assert_eq!(found[0].0, "stray-link");
        assert!(found[0].2.starts_with("themes/official/assets/a.css"));
    }
    // Within the theme a link is as good as a copy; hidden files and leftovers stay.
    let site = Site::new();
    site.put("themes/official/assets/b.css", "b{}");
    site.put("themes/official/assets/.c.css", SECRET);
    site.put("themes/official/assets/b.css.bak", SECRET);
    symlink("b.css", site.path().join("themes/official/assets/a.css")).unwrap();
    assert_eq!(rules_of(&site), ["leftover-file"]);
    site.must_build();
    assert_eq!(site.output("assets/a.css"), "b{}");
    assert_eq!(leaks(&site), [""; 0]);
}

#[test]
fn linked_folders_and_settings_are_refused() {
    for (path, target) in [
        ("content", "真/content"),
        ("themes", "真/themes"),
        ("themes/official", "../真/official"),
        ("site.yaml", "真/site.yaml"),
    ] {
        let site = Site::new();
        let disk = site.path().join(path);
        site.put(&format!("{path}.x/x"), "");
        site.put("真/x", "");
        if disk.exists() {
            fs::rename(&disk, site.path().join("真").join(path)).unwrap();
        }
        fs::create_dir_all(site.path().join("真/themes")).unwrap();
        fs::create_dir_all(site.path().join("真/official")).unwrap();
        symlink(target, &disk).unwrap();
        let (code, told) = ends(&site, path);
        assert_eq!(code, Some(2), "{path}: {told}");
        assert!(told.contains("符号链接"), "{told}");
    }
}

#[test]
fn leftovers_never_go_out_unless_they_are_named() {
    let names = [
        "index.md.txt",
        "index.md.orig",
        "index.md.bak",
        "附件1.old",
        "附件1.tmp",
        "附件1.asd",
        ".index.md.swp",
        "~WRL0001.tmp",
        "附件1 - 副本.docx",
        "附件1 - 副本.md",
        "附件1 - 副本.yaml",
        "附件1 - Copy (2).docx",
        "desktop.ini",
        ".DS_Store",
        "Thumbs.db",
        "附件/深/附件1.txt.bak",
    ];
    let site = with_published("正文。");
    for name in names {
        site.put(&format!("content/通知公告/甲/{name}"), SECRET);
    }
    site.put("content/通知公告/甲 - 副本.md", SECRET);
    let found = site.all_findings();
    assert!(
        found
            .iter()
            .all(|(rule, severity, _)| rule == "leftover-file" && severity == "warning"),
        "{found:?}"
    );
    assert_eq!(found.len(), names.len() + 1, "{found:?}");
    site.must_build();
    assert_eq!(leaks(&site), [""; 0]);

    // Linked, named or shown, it is meant, and told there.
    for (more, body) in [
        ("", "见[旧版](附件1.txt.bak)。"),
        ("附件:\n  - {文件: 附件1.txt.bak, 名称: 旧版}\n", "正文。"),
    ] {
        let site = Site::new();
        site.document("content/通知公告/甲/index.md", 1, more, body);
        site.put("content/通知公告/甲/附件1.txt.bak", "可以");
        let found = site.findings();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "leftover-file");
        assert!(
            found[0].2.starts_with("content/通知公告/甲/index.md:"),
            "{found:?}"
        );
        site.must_build();
        assert!(
            files(&site.out())
                .keys()
                .any(|path| path.ends_with("附件1.txt.bak"))
        );
    }
    // A copy of a document is never one.
    let site = with_published("见[副本](乙%20-%20副本.md)。");
    site.put("content/通知公告/甲/乙 - 副本.md", SECRET);
    let found = site.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0.as_str(), found[0].1.as_str()),
        ("leftover-file", "error")
    );
}
