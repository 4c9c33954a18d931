//! Everything of a site that is not a document: settings, front pages of columns, structured data.

use std::fmt::Write as _;

use super::{
    catalog,
    columns::{COLUMNS, Column},
    words::{PLACES, TOPICS, Topic},
};

/// `site.yaml`.
pub(crate) const SETTINGS: &str = "\
# 性能测试用的站点：内容由程序生成，所列机构、人员、电话、金额和数据均为示例。
示例: 是
判定日期: 2026-11-20
主题: official
机关:
  全称: 旭来街街道办事处
  简称: 旭来街街道
  统一社会信用代码: \"111409020123456714\"
  区划代码: \"140902005\"
  地址: 山西省忻州市忻府区示例路1号（示例）
  邮编: \"000000\"
  电话: 0350-0000001
  传真: 0350-0000002
  邮箱: gongkai@example.gov.cn
  办公时间: 工作日 8:30—12:00、14:30—18:00（示例）
  上级名称: 忻府区人民政府（示例链接）
  上级网址: https://www.example.gov.cn/
网站:
  规范名称: 忻府区人民政府门户网站（示例）
  域名: www.example.gov.cn
  标识码: \"1409020000\"
  网址: https://www.example.gov.cn/xulaijie/zfxxgk/
  独立网站: 否
  互动交流: https://www.example.gov.cn/hdjl/
  在线办事: https://www.example.gov.cn/zxbs/
页脚:
  主办单位: 旭来街街道办事处
  承办单位: 旭来街街道党政综合办公室
  备案号: 晋ICP备00000000号
  备案网址: https://beian.miit.gov.cn/
  公安备案号: 晋公网安备14090200000000号
  公安备案网址: https://beian.mps.gov.cn/
  党政机关标识: https://bszs.conac.cn/sitename?method=show&id=00000000000000000000000000000000
  找错入口: https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1409020000
热门主题:
  - 名称: 依申请公开怎么办
    网址: 依申请公开/_index.md
  - 名称: 低保与临时救助
    网址: 主动公开基本目录/_index.md
  - 名称: 财政预决算
    网址: 法定主动公开内容/_index.md
";

/// The form that 依申请公开 offers.
pub(crate) const FORM: (&str, &str) = (
    "依申请公开/政府信息公开申请表.txt",
    "政府信息公开申请表\n\n申请人姓名或者名称：\n身份证明（名称、号码）：\n联系方式：\n所需政府信息的名称、文号或者特征性描述：\n提供形式：纸质 / 电子文件 / 查阅抄录\n获取途径：当面领取 / 邮寄 / 电子邮件 / 传真\n申请日期：\n",
);

/// The home page.
pub(crate) fn home() -> String {
    let mut text = "---\n标题: 政府信息公开\n栏目类型: 首页\n说明: 旭来街街道办事处政府信息公开专栏首页，集中发布法定主动公开内容，提供政府信息检索、查阅、下载和依申请公开入口。\n主题词: [政府信息公开, 政务公开, 旭来街街道]\n序号: 0\n示例: 是\n---\n\n## 专栏说明\n\n本专栏集中发布旭来街街道办事处应当主动公开的政府信息，提供检索、查阅、下载服务。\n\n| 您想了解 | 请看 |\n|---|---|\n".to_owned();
    for column in COLUMNS.iter().filter(|column| !column.path.contains('/')) {
        let _ = writeln!(
            text,
            "| {} | [{}]({}/_index.md) |",
            about(column),
            column.title,
            column.path
        );
    }
    text
}

/// `_index.md` of a column.
pub(crate) fn index(number: usize) -> String {
    let column = &COLUMNS[number];
    let mut text = format!(
        "---\n标题: {}\n栏目类型: {}\n说明: {}，按年度归集，标注发布日期，供公众检索、查阅和下载。\n主题词: [政府信息公开, {}]\n序号: {}\n",
        column.title,
        column.kind,
        about(column),
        column.title,
        number + 1
    );
    if !column.slug.is_empty() {
        let _ = writeln!(text, "网址名: {}", column.slug);
    }
    if !column.data.is_empty() {
        let _ = writeln!(text, "数据: {}", column.data);
    }
    text.push_str("示例: 是\n---\n\n");
    let up = "../".repeat(column.path.split('/').count());
    let _ = writeln!(
        text,
        "{}。信息分类和获取方式见[政府信息公开指南]({up}政府信息公开指南/_index.md#huoqu)；没有找到需要的信息，可以[依申请公开]({up}依申请公开/_index.md#渠道)。\n",
        about(column)
    );
    text.push_str(match column.kind {
        "指南" => "## 一、政府信息的分类 {#fenlei}\n\n按《中华人民共和国政府信息公开条例》第二十条分为十五类法定主动公开内容，并按基层政务公开领域分类。\n\n## 二、获取方式 {#huoqu}\n\n1. 网上查阅：按栏目、年份浏览，或者检索；\n2. 现场查阅：街道政务服务大厅政务公开专区、各村（社区）公示栏。\n\n## 三、依申请公开 {#shenqing}\n\n可以当面、邮寄、传真或者通过互联网提出申请，20个工作日内答复。采用书面形式确有困难的，可以口头提出，由工作人员代为填写；申请人有阅读困难或者视听障碍的，提供代读、代填和手语翻译。\n\n## 四、监督和救济 {#jiuji}\n\n对公开工作有异议的，可以投诉、举报，也可以依法申请行政复议或者提起行政诉讼。\n",
        "依申请公开" => "## 渠道\n\n| 方式 | 地址 |\n|---|---|\n| 当面申请 | 示例路1号一层大厅政务公开专区 |\n| 邮寄申请 | 示例路1号党政综合办公室 |\n| 互联网申请 | gongkai@example.gov.cn |\n\n采用书面形式确有困难的，可以口头提出，由工作人员代为填写。\n\n## 流程和时限\n\n按照登记、受理、补正、征求意见、提出办理意见、作出决定、报批、送达八个步骤办理。自收到申请之日起20个工作日内答复，经批准可以延长，延长最长不超过20个工作日。\n",
        "制度" => "- 依据文件：[《中华人民共和国政府信息公开条例》](https://www.gov.cn/zhengce/content/2019-04/15/content_5382991.htm)；\n- 本机关的配套制度按发布日期先后编排，标注有效性。\n",
        "主动公开基本目录" => "## 编制说明\n\n本目录依据基层政务公开标准指引，结合街道权责清单和公共服务事项清单编制，每项写明内容、依据、时限、主体、渠道和方式。\n",
        "法定主动公开内容" => "## 编排说明\n\n本栏目按照《中华人民共和国政府信息公开条例》第二十条（十五项）编排，每一项都有明确的状态。\n",
        "工作台账" => "## 管理办法\n\n任务逐条分解，销号管理；逾期未完成的予以通报。\n",
        "舆情回应" => "## 工作机制\n\n**收集、研判、回应、处置**四个环节衔接，一般关切3个工作日内回应。\n",
        _ => "- 按发布日期先后编排，可以按年份筛选；\n- 发现内容过期、链接失效的，请拨打0350-0000001（示例），5个工作日内更正。\n",
    });
    text
}

fn about(column: &Column) -> String {
    format!("集中公开旭来街街道{}方面的政府信息", column.title)
}

/// The structured data of a column, if it has any.
pub(crate) fn data(number: usize) -> Option<String> {
    let column = &COLUMNS[number];
    Some(match column.data {
        "指南.yaml" => GUIDE.to_owned(),
        "事项.yaml" => statutory(),
        "目录.yaml" => catalog::data(),
        "流程.yaml" => APPLICATION.to_owned(),
        "机构.yaml" => units(),
        "联络表.yaml" => contacts(),
        "清单.yaml" => village(column.title),
        "台账.yaml" => ledger(),
        "考核.yaml" => ASSESSMENT.to_owned(),
        "培训.yaml" => training(),
        _ => return None,
    })
}

const GUIDE: &str = "\
示例: 是
机关名称: 旭来街街道办事处
更新日期: 2026-10-30
信息分类: 按《中华人民共和国政府信息公开条例》第二十条分为十五类法定主动公开内容，并按基层政务公开26个领域分类。
编排体系: 以“统一社会信用代码/年份-流水号”为索引号，按索引、名称、内容概述、生成日期编入目录。
获取方式: 主动公开的信息可以通过本专栏、政务公开专区和村（社区）公示栏获取；未主动公开的信息可以提出申请。
工作机构:
  名称: 旭来街街道办事处党政综合办公室
  办公地址: 山西省忻州市忻府区示例路1号201室
  办公时间: 周一至周五 8:00—12:00，14:30—18:00（法定节假日除外）
  联系电话: 0350-0000001
  传真号码: 0350-0000002
  互联网联系方式: gongkai@example.gov.cn
查阅场所:
  - 名称: 旭来街街道政务服务大厅政务公开专区
    地址: 山西省忻州市忻府区示例路1号一层大厅
    时间: 周一至周五 8:00—12:00，14:30—18:00
监督渠道:
  - 名称: 忻府区人民政府政务公开工作主管部门
    电话: 0350-0000020
    地址: 山西省忻州市忻府区示例街1号
";

const APPLICATION: &str = "\
示例: 是
步骤:
  - {名称: 登记, 责任: 党政综合办公室, 时限: 收到申请的当日, 说明: 逐件编号，记载申请人、收到日期、申请内容和联系方式。}
  - {名称: 受理, 责任: 党政综合办公室, 时限: 收到申请后2个工作日内, 说明: 核对条例第二十九条规定的内容，属于本机关职责的转有关单位办理。}
  - {名称: 补正, 责任: 党政综合办公室, 时限: 收到申请之日起7个工作日内, 说明: 申请内容不明确的，一次性告知需要补正的事项和期限。}
  - {名称: 征求意见, 责任: 承办单位, 时限: 被征求意见方自收到征求意见书之日起15个工作日内, 说明: 涉及第三方合法权益或者由多个机关共同制作的，书面征求意见。}
  - {名称: 提出办理意见, 责任: 承办单位, 时限: 接到转办后7个工作日内, 说明: 检索有关信息，核定公开属性，草拟答复文书。}
  - {名称: 作出决定, 责任: 党政综合办公室, 时限: 收到申请之日起20个工作日内, 说明: 按照予以公开、部分公开、不予公开等情形分别作出决定。}
  - {名称: 报批, 责任: 街道办事处分管负责人, 时限: 作出决定期限内完成, 说明: 答复文书经合法性审核后签批。}
  - {名称: 送达, 责任: 党政综合办公室, 时限: 签批后2个工作日内, 说明: 按申请人要求的形式和途径提供。}
渠道:
  - {方式: 当面申请, 地址: 示例路1号一层大厅政务公开专区, 时间: 工作日, 说明: 以提交之日为收到申请之日；书面有困难的可以口头提出，由工作人员代填。}
  - {方式: 邮寄申请, 地址: 示例路1号党政综合办公室, 时间: 以签收时间为准, 说明: 信封注明“政府信息公开申请”。}
  - {方式: 互联网申请, 地址: gongkai@example.gov.cn, 说明: 以双方确认之日为收到申请之日。}
时限:
  - {事项: 补正告知, 天数: 7, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十条}
  - {事项: 答复, 天数: 20, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十三条}
  - {事项: 延长答复, 天数: 20, 单位: 工作日, 依据: 《中华人民共和国政府信息公开条例》第三十三条}
申请表:
  文件: 政府信息公开申请表.txt
  字段:
    - {组: 申请人信息, 名称: 姓名或者名称, 必填: 是, 说明: 与身份证明一致}
    - {组: 申请人信息, 名称: 身份证明, 必填: 是, 说明: 自然人提供有效身份证件，组织提供统一社会信用代码证照}
    - {组: 申请人信息, 名称: 联系方式, 必填: 是, 说明: 至少填写一种能够送达的方式}
    - {组: 所需政府信息, 名称: 名称、文号或者特征性描述, 必填: 是, 说明: 至少写明一项}
    - {组: 形式要求, 名称: 提供形式和获取途径, 必填: 是}
";

const ASSESSMENT: &str = "\
示例: 是
年度: 2026
分值权重: 5
指标:
  - {名称: 主动公开, 分值: 40, 评分标准: 在规定时限内公开，每发现一件超期扣2分, 责任单位: 各站所、办公室}
  - {名称: 依申请公开, 分值: 20, 评分标准: 按时规范答复，每发现一件超期扣5分, 责任单位: 党政综合办公室}
  - {名称: 解读回应, 分值: 20, 评分标准: 政策解读同步率100%, 责任单位: 起草单位}
  - {名称: 平台建设, 分值: 20, 评分标准: 无空白栏目和错链断链, 责任单位: 党政综合办公室}
";

fn statutory() -> String {
    let mut text = "示例: 是\n事项:\n".to_owned();
    for number in 1..=15 {
        let has = TOPICS.iter().any(|topic| topic.items.contains(&number)) || number == 1;
        let _ = match number {
            2 => writeln!(
                text,
                "  - 项: 2\n    状态: 有内容\n    链接:\n      - 名称: 机构职能\n        网址: 机构职能/_index.md"
            ),
            _ if has => writeln!(text, "  - 项: {number}\n    状态: 有内容"),
            _ => writeln!(
                text,
                "  - 项: {number}\n    状态: 链接上级\n    说明: 由上级机关负责公开，本街道不单独制作。\n    链接:\n      - 名称: 忻府区政府信息公开（示例）\n        网址: https://www.example.gov.cn/zwgk/{number}/"
            ),
        };
    }
    text
}

/// The offices, each with the first topic that it answers for.
fn offices() -> Vec<&'static Topic> {
    let mut offices: Vec<&Topic> = Vec::new();
    for topic in &TOPICS {
        if offices.iter().all(|other| other.office != topic.office) {
            offices.push(topic);
        }
    }
    offices
}

/// Telephone of an office.
pub(crate) fn line_of(office: &str) -> String {
    let place = offices().iter().position(|topic| topic.office == office);
    line(place.unwrap_or_default())
}

fn line(office: usize) -> String {
    format!("0350-00000{:02}", office + 1)
}

fn units() -> String {
    let mut text = "示例: 是\n核对日期: 2026-11-02\n机构:\n".to_owned();
    for (place, topic) in offices().into_iter().enumerate() {
        let kind = if topic.office.ends_with("办公室") {
            "内设机构"
        } else {
            "站所"
        };
        let _ = writeln!(
            text,
            "  - 名称: {}\n    类别: {kind}\n    职能: 负责{}，{}。\n    负责人: 示例人员\n    办公地址: 山西省忻州市忻府区示例路1号{}室\n    办公时间: 周一至周五 8:00—12:00，14:30—18:00\n    联系电话: {}",
            topic.office,
            topic.objects.join("、"),
            topic.acts[0],
            201 + place,
            line(place)
        );
    }
    text
}

fn contacts() -> String {
    let mut text = "示例: 是\n单位:\n".to_owned();
    let mut row = |name: &str, coordinator: &str, line: &str| {
        let _ = writeln!(
            text,
            "  - {{名称: {name}, 协调部门: {coordinator}, 责任人: 示例人员甲, 联络人: 示例人员乙, 承办人: 示例人员丙, 联系电话: {line}}}"
        );
    };
    for (place, topic) in offices().into_iter().enumerate() {
        row(topic.office, topic.office, &line(place));
    }
    for (number, place) in PLACES.iter().enumerate() {
        row(
            place,
            "党政综合办公室",
            &format!("0350-00001{:02}", number + 1),
        );
    }
    text
}

fn village(name: &str) -> String {
    let mut text = format!("示例: 是\n村名: {name}\n事项:\n");
    for (topic, content) in [
        ("脱贫攻坚", "脱贫户、监测对象帮扶措施和收入变化"),
        ("乡村振兴", "项目安排、资金使用和进度"),
        ("村级财务", "月度收支、债权债务和集体资产"),
        ("惠农政策", "补贴标准、面积和发放名单"),
        ("养老服务", "高龄津贴、助餐和巡访安排"),
        ("社会救助", "救助对象、标准和金额"),
    ] {
        let _ = writeln!(
            text,
            "  - {{主题: {topic}, 公开内容: {content}, 公开方式: 公示栏、微信群和本专栏, 公开时限: 每月10日前, 责任人: 示例人员}}"
        );
    }
    text
}

fn ledger() -> String {
    let mut text = "示例: 是\n任务:\n".to_owned();
    for (number, topic) in TOPICS.iter().enumerate() {
        let status = ["已完成", "长期坚持"][number % 2];
        let _ = writeln!(
            text,
            "  - 编号: {}\n    任务: {}\n    章节: 二（一）\n    责任单位: [{}, 各村（社区）]\n    时限原文: 长期坚持\n    状态: {status}\n    进展: 已{}\n    佐证: 通知公告/_index.md",
            number + 1,
            topic.acts[0],
            topic.office,
            topic.acts[1]
        );
    }
    text
}

fn training() -> String {
    let mut text = "示例: 是\n培训:\n".to_owned();
    for (number, topic) in TOPICS.iter().enumerate().take(12) {
        let _ = writeln!(
            text,
            "  - {{日期: {}-{:02}-15, 主题: {}信息公开, 主讲: 示例人员, 参加人数: {}, 地点: 街道会议室, 内容: 讲解《{}》和公开要求}}",
            2019 + number % 8,
            number % 10 + 1,
            topic.name,
            30 + number * 3,
            topic.law
        );
    }
    text
}
