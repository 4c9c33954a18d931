use std::sync::LazyLock;

use regex::Regex;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{line::Line, pattern},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Column, Site},
    standard::view::ColumnKind,
};

use super::{PlacedText, record_texts, title_span};

declare_rule! {
    /// 查出指南、制度里没有写的法定内容。
    ///
    /// ## 为什么
    ///
    /// 指南要把申请的三项内容、口头申请、各种收到日期、监督的主管部门都写明；审查制度要有保密审查，依申请公开的制度要有报批。别处写过的不算：群众看的是指南这一页。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -- 申请人的姓名或者名称、身份证明、联系方式；
    /// +- 申请人的姓名或者名称、联系方式；
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    UnstatedDuty {
        id: "unstated-duty", severity: Warning,
        requirements: ["TL-29-2", "TL-29-1", "TL-31", "TL-51/47", "TL-17", "SD-1"], since: "0.1.0",
    }
}

/// Something that a text has to say.
struct Duty {
    /// Words by which the text says it.
    pattern: &'static LazyLock<Regex>,
    name: &'static str,
    right: &'static str,
    requirement: &'static str,
}

pattern!(IDENTITY, "身份证明|身份证件|身份证复印件|有效证件|身份证");
pattern!(ORALLY, "口头");
pattern!(
    CONFIRMED,
    "(?:互联网|传真|网上|网络|电子邮件|数据电文)[^。]{0,60}确认"
);
pattern!(AUTHORITY, "主管部门|政府办公室|政务公开办|信息公开办");
pattern!(SECRECY, "保密|国家秘密");
pattern!(APPROVAL, "报批|审批|签批|批准");

/// Duties of a guide.
const OF_GUIDES: [Duty; 4] = [
    Duty {
        pattern: &IDENTITY,
        name: "申请人的身份证明",
        right: "写明申请人的姓名或者名称、身份证明、联系方式",
        requirement: "TL-29-2",
    },
    Duty {
        pattern: &ORALLY,
        name: "口头申请",
        right: "写明书面形式确有困难的可以口头提出",
        requirement: "TL-29-1",
    },
    Duty {
        pattern: &CONFIRMED,
        name: "互联网、传真申请的收到日期",
        right: "写明通过互联网、传真提交的，以双方确认之日为收到申请之日",
        requirement: "TL-31",
    },
    Duty {
        pattern: &AUTHORITY,
        name: "监督的主管部门",
        right: "写明可以投诉、举报的政府信息公开工作主管部门和它的电话、地址",
        requirement: "TL-51/47",
    },
];

/// Duties of the systems, by words of their titles.
const OF_SYSTEMS: [(&str, Duty); 2] = [
    (
        "审查",
        Duty {
            pattern: &SECRECY,
            name: "保密审查",
            right: "写明先审查、后公开，逐项进行保密审查",
            requirement: "TL-17",
        },
    ),
    (
        "依申请公开",
        Duty {
            pattern: &APPROVAL,
            name: "报批的环节",
            right: "写明答复文书报负责人审批",
            requirement: "SD-1",
        },
    ),
];

impl Rule for UnstatedDuty {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (_, column) in site.columns_of_kind(ColumnKind::Guide) {
            let text = own_text(column);
            // A guide that says nothing yet is told as a whole.
            if text.chars().count() < 400 {
                continue;
            }
            for duty in &OF_GUIDES {
                if !duty.pattern.is_match(&text) {
                    let finding = finding("指南", duty).at(title_span(column));
                    sink.add(&column.source.file.path, finding);
                }
            }
            supervision(column, sink);
        }
        for (_, column) in site.columns_of_kind(ColumnKind::Systems) {
            for page in column.pages.iter().map(|id| &site.pages[*id]) {
                let document = &page.document;
                let body = document.file.text.get(document.body.start..);
                let text = Line::read(body.unwrap_or_default(), 0).text;
                for (word, duty) in &OF_SYSTEMS {
                    let is_of_kind = document.title.contains(word) && text.chars().count() > 200;
                    if is_of_kind && !duty.pattern.is_match(&text) {
                        let finding = finding("这项制度", duty);
                        let place = document.meta().title().span();
                        sink.add(&document.file.path, finding.at(place));
                    }
                }
            }
        }
    }
}

fn finding(whose: &str, duty: &Duty) -> Finding {
    Finding::new(format!("{whose}没有写{}", duty.name), duty.right)
        .of(duty.requirement)
        .severity(Severity::Warning)
}

/// The body and the data of a column, as they are read out.
fn own_text(column: &Column) -> String {
    let source = &column.source;
    let body = source.file.text.get(source.body.start..);
    let mut text = Line::read(body.unwrap_or_default(), 0).text;
    let mut values = Vec::new();
    if let Some(data) = &column.data {
        record_texts(&column.data_path(), data, &mut values);
    }
    for PlacedText { text: value, .. } in values {
        text.push('。');
        text.push_str(value);
    }
    text
}

/// Tells a guide whose list of those who watch over disclosure lacks the authority.
fn supervision(column: &Column, sink: &mut Sink) {
    let Some(data) = column.guide() else { return };
    let Some(place) = data.supervision().place() else {
        return;
    };
    let has_authority = data
        .supervision()
        .into_iter()
        .filter_map(|channel| channel.name().get())
        .any(|name| AUTHORITY.is_match(name) || name.contains("政务公开"));
    if !has_authority {
        let finding = finding("监督渠道", &OF_GUIDES[3]).at(place);
        sink.add(&column.data_path(), finding);
    }
}
