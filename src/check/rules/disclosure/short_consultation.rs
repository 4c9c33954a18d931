use jiff::civil::{Date, DateTime};

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            days::{self, DAY, TO_DAY},
            line::{self, Line},
            pattern,
        },
        rule::declare_rule,
    },
    model::{Page, Site},
    source::Span,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出期限不足、没有写期限或者没有写怎样提意见的公开征求意见，提前不足七日的听证公告，没有理由的不采纳。
    ///
    /// ## 为什么
    ///
    /// 公开征求意见的期限一般不少于30日，因情况紧急等原因需要缩短的应当说明；听证材料提前7日送达、公告提前让人知道（《重大行政决策程序暂行条例》第十五条、第十六条；乡级政府参照执行）。只查决策公众参与栏目。
    ///
    /// ## 反例
    ///
    /// ```diff content/通知公告/_index.md
    /// -栏目类型: 通知公告
    /// +栏目类型: 决策公众参与
    /// ```
    ///
    /// ```md content/通知公告/例.md
    /// ---
    /// 标题: 防汛方案意见征集公告
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 防汛方案公开征求意见的期限和提交方式
    /// 目录事项: [JD-001]
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 一、期限：2026年6月2日至6月12日。
    ///
    /// 二、提交方式：发送电子邮件，或者到党政综合办公室当面提交。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    ShortConsultation { id: "short-consultation", severity: Warning, since: "0.1.0" }
}

const CLAUSE: &str = "《重大行政决策程序暂行条例》第十五条";

pattern!(PERIOD, &format!("{DAY}(?:起)?{TO_DAY}"));

pattern!(ONE_DAY, DAY);

impl Rule for ShortConsultation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || !site.has_in(page, ColumnKind::Consultations) {
            return;
        }
        let document = &page.document;
        let title = document.title.as_str();
        let at_title = document.meta().title().span();
        let body = document.file.text.get(document.body.start..);
        let body = body.unwrap_or_default();
        let path = document.file.path.as_str();
        let mut tell = |message: String, help: &str, clause: &str, span: Span| {
            let finding = Finding::new(message, help).breaking_none().clause(clause);
            sink.add(path, finding.at(span));
        };
        let is_result = ["采纳", "反馈", "结果", "记录", "纪要"];
        let is_result = is_result.iter().any(|word| title.contains(word));
        if is_result {
            for (message, span) in unexplained(page) {
                tell(message, "写明不采纳的理由", CLAUSE, span);
            }
            return;
        }
        let published = document.published.map(DateTime::date);
        if title.contains("听证") {
            hearing(body, document.body.start, published, &mut tell);
            return;
        }
        let is_call = ["征集", "征求", "意见"];
        if !is_call.iter().any(|word| title.contains(word)) {
            return;
        }
        let start = document.body.start;
        let period = line::lines(body, start).find_map(|(at, written)| {
            let line = Line::read(written, at);
            let found = PERIOD.captures(&line.text)?;
            let days = days::period(&found)?;
            let whole = found.get(0)?;
            Some((line.span(whole.start(), whole.end()), days))
        });
        let is_reasoned = ["紧急", "缩短", "理由", "原因"]
            .iter()
            .any(|word| body.contains(word));
        match period {
            None if !is_reasoned && !body.contains("截止") => tell(
                "没有写明征求意见的期限".to_owned(),
                "写明起止日期，一般不少于 30 日",
                CLAUSE,
                at_title,
            ),
            Some((span, (first, last))) if !is_reasoned => {
                // Nobody can answer before it is published.
                let from = published.map_or(first, |day| day.max(first));
                let left = from.until(last).map_or(0, |span| span.get_days());
                let whole = first.until(last).map_or(0, |span| span.get_days());
                if left < 29 && whole < 29 {
                    let message = format!("征求意见的期限只有 {} 日，少于 30 日", whole + 1);
                    let help = "期限一般不少于 30 日；需要缩短的，在公告里说明理由";
                    tell(message, help, CLAUSE, span);
                } else if left < 27 {
                    let message = format!("发布的时候期限只剩 {} 日，少于 30 日", left.max(-1) + 1);
                    let help = "按发布日期顺延期限；需要缩短的，在公告里说明理由";
                    tell(message, help, CLAUSE, span);
                }
            }
            _ => {}
        }
        let ways = [
            "邮箱", "邮件", "电话", "信函", "来信", "邮寄", "渠道", "留言", "当面", "现场", "网站",
            "问卷",
        ];
        if !ways.iter().any(|way| body.contains(way)) {
            tell(
                "没有写明怎样提交意见".to_owned(),
                "写明提交意见的渠道：信函、电子邮件、电话、当面",
                CLAUSE,
                at_title,
            );
        }
    }
}

fn hearing(
    body: &str,
    start: usize,
    published: Option<Date>,
    tell: &mut impl FnMut(String, &str, &str, Span),
) {
    let Some(published) = published else { return };
    for (at, written) in line::lines(body, start) {
        let line = Line::read(written, at);
        let is_time = ["时间", "举行", "召开"]
            .iter()
            .any(|word| line.text.contains(word));
        let is_entry = line.text.contains("报名");
        let Some(found) = ONE_DAY
            .captures(&line.text)
            .filter(|_| is_time && !is_entry)
        else {
            continue;
        };
        let (Some(day), Some(whole)) = (days::day(&found), found.get(0)) else {
            continue;
        };
        let left = published.until(day).map_or(0, |span| span.get_days());
        if (0..7).contains(&left) {
            let message = format!("听证公告在听证会前 {left} 日才发布，少于 7 日");
            let help = "至少提前 7 日公告，改期的重新公告";
            let clause = "《重大行政决策程序暂行条例》第十六条";
            tell(message, help, clause, line.span(whole.start(), whole.end()));
        }
        return;
    }
}

/// Rows of tables that turn an opinion down without a reason.
fn unexplained(page: &Page) -> Vec<(String, Span)> {
    let text = &page.document.file.text;
    let cell = |span: &Span| text.get(span.start..span.end).unwrap_or_default().trim();
    let mut found = Vec::new();
    for table in &page.document.body.tables {
        for row in table.rows.iter().skip(1) {
            let at = row.iter().position(|span| {
                matches!(cell(span), "未采纳" | "不采纳" | "不予采纳" | "没有采纳")
            });
            let Some(at) = at.filter(|at| at + 1 < row.len()) else {
                continue;
            };
            if matches!(cell(&row[at + 1]), "" | "—" | "-" | "/" | "无") {
                found.push(("没有采纳的意见没有写理由".to_owned(), row[at]));
            }
        }
    }
    found
}
