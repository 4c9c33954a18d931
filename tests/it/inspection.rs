//! Findings that add up over columns: the staleness and the gaps that a site may have before it
//! fails.

use crate::site::Site;

/// A column of a kind with fields of its own.
fn column(site: &Site, name: &str, kind: &str, more: &str) {
    site.put(
        &format!("content/{name}/_index.md"),
        format!("---\n标题: {name}\n栏目类型: {kind}\n说明: {name}栏目，供测试使用\n主题词: [测试, 公开]\n网址名: {}\n{more}---\n", name.len() + 100),
    );
}

/// Findings of a rule, each as its severity and its place.
fn found(site: &Site, rule: &str) -> Vec<String> {
    let found = site.all_findings().into_iter();
    found
        .filter(|(found, ..)| found == rule)
        .map(|(_, severity, place)| format!("{severity} {place}"))
        .collect()
}

#[test]
fn five_stale_columns_are_one_error_more() {
    let site = Site::new();
    let names = ["动态", "二号动态", "要闻三号栏目", "要闻工作四号栏目"];
    for (name, number) in names.iter().zip(900..) {
        column(&site, name, "动态", "");
        site.document(&format!("content/{name}/例.md"), number, "", "正文。");
    }
    let warnings = found(&site, "stale-column");
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    assert!(warnings.iter().all(|found| found.starts_with("warning")));
    column(&site, "第五个要闻工作栏目之五", "动态", "");
    site.document("content/第五个要闻工作栏目之五/例.md", 910, "", "正文。");
    let all = found(&site, "stale-column");
    assert_eq!(all.len(), 6, "{all:?}");
    assert_eq!(all.last().map(String::as_str), Some("error site.yaml:1:1"));
}

#[test]
fn five_blank_columns_are_one_error_more() {
    let site = Site::new();
    let names = ["甲", "甲乙", "甲乙丙", "甲乙丙丁", "甲乙丙丁戊"];
    for name in &names[..4] {
        column(&site, name, "决策公众参与", "");
    }
    column(
        &site,
        names[4],
        "决策公众参与",
        "空白说明: 本年没有重大行政决策\n",
    );
    assert_eq!(found(&site, "blank-column").len(), 4);
    column(&site, names[4], "决策公众参与", "");
    let all = found(&site, "blank-column");
    assert_eq!(all.len(), 6, "{all:?}");
    assert!(all.iter().any(|found| found == "error site.yaml:1:1"));
}

#[test]
fn only_a_website_of_its_own_fails_with_a_stale_home() {
    let site = Site::new();
    let run = |site: &Site| {
        let output = site.run(&["check", "--as-of", "2026-12-20", "--format", "json"]);
        let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = run["diagnostics"].as_array().unwrap().clone();
        found
            .into_iter()
            .find(|found| found["rule"] == "stale-home")
            .map(|found| found["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(run(&site).as_deref(), Some("warning"));
    let settings = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.put(
        "site.yaml",
        settings.replace("独立网站: 否", "独立网站: 是"),
    );
    assert_eq!(run(&site).as_deref(), Some("error"));
}

/// A row of the catalogue as offices keep it: boxes in one cell, ticks in columns of their own.
#[test]
fn a_catalogue_in_the_common_form_is_read() {
    let site = Site::new();
    let index = "content/主动公开基本目录/_index.md";
    let text = std::fs::read_to_string(site.path().join(index)).unwrap();
    site.put(index, text.replace("目录.yaml", "目录.csv"));
    site.put(
        "content/主动公开基本目录/目录.csv",
        "版本：1,更新日期：2026-11-02\n\
         编号,领域,序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,,公开方式,,公开层级\n\
         ,,,一级事项,二级事项,,,,,,全社会,特定群众,主动,依申请公开,乡级\n\
         JD-001,救灾,1,防汛,值班安排,值班电话,《中华人民共和国防洪法》,及时,旭来街街道办事处,■政府网站 □政府公报 ■广场喇叭,√,,√,,√\n",
    );
    let rows: Vec<(String, String)> = site
        .all_findings()
        .into_iter()
        .filter(|(_, _, place)| place.starts_with("content/主动公开基本目录/目录.csv:4:"))
        .map(|(rule, severity, _)| (rule, severity))
        .collect();
    let wanted = ("unknown-channel".to_owned(), "warning".to_owned());
    assert_eq!(rows, [wanted]);
    assert!(found(&site, "irregular-catalog-header").is_empty());
}
