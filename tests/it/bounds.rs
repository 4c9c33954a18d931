//! Much of the same: told in part, with the number of the rest, and mended all the same.

use gongkai::report::Format;
use serde_json::Value;

use crate::site::{AS_OF, Site, text};

/// Most findings of one rule in one file that are told one by one.
const TOLD: usize = 100;

const PATH: &str = "content/通知公告/甲.md";

fn site(body: &str) -> Site {
    let site = Site::new();
    site.document(PATH, 1, "", body);
    site
}

/// The findings of one rule in the document, the sum of the places that they stand for, and the
/// exit code.
fn found(site: &Site, rule: &str) -> (Vec<Value>, usize, Option<i32>) {
    let output = site.run(&["check", "--as-of", AS_OF, "--format", "json"]);
    let run: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = run["diagnostics"].as_array().unwrap();
    let is_it = |found: &&Value| found["rule"] == rule && found["path"] == PATH;
    let found: Vec<Value> = all.iter().filter(is_it).cloned().collect();
    let others = |found: &Value| found["others"].as_u64().unwrap_or_default() as usize;
    let places = found.iter().map(|found| 1 + others(found)).sum();
    let by_rule = run["summary"]["by_rule"][rule].as_u64().unwrap_or_default() as usize;
    assert_eq!(by_rule, places);
    (found, places, output.status.code())
}

#[test]
fn much_of_the_same_is_told_by_its_number() {
    let one_line = |count: usize| "按装".repeat(count);
    let lines = |count: usize| "按装设备。\n\n".repeat(count);
    for body in [one_line(TOLD), lines(TOLD)] {
        let (found, places, _) = found(&site(&body), "misspelled-word");
        assert_eq!((found.len(), places), (TOLD, TOLD));
        assert!(found.iter().all(|found| found["others"].is_null()));
    }
    for body in [one_line(5 * TOLD), lines(5 * TOLD)] {
        let site = site(&body);
        let (found, places, code) = found(&site, "misspelled-word");
        assert_eq!((found.len(), places), (TOLD, 5 * TOLD));
        assert_eq!(found.last().unwrap()["others"], 4 * TOLD);
        assert_eq!(code, Some(0), "its severity does not depend on its number");
        let sentence = format!("这个文件里这一类问题另有 {} 处", 4 * TOLD);
        // JSON has the number by itself.
        for format in Format::ALL
            .map(Format::name)
            .into_iter()
            .filter(|name| *name != "json")
        {
            let output = site.run(&["check", "--as-of", AS_OF, "--format", format]);
            let both = [output.stdout, output.stderr].concat();
            let told = String::from_utf8(both).unwrap();
            assert_eq!(told.matches(&sentence).count(), 1, "{format}");
        }
    }
}

#[test]
fn errors_stay_errors_however_many() {
    let site = site(&"14090219780512003X，".repeat(3 * TOLD));
    let (found, places, code) = found(&site, "exposed-id-number");
    assert_eq!((found.len(), places, code), (TOLD, 3 * TOLD, Some(1)));
    // The column of a place far along a line is its own.
    assert_eq!(found[TOLD - 1]["column"], 1 + 19 * (TOLD - 1));
    assert_eq!(found[TOLD - 1]["line"], found[0]["line"]);
}

#[test]
fn what_is_not_told_is_mended() {
    let site = site(&"按装设备。\n\n".repeat(3 * TOLD));
    let output = site.run(&["check", "--as-of", AS_OF, "--fix"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(&format!("共改 {} 处，在 1 个文件里", 3 * TOLD)),
        "{told}"
    );
    assert!(told.contains(&format!("misspelled-word：另有 {} 处", 2 * TOLD)));
    let text = std::fs::read_to_string(site.path().join(PATH)).unwrap();
    assert_eq!(text.matches("安装设备。").count(), 3 * TOLD);
    assert!(!text.contains("按装"));
}

#[test]
fn waivers_reach_what_is_not_told() {
    let body: String = (0..4 * TOLD)
        .map(|at| format!("[甲](没有{at:03}.md)\n\n"))
        .collect();
    let site = site(&body);
    let settings = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    // Every second one, by its words; more than are compared one by one.
    let waivers: String = (0..2 * TOLD)
        .map(|at| {
            format!(
                "  - {{规则: broken-link, 路径: {PATH}, 内容: 没有{:03}, 理由: 上级页面改版中, 责任岗位: 主任, 到期: 2026-12-31}}\n",
                2 * at
            )
        })
        .collect();
    site.put("site.yaml", format!("{settings}豁免:\n{waivers}"));
    let (found, places, code) = found(&site, "broken-link");
    assert_eq!((found.len(), places, code), (TOLD, 2 * TOLD, Some(1)));
    let is_odd = |found: &Value| {
        let message = text(&found["message"]);
        message.contains("1.md")
            || ["3.md", "5.md", "7.md", "9.md"]
                .iter()
                .any(|end| message.contains(end))
    };
    assert!(found.iter().all(is_odd), "{found:?}");
    let output = site.run(&["check", "--as-of", AS_OF, "--format", "json"]);
    let run: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["summary"]["waived"], 2 * TOLD);
    assert!(run["summary"]["by_rule"]["unused-waiver"].is_null());
}

#[test]
fn a_message_does_not_hold_a_whole_file() {
    let site = Site::new();
    site.document(
        PATH,
        1,
        &format!("有效性: {}\n", "甲".repeat(100_000)),
        "正文。",
    );
    let (found, _, code) = found(&site, "out-of-range-field");
    let message = text(&found[0]["message"]);
    assert!(
        message.len() < 5_000 && message.contains("……（略去 "),
        "{message}"
    );
    assert_eq!(code, Some(1));
}

#[test]
fn templates_come_to_an_end() {
    let nested = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
    let doubled = "{% set a = namespace(x='甲') %}{% for i in range(99) %}{% set a.x = a.x ~ a.x %}{% endfor %}";
    let long = format!(
        "{{% for a in range(99999) %}}{}{{% endfor %}}",
        "甲".repeat(1_000)
    );
    for (template, wanted) in [
        (nested, "要做的事太多"),
        (doubled, "要做的事太多"),
        ("{{ '甲' * 999999999 }}", "要做的事太多"),
        (&long, "要做的事太多"),
        (
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "没有尽头",
        ),
        ("{% include '404.html' %}", "没有尽头"),
        ("{% extends '404.html' %}", ""),
    ] {
        let site = Site::new();
        site.put(
            "themes/official/templates/404.html",
            format!("\n{template}"),
        );
        let output = site.build();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{template}: {told}");
        assert!(
            told.contains("模板 404.html 第 2 行") && told.contains(wanted),
            "{told}"
        );
        assert!(!site.out().exists());
    }
}

#[test]
fn each_place_is_judged_by_its_own_words() {
    for (words, rule) in [
        ("见 https://a.gov.cn/按装.html 按装，", "misspelled-word"),
        ("“机密★1年”字样，机密★1年。", "leaked-secrecy-mark"),
        (
            "原条例规定申请政府信息公开的，15个工作日内予以答复；申请政府信息公开的，15个工作日内予以答复；",
            "superseded-wording",
        ),
    ] {
        let (found, places, _) = found(&site(&words.repeat(5)), rule);
        assert_eq!((found.len(), places), (5, 5), "{rule}");
    }
}
