//! Structured columns from YAML, CSV and XLSX, and the annual report's tables.

use rust_xlsxwriter::{Format, Workbook};

use std::fs;

use crate::site::Site;

const CONTACTS: &str = "---\n标题: 舆情回应\n栏目类型: 舆情回应\n说明: 舆情回应栏目，供测试使用\n主题词: [测试, 公开]\n网址名: contacts\n数据: 联络表.FORM\n---\n";
const HEADER: [&str; 6] = ["名称", "协调部门", "责任人", "联络人", "承办人", "联系电话"];
const ROW: [&str; 6] = ["示例一村", "村委会", "甲", "乙", "丙", "0350-0000009"];

/// The findings on a table as a table: those of the base site's other units are not in it.
fn of_cells(site: &Site) -> Vec<(String, String, String)> {
    let mut findings = site.findings();
    findings.retain(|(rule, ..)| rule != "incomplete-contacts");
    findings
}

#[test]
fn the_three_forms_give_the_same_page() {
    let mut pages = Vec::new();
    for form in ["yaml", "csv", "xlsx"] {
        let site = Site::new();
        site.put("content/舆情回应/_index.md", CONTACTS.replace("FORM", form));
        match form {
            "yaml" => {
                let fields: Vec<String> = HEADER
                    .iter()
                    .zip(ROW)
                    .map(|(key, value)| format!("{key}: {value}"))
                    .collect();
                site.put(
                    "content/舆情回应/联络表.yaml",
                    format!("单位:\n  - {{{}}}\n", fields.join(", ")),
                );
            }
            "csv" => {
                let text = format!("舆情联络表\n{}\n{}\n", HEADER.join(","), ROW.join(","));
                // As Excel saves it on Chinese Windows.
                site.put(
                    "content/舆情回应/联络表.csv",
                    encoding_rs::GBK.encode(&text).0,
                );
            }
            _ => {
                let mut book = Workbook::new();
                let sheet = book.add_worksheet();
                sheet
                    .merge_range(0, 0, 0, 5, "舆情联络表", &Format::new())
                    .unwrap();
                for (column, (key, value)) in HEADER.iter().zip(ROW).enumerate() {
                    sheet.write(1, column as u16, *key).unwrap();
                    sheet.write(2, column as u16, value).unwrap();
                }
                site.put(
                    "content/舆情回应/联络表.xlsx",
                    book.save_to_buffer().unwrap(),
                );
            }
        }
        site.must_build();
        let page = site.output("contacts/index.html");
        assert!(
            page.contains("示例一村") && page.contains("0350-0000009"),
            "{form}: {page}"
        );
        pages.push(page);
    }
    assert!(pages[0] == pages[1] && pages[1] == pages[2]);
}

#[test]
fn a_wrong_cell_is_named_by_its_row() {
    let site = Site::new();
    site.remove("content/舆情回应/联络表.yaml");
    site.put(
        "content/舆情回应/_index.md",
        CONTACTS.replace("FORM", "csv"),
    );
    site.put(
        "content/舆情回应/联络表.csv",
        format!(
            "{}\n{}\n示例二村,,甲,乙,丙,1\n",
            HEADER.join(","),
            ROW.join(",")
        ),
    );
    let findings = of_cells(&site);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].0, "missing-field");
    assert_eq!(findings[0].2, "content/舆情回应/联络表.csv:3:1");
}

#[test]
fn annual_tables_come_from_the_figures() {
    let site = Site::new();
    // The figures only have to be told apart here, not to add up.
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.put("site.yaml", format!("{settings}标准:\n  严重程度:\n    - {{规则: unbalanced-report, 级别: 警告, 理由: 测试}}\n    - {{规则: one-sided-report, 级别: 提示, 理由: 测试}}\n"));
    let standard = gongkai::standard::Standard::builtin();
    let rows: String = standard
        .annual_rows
        .iter()
        .enumerate()
        .map(|(number, row)| format!("  {}: [{number}, 0, 0, 0, 0, 0, {number}]\n", row.key))
        .collect();
    let figures = format!(
        "年度: 2025\n表二:\n  规章: {{本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}}\n  行政规范性文件: {{本年制发件数: 41, 本年废止件数: 42, 现行有效件数: 43}}\n  行政许可: {{本年处理决定数量: 44}}\n  行政处罚: {{本年处理决定数量: 45}}\n  行政强制: {{本年处理决定数量: 46}}\n  行政事业性收费: {{本年收费金额: 1.5}}\n表三:\n{rows}表四:\n  行政复议: [1, 2, 3, 4, 10]\n  未经复议直接起诉: [0, 0, 0, 0, 0]\n  复议后起诉: [0, 0, 0, 0, 0]\n"
    );
    site.put("content/政府信息公开工作年度报告/2025.yaml", &figures);
    let sections = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ];
    let body: String = sections
        .iter()
        .map(|title| format!("## {title}\n\n正文见[首页](/_index.md)。\n\n"))
        .collect();
    site.document(
        "content/政府信息公开工作年度报告/2025.md",
        9,
        "年度: 2025\n数据: 2025.yaml\n网址名: report\n",
        &body,
    );
    site.must_build();
    let page = site.output("annual/202606/report.html");
    let place = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("{text} is missing"))
    };
    let heading = |number: usize| place(&format!(">{}</h2>", sections[number]));
    let tables = [
        ("class=\"annual t2\"", 1),
        ("class=\"annual t3\"", 2),
        ("class=\"annual t4\"", 3),
    ];
    for (table, section) in tables {
        assert!(
            heading(section) < place(table) && place(table) < heading(section + 1),
            "{table}"
        );
    }
    for cell in [
        "<td>43</td>",
        "<td colspan=\"3\">1.5</td>",
        "<td>24</td>",
        "<td>10</td>",
    ] {
        place(cell);
    }
    site.put(
        "content/政府信息公开工作年度报告/2025.yaml",
        figures.replace("本年新收: [0, ", "本年新收: ["),
    );
    let findings = site.findings();
    assert_eq!(
        (findings.len(), findings[0].0.as_str()),
        (1, "out-of-range-field"),
        "{findings:?}"
    );
}

/// A stray blank in the last cell of a sheet makes no table of seventeen billion cells.
#[test]
fn a_stray_cell_is_told() {
    let site = Site::new();
    site.remove("content/舆情回应/联络表.yaml");
    site.put(
        "content/舆情回应/_index.md",
        CONTACTS.replace("FORM", "xlsx"),
    );
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (key, value)) in HEADER.iter().zip(ROW).enumerate() {
        sheet.write(0, column as u16, *key).unwrap();
        sheet.write(1, column as u16, value).unwrap();
    }
    sheet.write(1_048_575, 16_383, " ").unwrap();
    site.put(
        "content/舆情回应/联络表.xlsx",
        book.save_to_buffer().unwrap(),
    );
    assert_eq!(of_cells(&site), []);
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    site.put(
        "content/舆情回应/联络表.xlsx",
        book.save_to_buffer().unwrap(),
    );
    assert_eq!(of_cells(&site)[0].0, "unreadable-table");
}

/// A statutory table with a row at fault is not published, whatever its requirement or the site weighs.
#[test]
fn a_row_of_figures_at_fault_is_an_error() {
    let figures = "content/政府信息公开工作年度报告/2025.yaml";
    let items = "content/法定主动公开内容/事项.yaml";
    for (path, from, to) in [
        (figures, "本年新收: [", "本年新收: [x, "),
        (figures, "本年新收: [", "本年新收: [0, "),
        (figures, "本年新收: [", "新收: ["),
        (figures, "现行有效件数: ", "现行有效件数: 约"),
        (figures, "本年处理决定数量: 0", "本年处理决定数量:"),
        (items, "- 项: 1\n", "- 项: 一\n"),
        (items, "项: 2\n", "项: 1\n"),
        (items, "状态: 有内容", "状态: 有"),
    ] {
        let site = Site::new();
        let text = fs::read_to_string(site.path().join(path)).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        site.put(path, changed);
        let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
        let lowered =
            "标准:\n  严重程度:\n    - {规则: ill-typed-field, 级别: 提示, 理由: 试验用的理由}\n";
        site.put("site.yaml", settings + lowered);
        let found = site.all_findings();
        let errors = found
            .iter()
            .filter(|(_, severity, place)| severity == "error" && place.starts_with(path));
        assert!(errors.count() > 0, "{to}: {found:?}");
    }
}
