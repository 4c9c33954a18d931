//! The 主动公开基本目录: one item for each thing that the subdistrict works on.

use std::fmt::Write as _;

use super::{
    columns::COLUMNS,
    words::{TOPICS, Topic},
};

/// Names of the 26 domains.
const DOMAINS: [&str; 26] = [
    "重大建设项目",
    "公共资源交易",
    "财政预决算",
    "安全生产",
    "税收管理",
    "国有土地上房屋征收与补偿",
    "保障性住房",
    "农村危房改造",
    "生态环境",
    "公共文化服务",
    "公共法律服务",
    "扶贫",
    "救灾",
    "食品药品监管",
    "城市综合执法",
    "就业",
    "社会保险",
    "社会救助",
    "养老服务",
    "户籍管理",
    "涉农补贴",
    "义务教育",
    "卫生健康",
    "市政服务",
    "城乡规划",
    "农村集体土地征收",
];

/// Items that Article 21 of the Regulation adds for the countryside and no topic covers: domain,
/// matter, item, law.
const RURAL: [(usize, &str, &str, &str); 4] = [
    (
        1,
        "农村基础设施",
        "农田水利工程建设运营",
        "《农田水利条例》（国务院令第669号）",
    ),
    (
        12,
        "村级公益事业",
        "筹资筹劳",
        "《中华人民共和国村民委员会组织法》",
    ),
    (
        26,
        "农村土地",
        "农村土地承包经营权流转",
        "《农村土地经营权流转管理办法》（农业农村部令2021年第1号）",
    ),
    (
        26,
        "农村土地",
        "宅基地使用情况审核",
        "《中华人民共和国土地管理法》",
    ),
];

/// One row of the catalogue.
struct Item<'a> {
    number: String,
    matter: &'a str,
    name: &'a str,
    content: String,
    basis: String,
    column: &'a str,
}

/// The number of the item that a thing of a topic is; documents name it.
pub(crate) fn number_of(topic: &Topic, object: usize) -> String {
    // Topics may share a domain: each goes on where the one before ends.
    let before: usize = TOPICS
        .iter()
        .take_while(|other| other.name != topic.name)
        .filter(|other| other.domain == topic.domain)
        .map(|other| other.objects.len())
        .sum();
    number(topic.domain, before + object + 1)
}

fn number(domain: usize, row: usize) -> String {
    format!("JD-{domain:02}-{row:02}")
}

/// The structured data of the column.
pub(crate) fn data() -> String {
    let mut text = "示例: 是\n版本: 2026年第2版\n更新日期: 2026-10-30\n领域:\n".to_owned();
    let mut rows = String::new();
    let mut number = 0;
    for (place, domain) in DOMAINS.iter().enumerate() {
        let items = items(place + 1);
        if items.is_empty() {
            let _ = writeln!(
                text,
                "  - 名称: {domain}\n    状态: 链接上级\n    说明: 由上级机关负责公开，见 https://www.example.gov.cn/zdly/{}/。",
                place + 1
            );
            continue;
        }
        let _ = writeln!(text, "  - 名称: {domain}\n    状态: 有事项");
        for item in items {
            number += 1;
            write_row(&mut rows, domain, number, &item);
        }
    }
    format!("{text}事项:\n{rows}")
}

/// The items of a domain, those of the topics first.
fn items(domain: usize) -> Vec<Item<'static>> {
    let mut items = Vec::new();
    for (place, topic) in TOPICS.iter().enumerate() {
        if topic.domain != domain {
            continue;
        }
        let column = COLUMNS
            .iter()
            .find(|column| column.kind == "通知公告" && column.topics.contains(&place));
        for (object, name) in topic.objects.iter().enumerate() {
            items.push(Item {
                number: number_of(topic, object),
                matter: topic.name,
                name,
                content: content(topic, object),
                basis: format!("《{}》", topic.law),
                column: column.map_or("通知公告", |column| column.path),
            });
        }
    }
    for (_, matter, name, basis) in RURAL.iter().filter(|rural| rural.0 == domain) {
        items.push(Item {
            number: number(domain, items.len() + 1),
            matter,
            name,
            content: format!("{name}的安排、办理结果和村民监督方式"),
            basis: (*basis).to_owned(),
            column: "村居公开",
        });
    }
    items
}

/// Facts published of a thing; not the same of every one.
fn content(topic: &Topic, object: usize) -> String {
    let name = topic.objects[object];
    match object % 4 {
        0 => format!("{name}的依据、条件、程序和结果"),
        1 => format!("{name}的工作安排、进展情况和咨询电话"),
        2 => format!("{name}的范围、标准以及{}监督的方式", topic.people),
        _ => format!("{name}的责任单位、检查情况和整改结果"),
    }
}

fn write_row(rows: &mut String, domain: &str, number: usize, item: &Item<'_>) {
    let _ = writeln!(
        rows,
        "  - 编号: {}\n    领域: {domain}\n    序号: {number}\n    一级事项: {}\n    二级事项: {}\n    公开内容: {}\n    公开依据: {}\n    公开时限: 自信息形成或者变更之日起20个工作日内\n    公开主体: 旭来街街道办事处\n    公开渠道: [政府网站, 公开查阅点]\n    公开对象: [全社会]\n    公开方式: [主动]\n    公开层级: [乡级]\n    落实: {}/_index.md",
        item.number, item.matter, item.name, item.content, item.basis, item.column
    );
}
