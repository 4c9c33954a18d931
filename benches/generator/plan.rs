//! Plan of each document, made before a word of it is written: links need the headings of others.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _, Unit};

use super::{
    columns::{self, COLUMNS, Column},
    planned::{CREDIT_CODE, Form, Head, Plan, SEED, Validity, rng_of},
    report,
    rng::Rng,
    sections,
    words::{NUMERALS, PLACES, SECTIONS, TOPICS, Topic},
};

const FIRST: Date = date(2019, 1, 21);
const LAST: Date = date(2026, 11, 20);
/// Days within which every column has something new, well below half a year.
const MONTHS: usize = 120;
/// Place of 政务公开 in [`TOPICS`].
const DISCLOSURE: usize = 17;

/// Day, column and form of a document to be.
#[derive(Clone, Copy)]
struct Slot {
    published: Date,
    column: usize,
    form: Form,
}

/// Titles and numbers used up on the way from the first document to the last.
#[derive(Default)]
struct Used {
    titles: HashSet<String>,
    /// Serial numbers of 索引号 by year.
    indexes: BTreeMap<i16, usize>,
    /// Numbers of 发文字号 by column and year.
    documents: BTreeMap<(usize, i16), usize>,
    /// Documents by column.
    columns: BTreeMap<usize, usize>,
}

/// The next number of a series.
fn next<K: Ord>(series: &mut BTreeMap<K, usize>, key: K) -> usize {
    let number = series.entry(key).or_default();
    *number += 1;
    *number
}

/// Plans exactly so many documents, oldest first.
pub(crate) fn plan(count: usize) -> Vec<Plan> {
    let mut used = Used::default();
    let mut plans: Vec<Plan> = Vec::with_capacity(count);
    let mut policies: Vec<usize> = Vec::new();
    for (id, slot) in slots(count).into_iter().enumerate() {
        let plan = plan_one(id, slot, &plans, &policies, &mut used);
        if let Form::Interpretation(policy) = slot.form {
            plans[policy].is_interpreted = true;
        }
        if plan.kind() == "政策文件" {
            policies.push(id);
        }
        plans.push(plan);
    }
    age(&mut plans, &policies);
    plans
}

fn plan_one(id: usize, slot: Slot, earlier: &[Plan], policies: &[usize], used: &mut Used) -> Plan {
    let rng = &mut rng_of(id, 0);
    let Slot {
        published, form, ..
    } = slot;
    let column = &COLUMNS[slot.column];
    let (topic, object) = subject(slot, earlier, rng);
    let formed = published.saturating_sub(days(rng.range(1, 9)));
    let title = title_of(slot, topic, object, earlier, rng, &mut used.titles);
    let number = next(&mut used.indexes, formed.year());
    let index_no = format!("{CREDIT_CODE}/{}-{number:05}", formed.year());
    let document_no = series(column.path).map(|series| {
        let number = next(&mut used.documents, (slot.column, formed.year()));
        format!("{series}〔{}〕{number}号", formed.year())
    });
    let has_file = column.kind != "年报" && rng.chance(1);
    let number = next(&mut used.columns, slot.column);
    let path = path(slot.column, number, published, &title, has_file);
    let is_policy = column.kind == "政策文件";
    let refer = |rng: &mut Rng, percent| {
        (rng.chance(percent) && !policies.is_empty()).then(|| policies[rng.below(policies.len())])
    };
    let basis = if matches!(column.kind, "政策文件" | "通知公告" | "决策公众参与") {
        20
    } else {
        4
    };
    let based_on = refer(rng, basis);
    let related = refer(rng, 8).filter(|related| Some(*related) != based_on);
    let is_open = column.kind != "通知公告" || form != Form::Ordinary || rng.below(200) != 0;
    Plan {
        column: slot.column,
        path,
        title,
        topic,
        object,
        form,
        index_no,
        document_no,
        formed,
        published,
        heads: heads(rng, form),
        validity: (is_policy || column.kind == "制度").then_some(Validity::Valid(None)),
        is_interpreted: false,
        repeals: Vec::new(),
        amends: Vec::new(),
        based_on,
        related,
        is_open,
        has_file,
    }
}

/// The topic of a document, and which of its things it is about.
fn subject(slot: Slot, earlier: &[Plan], rng: &mut Rng) -> (&'static Topic, usize) {
    let topics = COLUMNS[slot.column].topics;
    let topic = match slot.form {
        // An interpretation is about what the policy is about.
        Form::Interpretation(policy) => return (earlier[policy].topic, earlier[policy].object),
        Form::WorkPlan | Form::LeadingGroup => &TOPICS[DISCLOSURE],
        _ if topics.is_empty() => &TOPICS[rng.below(TOPICS.len())],
        _ => &TOPICS[topics[rng.below(topics.len())]],
    };
    (topic, rng.below(topic.objects.len()))
}

/// Shares the documents out over columns and days, oldest first.
fn slots(count: usize) -> Vec<Slot> {
    let rng = &mut Rng::new(SEED);
    let mut slots = duties(count);
    let rest = count - slots.len();
    let all: usize = COLUMNS.iter().map(|column| column.weight).sum();
    let mut interpreters = Vec::new();
    let mut weight = 0;
    for (id, column) in COLUMNS.iter().enumerate() {
        let before = rest * weight / all;
        weight += column.weight;
        let share = rest * weight / all - before;
        if column.kind == "政策解读" {
            interpreters.extend(std::iter::repeat_n(id, share));
            continue;
        }
        let form = if column.path.ends_with("/办事指南") {
            Form::Guide
        } else {
            Form::Ordinary
        };
        slots.extend(days_of(share, rng).into_iter().map(|published| Slot {
            published,
            column: id,
            form,
        }));
    }
    // However few the documents are, the home page must not look abandoned.
    if let Some(newest) = slots.iter_mut().max_by_key(|slot| slot.published) {
        newest.published = LAST;
    }
    slots.sort_by_key(|slot| (slot.published, slot.column));
    interpret(&mut slots, interpreters, rng);
    in_order(&slots)
}

/// The days of so many documents of one column, one in each part of the years; the last of them lies
/// near the end, so that every column is kept up to date.
fn days_of(share: usize, rng: &mut Rng) -> Vec<Date> {
    let total = FIRST
        .until((Unit::Day, LAST))
        .map_or(0, |span| span.get_days()) as usize;
    (0..share)
        .map(|number| {
            let day = (number * 1000 + rng.below(1000)) * total / (share * 1000);
            let least = if number + 1 == share {
                total - rng.below(MONTHS)
            } else {
                0
            };
            FIRST.saturating_add(days(day.max(least)))
        })
        .collect()
}

/// Documents that the law wants of every year, the notice on who sees to them, and rules to go by; a
/// small site has the latest of them.
fn duties(count: usize) -> Vec<Slot> {
    let notices = columns::at("通知公告");
    let reports = (2019..=2025).rev().take(count / 15).map(|year: i16| Slot {
        published: date(year + 1, 1, 20 + (year % 9) as i8),
        column: columns::at("政府信息公开工作年度报告"),
        form: Form::Report,
    });
    let plans = (2020..=2026).rev().take(count / 20).map(|year: i16| Slot {
        published: date(year, 3, 2 + (year % 7) as i8),
        column: notices,
        form: Form::WorkPlan,
    });
    let group = (count >= 40).then_some(Slot {
        published: date(2025, 3, 11),
        column: notices,
        form: Form::LeadingGroup,
    });
    let rules = (count >= 40).then_some(Slot {
        published: date(2022, 6, 20),
        column: columns::at("政府信息公开制度"),
        form: Form::Ordinary,
    });
    reports.chain(plans).chain(group).chain(rules).collect()
}

/// Adds the interpretations of policies, on the day of the policy. What is told in pictures, questions
/// or at a conference comes first: where a policy is explained in words, it is so beside them.
fn interpret(slots: &mut Vec<Slot>, interpreters: Vec<usize>, rng: &mut Rng) {
    let policies: Vec<usize> = (0..slots.len())
        .filter(|id| COLUMNS[slots[*id].column].kind == "政策文件")
        .collect();
    let (mut plain, mut vivid): (Vec<usize>, Vec<usize>) = interpreters
        .into_iter()
        .partition(|column| matches!(COLUMNS[*column].title, "政策解读" | "文字解读"));
    shuffle(&mut vivid, rng);
    shuffle(&mut plain, rng);
    let explained = spread(&policies, vivid.len());
    let again = if explained.is_empty() {
        spread(&policies, plain.len())
    } else {
        spread(&explained, plain.len())
    };
    let (vivid_count, plain_count) = (vivid.len(), plain.len());
    for (column, policy) in vivid
        .into_iter()
        .zip(explained)
        .chain(plain.into_iter().zip(again))
    {
        slots.push(Slot {
            published: slots[policy].published,
            column,
            form: Form::Interpretation(policy),
        });
    }
    if policies.is_empty() {
        // Nothing to explain: as many notices keep the number of documents.
        slots.extend(std::iter::repeat_n(
            Slot {
                published: LAST,
                column: columns::at("通知公告"),
                form: Form::Ordinary,
            },
            vivid_count + plain_count,
        ));
    }
}

/// So many of some, evenly apart; some more than once where there are too few.
fn spread(from: &[usize], count: usize) -> Vec<usize> {
    (0..count)
        .filter_map(|number| from.get(number * from.len() / count).copied())
        .collect()
}

fn shuffle(columns: &mut [usize], rng: &mut Rng) {
    for last in (1..columns.len()).rev() {
        columns.swap(last, rng.below(last + 1));
    }
}

/// Sorts by day, interpretations after their policies; the places of the policies move with it.
fn in_order(slots: &[Slot]) -> Vec<Slot> {
    let is_late = |slot: &Slot| matches!(slot.form, Form::Interpretation(_));
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|id| (slots[*id].published, is_late(&slots[*id]), *id));
    let mut place = vec![0; slots.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    order
        .into_iter()
        .map(|id| Slot {
            form: match slots[id].form {
                Form::Interpretation(policy) => Form::Interpretation(place[policy]),
                form => form,
            },
            ..slots[id]
        })
        .collect()
}

/// Some policies are repealed, amended or past their day; the younger the fewer.
fn age(plans: &mut [Plan], policies: &[usize]) {
    for (place, id) in policies.iter().enumerate() {
        let rng = &mut rng_of(*id, 1);
        let formed = plans[*id].formed;
        let old = match formed.year() {
            ..=2021 => 40,
            2022 | 2023 => 20,
            2024 => 8,
            _ => 0,
        };
        let later = policies[place + 1..]
            .get(rng.below(policies.len() - place))
            .filter(|later| plans[**later].published > plans[*id].published)
            .copied();
        let validity = match (rng.chance(old), rng.below(3), later) {
            (true, 0, Some(later)) => {
                plans[later].repeals.push(*id);
                Validity::Repealed
            }
            (true, 1, Some(later)) => {
                plans[later].amends.push(*id);
                Validity::Amended
            }
            (true, _, _) if formed.year() <= 2023 => {
                Validity::Expired(formed.saturating_add(2.years()))
            }
            _ => {
                let until = formed.saturating_add(5.years());
                Validity::Valid((until.year() > 2026 && rng.chance(50)).then_some(until))
            }
        };
        plans[*id].validity = Some(validity);
    }
}

fn days(number: usize) -> Span {
    Span::new().days(number as i64)
}

/// The title of a document, made until no other has it.
fn title_of(
    slot: Slot,
    topic: &Topic,
    object: usize,
    earlier: &[Plan],
    rng: &mut Rng,
    taken: &mut HashSet<String>,
) -> String {
    let day = slot.published;
    let column = &COLUMNS[slot.column];
    let year = day.year();
    let fixed = match slot.form {
        Form::Interpretation(policy) => interpretation_title(&earlier[policy], column.title),
        Form::Report => format!("旭来街街道办事处{}年政府信息公开工作年度报告", year - 1),
        Form::WorkPlan => format!("旭来街街道办事处{year}年政务公开工作要点"),
        Form::LeadingGroup => "旭来街街道办事处关于调整政务公开领导小组的通知".to_owned(),
        Form::Guide | Form::Ordinary => {
            let first = title(rng, column, topic, object, day);
            return unique(first, day, rng, taken, |rng| {
                Some(title(rng, column, topic, object, day))
            });
        }
    };
    unique(fixed, day, rng, taken, |_| None)
}

/// Makes a title that no other document has.
fn unique(
    first: String,
    day: Date,
    rng: &mut Rng,
    taken: &mut HashSet<String>,
    mut another: impl FnMut(&mut Rng) -> Option<String>,
) -> String {
    let mut title = first;
    for _ in 0..5 {
        if taken.insert(title.clone()) {
            return title;
        }
        title = another(rng).unwrap_or(title);
    }
    let dated = format!(
        "{title}（{}年{}月{}日）",
        day.year(),
        day.month(),
        day.day()
    );
    if taken.insert(dated.clone()) {
        return dated;
    }
    let mut number = 2;
    loop {
        let numbered = format!("{title}（{}年第{number}号）", day.year());
        if taken.insert(numbered.clone()) {
            return numbered;
        }
        number += 1;
    }
}

fn interpretation_title(policy: &Plan, column: &str) -> String {
    let form = match column {
        "图解" => "图解",
        "政策问答" => "政策问答",
        "负责人解读" => "负责人解读",
        _ => "解读",
    };
    format!("《{}》{form}", policy.short_title())
}

fn title(rng: &mut Rng, column: &Column, topic: &Topic, object: usize, day: Date) -> String {
    let Column {
        kind, title: name, ..
    } = *column;
    let (year, month) = (day.year(), day.month());
    let (object, place) = (topic.objects[object], rng.pick(&PLACES));
    match kind {
        "制度" => {
            let form = rng.pick(&["制度", "工作制度", "管理制度", "工作规程"]);
            format!("旭来街街道办事处{object}{form}")
        }
        "政策文件" => policy_title(rng, column, object, year),
        "决策公众参与" => match name {
            "听证" => format!("{object}听证会{}", rng.pick(&["公告", "记录", "报告"])),
            "采纳反馈" => format!("《{place}{object}工作方案》意见征集和采纳情况"),
            _ => format!("关于公开征求《{place}{object}工作方案（征求意见稿）》意见的公告"),
        },
        "舆情回应" => format!("关于{place}{}问题的回应", rng.pick(topic.faults)),
        "村居公开" => format!("{name}{year}年{month}月{object}公开"),
        "依申请公开" => format!("{object}申请办理说明（{year}年）"),
        "考核" => format!(
            "{year}年{object}工作考核{}",
            rng.pick(&["方案", "结果通报", "整改情况"])
        ),
        "培训" => format!("{year}年{object}培训纪实"),
        _ => notice_title(rng, column, topic, object, day),
    }
}

fn policy_title(rng: &mut Rng, column: &Column, object: &str, year: i16) -> String {
    match (column.title, rng.below(3)) {
        ("应急预案", _) => format!("旭来街街道办事处{object}应急预案（{year}年版）"),
        ("规划计划", _) => format!(
            "旭来街街道办事处{object}三年行动计划（{year}—{}年）",
            year + 2
        ),
        (_, 0) => {
            let verb = rng.pick(&["做好", "加强", "规范", "推进", "进一步完善", "统筹开展"]);
            let form = rng.pick(&["通知", "意见", "实施意见"]);
            format!("旭来街街道办事处关于{verb}{year}年{object}工作的{form}")
        }
        (_, 1) => {
            let form = rng.pick(&["管理办法", "实施细则", "工作规程", "若干规定", "考核办法"]);
            format!("旭来街街道办事处{object}{form}")
        }
        _ => {
            let form = rng.pick(&["工作要点", "实施方案", "行动方案", "整治方案"]);
            format!("旭来街街道办事处{year}年{object}{form}")
        }
    }
}

fn notice_title(rng: &mut Rng, column: &Column, topic: &Topic, object: &str, day: Date) -> String {
    let (year, month) = (day.year(), day.month());
    let quarter = (month - 1) / 3 + 1;
    let (act, fault) = (rng.pick(topic.acts), rng.pick(topic.faults));
    let (place, office) = (rng.pick(&PLACES), topic.office);
    match (column.title, rng.below(5)) {
        ("办事指南", 0 | 1) => format!("{object}办事指南（{year}年版）"),
        ("办事指南", 2) => format!("{object}办事指南（{}适用）", topic.people),
        ("办事指南", _) => format!("{place}便民服务点{object}办事指南（{year}年版）"),
        ("工作通报", 0) => format!("关于{year}年{month}月{place}{object}工作情况的通报"),
        ("工作通报", 1) => format!("关于{place}{fault}问题整改情况的通报"),
        ("工作通报", 2) => format!("{office}{year}年第{quarter}季度{object}工作通报"),
        ("工作通报", 3) => format!("关于{act}进展情况的通报（{year}年{month}月）"),
        ("工作通报", _) => format!("{year}年{month}月{place}等村（社区）{object}评比结果"),
        ("检查结果", 0) => format!("{place}{object}检查结果（{year}年{month}月）"),
        ("检查结果", 1) => format!("{year}年第{quarter}季度{office}检查{place}情况的通报"),
        ("检查结果", 2) => format!("关于{place}{fault}的检查和处理情况"),
        ("检查结果", 3) => format!("{year}年{month}月{object}抽查结果"),
        (_, 0) => format!("关于{act}的{}", rng.pick(&["通知", "公告"])),
        (_, 1) => format!("{place}{year}年{month}月{object}公示"),
        (_, 2) => format!("关于{year}年第{quarter}季度{object}情况的通报"),
        (_, 3) => format!("{year}年{month}月{object}检查结果通报"),
        _ => format!(
            "关于{place}{object}有关事项的{}",
            rng.pick(&["通告", "公告"])
        ),
    }
}

/// Letters before the year in 发文字号.
fn series(path: &str) -> Option<&'static str> {
    Some(match path {
        "政策文件" => "旭街字",
        "政策文件/街道文件" => "旭街发",
        "政策文件/街道办文件" => "旭街办发",
        "政策文件/行政规范性文件" => "旭街规",
        "政策文件/应急预案" => "旭街应急发",
        "政策文件/工作方案" => "旭街办字",
        "政策文件/规划计划" => "旭街计",
        "政策文件/专项整治文件" => "旭街专发",
        "政府信息公开制度" => "旭街制",
        "通知公告/通告" => "旭街通告",
        _ => return None,
    })
}

fn path(column: usize, number: usize, day: Date, title: &str, has_file: bool) -> String {
    let folder = COLUMNS[column].path;
    if COLUMNS[column].kind == "年报" {
        return format!("{folder}/{}.md", day.year() - 1);
    }
    let title = title.strip_prefix("旭来街街道办事处").unwrap_or(title);
    let name: String = title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(28)
        .collect();
    let end = if has_file { "/index.md" } else { ".md" };
    format!("{folder}/{}/{number:05}-{name}{end}", day.year())
}

fn heads(rng: &mut Rng, form: Form) -> Vec<Head> {
    let told = match form {
        Form::Report => return report_heads(),
        Form::Interpretation(_) => told(rng, &sections::INTERPRETATION, |element, rng| {
            // A policy may need no explanation of words, or be the first of its kind.
            !matches!(element, 6 | 7) || rng.chance(75)
        }),
        Form::Guide => told(rng, &sections::GUIDE, |_, _| true),
        Form::WorkPlan => told(rng, &sections::WORK_PLAN, |_, _| true),
        Form::LeadingGroup => told(rng, &sections::LEADING_GROUP, |_, _| true),
        Form::Ordinary => some_sections(rng),
    };
    told.into_iter()
        .enumerate()
        .map(|(number, (element, text, id))| Head {
            text: format!("{}、{text}", NUMERALS[number]),
            element,
            id: rng.chance(40).then_some(id),
        })
        .collect()
}

/// A section to be: its place in its list, its head, its anchor.
type Told = (usize, &'static str, &'static str);

fn report_heads() -> Vec<Head> {
    let head = |(element, text): (usize, &&str)| Head {
        text: (*text).to_owned(),
        element,
        id: None,
    };
    report::PARTS.iter().enumerate().map(head).collect()
}

/// Sections of a list that are wanted, each under one of its heads.
fn told(
    rng: &mut Rng,
    list: &'static [sections::Section],
    mut is_wanted: impl FnMut(usize, &mut Rng) -> bool,
) -> Vec<Told> {
    let mut told = Vec::with_capacity(list.len());
    for (element, (heads, id)) in list.iter().enumerate() {
        if is_wanted(element, rng) {
            told.push((element, rng.pick(heads), *id));
        }
    }
    told
}

/// A few sections that any document may have, in their order.
fn some_sections(rng: &mut Rng) -> Vec<Told> {
    let mut picked: Vec<usize> = Vec::new();
    let wanted = rng.range(3, 6);
    while picked.len() < wanted {
        let section = rng.below(SECTIONS.len());
        if !picked.contains(&section) {
            picked.push(section);
        }
    }
    picked.sort_unstable();
    picked
        .into_iter()
        .map(|section| (section, SECTIONS[section].0, SECTIONS[section].1))
        .collect()
}
