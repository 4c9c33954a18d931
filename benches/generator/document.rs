//! The text of one document.

use std::fmt::Write as _;

use jiff::{
    Span,
    civil::{Date, date},
};

use super::{
    catalog,
    planned::{Form, Head, Plan, Validity, rng_of},
    prose::Prose,
    report::Report,
    rng::Rng,
    sections,
    words::Topic,
};

/// Kinds of columns whose documents are on how disclosure itself is run, no matter of the catalogue.
const OUTSIDE_CATALOG: [&str; 4] = ["制度", "年报", "考核", "培训"];

/// The last yearly review of what is not open.
const REVIEWED: Date = date(2026, 10, 20);

/// Columns that documents refer to, with anchors that their pages have.
const COLUMN_TARGETS: [(&str, &str, &[&str]); 8] = [
    (
        "政府信息公开指南",
        "政府信息公开指南/_index.md",
        &["fenlei", "huoqu", "shenqing", "jiuji"],
    ),
    (
        "依申请公开",
        "依申请公开/_index.md",
        &["渠道", "流程和时限"],
    ),
    (
        "主动公开基本目录",
        "主动公开基本目录/_index.md",
        &["domain-1", "domain-4", "domain-18", "domain-19", "编制说明"],
    ),
    (
        "法定主动公开内容",
        "法定主动公开内容/_index.md",
        &["编排说明"],
    ),
    ("政策文件", "政策文件/_index.md", &[]),
    ("机构职能", "机构职能/_index.md", &[]),
    ("通知公告", "通知公告/_index.md", &[]),
    ("工作台账", "工作台账/_index.md", &["管理办法"]),
];

/// Writes a document; `all` are the plans of every document, itself included.
pub(crate) fn document(id: usize, all: &[Plan]) -> String {
    let plan = &all[id];
    let mut rng = rng_of(id, 2);
    let mut text = front_matter(plan, all, &mut rng);
    body(id, all, &mut rng, &mut text);
    text
}

/// The file beside a document that has one.
pub(crate) fn attachment(id: usize, all: &[Plan]) -> String {
    let mut rng = rng_of(id, 3);
    let topic = all[id].topic;
    let mut text = "\u{feff}序号,事项,责任单位,备注\n".to_owned();
    for row in 1..=rng.range(8, 40) {
        let _ = writeln!(
            text,
            "{row},{},{},{}",
            rng.pick(topic.acts),
            topic.office,
            rng.pick(topic.faults)
        );
    }
    text
}

fn front_matter(plan: &Plan, all: &[Plan], rng: &mut Rng) -> String {
    let topic = plan.topic;
    let kind = plan.kind();
    let mut text = String::with_capacity(10_000);
    let mut line = |key: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "{key}: {value}");
    };
    let path = |id: usize| all[id].path.as_str();
    let list = |paths: Vec<&str>| {
        format!(
            "\n{}",
            paths
                .iter()
                .map(|path| format!("  - {path}"))
                .collect::<Vec<_>>()
                .join("\n")
        )
    };
    line("标题", &plan.title);
    line("索引号", &format_args!("\"{}\"", plan.index_no));
    if let Some(number) = &plan.document_no {
        line("发文字号", number);
    }
    line("主题分类", &topic.class);
    line("发布机构", &"旭来街街道办事处");
    line("成文日期", &plan.formed);
    if rng.chance(30) {
        let (hour, minute) = (rng.range(8, 17), rng.below(60));
        line(
            "发布日期",
            &format_args!("{} {hour:02}:{minute:02}", plan.published),
        );
    } else {
        line("发布日期", &plan.published);
    }
    match plan.validity {
        Some(Validity::Valid(until)) => {
            line("有效性", &"有效");
            if let Some(until) = until {
                line("有效期至", &until);
            }
        }
        Some(Validity::Expired(until)) => {
            line("有效性", &"失效");
            line("有效期至", &until);
        }
        Some(Validity::Repealed) => line("有效性", &"废止"),
        Some(Validity::Amended) => line("有效性", &"已修改"),
        None => {}
    }
    if plan.is_open {
        line("公开属性", &"主动公开");
    } else if rng.chance(70) {
        line("公开属性", &"依申请公开");
        line(
            "不公开理由",
            &format_args!("涉及{}的具体信息，由申请人依申请获取", topic.people),
        );
    } else {
        line("公开属性", &"不予公开");
        line(
            "不公开理由",
            &"《中华人民共和国政府信息公开条例》第十五条，涉及个人隐私",
        );
    }
    if !plan.is_open && plan.published < REVIEWED {
        line("属性复核日期", &REVIEWED);
    }
    line("内容概述", &abstract_of(plan, rng));
    let (first, second) = (rng.pick(topic.objects), rng.pick(topic.objects));
    let mut keywords = vec![topic.name, first];
    if plan.is_normative() {
        keywords.push("行政规范性文件");
    }
    if second != first {
        keywords.push(second);
    }
    line("主题词", &list(keywords));
    let mut items = topic.items.to_vec();
    if plan.validity.is_some() && !items.contains(&1) {
        items.insert(0, 1);
    }
    line(
        "法定事项",
        &format_args!(
            "[{}]",
            items
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    );
    if plan.is_open && !OUTSIDE_CATALOG.contains(&kind) {
        line(
            "目录事项",
            &format_args!("[{}]", catalog::number_of(topic, plan.object)),
        );
    }
    let reviewed = plan
        .formed
        .saturating_add(Span::new().days(1))
        .min(plan.published);
    line(
        "审查",
        &format_args!(
            "\n  审查人: {}（示例）\n  日期: {reviewed}\n  结论: 可以公开",
            topic.office
        ),
    );
    line("来源", &"旭来街街道办事处");
    line(
        "责任编辑",
        &format_args!("示例编辑{}", rng.pick(&["甲", "乙", "丙", "丁"])),
    );
    if plan.validity.is_some() || kind == "政策解读" {
        line("起草单位", &topic.office);
    }
    if kind == "政策文件" {
        if plan.is_interpreted {
            line("解读", &"是");
        } else {
            line("解读", &"否");
            line("不解读理由", &"内容为内部工作安排，不直接涉及群众权利义务");
        }
    }
    if let Form::Interpretation(policy) = plan.form {
        line("解读对象", &list(vec![path(policy)]));
        let form = match plan.column_path() {
            "政策解读/图解" => "图解",
            "政策解读/政策问答" => "问答",
            "政策解读/负责人解读" => "发布会",
            _ => "文字",
        };
        line("解读形式", &list(vec![form]));
    }
    let paths = |ids: &[usize]| list(ids.iter().map(|id| path(*id)).collect());
    for (key, ids) in [("修改", &plan.amends), ("废止", &plan.repeals)] {
        if !ids.is_empty() {
            line(key, &paths(ids));
        }
    }
    if let Some(basis) = plan.based_on {
        line("依据", &paths(&[basis]));
    }
    if let Some(related) = plan.related {
        line("相关文档", &paths(&[related]));
    }
    match kind {
        "年报" => {
            line("年度", &(plan.published.year() - 1));
            line("数据", &format_args!("{}.yaml", plan.published.year() - 1));
        }
        "村居公开" => line("公开主题", &village_topic(topic, rng)),
        _ => {}
    }
    if plan.has_file {
        line(
            "附件",
            &format_args!("\n  - 文件: 明细表.csv\n    名称: {}明细表", topic.name),
        );
    }
    if kind != "年报" && rng.chance(20) {
        // The number of the file makes it unlike any other of its column.
        let name = plan
            .path
            .rsplit('/')
            .nth(usize::from(plan.has_file))
            .unwrap_or_default();
        let number = name.split('-').next().unwrap_or_default();
        line(
            "网址名",
            &format_args!(
                "t{}{:02}{:02}-{number}",
                plan.published.year(),
                plan.published.month(),
                plan.published.day()
            ),
        );
    }
    line("示例", &"是");
    format!("---\n{}---\n\n", text.replace(": \n", ":\n"))
}

fn village_topic(topic: &Topic, rng: &mut Rng) -> &'static str {
    match topic.name {
        "社会救助" => "社会救助",
        "养老服务" => "养老服务",
        "涉农补贴" => "惠农政策",
        _ => rng.pick(&["乡村振兴", "脱贫攻坚", "村级财务"]),
    }
}

fn abstract_of(plan: &Plan, rng: &mut Rng) -> String {
    let topic = plan.topic;
    let (object, act, other) = (
        rng.pick(topic.objects),
        rng.pick(topic.acts),
        rng.pick(topic.acts),
    );
    let (first, last) = (&plan.heads[0].text, &plan.heads[plan.heads.len() - 1].text);
    let bare = |head: &str| {
        head.split_once('、')
            .map_or(head, |(_, text)| text)
            .to_owned()
    };
    match rng.below(4) {
        0 => format!(
            "说明{object}的{}和{}，由{}负责{act}。",
            bare(first),
            bare(last),
            topic.office
        ),
        1 => format!("介绍{act}、{other}的情况，列明{}和联系方式。", bare(last)),
        2 => format!(
            "公布{}年{object}方面{}、{}，方便{}了解和监督。",
            plan.published.year(),
            bare(first),
            bare(last),
            topic.people
        ),
        _ => format!(
            "围绕{object}，明确{}应当{act}，提出{}。",
            topic.office,
            bare(last)
        ),
    }
}

fn body(id: usize, all: &[Plan], rng: &mut Rng, text: &mut String) {
    let plan = &all[id];
    let size = rng.range(5_500, 8_100);
    let mut links = rng.range(3, 8);
    let mut tables = 2;
    let start = text.len();
    if matches!(plan.kind(), "政策文件" | "制度") {
        text.push_str("各村（居）民委员会，各站所，街道各办公室：\n\n");
    }
    let year = plan.published.year() - i16::from(plan.form == Form::Report);
    let first = Prose {
        rng,
        topic: plan.topic,
        year,
    }
    .sentences(1, 2);
    let _ = writeln!(text, "{first}\n");
    for (number, head) in plan.heads.iter().enumerate() {
        match head.id {
            Some(id) => {
                let _ = writeln!(text, "## {} {{#{id}}}\n", head.text);
            }
            None => {
                let _ = writeln!(text, "## {}\n", head.text);
            }
        }
        if let Some(opening) = opening(head, plan, all, rng) {
            let _ = writeln!(text, "{opening}\n");
        }
        let end = start + size * (number + 1) / plan.heads.len();
        let left = plan.heads.len() - number;
        let mut own = links.div_ceil(left);
        links -= own;
        let mut parts = 0;
        while text.len() < end || own > 0 {
            let mut prose = Prose {
                rng,
                topic: plan.topic,
                year,
            };
            let block = match prose.rng.below(20) {
                0..=3 => prose.list(),
                4 | 5 if tables > 0 => {
                    tables -= 1;
                    prose.table()
                }
                6 if left > 1 => {
                    parts += 1;
                    let name = prose.rng.pick(plan.topic.objects);
                    format!(
                        "### （{}）{name}\n\n{}\n",
                        super::words::NUMERALS[(parts - 1) % 10],
                        prose.paragraph()
                    )
                }
                _ => {
                    let mut paragraph = prose.paragraph();
                    if own > 0 {
                        own -= 1;
                        paragraph.push_str(&link(id, all, rng));
                    }
                    paragraph.push('\n');
                    paragraph
                }
            };
            text.push_str(&block);
            text.push('\n');
        }
    }
    if matches!(plan.kind(), "政策文件" | "制度") {
        let _ = writeln!(text, "本文件自{}起施行。\n", day(plan.published));
    }
    if rng.chance(15) {
        text.push_str("有关法律、法规全文可以在[中国政府网](https://www.gov.cn/)查询。\n\n");
    }
    text.push_str("> 示例说明：本件日期、单位、电话、数量等具体事实均为示例。\n");
}

/// Text that a section must have, whatever chance adds to it.
fn opening(head: &Head, plan: &Plan, all: &[Plan], rng: &mut Rng) -> Option<String> {
    Some(match plan.form {
        Form::Report => Report::of(plan.published.year() - 1, all).part(head.element),
        Form::Interpretation(policy) => {
            sections::of_interpretation(head.element, plan, all[policy].short_title(), rng)
        }
        Form::Guide => sections::of_guide(head.element, plan, rng),
        Form::LeadingGroup => sections::of_leading_group(head.element).to_owned(),
        Form::WorkPlan | Form::Ordinary => return None,
    })
}

fn day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A sentence with a link to another document, a column, or a section of the same page.
fn link(id: usize, all: &[Plan], rng: &mut Rng) -> String {
    let plan = &all[id];
    let kind = rng.below(100);
    if kind < 10 {
        let head = &plan.heads[rng.below(plan.heads.len())];
        return format!("具体安排见[本文“{}”部分](#{})。", head.text, head.anchor());
    }
    if kind < 25 {
        let (name, path, anchors) = COLUMN_TARGETS[rng.below(COLUMN_TARGETS.len())];
        let anchor = if anchors.is_empty() {
            String::new()
        } else {
            format!("#{}", rng.pick(anchors))
        };
        return format!(
            "其他信息可以在[{name}]({}{anchor})栏目查阅。",
            address(plan.folder(), path, rng)
        );
    }
    // Documents refer back; the first few have nothing behind them.
    let other = (0..20)
        .map(|_| rng.below(if id < 20 { all.len() } else { id }))
        .find(|other| *other != id && all[*other].is_open);
    let Some(other) = other.map(|other| &all[other]) else {
        return format!("具体安排见[本文开头部分](#{})。", plan.heads[0].anchor());
    };
    let path = address(plan.folder(), &other.path, rng);
    if rng.chance(75) {
        let head = &other.heads[rng.below(other.heads.len())];
        let anchor = head.anchor();
        match rng.below(2) {
            0 if !other.short_title().starts_with('《') => format!(
                "办理依据见[《{}》“{}”]({path}#{anchor})。",
                other.short_title(),
                head.text
            ),
            _ => format!(
                "已公开的情况见[{}]({path}#{anchor})，不再重复。",
                other.short_title()
            ),
        }
    } else {
        format!(
            "参见[{}]({path})（{}）。",
            other.short_title(),
            day(other.published)
        )
    }
}

/// A path as a document in `folder` writes it: from the root, or relative to itself.
fn address(folder: &str, to: &str, rng: &mut Rng) -> String {
    if rng.chance(40) {
        return format!("/{to}");
    }
    let shared = folder
        .split('/')
        .zip(to.split('/'))
        .take_while(|(a, b)| a == b)
        .count();
    let up = "../".repeat(folder.split('/').count() - shared);
    let down: Vec<&str> = to.split('/').skip(shared).collect();
    format!("{up}{}", down.join("/"))
}
