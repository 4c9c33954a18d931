//! Contents of the built pages.

use crate::site::{Site, files};

fn rich() -> Site {
    let site = Site::new();
    site.document(
        "content/政策文件/办法.md",
        1,
        "发文字号: 旭街发〔2026〕1号\n有效性: 有效\n解读: 是\n法定事项: [1, 12]\n网址名: banfa\n主题词: [防汛, 值班]\n",
        "## 一、总则\n\n见[解读](../政策解读/解读/index.md#要点)。\n\n| 项 | 数 |\n|:--|--:|\n| 甲 | 1 |\n",
    );
    site.document(
        "content/政策文件/旧办法.md",
        2,
        "有效性: 废止\n解读: 否\n不解读理由: 已废止\n网址名: old\n",
        "旧文。",
    );
    site.document(
        "content/政策文件/新办法.md",
        4,
        "有效性: 有效\n解读: 否\n不解读理由: 事务性\n网址名: new\n废止: [政策文件/旧办法.md]\n",
        "新文。",
    );
    site.document(
        "content/政策解读/解读/index.md",
        3,
        "解读对象: [\"111409020123456714/2026-00113\"]\n解读形式: [图解]\n网址名: jiedu\n附件:\n  - {文件: 表.csv, 名称: 值班表}\n",
        "## 要点\n\n![图解：要点](图.svg)\n\n[下载](表.csv)\n",
    );
    site.put("content/政策解读/解读/图.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>题</title><rect width=\"9\" height=\"9\"/></svg>");
    site.put("content/政策解读/解读/表.csv", "甲,乙\n");
    site
}

#[test]
fn a_document_page_is_whole() {
    let site = rich();
    site.must_build();
    let page = site.output("policies/202606/banfa.html");
    for part in [
        "<html lang=\"zh-CN\">",
        "<meta name=\"SiteName\" content=\"忻府区人民政府门户网站（示例）\">",
        "<meta name=\"SiteIDCode\" content=\"1409020005\">",
        "<meta name=\"ColumnType\" content=\"政策文件\">",
        "<meta name=\"ArticleTitle\" content=\"关于防汛值班的通知\">",
        "<meta name=\"PubDate\" content=\"2026-06-02 09:00\">",
        "<meta name=\"ContentSource\" content=\"旭来街街道办事处\">",
        "旭街发〔2026〕1号",
        "href=\"../../policies/202606/new.html\"",
        "href=\"../../interpretations/202606/jiedu.html#要点\"",
        "<h2 id=\"一总则\">一、总则</h2>",
        "<th scope=\"col\" class=\"align-right\">数</th>",
        "href=\"../../statutory/index.html#emergency\"",
        "href=\"../../catalog/domain-13.html#JD-001\"",
        "<svg viewBox=\"0 0 ",
    ] {
        assert!(page.contains(part), "missing: {part}\n{page}");
    }
    assert!(
        !page.contains("style=\"") && !page.contains("<script>"),
        "the policy of the page forbids both"
    );
    let old = site.output("policies/202606/old.html");
    assert!(
        old.contains("由<a href=\"../../policies/202606/new.html\">关于防汛值班的通知</a>废止"),
        "{old}"
    );
}

#[test]
fn interpretations_are_linked_both_ways_and_pictures_stand_inline() {
    let site = rich();
    site.must_build();
    assert!(
        site.output("policies/202606/banfa.html")
            .contains("href=\"../../interpretations/202606/jiedu.html\"")
    );
    let page = site.output("interpretations/202606/jiedu.html");
    assert!(page.contains("href=\"../../policies/202606/banfa.html\""));
    assert!(page.contains(
        "<figure class=\"picture\"><svg role=\"img\" aria-label=\"图解：要点\" viewBox=\"0 0 9 9\""
    ));
    assert!(
        page.contains("值班表") && page.contains("CSV 表格") && page.contains("8 字节"),
        "{page}"
    );
    assert!(page.contains("href=\"../../interpretations/202606/jiedu/%E8%A1%A8.csv\""));
    assert_eq!(
        site.output("interpretations/202606/jiedu/表.csv"),
        "甲,乙\n"
    );
}

#[test]
fn lists_are_filtered_by_plain_pages() {
    let site = rich();
    for number in 10..35 {
        site.document(
            &format!("content/通知公告/n{number}.md"),
            number,
            "",
            "正文。",
        );
    }
    site.must_build();
    let list = site.output("policies/index.html");
    assert!(
        list.contains("list-repealed.html") && !list.contains("list-expired.html"),
        "{list}"
    );
    let repealed = site.output("policies/list-repealed.html");
    assert!(
        repealed.contains("old.html") && !repealed.contains("new.html\""),
        "{repealed}"
    );
    assert!(site.output("notices/index.html").contains("index_2.html"));
    assert!(site.output("notices/index_2.html").contains("index.html"));
}

#[test]
fn machines_get_the_same_facts() {
    let site = rich();
    site.must_build();
    let csv = site.output("catalog.csv");
    assert!(csv.starts_with("\u{feff}索引号,名称,内容概述,生成日期,"));
    let count = 16 + 4;
    assert_eq!(csv.lines().count(), 1 + count);
    let json: serde_json::Value = serde_json::from_str(&site.output("catalog.json")).unwrap();
    assert_eq!(json["count"], count);
    let document: serde_json::Value =
        serde_json::from_str(&site.output("policies/202606/banfa.json")).unwrap();
    assert_eq!(
        document["interpretations"][0]["index_no"],
        "111409020123456714/2026-00115"
    );
    let feed = site.output("feed.xml");
    assert_eq!(feed.matches("<entry>").count(), count);
    assert_eq!(
        site.output("policies/feed.xml").matches("<entry>").count(),
        2 + 3
    );
    let map = site.output("sitemap.xml");
    assert!(map.contains("https://www.example.gov.cn/xulaijie/zfxxgk/policies/202606/banfa.html"));
    assert!(
        site.output("robots.txt")
            .contains("Sitemap: https://www.example.gov.cn/xulaijie/zfxxgk/sitemap.xml")
    );
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(site.out().join("catalog.xlsx")).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "目录").unwrap();
    let rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    let lines: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows, lines, "the tables are equal");
}

/// Every address in every page leads to a file that is there: the site hangs together by itself,
/// under any path and from `file://`.
#[test]
fn every_relative_address_leads_somewhere() {
    let site = rich();
    site.must_build();
    let all = files(&site.out());
    let mut broken = Vec::new();
    for (path, bytes) in all
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && *path != "404.html")
    {
        let text = String::from_utf8_lossy(bytes);
        for attribute in ["href=\"", "src=\""] {
            for rest in text.split(attribute).skip(1) {
                let address = rest
                    .split('"')
                    .next()
                    .unwrap()
                    .split(['#', '?'])
                    .next()
                    .unwrap();
                if address.is_empty() || gongkai::source::is_external(address) {
                    continue;
                }
                assert!(
                    !address.starts_with('/'),
                    "{path}: {address} is not relative"
                );
                let decoded = percent_encoding::percent_decode_str(address)
                    .decode_utf8()
                    .unwrap();
                let target = gongkai::source::join(gongkai::source::parent(path), &decoded)
                    .unwrap_or_default();
                if !all.contains_key(&target) {
                    broken.push(format!("{path}: {address}"));
                }
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn a_site_may_replace_one_template() {
    let site = rich();
    site.put(
        "themes/official/templates/404.html",
        "自己的页面 {{ site.org_name }}",
    );
    site.must_build();
    assert_eq!(site.output("404.html"), "自己的页面 旭来街街道办事处");
    assert!(site.output("index.html").contains("official.css"));
}

/// Every key may be written in English, which is what templates call it.
#[test]
fn english_keys_mean_the_same() {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "网址名: same\n", "正文。");
    site.must_build();
    let chinese = site.output("notices/202606/same.html");
    site.put(
        "content/通知公告/甲.md",
        "---\ntitle: 关于防汛值班的通知\nindex_no: \"111409020123456714/2026-00113\"\nissuer: 旭来街街道办事处\nformed_date: 2026-06-01\npublish_date: 2026-06-02 09:00\ndisclosure: 主动公开\nabstract: 汛期值班的时间、人员安排和联系方式\ncatalog_ids: [JD-001]\nreview: {by: 党政综合办公室, date: 2026-06-01, conclusion: 同意公开}\nslug: same\n---\n正文。\n",
    );
    site.must_build();
    assert!(site.output("notices/202606/same.html") == chinese);
}

/// A time that nobody gave is not shown; the tag keeps the form that is prescribed.
#[test]
fn a_time_that_nobody_gave_is_not_shown() {
    let site = Site::new();
    let page = |written: &str| {
        let path = "content/通知公告/甲.md";
        site.document(path, 1, "", "正文。");
        let text = std::fs::read_to_string(site.path().join(path)).unwrap();
        site.put(path, text.replace("2026-06-02 09:00", written));
        site.must_build();
        site.output("notices/202606/jia.html")
    };
    let hints = || {
        let told = site.diagnostics();
        let told = told
            .iter()
            .filter(|told| told["rule"] == "missing-publish-time");
        told.map(|told| (told["path"].clone(), told["line"].clone()))
            .collect::<Vec<_>>()
    };
    for (written, tag, shown) in [
        ("2026-06-02", "2026-06-02 00:00", "2026-06-02"),
        ("\"2026-06-02\"", "2026-06-02 00:00", "2026-06-02"),
        ("2026-06-02 00:00", "2026-06-02 00:00", "2026-06-02 00:00"),
        ("2026-06-02T16:30", "2026-06-02 16:30", "2026-06-02 16:30"),
    ] {
        let html = page(written);
        assert!(
            html.contains(&format!("<meta name=\"PubDate\" content=\"{tag}\">")),
            "{written}"
        );
        assert!(
            html.contains(&format!(
                "发布时间：<time datetime=\"{shown}\">{shown}</time>"
            )),
            "{written}"
        );
        let expected = usize::from(!written.contains(':'));
        assert_eq!(hints().len(), expected, "{written}");
        assert!(
            hints()
                .iter()
                .all(|(path, _)| path == "content/通知公告/甲.md")
        );
    }
}

/// A document that has expired is not called repealed as well, on its own page or on that of what
/// followed.
#[test]
fn one_end_is_told_of_a_document() {
    let site = Site::new();
    let old = "content/政策文件/清雪通知.md";
    let text = std::fs::read_to_string(site.path().join(old)).unwrap();
    site.document(
        "content/通知公告/甲.md",
        1,
        &format!("废止: [{}]\n", &old["content/".len()..]),
        "正文。",
    );
    for (validity, banner, other) in [
        ("失效", "本文件已失效", "废止"),
        ("废止", "本文件已废止", "失效"),
    ] {
        site.put(
            old,
            text.replace("有效性: 有效", &format!("有效性: {validity}")),
        );
        site.must_build();
        for page in [SNOW, "notices/202606/jia.html"] {
            let html = site.output(page);
            assert!(
                html.contains(validity) && !html.contains(other),
                "{validity}: {page}: {html}"
            );
        }
        assert!(site.output(SNOW).contains(banner));
        assert!(!site.output(&SNOW.replace(".html", ".json")).contains(other));
    }
}

/// The page of 清雪通知.
const SNOW: &str = "policies/202610/snow-2026.html";

/// The table of metadata has two cells a row; none is left empty.
#[test]
fn the_table_of_metadata_has_no_gap() {
    let site = Site::new();
    let old = "content/政策文件/清雪通知.md";
    let text = std::fs::read_to_string(site.path().join(old)).unwrap();
    for (drafter, until) in [
        ("起草单位: 党政综合办公室\n", ""),
        ("", ""),
        ("", "有效期至: 2027-10-14\n"),
    ] {
        site.put(
            old,
            text.replace("起草单位: 党政综合办公室\n", &format!("{drafter}{until}")),
        );
        site.must_build();
        let html = site.output(SNOW);
        let table = html.split_once("<dl class=\"meta\">").unwrap().1;
        let table = table.split_once("</dl>").unwrap().0;
        let mut halves = 0;
        for cell in table.split("<div").skip(1) {
            if cell.starts_with(" class=\"all") {
                assert_eq!(halves % 2, 0, "{table}");
            } else {
                halves += 1;
            }
        }
        assert_eq!(halves % 2, 0, "{table}");
        assert!(table.contains("有效性"));
    }
}
