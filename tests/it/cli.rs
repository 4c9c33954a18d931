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
        (
            vec![],
            "build、check、serve、report、rules、explain 或 search",
        ),
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

/// Runs the program by a shell line, in which `$0` is the program.
#[cfg(unix)]
fn shell(site: &Site, line: &str) -> std::process::Output {
    std::process::Command::new("bash")
        .args(["-c", line, env!("CARGO_BIN_EXE_gongkai")])
        .current_dir(site.path())
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

/// Every command that writes to stdout, with its exit code where all is well.
#[cfg(unix)]
const WRITERS: [(&str, i32); 13] = [
    ("--help", 0),
    ("--version", 0),
    ("check --help", 0),
    ("check --as-of 2026-11-20 --format json", 0),
    ("check --as-of 2026-11-20 --format sarif", 0),
    ("check --as-of 2026-06-01 --format json", 1),
    ("check --as-of 2026-06-01 --format github", 1),
    ("build --as-of 2026-11-20 --format json", 0),
    ("rules", 0),
    ("rules --format json", 0),
    ("explain late-publication", 0),
    ("explain TL-26", 0),
    ("search 防汛 --format json", 0),
];

#[cfg(target_os = "linux")]
#[test]
fn a_stdout_that_takes_nothing_is_an_error() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    site.must_build();
    for (arguments, code) in WRITERS {
        for (to, why) in [
            (">/dev/full", "磁盘已满"),
            // Opened for reading only.
            ("1</dev/null", "没有打开，或不许写"),
        ] {
            let output = shell(&site, &format!("\"$0\" {arguments} {to}"));
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{arguments} {to}: {text}");
            assert!(text.contains("标准输出") && text.contains(why), "{text}");
        }
        // Who reads the first line and closes the pipe has what was wanted.
        for reader in ["head -1", "true"] {
            let line = format!("\"$0\" {arguments} | {reader} >/dev/null; exit ${{PIPESTATUS[0]}}");
            let output = shell(&site, &line);
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(code), "{arguments}: {text}");
            assert!(!text.contains("标准输出"), "{text}");
        }
    }
    let told = shell(
        &site,
        "\"$0\" build --as-of 2026-11-20 --format json >/dev/full",
    );
    assert!(String::from_utf8_lossy(&told.stderr).contains("网站本身已经生成"));
}

/// The limit of file sizes comes with a signal that would end the program without a word.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_of_file_sizes_is_an_error() {
    let site = Site::new();
    site.must_build();
    let before = crate::site::files(&site.out());
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    for (command, word) in [
        ("build --as-of 2026-11-20", "已发布的内容没有改动"),
        ("report --as-of 2026-11-20", "不能写"),
        ("rules --out 手册", "不能写"),
        ("rules --format json >rules.json", "标准输出"),
        (
            "check --as-of 2026-11-20 --format json >check.json",
            "标准输出",
        ),
    ] {
        let output = shell(&site, &format!("ulimit -f 1; \"$0\" {command}"));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}: {text}");
        assert!(
            text.contains(word) && text.contains("超出了系统允许的文件大小"),
            "{command}: {text}"
        );
    }
    assert!(crate::site::files(&site.out()) == before);
}

/// Refusals of the system are told in Chinese, wherever they are met.
#[test]
fn the_system_is_quoted_in_chinese() {
    let site = Site::new();
    site.must_build();
    site.put("latin1.txt", b"caf\xe9\n");
    site.put("file", "x");
    let long = "长".repeat(100);
    for (arguments, word) in [
        (
            vec!["search", "--queries", "没有.txt"],
            "文件或文件夹不存在",
        ),
        (vec!["search", "--queries", "content"], "是文件夹，不是文件"),
        (vec!["search", "--queries", "latin1.txt"], "不是 UTF-8 文字"),
        (vec!["search", "词", "--site", "没有"], "文件不存在"),
        (vec!["search", "词", "--site", "file"], "不是文件夹"),
        (vec!["rules", "--out", "file"], "不是文件夹"),
        (vec!["rules", "--out", "file/x"], "不是文件夹"),
        (vec!["rules", "--out", &long], "名称太长"),
        (vec!["report", "--out", "file/x"], "不是文件夹"),
        (vec!["build", "--out", "file"], "不是文件夹"),
        (vec!["build", "--out", "file/x"], "不是文件夹"),
        (vec!["build", "--out", &long], "名称太长"),
        (vec!["serve", "--host", "192.0.2.1"], "这台机器没有这个地址"),
    ] {
        let output = site.run(&arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(word), "{arguments:?}: {text}");
        for english in ["os error", "No such", "Is a dir", "Not a dir", "denied"] {
            assert!(!text.contains(english), "{arguments:?}: {text}");
        }
    }
}
