//! The slips of the plan's scan, put back one by one.

use crate::site::{FRONT_MATTER, Site, index_number};

/// Slips of the scan, each with the words of the plan. Each is found by `misspelled-word`.
const SLIPS: [(&str, &str); 33] = [
    (
        "准确把提新时代政务公开工作的职责定位",
        "准确把握新时代政务公开工作的职责定位",
    ),
    ("全面推进层政务公开、执行公开", "全面推进决策公开、执行公开"),
    ("结果公开、推动基层政务公开", "结果公开，推动基层政务公开"),
    ("推动基层政务公开全覆益", "推动基层政务公开全覆盖"),
    ("不断完政务公开工作机制", "不断完善政务公开工作机制"),
    ("为深化“放管服”改，", "为深化“放管服”改革，"),
    ("打造“六最”商环境", "打造“六最”营商环境"),
    ("服务、效能、减信的政府", "服务、效能、诚信的政府"),
    (
        "服务、效能、诚信、的“六型”政府",
        "服务、效能、诚信的“六型”政府",
    ),
    (
        "26个试点领域标准指引、结合我街道实际",
        "26个试点领域标准指引，结合我街道实际",
    ),
    ("结合我街道政府权清单", "结合我街道政府权责清单"),
    ("全面理细化公开事项", "全面梳理细化公开事项"),
    ("梳理细化相关域政公开事项", "梳理细化相关领域政务公开事项"),
    ("（责任位：各村、各站所）", "（责任单位：各村、各站所）"),
    (
        "指导村民委员会建立完公开事项清单",
        "指导村民委员会建立完善公开事项清单",
    ),
    (
        "（责任单位：各村、各站所，各有关单位2022年10月底完成）",
        "（责任单位：各村、各站所，各有关单位。2022年10月底前完成）",
    ),
    ("规范公开流程扩大公开范围", "规范公开流程、扩大公开范围"),
    ("扩大公开范、丰富公开形式", "扩大公开范围、丰富公开形式"),
    (
        "明确公众参与行政决策的事项范固",
        "明确公众参与行政决策的事项范围",
    ),
    ("纳入政府年度目标任考核", "纳入政府年度目标责任考核"),
    (
        "随公文一并报批要逐步扩大主动公开范围",
        "随公文一并报批；要逐步扩大主动公开范围",
    ),
    (
        "要建立全文件属性动态调整机制",
        "要建立健全文件属性动态调整机制",
    ),
    ("责任单位：（各村，各站所）", "（责任单位：各村，各站所）"),
    (
        "（责任单位：各村，各站所，各有关单位。）",
        "（责任单位：各村，各站所，各有关单位）",
    ),
    (
        "位置醒目、分关合理、链接有效",
        "位置醒目、分类合理、链接有效",
    ),
    (
        "各部门要加强内部流程机制是建设",
        "各部门要加强内部流程机制建设",
    ),
    (
        "起草部门主要负人是第一责任人",
        "起草部门主要负责人是第一责任人",
    ),
    ("要在文件报审时以说明", "要在文件报审时予以说明"),
    (
        "注意事项、关键词解释新旧政策差异",
        "注意事项、关键词解释、新旧政策差异",
    ),
    (
        "避免出现反应级、被动应对现象",
        "避免出现反应迟缓、被动应对现象",
    ),
    ("选好示范点和示范项，", "选好示范点和示范项目，"),
    ("起到引领示范实效", "起到引领示范作用"),
    ("牢牢把提工作导向", "牢牢把握工作导向"),
];

/// Findings of other rules in it: the rule, the scan, the plan.
const OTHERS: [(&str, &str, &str); 7] = [
    (
        "variant-character",
        "各站所，各有关単位",
        "各站所，各有关单位",
    ),
    (
        "mixed-punctuation",
        "（一)方案制定阶段",
        "（一）方案制定阶段",
    ),
    ("mixed-punctuation", "设立专区(大厅)", "设立专区（大厅）"),
    (
        "mixed-punctuation",
        "责任单位:各村、各站所",
        "责任单位：各村、各站所",
    ),
    (
        "mixed-punctuation",
        "规范有序;要建立机制",
        "规范有序；要建立机制",
    ),
    (
        "conflicting-thresholds",
        "各地各部门多样化方式解读量2022年不得少于70％，自2022年起不得少于90％",
        "各地各部门多样化方式解读量2021年不得少于70％，自2022年起不得少于90％",
    ),
    (
        "mixed-punctuation",
        "(二)工作推进阶段(2022年9月至10月)",
        "（二）工作推进阶段（2022年9月至10月）",
    ),
];

const DOCUMENT: &str = "content/通知公告/例.md";

/// Line and rule of what is found in a document of these paragraphs.
fn found<'p>(site: &Site, paragraphs: impl Iterator<Item = &'p str>) -> Vec<(u64, String)> {
    let body: Vec<String> = paragraphs.map(|text| format!("{text}。\n")).collect();
    site.document(DOCUMENT, 1, "", &body.join("\n"));
    let text = std::fs::read_to_string(site.path().join(DOCUMENT)).unwrap();
    let start = text.split("\n---\n").next().unwrap().lines().count() as u64 + 1;
    let of_document = |found: &serde_json::Value| found["path"] == DOCUMENT;
    site.diagnostics()
        .iter()
        .filter(|found| of_document(found))
        .map(|found| {
            // What stands in the front matter is none of the paragraphs.
            let line = found["line"].as_u64().unwrap().saturating_sub(start);
            (
                line.saturating_sub(1) / 2,
                found["rule"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

#[test]
fn every_slip_of_the_scan_is_found_in_its_place() {
    let site = Site::new();
    let scan = SLIPS.iter().map(|(scan, _)| *scan);
    let wanted: Vec<_> = (0..)
        .zip(SLIPS)
        .map(|(at, _)| (at, "misspelled-word".to_owned()))
        .collect();
    assert_eq!(found(&site, scan), wanted);
    let scan = OTHERS.iter().map(|(_, scan, _)| *scan);
    let wanted: Vec<_> = (0..)
        .zip(OTHERS)
        .map(|(at, (rule, ..))| (at, rule.to_owned()))
        .collect();
    assert_eq!(found(&site, scan), wanted);
}

/// Lawful sentences that hold the letters of a slip.
const LAWFUL: [&str; 26] = [
    "村民代表大力支持，居民代表大多数同意",
    "兼任各社区网格员，选任各村联络员",
    "快速反应群众诉求，及时反应民意",
    "推进决策公开、结果公开、推动工作落实",
    "加强指引、结合实际推进",
    "报名时间截止2026年12月31日",
    "建立完公开目录后，及时更新",
    "加强内部流程机制是建设法治政府的要求",
    "优抚助学和安抚贫困群众同步推进",
    "统一按排查台账整改",
    "按统计口径费用归集",
    "沿海拨付资金，上海拨款到位",
    "机构分拆合并后重新登记",
    "联系入户走访的网格员",
    "一审请求和二审请求",
    "出栏日龄和存栏日均数",
    "选拔打造示范村",
    "临汾、运城等侯马周边县市",
    "科学发展关乎民生",
    "兜底保户人数",
    "要准确把提案办理情况公开",
    "周末成年组比赛",
    "重要途经地设立标牌",
    "固坡护土，庭院土墙加固",
    "不于受理之日起计算",
    "机密秘密文件分别登记",
];

/// Sentences that may stand in lawful text hold no slip of the pen, and nothing mends them.
#[test]
fn lawful_sentences_are_left_alone() {
    assert_eq!(found(&Site::new(), LAWFUL.into_iter()), []);
}

#[test]
fn the_plan_as_it_was_meant_is_clean() {
    let plan = SLIPS.iter().map(|(_, plan)| *plan);
    let others = OTHERS.iter().map(|(.., plan)| *plan);
    assert_eq!(found(&Site::new(), plan.chain(others)), []);
}

#[test]
fn the_missing_third_chapter_is_found() {
    let chapters = [
        "一、总体要求",
        "二、主要任务",
        "四、进度安排",
        "五、监督与保障",
    ];
    let found = found(&Site::new(), chapters.into_iter());
    assert_eq!(found, [(2, "skipped-numbering".to_owned())]);
}

#[test]
fn what_can_be_mended_is() {
    let site = Site::new();
    let scan = SLIPS.iter().map(|(scan, _)| *scan);
    found(&site, scan.chain(OTHERS.iter().map(|(_, scan, _)| *scan)));
    // What touches another fix waits for the next run.
    for _ in 0..2 {
        site.run(&["check", "--fix", "--as-of", crate::site::AS_OF]);
    }
    let text = std::fs::read_to_string(site.path().join(DOCUMENT)).unwrap();
    for (_, plan) in SLIPS {
        assert!(text.contains(plan), "{plan}");
    }
    for (rule, _, plan) in OTHERS {
        assert!(
            text.contains(plan) || rule == "conflicting-thresholds",
            "{plan}"
        );
    }
}

/// Words that nobody reads are nobody's slips.
#[test]
fn code_addresses_and_file_names_are_left_alone() {
    let site = Site::new();
    let body = "见[表格](范固/全覆益.xlsx)、`全覆益`、<span title=\"全覆益\">表</span>、https://example.gov.cn/全覆益、全覆益.xlsx。\n\n```\n全覆益,(各村)\n```\n";
    site.document(DOCUMENT, 1, "# 全覆益\n", body);
    let found = site.diagnostics();
    let mut rules = found.iter().map(|found| found["rule"].as_str().unwrap());
    assert!(
        rules.all(|rule| !["misspelled-word", "mixed-punctuation"].contains(&rule)),
        "{found:#?}"
    );
}

/// A value may run over several lines of the file.
#[test]
fn thresholds_of_one_sentence_may_stand_on_two_lines() {
    let site = Site::new();
    let fields = FRONT_MATTER.replace(
        "内容概述: 汛期值班的时间、人员安排和联系方式",
        "内容概述: >-\n  解读量2022年不得少于70％，\n  自2022年起不得少于90％",
    );
    let fields = fields.replace("2026-00100", &index_number(1));
    site.put(DOCUMENT, format!("---\n{fields}---\n正文\n"));
    let found = site.diagnostics();
    let mut rules = found.iter().map(|found| found["rule"].as_str().unwrap());
    assert!(
        rules.any(|rule| rule == "conflicting-thresholds"),
        "{found:#?}"
    );
}
