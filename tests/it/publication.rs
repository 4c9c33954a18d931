//! Files that are published, and files that never are; the state that survives a failure.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use crate::site::{AS_OF, FRONT_MATTER, OWN, Site, files, index_number};

#[test]
fn only_proactive_disclosure_reaches_the_output() {
    const SECRETS: [&str; 4] = ["标记一号", "标记二号", "标记三号", "标记四号"];
    let site = Site::new();
    site.document("content/通知公告/公开.md", 1, "", "可以公开。");
    for (number, word) in [(2_u32, "依申请公开"), (3, "不予公开")] {
        let front = FRONT_MATTER
            .replace("2026-00100", &index_number(number))
            .replace("主动公开", word)
            .replace("防汛值班", SECRETS[number as usize - 2]);
        let front = format!("{front}不公开理由: 内部事务\n");
        site.put(
            &format!("content/通知公告/{number}/index.md"),
            format!("---\n{front}---\n正文{}\n", SECRETS[2]),
        );
        site.put(
            &format!("content/通知公告/{number}/附件{}.txt", SECRETS[3]),
            SECRETS[3],
        );
    }
    site.put("content/通知公告/没人链接.txt", SECRETS[3]);
    site.must_build();
    for (path, bytes) in files(&site.out()) {
        let text = String::from_utf8_lossy(&bytes);
        for secret in SECRETS {
            assert!(
                !text.contains(secret) && !path.contains(secret),
                "{secret} in {path}"
            );
        }
    }
}

/// The repository's own documents that are not public carry markers for this test.
#[test]
fn own_site_leaks_nothing() {
    let site = Site::new();
    let out = site.build_own();
    let sources = files(&std::path::Path::new(OWN).join("content"));
    let marked = sources
        .iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("非公开标记-"))
        .count();
    assert!(marked >= 3, "the markers are gone from content/");
    for (path, bytes) in files(&out) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("非公开标记-"),
            "{path}"
        );
    }
}

#[test]
fn two_builds_are_the_same_bytes() {
    let site = Site::new();
    site.document(
        "content/通知公告/甲/index.md",
        1,
        "",
        "正文[附件](表.txt)。",
    );
    site.put("content/通知公告/甲/表.txt", "表");
    site.must_build();
    let first = files(&site.out());
    let other = site.run(&["build", "--as-of", AS_OF, "--out", "other", "--jobs", "1"]);
    assert!(other.status.success());
    let second = files(&site.path().join("other"));
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{path} differs");
    }
}

#[test]
fn unchanged_files_keep_their_time() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    site.document("content/通知公告/乙.md", 2, "", "正文。");
    site.must_build();
    let time = |path: &str| {
        fs::metadata(site.out().join(path))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = (
        time("notices/202606/jia.html"),
        time("notices/202606/yi.html"),
    );
    std::thread::sleep(Duration::from_millis(20));
    site.document("content/通知公告/乙.md", 2, "", "改过的正文。");
    site.must_build();
    assert_eq!(time("notices/202606/jia.html"), before.0);
    assert_ne!(time("notices/202606/yi.html"), before.1);
}

#[test]
fn errors_leave_the_published_site_alone() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    site.must_build();
    let before = files(&site.out());
    site.document("content/通知公告/乙.md", 2, "", "[断](没有.md)");
    assert_eq!(site.build().status.code(), Some(1));
    assert!(files(&site.out()) == before);
    site.remove("content/通知公告/乙.md");
    site.put("themes/official/templates/document.html", "{{ 坏模板 ");
    let output = site.build();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("document.html 第 1 行"));
    assert!(files(&site.out()) == before);
}

/// Pages of a deleted source leave the site with it.
#[test]
fn deleted_sources_leave_no_page() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    site.must_build();
    assert!(site.out().join("notices/202606/jia.html").exists());
    site.remove("content/通知公告/甲.md");
    site.must_build();
    assert!(!site.out().join("notices/202606").exists());
}

#[test]
fn a_killed_build_leaves_the_published_site_and_no_trouble() {
    let site = Site::new();
    site.must_build();
    let before = files(&site.out());
    for number in 1..=400 {
        site.document(
            &format!("content/通知公告/文{number}.md"),
            number,
            &format!("网址名: d{number}\n"),
            &"正文。\n\n".repeat(400),
        );
    }
    for wait in [20, 60, 120, 200] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["build", "--as-of", AS_OF])
            .current_dir(site.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        let now = files(&site.out());
        assert!(
            now == before || now.len() > 800,
            "after {wait} ms: neither the old site nor the new, but {} files",
            now.len()
        );
    }
    site.must_build();
    let left: Vec<String> = fs::read_dir(site.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("staging") || name.contains(".old"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// A full disk, made with a file system of a few pages where the machine lets us.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_refuses_is_an_error() {
    let site = Site::new();
    site.must_build();
    let before = files(&site.out());
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    // The largest file that the process may write: the kernel refuses as it would on a full disk.
    let limited = Command::new("bash")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 8; exec \"$0\" build --as-of 2026-11-20",
            env!("CARGO_BIN_EXE_gongkai"),
        ])
        .current_dir(site.path())
        .output()
        .unwrap();
    assert_eq!(
        limited.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&limited.stderr)
    );
    assert!(String::from_utf8_lossy(&limited.stderr).contains("已发布的内容没有改动"));
    assert!(files(&site.out()) == before);
}

#[test]
fn foreign_folders_are_never_replaced() {
    let site = Site::new();
    site.put("mine/letter.txt", "dear");
    let output = site.run(&["build", "--out", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    for out in [".", "content", "themes", "content/通知公告"] {
        let output = site.run(&["build", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}");
    }
    assert_eq!(
        fs::read_to_string(site.path().join("mine/letter.txt")).unwrap(),
        "dear"
    );
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = Site::new();
    for number in 1..=300 {
        site.document(
            &format!("content/通知公告/文{number}.md"),
            number,
            &format!("网址名: d{number}\n"),
            "正文。",
        );
    }
    let children: Vec<_> = (0..3)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_gongkai"))
                .args(["build", "--as-of", AS_OF])
                .current_dir(site.path())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    let codes: Vec<_> = children
        .into_iter()
        .map(|mut child| child.wait().unwrap().code())
        .collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 2))),
        "{codes:?}"
    );
    let found = files(&site.out());
    assert_eq!(
        found
            .keys()
            .filter(|path| path.starts_with("notices/202606/") && path.ends_with(".html"))
            .count(),
        300
    );
}

/// Whatever names a file of a withheld document, and wherever that file lies, it does not go out.
#[test]
fn files_of_withheld_documents_stay() {
    let withheld =
        "公开属性: 不予公开\n不公开理由: 内部事务\n附件:\n  - {文件: 密件.txt, 名称: 密件}\n";
    let secret = |site: &Site, path: &str, number: u32| {
        let front = FRONT_MATTER
            .replace("2026-00100", &index_number(number))
            .replace("公开属性: 主动公开\n", withheld);
        site.put(path, format!("---\n{front}---\n正文\n"));
    };
    // In a column's folder, named by a public document too: that must be told.
    let site = Site::new();
    secret(&site, "content/通知公告/乙.md", 2);
    site.put("content/通知公告/密件.txt", "绝对不行");
    site.document("content/通知公告/甲.md", 1, "", "见[件](密件.txt)。");
    assert_eq!(site.findings().len(), 1);
    assert_eq!(site.findings()[0].0, "unpublished-target");
    // In the folder of a public document.
    let site = Site::new();
    site.document("content/通知公告/甲/index.md", 1, "", "正文。");
    secret(&site, "content/通知公告/甲/乙.md", 2);
    site.put("content/通知公告/甲/密件.txt", "绝对不行");
    site.must_build();
    assert!(
        files(&site.out())
            .values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains("绝对不行"))
    );
    // Named across folders, or through structured data and settings.
    let site = Site::new();
    secret(&site, "content/通知公告/乙/index.md", 2);
    site.put("content/通知公告/乙/密件.txt", "绝对不行");
    site.document(
        "content/通知公告/甲.md",
        1,
        "附件:\n  - {文件: 乙/密件.txt, 名称: 件}\n",
        "正文。",
    );
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.put(
        "site.yaml",
        format!("{settings}热门主题:\n  - {{名称: 热, 网址: 通知公告/乙/index.md}}\n"),
    );
    let catalog = "content/主动公开基本目录/目录.yaml";
    let data = fs::read_to_string(site.path().join(catalog)).unwrap();
    site.put(
        catalog,
        data.replace("落实: 通知公告/_index.md", "落实: 通知公告/乙/index.md"),
    );
    let told = site
        .findings()
        .iter()
        .filter(|(rule, ..)| rule == "unpublished-target")
        .count();
    assert_eq!(told, 3, "{:?}", site.findings());
    site.put(
        catalog,
        data.replace("落实: 通知公告/_index.md", "落实: \"javascript:alert(1)\""),
    );
    assert!(
        site.findings()
            .iter()
            .any(|(rule, ..)| rule == "unopenable-link")
    );
}

#[cfg(unix)]
#[test]
fn a_linked_output_folder_is_followed() {
    let site = Site::new();
    let real = tempfile::tempdir().unwrap();
    let real = real.path().join("www");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, site.out()).unwrap();
    for _ in 0..2 {
        site.must_build();
        assert!(site.out().is_symlink(), "the link stays a link");
        assert!(real.join("index.html").is_file());
    }
    std::os::unix::fs::symlink(site.path().join("content"), site.path().join("alias")).unwrap();
    assert_eq!(
        site.run(&["build", "--out", "alias/new"]).status.code(),
        Some(2)
    );
    assert_eq!(
        site.run(&["build", "--out", "content/a/b"]).status.code(),
        Some(2)
    );
    assert!(!site.path().join("content/a").exists());
}

/// A `..` that leads back over what is not there yet leads to the sources all the same.
#[test]
fn dots_lead_no_build_into_sources() {
    let site = Site::new();
    site.must_build();
    let name = site.path().file_name().unwrap().to_str().unwrap();
    let before = files(site.path());
    for out in [
        "none/../content",
        "none/none/../../content",
        "none/../themes",
        "public/../content/new",
        "content/new/..",
        "none/..",
        &format!("../{name}"),
        &format!("../{name}/none/../content"),
    ] {
        for command in [
            vec!["build", "--as-of", AS_OF, "--out", out],
            vec!["report", "--as-of", AS_OF, "--out", out],
            vec!["rules", "--out", out],
            vec!["check", "--as-of", AS_OF, "--external", "--cache", out],
        ] {
            let output = site.run(&command);
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{command:?}: {text}");
            assert!(files(site.path()) == before, "{command:?}: {text}");
        }
    }
    // Sources of another site are spared too.
    let other = Site::new();
    let out = other.path().join("content/new");
    let output = site.run(&["build", "--as-of", AS_OF, "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!out.exists());
}

/// The self-assessment names what is withheld: it never comes where the public reads. The manual and
/// the answers of websites are kept out of there as well.
#[test]
fn only_a_build_writes_into_a_published_folder() {
    let site = Site::new();
    site.must_build();
    let elsewhere = site.path().join("www");
    let output = site.run(&["build", "--as-of", AS_OF, "--out", "www"]);
    assert!(output.status.success());
    let before = files(site.path());
    let refused = |out: &str| {
        for command in [
            vec!["report", "--as-of", AS_OF, "--out", out],
            vec!["rules", "--out", out],
            vec!["check", "--as-of", AS_OF, "--external", "--cache", out],
        ] {
            let output = site.run(&command);
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{command:?}: {text}");
            assert!(text.contains("已发布的网站"), "{command:?}: {text}");
        }
    };
    for out in [
        "public",
        "public/report",
        "public/notices/a/b",
        "none/../public",
        "www",
        "www/report",
        elsewhere.to_str().unwrap(),
    ] {
        refused(out);
        assert!(files(site.path()) == before, "{out}");
    }
    #[cfg(unix)]
    for (link, target) in [("way", "public"), ("inner", "www/notices")] {
        std::os::unix::fs::symlink(target, site.path().join(link)).unwrap();
        refused(link);
        refused(&format!("{link}/new"));
        fs::remove_file(site.path().join(link)).unwrap();
        assert!(files(site.path()) == before, "{link}");
    }
    // Before anything is published too: the build would find it there.
    let site = Site::new();
    let output = site.run(&["report", "--as-of", AS_OF, "--out", "public/report"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!site.out().exists());
}

#[test]
fn reports_and_manuals_spare_what_others_made() {
    let site = Site::new();
    site.put("mine/index.html", "dear");
    site.put("mine2/report.json", "{}");
    site.put("mine2/letter.txt", "dear");
    let before = files(site.path());
    for out in [
        "mine",
        "mine2",
        "content/通知公告/新",
        "themes/x",
        ".",
        "..",
    ] {
        for command in [
            vec!["report", "--as-of", AS_OF, "--out", out],
            vec!["rules", "--out", out],
        ] {
            let output = site.run(&command);
            assert_eq!(output.status.code(), Some(2), "{command:?}");
            assert!(files(site.path()) == before, "{command:?}");
        }
    }
    // What they made themselves they write again, and leave what was put beside it.
    let report = |arguments: &[&str]| {
        let output = site.run(&[&["report", "--as-of", AS_OF], arguments].concat());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{text}");
    };
    let manual = || assert!(site.run(&["rules", "--out", "手册"]).status.success());
    for _ in 0..2 {
        report(&[]);
        report(&["--out", "自评/2026"]);
        manual();
        site.put("report/notes.txt", "mine");
        site.put("report/report.json", "{");
    }
    report(&[]);
    assert_eq!(files(&site.path().join("report"))["notes.txt"], b"mine");
    assert!(files(&site.path().join("report"))["report.json"].len() > 1_000);
    // Neither takes the other's folder, nor does a build.
    for command in [
        vec!["report", "--as-of", AS_OF, "--out", "手册"],
        vec!["rules", "--out", "report"],
        vec!["build", "--as-of", AS_OF, "--out", "report"],
        vec!["build", "--as-of", AS_OF, "--out", "手册"],
    ] {
        assert_eq!(site.run(&command).status.code(), Some(2), "{command:?}");
    }
    // Releases before the marker wrote the same files.
    fs::remove_file(site.path().join("report/notes.txt")).unwrap();
    fs::remove_file(site.path().join("report/.gongkai-report")).unwrap();
    fs::remove_file(site.path().join("手册/.gongkai-manual")).unwrap();
    report(&[]);
    manual();
    // A link in the place of a file is replaced, not followed.
    #[cfg(unix)]
    {
        let page = site.path().join("report/index.html");
        fs::remove_file(&page).unwrap();
        std::os::unix::fs::symlink("../mine/index.html", &page).unwrap();
        report(&[]);
        assert!(!page.is_symlink());
        assert_eq!(files(&site.path().join("mine"))["index.html"], b"dear");
    }
}

/// A cache of answers replaces only what is one.
#[test]
fn a_cache_spares_the_files_of_others() {
    let site = Site::new();
    site.put("cache/links.json", "[\"mine\"]");
    let command = ["check", "--as-of", AS_OF, "--external", "--cache", "cache"];
    let output = site.run(&command);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("里面有别的文件（links.json）"), "{text}");
    let kept = fs::read_to_string(site.path().join("cache/links.json"));
    assert_eq!(kept.unwrap(), "[\"mine\"]");
}

#[test]
fn two_outputs_for_one_address_are_refused() {
    let site = Site::new();
    let index = "content/通知公告/_index.md";
    let text = fs::read_to_string(site.path().join(index)).unwrap();
    for pattern in [
        "{slug}.html",
        "{column}/{slug}.html",
        "{column}/x/{slug}.HTML",
        "{column}//{slug}.html",
        "{column}/../{slug}.html",
        "{column}/甲/{slug}.html",
    ] {
        site.put(
            index,
            text.replacen("---\n", &format!("---\n固定网址: \"{pattern}\"\n"), 1),
        );
        let findings = site.findings();
        assert_eq!(
            (findings.len(), findings[0].0.as_str()),
            (1, "out-of-range-field"),
            "{pattern}: {findings:?}"
        );
    }
    site.put(
        index,
        text.replacen(
            "---\n",
            "---\n固定网址: \"{column}/{yyyy}/{slug}.html\"\n",
            1,
        ),
    );
    site.document(
        "content/通知公告/甲-index.md",
        1,
        "网址名: price-index\n",
        "正文。",
    );
    site.must_build();
    let page = site.output("notices/2026/price-index.html");
    assert!(
        page.contains("zfxxgk/notices/2026/price-index.html"),
        "only a folder's index.html is left out of an address"
    );
}
