//! Sentences, paragraphs, lists and tables in the language of official documents.

use std::fmt::Write as _;

use super::{
    rng::Rng,
    words::{BODIES, GOALS, IDEAS, LEADS, MECHANISMS, PAPERS, PLACES, TIMES, Topic},
};

/// Writes about one topic, in one year.
pub(crate) struct Prose<'r> {
    pub(crate) rng: &'r mut Rng,
    pub(crate) topic: &'static Topic,
    pub(crate) year: i16,
}

impl Prose<'_> {
    fn act(&mut self) -> &'static str {
        self.rng.pick(self.topic.acts)
    }

    fn object(&mut self) -> &'static str {
        self.rng.pick(self.topic.objects)
    }

    fn fault(&mut self) -> &'static str {
        self.rng.pick(self.topic.faults)
    }

    fn body(&mut self) -> &'static str {
        if self.rng.chance(40) {
            self.topic.office
        } else {
            self.rng.pick(&BODIES)
        }
    }

    /// One that is not the same again.
    fn other(&mut self, than: &'static str, pick: fn(&mut Self) -> &'static str) -> &'static str {
        loop {
            let picked = pick(self);
            if picked != than {
                return picked;
            }
        }
    }

    fn goal(&mut self) -> &'static str {
        self.rng.pick(&GOALS)
    }

    fn place(&mut self) -> &'static str {
        self.rng.pick(&PLACES)
    }

    fn number(&mut self, low: usize, high: usize) -> usize {
        self.rng.range(low, high)
    }

    /// One sentence.
    pub(crate) fn sentence(&mut self) -> String {
        let (act, object) = (self.act(), self.object());
        let (body, goal) = (self.body(), self.goal());
        let other = self.other(act, Self::act);
        let second = self.other(body, Self::body);
        let (fault, place, year) = (self.fault(), self.place(), self.year);
        let time = self.rng.pick(&TIMES);
        let Topic {
            office,
            law,
            people,
            places,
            name,
            ..
        } = *self.topic;
        match self.rng.below(30) {
            0 => format!("{time}，{body}要{act}，{other}，{goal}。"),
            1 => {
                let paper = self.rng.pick(&PAPERS);
                let day = self.number(3, 28);
                format!("{body}负责{act}，{second}配合{other}，每月{day}日前将{paper}报{office}。")
            }
            2 => {
                let (month, many, few) = (
                    self.number(2, 12),
                    self.number(40, 4800),
                    self.number(3, 160),
                );
                format!(
                    "截至{year}年{month}月底，街道已{act}，涉及{people}{many}人（户、家）、{places}{few}处。"
                )
            }
            3 => {
                // Not 15: in a text on applications it would pass for the time limit of the old Regulation.
                let days = self.number(2, 14);
                format!("对{fault}的问题，由{body}列出清单、明确时限，在{days}个工作日内{act}。")
            }
            4 => {
                let article = self.number(3, 68);
                format!(
                    "根据《{law}》第{article}条和上级有关规定，{body}应当{act}，不得以任何理由推诿拖延。"
                )
            }
            5 => {
                let idea = self.rng.pick(&IDEAS);
                format!("坚持{idea}，把{object}作为{year}年{name}工作的重要内容，{act}，{goal}。")
            }
            6 => {
                let (room, line) = (self.number(101, 312), self.number(1, 28));
                format!(
                    "{people}可以到街道政务服务大厅{room}室办理，也可以由{second}代办，咨询电话0350-00000{line:02}（示例）。"
                )
            }
            7 => format!(
                "{body}对{object}每季度开展一次自查，自查情况由{office}汇总后在村（居）公示栏公布。"
            ),
            8 => format!(
                "对{act}成效明显的单位予以通报表扬；对工作不力、{fault}的，由街道主要负责人约谈，{goal}。"
            ),
            9 => {
                let mechanism = self.rng.pick(&MECHANISMS);
                format!("{place}的{object}实行“{mechanism}”的办法，{act}，{goal}。")
            }
            10 => {
                let (good, bad) = (self.number(18, 240), self.number(2, 17));
                format!(
                    "经{body}核查，{}个{places}中有{good}个符合要求，其余{bad}个存在{fault}等情形，已督促整改。",
                    good + bad
                )
            }
            11 => {
                let (whole, part) = (self.number(2, 380), self.number(1, 99));
                format!(
                    "{year}年度安排{object}经费{whole}.{part:02}万元（示例），主要用于{act}、{other}。"
                )
            }
            12 => {
                let more = self.other(object, Self::object);
                format!("{body}要把{object}同{more}结合起来，{act}，防止{fault}。")
            }
            13 => {
                let days = self.number(5, 20);
                format!(
                    "凡涉及{people}切身利益的事项，{body}应当事先听取意见，{act}，并在{days}日内反馈采纳情况。"
                )
            }
            14 => {
                let (month, day) = (self.number(1, 11), self.number(1, 28));
                format!(
                    "{month}月{day}日，街道分管负责人带队到{place}了解{object}情况，要求{body}{act}，{goal}。"
                )
            }
            15 => format!("会议指出，{object}直接关系{people}的切身利益，必须{act}，{goal}。"),
            16 => format!("下一步，{body}将继续{act}，{other}，{goal}。"),
            17 => {
                let (percent, days) = (self.number(3, 46), self.number(1, 6));
                format!(
                    "与上年同期相比，{object}方面的办理量增加{percent}%，平均办理时间缩短{days}个工作日。"
                )
            }
            18 => {
                let (years, percent) = (self.number(2, 10), self.number(5, 30));
                format!(
                    "{object}的有关材料由{body}留存，保存期限不少于{years}年，{office}每年抽查不少于{percent}%。"
                )
            }
            19 => {
                let days = self.number(5, 30);
                format!(
                    "{people}对{object}办理结果有异议的，可以自收到告知之日起{days}日内向{office}申请复核。"
                )
            }
            20 => {
                let hours = self.number(2, 48);
                format!("遇有{fault}等情形，{body}应当在{hours}小时内核实处置，并向{office}报告。")
            }
            21 => {
                let (first, last) = (self.number(1, 4), self.number(5, 11));
                format!(
                    "{year}年{first}月至{last}月，在{place}等{}个村（社区）先行开展{object}试点，{act}。",
                    self.number(2, 9)
                )
            }
            22 => format!(
                "{second}在{time}对{place}、{}进行抽查，重点查看是否{act}、是否存在{fault}。",
                self.place()
            ),
            23 => {
                let people_count = self.number(3, 26);
                format!(
                    "成立由{people_count}人组成的{object}工作小组，办公室设在{office}，具体负责{act}。"
                )
            }
            24 => format!("{people}反映较多的是{fault}，{body}已会同{second}研究，决定{act}。"),
            25 => {
                let score = self.number(2, 15);
                format!(
                    "{object}列入{year}年度目标责任考核，占{score}分；出现{fault}并造成不良影响的，按规定追究责任。"
                )
            }
            26 => format!(
                "通过公示栏、广播、微信群和入户走访等方式宣传{object}政策，引导{people}积极参与，{goal}。"
            ),
            27 => {
                let (many, few) = (self.number(120, 3600), self.number(6, 90));
                format!(
                    "全年发放{object}明白卡{many}份，举办讲解活动{few}场，{people}知晓率达到{}%（示例）。",
                    self.number(82, 99)
                )
            }
            28 => {
                format!("{place}党支部书记表示，要以此次工作为契机，{act}，同时{other}，{goal}。")
            }
            _ => {
                let months = self.number(2, 11);
                format!(
                    "{object}工作分动员部署、组织实施、总结评估三个阶段，{months}月底前完成{act}任务，{goal}。"
                )
            }
        }
    }

    /// Some sentences in a row.
    pub(crate) fn sentences(&mut self, low: usize, high: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.rng.range(low, high) {
            let sentence = self.sentence();
            text.push_str(&sentence);
        }
        text
    }

    /// A paragraph, often with something bold beside Chinese punctuation.
    pub(crate) fn paragraph(&mut self) -> String {
        let text = self.sentences(2, 4);
        match self.rng.below(10) {
            0..=2 => format!("**{}。**{text}", self.rng.pick(&LEADS)),
            3 => format!("**{}**：{text}", self.object()),
            4 => format!("实行**“{}”**的工作机制。{text}", self.rng.pick(&MECHANISMS)),
            5 => format!("{text}（**{}除外**）", self.object()),
            _ => text,
        }
    }

    /// A list, numbered or not, sometimes of two levels.
    pub(crate) fn list(&mut self) -> String {
        let (numbered, nested) = (self.rng.chance(55), self.rng.chance(25));
        let mut text = String::new();
        for number in 1..=self.rng.range(3, 6) {
            let mark = if numbered {
                format!("{number}. ")
            } else {
                "- ".to_owned()
            };
            let item = match self.rng.below(4) {
                0 => format!("**{}**：{}", self.object(), self.sentence()),
                1 => format!("{}{}；", self.body(), self.act()),
                _ => self.sentence(),
            };
            let _ = writeln!(text, "{mark}{item}");
            if nested && number == 2 {
                for _ in 0..2 {
                    let _ = writeln!(
                        text,
                        "{}- {}，{}；",
                        " ".repeat(mark.len()),
                        self.act(),
                        self.goal()
                    );
                }
            }
        }
        text
    }

    /// A table of tasks, of numbers, or of what is where.
    pub(crate) fn table(&mut self) -> String {
        let rows = self.rng.range(3, 7);
        let mut text = String::new();
        match self.rng.below(3) {
            0 => {
                text.push_str("| 序号 | 任务 | 责任单位 | 完成时限 |\n|---:|---|---|:---:|\n");
                for row in 1..=rows {
                    let _ = writeln!(
                        text,
                        "| {row} | {} | {} | {}年{}月 |",
                        self.act(),
                        self.body(),
                        self.year,
                        self.rng.range(1, 12)
                    );
                }
            }
            1 => {
                text.push_str(
                    "| 村（社区） | 数量 | 已办结 | 办结率 | 备注 |\n|---|---:|---:|---:|---|\n",
                );
                for _ in 0..rows {
                    let all = self.rng.range(20, 400);
                    let done = all - self.rng.below(all / 4 + 1);
                    let note = if done == all { "—" } else { self.fault() };
                    let _ = writeln!(
                        text,
                        "| {} | {all} | {done} | {}% | {note} |",
                        self.place(),
                        done * 100 / all
                    );
                }
            }
            _ => {
                text.push_str("| 事项 | 地点 | 时间 | 联系单位 |\n|---|---|---|---|\n");
                for _ in 0..rows {
                    let _ = writeln!(
                        text,
                        "| {} | {}{} | {} | {} |",
                        self.object(),
                        self.place(),
                        self.topic.places,
                        self.rng.pick(&TIMES),
                        self.body()
                    );
                }
            }
        }
        text
    }
}
