//! The command line: exit codes, streams, formats, help.

use std::fs;

use crate::{
    fetched::crate_folder,
    site::{AS_OF, Site},
};

fn broken() -> Site {
    let site = Site::new();
    site.document(
        "content/通知公告/甲.md",
        1,
        "发文字好: 甲\n",
        "[断](没有.md)，\n[锚](#无)",
    );
    site
}

#[test]
fn diagnostics_go_to_stderr_and_data_to_stdout() {
    let site = broken();
    let human = site.build();
    assert_eq!(human.status.code(), Some(1));
    assert!(human.stdout.is_empty());
    let text = String::from_utf8(human.stderr).unwrap();
    assert!(
        text.contains("content/通知公告/甲.md:11:1") && text.contains("是不是“发文字号”"),
        "{text}"
    );
    let json = site.run(&["build", "--as-of", AS_OF, "--format", "json"]);
    assert_eq!(json.status.code(), Some(1));
    let run: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let found = &run["diagnostics"][0];
    for key in [
        "rule",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "clause",
        "help",
        "related",
    ] {
        assert!(found.get(key).is_some(), "{key}");
    }
    assert_eq!(run["summary"]["errors"], 3);
    assert!(run["assessment"].is_array());
}

#[test]
fn sarif_names_its_rules() {
    let output = broken().run(&["check", "--as-of", AS_OF, "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
        assert!(
            result["locations"][0]["physicalLocation"]["region"]["startLine"]
                .as_u64()
                .unwrap()
                >= 1
        );
    }
    assert_eq!(run["results"].as_array().unwrap().len(), 3);
}

/// Against the schema that the standard publishes.
#[test]
fn sarif_is_valid() {
    let schema = crate_folder("serde-sarif").join("src/schema.json");
    // The standard's pattern for languages has a bracket too many to be a regular expression.
    let schema = fs::read_to_string(schema)
        .unwrap()
        .replace("{2}-[a-zA-Z]{2}]?$", "{2}-[a-zA-Z]{2}$");
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for site in [broken(), Site::new()] {
        let output = site.run(&["check", "--as-of", AS_OF, "--format", "sarif"]);
        let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[test]
fn github_annotations_name_the_line() {
    let output = broken().run(&["check", "--as-of", AS_OF, "--format", "github"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("::error file=content/通知公告/甲.md,line=11,endLine=11,col=1,endColumn=5,title=unknown-field::"), "{text}");
    assert_eq!(
        text.lines().count(),
        4,
        "a message with line breaks stays on one line:\n{text}"
    );
}

#[test]
fn wrong_use_is_told_in_chinese() {
    let site = Site::new();
    for (arguments, word) in [
        (vec![], "build、check、serve、report、rules 或 explain"),
        (vec!["biuld"], "没有命令“biuld”"),
        (vec!["build", "--formt", "json"], "不认识“--formt”"),
        (
            vec!["build", "--format", "xml"],
            "可选：human、json、sarif、github",
        ),
        (vec!["build", "--as-of", "昨天"], "应写作 2026-01-31"),
        (vec!["build", "--jobs", "0"], "不能是“0”"),
        (vec!["build", "--out"], "缺少值"),
        (vec!["build", "/没有"], "没有 site.yaml"),
    ] {
        let output = site.run(&arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(word), "{arguments:?}: {text}");
        assert!(
            !text.contains("error:") && !text.contains("Usage"),
            "{text}"
        );
    }
}

#[test]
fn help_is_chinese() {
    let site = Site::new();
    for arguments in [
        vec!["--help"],
        vec!["build", "--help"],
        vec!["check", "-h"],
        vec!["serve", "-h"],
    ] {
        let output = site.run(&arguments);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("用法：") && text.contains("例："), "{text}");
        for english in [
            "Usage", "Options", "Print", "Commands", "default", "possible",
        ] {
            assert!(!text.contains(english), "{english}: {text}");
        }
    }
    let version = site.run(&["--version"]);
    assert_eq!(
        String::from_utf8_lossy(&version.stdout).trim(),
        format!("gongkai {}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_day_is_an_input() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    assert!(
        site.run(&["check", "--as-of", "2026-11-16"])
            .status
            .success()
    );
    let early = site.run(&["check", "--as-of", "2026-06-01"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&early.stderr).contains("future-publication"));
}
