//! What each document is, before a word of it is written: links need the headings of others.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _, Unit};

use super::{
    columns::{COLUMNS, of_kind},
    rng::Rng,
    words::{NUMERALS, PLACES, SECTIONS, TOPICS, Topic},
};

/// The credit code of `site.yaml`, which every 索引号 starts with.
pub(crate) const CREDIT_CODE: &str = "111409020123456714";

const SEED: u64 = 0x6763_6b5f_2019_2026;
const FIRST: Date = date(2019, 1, 21);
const LAST: Date = date(2026, 11, 20);

/// A section's head, and whether its anchor is written out.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) id: Option<&'static str>,
}

impl Head {
    /// The anchor that links use.
    pub(crate) fn anchor(&self) -> String {
        self.id.map_or_else(
            || self.text.chars().filter(|c| c.is_alphanumeric()).collect(),
            str::to_owned,
        )
    }
}

/// 有效性, with what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    Valid(Option<Date>),
    Expired(Date),
    Repealed,
    Amended,
}

/// One document to be.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Place in [`COLUMNS`].
    pub(crate) column: usize,
    /// Path below `content/`.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) topic: &'static Topic,
    pub(crate) index_no: String,
    pub(crate) document_no: Option<String>,
    pub(crate) formed: Date,
    pub(crate) published: Date,
    pub(crate) heads: Vec<Head>,
    pub(crate) validity: Option<Validity>,
    /// Whether any document interprets it.
    pub(crate) is_interpreted: bool,
    pub(crate) interprets: Option<usize>,
    pub(crate) repeals: Vec<usize>,
    pub(crate) amends: Vec<usize>,
    pub(crate) based_on: Option<usize>,
    pub(crate) related: Option<usize>,
    /// Whether it reaches the output.
    pub(crate) is_open: bool,
    /// Whether it lies in a folder of its own, beside a file.
    pub(crate) has_file: bool,
}

impl Plan {
    pub(crate) fn kind(&self) -> &'static str {
        COLUMNS[self.column].kind
    }

    /// The folder it lies in, below `content/`.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Title as other documents call it.
    pub(crate) fn short_title(&self) -> &str {
        let title = self.title.as_str();
        title.strip_prefix("旭来街街道办事处").unwrap_or(title)
    }
}

/// Chance that belongs to one document alone.
pub(crate) fn rng_of(document: usize, purpose: u64) -> Rng {
    Rng::new(SEED ^ (document as u64).wrapping_mul(0x1_0000_01b3) ^ (purpose << 56))
}

/// Where and when a document appears; `of` is the policy that it interprets.
#[derive(Clone, Copy)]
struct Slot {
    published: Date,
    column: usize,
    of: Option<usize>,
}

/// Plans exactly so many documents, oldest first.
pub(crate) fn plan(count: usize) -> Vec<Plan> {
    let slots = slots(count);
    let mut titles = HashSet::with_capacity(count);
    let mut numbers: BTreeMap<i16, usize> = BTreeMap::new();
    let mut document_numbers: BTreeMap<(usize, i16), usize> = BTreeMap::new();
    let mut in_column = vec![0_usize; COLUMNS.len()];
    let mut plans: Vec<Plan> = Vec::with_capacity(count);
    let mut policies: Vec<usize> = Vec::new();
    for (id, slot) in slots.into_iter().enumerate() {
        let rng = &mut rng_of(id, 0);
        let column = &COLUMNS[slot.column];
        let topic = match (slot.of, column.topics) {
            (Some(policy), _) => plans[policy].topic,
            (None, []) => &TOPICS[rng.below(TOPICS.len())],
            (None, some) => &TOPICS[some[rng.below(some.len())]],
        };
        let published = slot.published;
        let formed = published.saturating_sub(days(rng.range(1, 9)));
        let title = match slot.of {
            Some(policy) => interpretation_title(&plans[policy], column.title),
            None => title(rng, slot.column, topic, published),
        };
        let title = unique(title, published, rng, &mut titles, |rng| match slot.of {
            Some(_) => None,
            None => Some(self::title(rng, slot.column, topic, published)),
        });
        let number = numbers.entry(formed.year()).or_default();
        *number += 1;
        let index_no = format!("{CREDIT_CODE}/{}-{number:05}", formed.year());
        let document_no = series(column.path).map(|series| {
            let number = document_numbers
                .entry((slot.column, formed.year()))
                .or_default();
            *number += 1;
            format!("{series}〔{}〕{number}号", formed.year())
        });
        let has_file = column.kind != "年报" && rng.chance(1);
        in_column[slot.column] += 1;
        let path = path(
            slot.column,
            in_column[slot.column],
            published,
            &title,
            has_file,
        );
        let is_policy = column.kind == "政策文件";
        let earlier = |rng: &mut Rng, policies: &[usize], percent| {
            (rng.chance(percent) && !policies.is_empty())
                .then(|| policies[rng.below(policies.len())])
        };
        let basis = if matches!(column.kind, "政策文件" | "通知公告" | "决策公众参与")
        {
            20
        } else {
            4
        };
        let based_on = earlier(rng, &policies, basis);
        let related = earlier(rng, &policies, 8).filter(|related| Some(*related) != based_on);
        let is_open = !matches!(column.kind, "通知公告" | "动态") || rng.below(200) != 0;
        if let Some(policy) = slot.of {
            plans[policy].is_interpreted = true;
        }
        plans.push(Plan {
            column: slot.column,
            path,
            title,
            topic,
            index_no,
            document_no,
            formed,
            published,
            heads: heads(rng, column.kind),
            validity: (is_policy || column.kind == "制度").then_some(Validity::Valid(None)),
            is_interpreted: false,
            interprets: slot.of,
            repeals: Vec::new(),
            amends: Vec::new(),
            based_on,
            related,
            is_open,
            has_file,
        });
        if is_policy {
            policies.push(id);
        }
    }
    age(&mut plans, &policies);
    plans
}

/// Shares the documents out over columns and days, oldest first.
fn slots(count: usize) -> Vec<Slot> {
    let rng = &mut Rng::new(SEED);
    let reports: Vec<i16> = (2019..=2025).rev().take(count / 15).collect();
    let rest = count - reports.len();
    let all: usize = COLUMNS.iter().map(|column| column.weight).sum();
    let total_days = FIRST
        .until((Unit::Day, LAST))
        .map_or(0, |span| span.get_days()) as usize;
    let (mut slots, mut interpreters) = (Vec::with_capacity(count), Vec::new());
    let mut weight = 0;
    for (id, column) in COLUMNS.iter().enumerate() {
        let before = rest * weight / all;
        weight += column.weight;
        let share = rest * weight / all - before;
        if column.kind == "政策解读" {
            interpreters.extend(std::iter::repeat_n(id, share));
            continue;
        }
        for number in 0..share {
            // One in each part of the years, so that every column is kept up to date.
            let day = (number * 1000 + rng.below(1000)) * total_days / (share * 1000);
            slots.push(Slot {
                published: FIRST.saturating_add(days(day)),
                column: id,
                of: None,
            });
        }
    }
    let annual = of_kind("年报")[0];
    for year in reports {
        let published = date(year + 1, 1, 20 + (year % 9) as i8);
        slots.push(Slot {
            published,
            column: annual,
            of: None,
        });
    }
    slots.sort_by_key(|slot| (slot.published, slot.column));
    let policies: Vec<usize> = (0..slots.len())
        .filter(|id| COLUMNS[slots[*id].column].kind == "政策文件")
        .collect();
    for last in (1..interpreters.len()).rev() {
        interpreters.swap(last, rng.below(last + 1));
    }
    let count = interpreters.len();
    for (number, column) in interpreters.into_iter().enumerate() {
        let Some(policy) = policies.get(number * policies.len() / count) else {
            let column = of_kind("动态")[0];
            slots.push(Slot {
                published: LAST,
                column,
                of: None,
            });
            continue;
        };
        let published = slots[*policy]
            .published
            .saturating_add(days(rng.below(3)))
            .min(LAST);
        slots.push(Slot {
            published,
            column,
            of: Some(*policy),
        });
    }
    // The places of the policies move with the sorting.
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|id| (slots[*id].published, slots[*id].of.is_some(), *id));
    let mut place = vec![0; slots.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    order
        .into_iter()
        .map(|id| Slot {
            of: slots[id].of.map(|policy| place[policy]),
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

fn title(rng: &mut Rng, column: usize, topic: &Topic, day: Date) -> String {
    let (path, kind, name) = (
        COLUMNS[column].path,
        COLUMNS[column].kind,
        COLUMNS[column].title,
    );
    let (year, month) = (day.year(), day.month());
    let (object, act, place) = (
        rng.pick(topic.objects),
        rng.pick(topic.acts),
        rng.pick(&PLACES),
    );
    let office = topic.office;
    match kind {
        "年报" => format!("旭来街街道办事处{}年政府信息公开工作年度报告", year - 1),
        "制度" => {
            let form = rng.pick(&["制度", "工作制度", "管理制度", "工作规程"]);
            format!("旭来街街道办事处{object}{form}")
        }
        "政策文件" if path.ends_with("应急预案") => {
            format!("旭来街街道办事处{object}应急预案（{year}年版）")
        }
        "政策文件" if path.ends_with("规划计划") => {
            format!(
                "旭来街街道办事处{object}三年行动计划（{year}—{}年）",
                year + 2
            )
        }
        "政策文件" => match rng.below(3) {
            0 => {
                let verb = rng.pick(&["做好", "加强", "规范", "推进", "进一步完善", "统筹开展"]);
                let form = rng.pick(&["通知", "意见", "实施意见"]);
                format!("旭来街街道办事处关于{verb}{year}年{object}工作的{form}")
            }
            1 => {
                let form = rng.pick(&["管理办法", "实施细则", "工作规程", "若干规定", "考核办法"]);
                format!("旭来街街道办事处{object}{form}")
            }
            _ => {
                let form = rng.pick(&["工作要点", "实施方案", "行动方案", "整治方案"]);
                format!("旭来街街道办事处{year}年{object}{form}")
            }
        },
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
        "动态" => match rng.below(6) {
            0 => format!("{place}{act}"),
            1 => format!(
                "街道召开{object}工作{}",
                rng.pick(&["推进会", "部署会", "调度会", "座谈会"])
            ),
            2 => format!("{office}到{place}检查{object}"),
            3 => format!("{place}扎实推进{object}"),
            4 => format!("{place}{object}见实效"),
            _ => format!("街道{act}"),
        },
        _ => match rng.below(5) {
            0 => format!("关于{act}的{}", rng.pick(&["通知", "公告"])),
            1 => format!("{place}{year}年{month}月{object}公示"),
            2 => format!(
                "关于{year}年第{}季度{object}情况的通报",
                (month - 1) / 3 + 1
            ),
            3 => format!("{year}年{month}月{object}检查结果通报"),
            _ => format!(
                "关于{place}{object}有关事项的{}",
                rng.pick(&["通告", "公告"])
            ),
        },
    }
}

/// What stands before the year in 发文字号.
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

fn heads(rng: &mut Rng, kind: &str) -> Vec<Head> {
    const ANNUAL: [&str; 6] = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ];
    if kind == "年报" {
        let head = |text: &&str| Head {
            text: (*text).to_owned(),
            id: None,
        };
        return ANNUAL.iter().map(head).collect();
    }
    let mut sections: Vec<usize> = Vec::new();
    let wanted = rng.range(3, 6);
    while sections.len() < wanted {
        let section = rng.below(SECTIONS.len());
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    sections.sort_unstable();
    sections
        .into_iter()
        .enumerate()
        .map(|(number, section)| Head {
            text: format!("{}、{}", NUMERALS[number], SECTIONS[section].0),
            id: rng.chance(40).then_some(SECTIONS[section].1),
        })
        .collect()
}
