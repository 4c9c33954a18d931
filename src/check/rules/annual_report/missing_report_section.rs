use crate::{
    check::{
        Finding, Rule, Sink,
        facts::annual_report::{AnnualReport, NUMERALS, PARTS, ReportPart},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Page, Site},
};

declare_rule! {
    /// 查出缺少、颠倒、写错或者多出的年报部分。
    ///
    /// ## 为什么
    ///
    /// 年报内容按《条例》第五十条确定，不能遗漏，也不宜泛化；国办公开办函〔2021〕30号把六个部分的标题和次序固定下来。2021年以前的年报用旧格式，不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -## 六、其他需要报告的事项
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    ///  ## 六、其他需要报告的事项
    /// ```
    MissingReportSection {
        id: "missing-report-section", severity: Error,
        requirements: ["AR-1", "TL-50"], since: "0.1.0"
    }
}

impl Rule for MissingReportSection {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of_form(site, page) else {
            return;
        };
        let parts = report.parts();
        let mut missing = Vec::new();
        // Where each of the six stands, as far as it does.
        let mut places: Vec<(usize, &ReportPart<'_>)> = Vec::new();
        let mut is_used = vec![false; parts.len()];
        for (number, title) in PARTS.iter().enumerate() {
            let by_title = parts.iter().position(|part| part.title == *title);
            let is_other = |part: &ReportPart<'_>| PARTS.contains(&part.title.as_str());
            let at = by_title.or_else(|| {
                parts
                    .iter()
                    .position(|part| part.number == number && !is_other(part))
            });
            let Some(at) = at else {
                missing.push(format!("“{}、{title}”", NUMERALS[number]));
                continue;
            };
            is_used[at] = true;
            let part = &parts[at];
            places.push((number, part));
            let words: String = part.heading.text.split_whitespace().collect();
            if words != format!("{}、{title}", NUMERALS[number]) && part.number == number {
                let message = format!(
                    "第{}部分的标题是“{}”，应为“{}、{title}”",
                    NUMERALS[number], part.heading.text, NUMERALS[number]
                );
                let finding = Finding::new(message, "按格式改标题，一字不差")
                    .of("AR-1")
                    .severity(Severity::Warning);
                sink.add(report.path(), finding.at(part.heading.span));
            }
        }
        if !missing.is_empty() {
            let message = format!("年报缺少{}", missing.join(""));
            let help = "补上这个部分，标题写作二级标题（## 一、总体情况）；没有情况也要如实说明";
            sink.add(
                report.path(),
                Finding::new(message, help).at(report.title_span()),
            );
        }
        let stray = places.iter().enumerate().find(|(at, (number, part))| {
            let is_early = places[at + 1..]
                .iter()
                .any(|(_, later)| later.heading.span.start < part.heading.span.start);
            is_early || part.number != *number
        });
        if let Some((_, (number, part))) = stray {
            let message = format!(
                "“{}”不在第{}部分的位置上",
                part.heading.text, NUMERALS[*number]
            );
            let help = "六个部分按格式规定的次序排列，序号从“一、”到“六、”";
            sink.add(
                report.path(),
                Finding::new(message, help).at(part.heading.span),
            );
        }
        for (part, _) in parts.iter().zip(&is_used).filter(|(_, is_used)| !**is_used) {
            let message = format!("“{}”不是年报规定的部分", part.heading.text);
            let help = "年报只有六个部分，把这部分并入“六、其他需要报告的事项”";
            let finding = Finding::new(message, help)
                .of("AR-1")
                .severity(Severity::Warning);
            sink.add(report.path(), finding.at(part.heading.span));
        }
    }
}
