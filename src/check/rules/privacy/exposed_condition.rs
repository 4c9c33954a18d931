use std::sync::LazyLock;

use regex::Regex;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            line::{self, Line},
            pattern,
        },
        rule::declare_rule,
    },
    model::{Page, Site},
};

use super::reaches_residents;

declare_rule! {
    /// 查出正文里写出的个人病情和家庭困难。
    ///
    /// ## 为什么
    ///
    /// 走访、救助、答复的文字里写出姓名和病情、门牌，和名单一样是个人隐私（《条例》第十五条）。只查姓名或者门牌与病情写在一起的句子；“患病的居民”这样泛指的不算。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 走访了低保对象王秀兰（72岁，患尿毒症），送去慰问品。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 走访了患重病的低保对象12户，送去慰问品；王某某（72岁）表示感谢。
    /// ```
    ExposedCondition { id: "exposed-condition", severity: Warning, requirements: ["TL-15"], since: "0.1.0" }
}

pattern!(
    /// Words that all that is told here has.
    ILL,
    "患|确诊|查出"
);

static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    let illness =
        "(?:患有?|确诊|身患|查出)(?:[^，。；）]{0,6})(?:症|癌|病|瘤|残疾|抑郁|瘫痪|肝炎|中风|骨折)";
    let name = "[\u{4e00}-\u{9fa5}]{2,3}";
    let home = "[0-9]+号楼[0-9]+单元[0-9]+(?:室|号)?";
    let pattern = format!(
        "{name}（[^）]{{0,20}}{illness}[^）]{{0,20}}）|{home}[^。；]{{0,40}}{illness}|(?:居民|村民|老人|低保户|特困人员|投诉人|来电人|群众)(?:李|王|张|刘|陈|杨|赵|黄|周|吴|徐|孙|胡|朱|高|林|何|郭|马|罗)[\u{4e00}-\u{9fa5}]{{1,2}}(?:（[^）]*）)?[^。；]{{0,12}}{illness}"
    );
    Regex::new(&pattern).unwrap_or_else(|error| panic!("{error}"))
});

impl Rule for ExposedCondition {
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        if !reaches_residents(page) {
            return;
        }
        let document = &page.document;
        let body = document.file.text.get(document.body.start..);
        let body = body.unwrap_or_default();
        let may_tell = |text: &str| ILL.is_match(text);
        if !may_tell(body) {
            return;
        }
        for (at, written) in line::lines(body, document.body.start) {
            if !may_tell(written) {
                continue;
            }
            let line = Line::read(written, at);
            let Some(found) = TOLD.find(&line.text) else {
                continue;
            };
            // `王某某` and `李某` are nobody.
            if found.as_str().contains('某') {
                continue;
            }
            let message = "一个人的病情和姓名、住址写在了一起".to_owned();
            let help = "隐去姓名（王某某）和门牌，或者不写病情";
            let finding = Finding::new(message, help).at(line.span(found.start(), found.end()));
            sink.add(&document.file.path, finding);
        }
    }
}
