//! Attachments as offices have them, made by programs of others: openpyxl, python-docx, reportlab.

use gongkai::report::Format;
use std::process::Command;

use crate::site::Site;

/// Files that the script makes.
const NAMES: [&str; 6] = [
    "workbook.xlsx",
    "letter.docx",
    "page.pdf",
    "locked.pdf",
    "forbids-printing.pdf",
    "scan.pdf",
];

/// A Python that has the packages; `tests/run` sees to it, and without it there is nothing to test.
fn python() -> Option<String> {
    const IMPORTS: &str = "import openpyxl, docx, reportlab";
    let asked = std::env::var("GONGKAI_PYTHON").ok();
    let python = asked.clone().unwrap_or_else(|| "python3".to_owned());
    let output = Command::new(&python).args(["-c", IMPORTS]).output();
    let has_packages = output.is_ok_and(|output| output.status.success());
    assert!(
        has_packages || asked.is_none(),
        "{python} lacks the packages of tests/attachments/requirements.txt"
    );
    has_packages.then_some(python)
}

/// The findings on one attachment: rule and message, those of the document's other files left out.
fn findings(found: &[serde_json::Value], name: &str) -> Vec<(String, String)> {
    let name = format!("“{name}”");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    found
        .iter()
        .map(|found| (text(&found["rule"]), text(&found["message"])))
        .filter(|(_, message)| message.contains(&name))
        .collect()
}

#[test]
fn attachments_of_other_programs_are_looked_into() {
    let Some(python) = python() else {
        // No Python with openpyxl, python-docx and reportlab; tests/run brings them.
        return;
    };
    let site = Site::new();
    let fields: String = NAMES
        .iter()
        .map(|name| format!("  - {{文件: {name}, 名称: 表格}}\n"))
        .collect();
    let folder = "content/通知公告/例";
    site.document(
        &format!("{folder}/index.md"),
        1,
        &format!("附件:\n{fields}"),
        "正文。",
    );
    let made = Command::new(python)
        .arg("tests/attachments/make.py")
        .arg(site.path().join(folder))
        .status();
    assert!(made.unwrap().success());

    let found = site.diagnostics();
    let rules = |name: &str| -> Vec<String> {
        let found = findings(&found, name);
        found.into_iter().map(|(rule, _)| rule).collect()
    };
    let message = |name: &str, rule: &str| {
        let found = findings(&found, name);
        let hit = found.into_iter().find(|(id, _)| id == rule);
        hit.unwrap_or_else(|| panic!("{name}: no {rule}")).1
    };
    assert_eq!(
        rules("workbook.xlsx"),
        [
            "attachment-author",
            "exposed-id-number",
            "exposed-mobile-number",
            "hidden-attachment-text"
        ]
    );
    let told = message("workbook.xlsx", "exposed-id-number");
    assert!(
        told.contains("隐藏") && told.contains("110105********002X") && told.contains("另有 4 处"),
        "{told}"
    );
    assert!(rules("letter.docx").contains(&"exposed-mobile-number".to_owned()));
    assert!(message("letter.docx", "attachment-author").contains("张三"));
    assert_eq!(
        rules("page.pdf"),
        ["attachment-author", "exposed-bank-card"]
    );
    assert_eq!(rules("locked.pdf"), ["encrypted-attachment"]);
    assert_eq!(
        rules("forbids-printing.pdf"),
        ["attachment-author", "exposed-bank-card"]
    );
    assert_eq!(rules("scan.pdf"), ["scanned-attachment"]);
    // Nothing that the program prints may give the numbers away once more.
    let whole = ["11010519491231002X", "13800138000", "6222020200112233446"];
    for format in Format::ALL.map(Format::name) {
        let output = site.run(&["check", "--as-of", crate::site::AS_OF, "--format", format]);
        let stdout = match format {
            // The manual of the rules may show numbers: they are nobody's.
            "sarif" => {
                let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                json["runs"][0]["results"].to_string().into_bytes()
            }
            _ => output.stdout,
        };
        let text = String::from_utf8([stdout, output.stderr].concat()).unwrap();
        assert!(whole.iter().all(|number| !text.contains(number)), "{text}");
    }
}

/// Numbers in attachments are found without any help of other programs, and told with their place.
#[test]
fn numbers_in_attachments_are_told_with_their_place() {
    let site = Site::new();
    let folder = "content/通知公告/例";
    let fields = "附件:\n  - {文件: 名单.xlsx, 名称: 名单}\n  - {文件: 说明.docx, 名称: 说明}\n  - {文件: 名单.csv, 名称: 名单}\n";
    site.document(&format!("{folder}/index.md"), 1, fields, "正文。");
    let put = |name: &str, lines: &str| {
        site.put(
            &format!("{folder}/{name}"),
            crate::files::build(name, lines),
        );
    };
    put(
        "名单.xlsx",
        "A1: 姓名\nB1: 残疾类别\nA2: 李示例\nB2: 肢体\n隐藏表 A1: 11010519491231002X\n",
    );
    put(
        "说明.docx",
        "正文\n批注: 打13800138000再确认\n删除: 6222021234567890128\n",
    );
    site.put(
        &format!("{folder}/名单.csv"),
        encoding_rs::GBK.encode("姓名,电话\n李某某,13800138000\n").0,
    );
    let found = site.diagnostics();
    let mut told: Vec<String> = ["名单.xlsx", "说明.docx", "名单.csv"]
        .iter()
        .flat_map(|name| findings(&found, name))
        .map(|(rule, message)| format!("{rule} {message}"))
        .collect();
    told.sort_unstable();
    insta::assert_snapshot!(told.join("\n"));
}

/// Attachments of unpublished documents are not judged.
#[test]
fn attachments_that_are_kept_back_are_not_judged() {
    let site = Site::new();
    let folder = "content/通知公告/例";
    let fields = "附件:\n  - {文件: 名单.csv, 名称: 名单}\n";
    site.document(
        &format!("{folder}/index.md"),
        1,
        fields,
        "11010519491231002X\n",
    );
    site.put(
        &format!("{folder}/名单.csv"),
        "姓名,证件号\n李示例,11010519491231002X\n",
    );
    let path = site.path().join(folder).join("index.md");
    let count = |site: &Site| {
        let found = site.diagnostics();
        let of_rule = found
            .iter()
            .filter(|found| found["rule"] == "exposed-id-number");
        of_rule.count()
    };
    assert_eq!(count(&site), 2);
    let text = std::fs::read_to_string(&path).unwrap();
    let kept = text.replace(
        "公开属性: 主动公开",
        "公开属性: 依申请公开\n不公开理由: 涉及个人隐私",
    );
    std::fs::write(&path, kept).unwrap();
    assert_eq!(count(&site), 0);
}
