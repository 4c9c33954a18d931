//! Sections that a kind of document must have, and the sentences that they open with.

use std::fmt::Write as _;

use super::{
    data::line_of,
    planned::Plan,
    rng::Rng,
    words::{BODIES, PAPERS, PLACES, Topic},
};

/// A section with the heads it may bear, and its anchor.
pub(crate) type Section = (&'static [&'static str], &'static str);

/// Sections of an interpretation.
pub(crate) const INTERPRETATION: [Section; 9] = [
    (&["背景依据", "出台背景", "制定的背景和依据"], "beijing"),
    (&["目标任务", "要完成什么任务", "制定目的"], "mubiao"),
    (&["主要内容", "文件讲了哪些内容"], "neirong"),
    (&["具体举措", "有哪些措施", "执行标准和措施"], "jucuo"),
    (&["适用对象", "适用范围", "哪些人适用"], "duixiang"),
    (&["注意事项", "需要注意什么"], "zhuyi"),
    (&["关键词解释", "名词解释", "术语说明"], "mingci"),
    (&["新旧政策差异", "与以往有什么变化", "新旧对比"], "chayi"),
    (&["解读机关", "解读单位和咨询方式"], "jiguan"),
];

/// Sections of a guide to a service.
pub(crate) const GUIDE: [Section; 7] = [
    (&["设定依据", "办理依据"], "yiju"),
    (&["申请条件", "申请对象和条件"], "tiaojian"),
    (&["办理材料", "申请材料"], "cailiao"),
    (&["办理地点", "受理窗口"], "didian"),
    (&["办理时间", "受理时间"], "shijian"),
    (&["联系电话", "咨询和投诉电话"], "dianhua"),
    (&["办理流程", "办理程序", "办理步骤"], "liucheng"),
];

/// Sections of the plan of a year.
pub(crate) const WORK_PLAN: [Section; 5] = [
    (&["总体要求", "工作思路"], "zongti"),
    (&["主动公开重点", "重点公开事项"], "zhongdian"),
    (&["解读和回应", "政策解读安排"], "jiedu"),
    (&["平台和专区", "平台建设任务"], "pingtai"),
    (&["保障措施", "组织保障"], "baozhang"),
];

/// Sections of a notice on the leading group.
pub(crate) const LEADING_GROUP: [Section; 3] = [
    (&["组成人员"], "renyuan"),
    (&["工作机构和专职人员"], "jigou"),
    (&["职责分工"], "zhize"),
];

/// Opening of the section on an element of an interpretation; `policy` is what it explains.
pub(crate) fn of_interpretation(
    element: usize,
    plan: &Plan,
    policy: &str,
    rng: &mut Rng,
) -> String {
    let Topic {
        office,
        law,
        people,
        objects,
        acts,
        faults,
        ..
    } = plan.topic;
    let object = objects[plan.object];
    let (act, other, fault) = (rng.pick(acts), rng.pick(acts), rng.pick(faults));
    let is_first = rng.chance(50);
    match (element, is_first) {
        (0, true) => format!("{office}依据《{law}》和上级有关规定，起草了《{policy}》。"),
        (0, false) => format!(
            "{people}反映较多的是{fault}。为解决这一问题，街道按照《{law}》制定了《{policy}》。"
        ),
        (1, true) => format!("任务很明确：{act}，{other}，把{object}落到每个村和社区。"),
        (1, false) => format!("目的是减少{fault}，让{people}办事有章可循、结果看得见。"),
        (2, true) => format!("文件围绕{object}，讲清由谁办、怎么办、办到什么程度。"),
        (2, false) => format!(
            "全文分{}个部分，其中与{people}关系最密切的是{act}。",
            rng.range(4, 8)
        ),
        (3, true) => format!(
            "一是{act}；二是{other}；三是由{}跟踪落实。",
            rng.pick(&BODIES)
        ),
        (3, false) => format!("对{fault}的，先提醒、再督办；{office}负责{act}。"),
        (4, true) => format!("适用于{people}，以及承担{object}工作的单位和人员。"),
        (4, false) => format!("凡在本街道范围内与{object}有关的单位和个人，都适用本文件。"),
        (5, true) => format!("请{people}按期提交材料；发现{fault}的，可以直接向{office}反映。"),
        (5, false) => format!("办理{object}不收取任何费用，也不需要提交文件没有写明的材料。"),
        (6, _) => format!(
            "**{object}**：本文件中指街道和各村（社区）为{people}开展的有关工作，包括{act}。"
        ),
        (7, true) => format!("此前没有专门规定，这一次明确了{act}，责任单位是{office}。"),
        (7, false) => format!("与以往的做法相比，增加了{act}的要求，对{fault}的处理更加具体。"),
        _ => format!(
            "由旭来街街道办事处{office}负责解读，咨询电话{}（示例）。",
            line_of(office)
        ),
    }
}

/// Opening of the section on an element of a guide.
pub(crate) fn of_guide(element: usize, plan: &Plan, rng: &mut Rng) -> String {
    let Topic {
        office,
        law,
        people,
        name,
        objects,
        ..
    } = plan.topic;
    let object = objects[plan.object];
    match element {
        0 => format!("《{law}》，以及省、市、区关于{name}的规定。"),
        1 => format!("{people}办理{object}，应当符合规定的条件，经常居住地在本街道。"),
        2 => {
            let mut text = String::new();
            let papers = [rng.pick(&PAPERS), rng.pick(&PAPERS)];
            let _ = write!(
                text,
                "1. {object}申请书，窗口备有样表；\n2. 身份证件和户口簿，查验原件；\n3. {}，由{}出具",
                papers[0],
                rng.pick(&PLACES)
            );
            if papers[1] != papers[0] {
                let _ = write!(text, "；\n4. {}，能共享核验的免于提交", papers[1]);
            }
            text + "。"
        }
        3 => format!(
            "街道政务服务大厅{}号窗口（山西省忻州市忻府区示例路1号一层），也可以在{}便民服务点代办。",
            rng.range(1, 12),
            rng.pick(&PLACES)
        ),
        4 => rng
            .pick(&[
                "周一至周五 8:00—12:00，14:30—18:00，法定节假日除外。",
                "工作日 8:30—12:00、14:30—18:00，中午可以预约。",
                "工作日 8:00—12:00、14:30—18:00；周六上午预约办理（示例）。",
            ])
            .to_owned(),
        5 => format!("{office}：{}（示例）。", line_of(office)),
        _ => format!(
            "提出申请、当场核对材料、{}个工作日内核查、公示{}日、作出决定并告知结果。",
            rng.range(3, 15),
            rng.range(3, 7)
        ),
    }
}

/// Opening of each section of the notice on the leading group.
pub(crate) fn of_leading_group(element: usize) -> &'static str {
    match element {
        0 => {
            "街道政务公开领导小组组长由办事处主任示例人员甲担任，副组长由示例人员乙担任，成员为各办公室、站所和村（社区）主要负责人。"
        }
        1 => "领导小组办公室设在党政综合办公室，配备专职人员2名（示例），负责日常工作。",
        _ => {
            "领导小组统筹协调政务公开工作，每半年至少召开一次会议，研究年度要点、目录调整和考核结果。"
        }
    }
}
