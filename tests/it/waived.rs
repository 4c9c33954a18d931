//! Requirements that are not judged are not passed: waivers, lowered severities, sources that
//! cannot be read.

use std::fs;

use crate::site::{AS_OF, Site};

const DOCUMENT: &str = "content/通知公告/例.md";

/// Outcome and note of a requirement.
fn outcome(site: &Site, id: &str) -> (String, String) {
    let output = site.run(&["check", "--as-of", AS_OF, "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = run["assessment"].as_array().unwrap();
    let found = all.iter().find(|one| one["requirement"] == id).unwrap();
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    (text("outcome"), text("note"))
}

fn append(site: &Site, path: &str, text: &str) {
    let old = fs::read_to_string(site.path().join(path)).unwrap();
    site.put(path, old + text);
}

/// Adds entries to the settings' 标准.
fn set(site: &Site, entries: &str) {
    let old = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let new = if old.contains("\n标准:\n") {
        old.replacen("\n标准:\n", &format!("\n标准:\n{entries}"), 1)
    } else {
        format!("{old}标准:\n{entries}")
    };
    site.put("site.yaml", new);
}

/// A document whose number is ill written, which breaks one requirement that is judged in full.
fn broken() -> Site {
    let site = Site::new();
    site.document(DOCUMENT, 1, "发文字号: 旭街办发[2026]第08号\n", "正文。");
    assert_eq!(outcome(&site, "NF-7").0, "fail");
    site
}

#[test]
fn what_is_waived_is_not_passed() {
    let site = broken();
    append(
        &site,
        "site.yaml",
        "豁免:\n  - {规则: malformed-document-number, 路径: content/通知公告/例.md, 理由: 原件如此不便改动, 责任岗位: 党政综合办公室, 到期: 2026-12-31}\n",
    );
    let (outcome, note) = outcome(&site, "NF-7");
    assert_eq!(outcome, "uncertain");
    assert!(note.contains("豁免 1 处：原件如此不便改动"), "{note}");
}

#[test]
fn what_is_lowered_is_not_passed() {
    let site = broken();
    let entry = "    - {规则: malformed-document-number, 级别: 提示, 理由: 历史文件}\n";
    set(&site, &format!("  严重程度:\n{entry}"));
    let (outcome, note) = outcome(&site, "NF-7");
    assert_eq!(outcome, "uncertain", "{note}");
    assert!(
        note.contains("malformed-document-number 降为提示"),
        "{note}"
    );
}

/// Settings that are refused change nothing.
#[test]
fn refused_settings_change_nothing() {
    let site = broken();
    set(
        &site,
        "  阈值: {公开期限: -3}\n  严重程度:\n    - {规则: malformed-document-number, 级别: 提示}\n    - {规则: nope, 级别: 提示, 理由: 试一试}\n",
    );
    assert_eq!(outcome(&site, "NF-7").0, "fail");
    let found = site.all_findings();
    let of = |rule: &str| found.iter().filter(|(found, ..)| found == rule).count();
    assert_eq!(of("out-of-range-field"), 2, "{found:?}");
    assert_eq!(of("missing-field"), 1, "{found:?}");
    assert_eq!(of("late-publication"), 0, "{found:?}");
}

#[test]
fn nothing_passes_on_what_could_not_be_read() {
    let site = Site::new();
    for id in ["TL-12-3", "IX-2", "IX-5", "IX-6"] {
        assert_eq!(outcome(&site, id).0, "pass", "{id}");
    }
    site.put(
        DOCUMENT,
        "---\n标题: \"没有合上\n发布日期: 2026-06-02\n---\n正文。\n",
    );
    for id in ["TL-12-3", "IX-2", "IX-5", "IX-6"] {
        let (outcome, note) = outcome(&site, id);
        assert_eq!(outcome, "uncertain", "{id}");
        assert!(note.contains(DOCUMENT), "{note}");
    }
    let site = Site::new();
    site.put("site.yaml", "");
    let output = site.run(&["check", "--as-of", AS_OF, "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = run["assessment"].as_array().unwrap();
    assert!(all.iter().all(|one| one["outcome"] != "pass"));
}

/// One broken line is told once, and nothing that follows from it.
#[test]
fn a_document_that_cannot_be_read_is_not_missing() {
    for path in [
        "content/政策文件/公示栏管理办法.md",
        "content/政策解读/公示栏管理办法解读/index.md",
        "content/通知公告/2026年工作要点.md",
        "content/通知公告/领导小组.md",
        "content/政府信息公开制度/审查制度.md",
        "content/政府信息公开工作年度报告/2025.md",
    ] {
        let site = Site::new();
        let text = fs::read_to_string(site.path().join(path)).unwrap();
        site.put(path, text.replacen("标题: ", "标题: \"", 1));
        let found = site.all_findings();
        let rules: Vec<&str> = found.iter().map(|(rule, ..)| rule.as_str()).collect();
        assert_eq!(rules, ["invalid-yaml"], "{path}: {found:#?}");
    }
}

#[test]
fn paths_and_requirements_are_asked_for_by_name() {
    let site = broken();
    let run = |arguments: &[&str]| {
        let mut all = vec!["check", "--as-of", AS_OF];
        all.extend(arguments);
        let output = site.run(&all);
        let told = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), told)
    };
    let (code, told) = run(&["--path", "content/没有"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("站点里没有“content/没有”"), "{told}");
    let (code, told) = run(&["--path", "content/通知公告"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("malformed-document-number"), "{told}");
    let (_, told) = run(&["--path", "content/政策文件"]);
    assert!(told.contains("另有 1 处未列"), "{told}");
    let (_, told) = run(&["--rule", "NF-7"]);
    assert!(told.contains("malformed-document-number"), "{told}");
    assert_eq!(run(&["--rule", "XX-7"]).0, Some(2));
    let explained = site.run(&["explain", "NF-7"]);
    assert!(explained.status.success());
    let explained = String::from_utf8(explained.stdout).unwrap();
    assert!(
        explained.contains("malformed-document-number"),
        "{explained}"
    );
}

#[test]
fn fixes_say_what_stood_there() {
    let site = broken();
    let output = site.run(&["check", "--fix", "--as-of", AS_OF]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("“旭街办发[2026]第08号”→“旭街办发〔2026〕8号”"),
        "{told}"
    );
    assert!(told.contains("共改 1 处，在 1 个文件里"), "{told}");
    assert!(!told.contains("没有发布"), "{told}");
}
