//! The annual reports: the tables of a year, and the sentences that must agree with them.

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::{
    planned::{Plan, Validity},
    rng::Rng,
};

/// Rows of table three that hold results, in their order.
const RESULTS: [&str; 21] = [
    "予以公开",
    "部分公开",
    "属于国家秘密",
    "其他法律行政法规禁止公开",
    "危及三安全一稳定",
    "保护第三方合法权益",
    "属于三类内部事务信息",
    "属于四类过程性信息",
    "属于行政执法案卷",
    "属于行政查询事项",
    "本机关不掌握相关政府信息",
    "没有现成信息需要另行制作",
    "补正后申请内容仍不明确",
    "信访举报投诉类申请",
    "重复申请",
    "要求提供公开出版物",
    "无正当理由大量反复申请",
    "要求行政机关确认或重新出具已获取信息",
    "逾期不补正",
    "逾期未缴费",
    "其他处理",
];

/// Heads of the six parts.
pub(crate) const PARTS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// Problems of a year, each with what is done about it.
const PROBLEMS: [(&str, &str); 8] = [
    (
        "村级信息更新不够及时，个别公示栏只换标题不换内容",
        "按季度抽查村务公开栏，结果计入年度考核",
    ),
    (
        "解读形式偏少，图解和问答所占比例不高",
        "解读与文件同步起草、同步审签、同步发布",
    ),
    (
        "目录事项与栏目对应不够准确，有的信息不容易找到",
        "每半年对照目录逐项核对，把文件归入事项",
    ),
    (
        "对申请内容的指导和释明不够，补正次数偏多",
        "当面说明补正要求，并且增加申请样例",
    ),
    (
        "附件名称不规范，读屏软件不能顺畅朗读",
        "发布前检查附件名称和文字版",
    ),
    (
        "个别单位报送信息超过时限",
        "按月通报报送情况，约谈连续两次超时的单位",
    ),
    (
        "专职人员变动较多，业务不够熟练",
        "每年组织两次集中培训，新到岗的先学后办",
    ),
    (
        "公众参与的范围偏窄，意见采纳情况反馈偏慢",
        "征集结束后20个工作日内公布采纳情况",
    ),
];

/// Work done for one aspect; each year takes one sentence.
const DEEDS: [(&str, [&str; 4]); 5] = [
    (
        "主动公开",
        [
            "围绕救助、养老、就业等事项集中发布信息，财政预决算和检查结果按期公布",
            "把群众问得最多的补贴标准、办理地点做成一张表，在专栏和公示栏同步更新",
            "按照目录逐项发布信息，重点工程、征收补偿和招聘录用全过程可查",
            "防汛、防火和重污染天气的预警随到随发，事后公布处置结果",
        ],
    ),
    (
        "依申请公开",
        [
            "设立专门窗口，逐件登记，收到的申请都在法定期限内答复",
            "对描述不清的申请先电话沟通，帮助申请人缩小范围",
            "统一答复文书样式，写明事实、依据和救济途径",
            "把往年案例编成练习，办理人员轮流讲解",
        ],
    ),
    (
        "政府信息管理",
        [
            "每份文件起草时写明公开属性，发布前由两人核对附件和隐私",
            "清理行政规范性文件，页面全部注明有效性",
            "对不予公开的文件逐件复核，可以公开的转为公开",
            "更正差错和失效链接，建立发布后通读的办法",
        ],
    ),
    (
        "平台建设",
        [
            "专栏增加按文号和索引号检索，字号和对比度可以调整",
            "政务公开专区增设查阅电脑和大字版材料",
            "合并长期不更新的栏目，统一栏目名称和排列次序",
            "村（社区）公示栏加贴二维码，扫码可以看到同样的内容",
        ],
    ),
    (
        "监督保障",
        [
            "政务公开列入年度目标责任考核，邀请居民代表评议",
            "组织全员培训，对超时回应的单位通报批评",
            "聘请志愿监督员，每季度收集意见并逐条反馈",
            "开展半年自查，问题录入台账逐项销号，没有发生责任追究",
        ],
    ),
];

/// Applications by persons and by firms.
type Count = (usize, usize);

/// A year of disclosure.
pub(crate) struct Report {
    year: i16,
    /// 规范性文件 made, ended and in force.
    documents: [usize; 3],
    penalties: usize,
    measures: usize,
    new: Count,
    carried_in: usize,
    carried_out: usize,
    results: Vec<Count>,
}

impl Report {
    /// The report of a year on a site with these documents.
    pub(crate) fn of(year: i16, all: &[Plan]) -> Self {
        // What one year leaves open the next one takes over.
        let left_open = |year: i16| usize::from(year % 2 == 1);
        let rng = &mut rng_of(year);
        let (penalties, measures) = (rng.range(8, 60), rng.below(4));
        let results: Vec<Count> = (0..RESULTS.len())
            .map(|row| {
                if row < 2 {
                    (rng.range(2, 9), rng.below(3))
                } else {
                    (rng.below(2), 0)
                }
            })
            .collect();
        let (carried_in, carried_out) = (left_open(year - 1), left_open(year));
        let (persons, firms) = sum(&results);
        Self {
            year,
            documents: documents(year, all),
            penalties,
            measures,
            new: (persons + carried_out - carried_in, firms),
            carried_in,
            carried_out,
            results,
        }
    }

    /// The tables.
    pub(crate) fn tables(&self) -> String {
        let [made, ended, valid] = self.documents;
        let mut text = format!(
            "示例: 是\n年度: {}\n表二:\n  规章: {{本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}}\n  行政规范性文件: {{本年制发件数: {made}, 本年废止件数: {ended}, 现行有效件数: {valid}}}\n  行政许可: {{本年处理决定数量: 0}}\n  行政处罚: {{本年处理决定数量: {}}}\n  行政强制: {{本年处理决定数量: {}}}\n  行政事业性收费: {{本年收费金额: 0}}\n表三:\n",
            self.year, self.penalties, self.measures
        );
        let mut row = |key: &str, (persons, firms): Count| {
            let _ = writeln!(
                text,
                "  {key}: [{persons}, {firms}, 0, 0, 0, 0, {}]",
                persons + firms
            );
        };
        row("本年新收", self.new);
        row("上年结转", (self.carried_in, 0));
        for (key, count) in RESULTS.iter().zip(&self.results) {
            row(key, *count);
        }
        row("总计", sum(&self.results));
        row("结转下年度", (self.carried_out, 0));
        text.push_str("表四:\n  行政复议: [1, 0, 0, 0, 1]\n  未经复议直接起诉: [0, 0, 0, 0, 0]\n  复议后起诉: [0, 0, 0, 0, 0]\n");
        text
    }

    /// Text that a part must have.
    pub(crate) fn part(&self, part: usize) -> String {
        let rng = &mut Rng::new(self.year.unsigned_abs().into());
        let Self { year, .. } = self;
        match part {
            0 => overview(rng),
            1 => {
                let [made, ended, valid] = self.documents;
                format!(
                    "{year}年制发行政规范性文件{made}件，废止和期满失效{ended}件，年末现行有效{valid}件；作出行政处罚决定{}件，实施行政强制{}件。没有制发规章，没有行政许可和行政事业性收费。",
                    self.penalties, self.measures
                )
            }
            2 => format!(
                "{year}年新收政府信息公开申请{}件，上年结转{}件，全年办结{}件，结转下年度继续办理{}件。",
                self.new.0 + self.new.1,
                self.carried_in,
                self.results.iter().map(|(a, b)| a + b).sum::<usize>(),
                self.carried_out
            ),
            3 => rng
                .pick(&[
                    "行政复议1件，申请人对部分公开的答复不服，复议机关经审查予以维持；没有行政诉讼。",
                    "发生行政复议1件，争议在于信息是否存在，复议机关认定检索充分，维持答复；没有行政诉讼。",
                    "行政复议1件，涉及第三方意见的处理，复议决定维持；没有行政诉讼，文书样式已经据此改进。",
                ])
                .to_owned(),
            4 => problems(rng),
            _ => rng
                .pick(&[
                    "本年度没有发出收费通知，没有收取信息处理费。",
                    "按照信息处理费管理办法，全年未发出收费通知，实际收取信息处理费0元。",
                    "全年没有符合收费情形的申请，没有收取信息处理费。",
                ])
                .to_owned(),
        }
    }
}

/// Chance of the figures; that of the words is another, so that neither moves the other.
fn rng_of(year: i16) -> Rng {
    Rng::new(u64::from(year.unsigned_abs()) << 16)
}

fn sum(counts: &[Count]) -> Count {
    counts
        .iter()
        .fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1))
}

/// Numbers of 规范性文件 that a year made, that ended in it, and that it left in force: those of
/// the site, which the table must agree with.
fn documents(year: i16, all: &[Plan]) -> [usize; 3] {
    let normative = || {
        all.iter()
            .enumerate()
            .filter(|(_, plan)| plan.is_normative())
    };
    let valid = |last: Date| {
        normative()
            .filter(|(id, plan)| plan.formed <= last && !is_over(*id, plan, last, all))
            .count()
    };
    let made = normative()
        .filter(|(_, plan)| plan.formed.year() == year)
        .count();
    let (before, after) = (valid(date(year - 1, 12, 31)), valid(date(year, 12, 31)));
    [made, before + made - after, after]
}

fn is_over(id: usize, plan: &Plan, day: Date, all: &[Plan]) -> bool {
    match plan.validity {
        Some(Validity::Expired(until) | Validity::Valid(Some(until))) => until < day,
        Some(Validity::Repealed) => all
            .iter()
            .any(|by| by.formed <= day && by.repeals.contains(&id)),
        _ => false,
    }
}

fn overview(rng: &mut Rng) -> String {
    DEEDS
        .iter()
        .map(|(aspect, deeds)| format!("**{aspect}方面。**{}。", rng.pick(deeds)))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn problems(rng: &mut Rng) -> String {
    let first = rng.below(PROBLEMS.len());
    let (one, two) = (
        PROBLEMS[first],
        PROBLEMS[(first + rng.range(1, PROBLEMS.len() - 1)) % PROBLEMS.len()],
    );
    format!(
        "存在的主要问题：一是{}；二是{}。改进情况和下一步打算：{}；{}。",
        one.0, two.0, one.1, two.1
    )
}
