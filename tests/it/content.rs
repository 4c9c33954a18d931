//! The repository's own column: whole, free of findings, its tables equal.

use std::{fs, path::Path};

use gongkai::{
    parse::parse_table,
    standard::{Data, Record, Standard, read_record},
    yaml,
};

use crate::site::{AS_OF, OWN, Site, files};

fn own(path: &str) -> std::path::PathBuf {
    Path::new(OWN).join(path)
}

#[test]
fn own_site_has_no_findings_and_every_column() {
    let site = Site::new();
    let output = site.run(&["check", OWN, "--as-of", AS_OF, "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["diagnostics"], serde_json::json!([]));
    assert!(run["summary"]["documents"].as_u64().unwrap() >= 80);
}

#[test]
fn the_catalogue_is_the_same_as_yaml_and_as_xlsx() {
    let standard = Standard::builtin();
    let schema = &standard.data["catalog"];
    let text = fs::read_to_string(own("content/主动公开基本目录/目录.yaml")).unwrap();
    let (node, _) = yaml::parse(&text, 0);
    let (from_yaml, faults) = read_record(&node.unwrap(), schema, "目录");
    assert_eq!(faults, []);
    let bytes = fs::read(own("content/主动公开基本目录/目录.xlsx")).unwrap();
    let (_, node, faults) = parse_table("目录.xlsx", &bytes, schema);
    assert_eq!(faults, []);
    let (from_xlsx, _) = read_record(&node.unwrap(), schema, "目录");
    for list in ["items", "domains"] {
        let rows = |record: &Record| -> Vec<Vec<(String, String)>> {
            record.records(list).map(cells).collect()
        };
        let (yaml, xlsx) = (rows(&from_yaml), rows(&from_xlsx));
        assert_eq!(yaml.len(), xlsx.len(), "{list}");
        for (yaml, xlsx) in yaml.iter().zip(&xlsx) {
            assert_eq!(yaml, xlsx, "{list}");
        }
    }
    assert!(from_yaml.list("items").len() >= 60);
    assert_eq!(from_yaml.list("domains").len(), 26);
}

fn cells(record: &Record) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> = record
        .fields
        .iter()
        .map(|(name, _, typed)| {
            let text = match &typed.data {
                Data::List(items) => items
                    .iter()
                    .filter_map(|item| item.text())
                    .collect::<Vec<_>>()
                    .join("、"),
                Data::Integer(number) => number.to_string(),
                _ => typed.text().unwrap_or_default().to_owned(),
            };
            (name.to_string(), text)
        })
        .collect();
    cells.sort();
    cells
}

/// Two reports that follow each other, every identity of tables three and four held.
#[test]
fn annual_reports_balance() {
    let standard = Standard::builtin();
    let mut carried: Option<Vec<i64>> = None;
    for year in [2024, 2025] {
        let text = fs::read_to_string(own(&format!(
            "content/政府信息公开工作年度报告/{year}.yaml"
        )))
        .unwrap();
        let (node, _) = yaml::parse(&text, 0);
        let (record, faults) = read_record(&node.unwrap(), &standard.data["annual"], "年报");
        assert_eq!(faults, []);
        let numbers = |record: &Record, name: &str| -> Vec<i64> {
            record
                .list(name)
                .iter()
                .map(|item| {
                    if let Data::Integer(number) = item.data {
                        number
                    } else {
                        panic!("{name}")
                    }
                })
                .collect()
        };
        let table = record.record("table3").unwrap();
        let row = |number: usize| numbers(table, &format!("r{number}"));
        for number in 1..=25 {
            let cells = row(number);
            assert_eq!(cells[..6].iter().sum::<i64>(), cells[6], "{year} r{number}");
        }
        for column in 0..7 {
            assert_eq!(
                row(1)[column] + row(2)[column],
                row(24)[column] + row(25)[column],
                "{year} column {column}"
            );
            assert_eq!(
                (3..=23).map(|number| row(number)[column]).sum::<i64>(),
                row(24)[column],
                "{year} column {column}"
            );
        }
        for group in ["review", "direct", "after_review"] {
            let cells = numbers(record.record("table4").unwrap(), group);
            assert_eq!(cells[..4].iter().sum::<i64>(), cells[4], "{year} {group}");
        }
        if let Some(carried) = carried.replace(row(25)) {
            assert_eq!(carried, row(2), "what {} carried over", year - 1);
        }
    }
}

/// Flaws of the plan itself are not to be mended: its gap in numbering, and its two shares for one
/// year.
#[test]
fn the_plan_stands_as_it_is() {
    let text = fs::read_to_string(own("content/政策文件/2022/政务公开工作方案.md")).unwrap();
    let headings: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    let numbers: Vec<char> = headings
        .iter()
        .filter_map(|heading| heading.chars().next())
        .collect();
    assert_eq!(numbers, ['一', '二', '四', '五']);
    assert!(
        text.contains("2022年不得少于70％，自2022年起不得少于90％"),
        "the contradiction stays"
    );
}

#[test]
fn no_column_of_the_plan_is_missing() {
    let folders: Vec<String> = fs::read_dir(own("content"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for wanted in [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "主动公开基本目录",
        "政府信息公开工作年度报告",
        "依申请公开",
        "政策文件",
        "政策解读",
        "通知公告",
        "工作动态",
        "决策公众参与",
        "舆情回应",
        "村居公开",
        "工作台账",
        "考核评价",
        "教育培训",
    ] {
        assert!(folders.iter().any(|folder| folder == wanted), "{wanted}");
    }
    let sources = files(&own("content"));
    assert!(
        sources
            .values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains("待编"))
    );
}
