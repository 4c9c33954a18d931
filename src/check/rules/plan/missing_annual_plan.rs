use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::ColumnKind,
};

use super::{is_of_disclosure, list, years};

/// Month by which the plan of the year must be there.
const JULY: i8 = 7;

declare_rule! {
    /// 查出没有政务公开工作计划或者要点的年份。
    ///
    /// ## 为什么
    ///
    /// 省考核办法把年度计划列为组织领导的内容，每年一份。按标题含“政务公开”或者“政府信息公开”和“要点”“计划”“安排”的文档查，从2022年（站内最早的文档晚于2022年的，从那一年）查到上一年，当年的到7月才查。没有上网的计划和计划的落实，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```remove content/通知公告/2025年工作要点.md
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/2025年工作要点.md
    /// -标题: 旭来街街道办事处2025年政务公开工作要点
    /// +标题: 旭来街街道办事处2025年政务公开工作计划
    /// ```
    MissingAnnualPlan {
        id: "missing-annual-plan", severity: Warning,
        requirements: ["SX-1"], since: "0.1.0",
    }
}

impl Rule for MissingAnnualPlan {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let planned: Vec<i16> = site
            .published()
            .filter(|(_, page)| !site.has_in(page, ColumnKind::Interpretations))
            .filter_map(|(_, page)| year_planned(page))
            .collect();
        let missing: Vec<i16> = years(site, JULY)
            .filter(|year| !planned.contains(year))
            .collect();
        // What cannot be read may be the plan.
        if !missing.is_empty() && !site.has_unread_below("content") {
            let message = format!("没有 {} 年的政务公开工作计划或者要点", list(&missing));
            let help =
                "发布当年的计划或者要点，标题写明年份；已经在上级网站发布的，发一份转载并注明来源";
            sink.add(
                &site.columns[0].source.file.path,
                Finding::new(message, help),
            );
        }
    }
}

/// The year that a document plans, if it is a plan: that in its title, else that of its making.
fn year_planned(page: &Page) -> Option<i16> {
    let title = &page.document.title;
    let is_plan = ["要点", "计划", "安排"]
        .iter()
        .any(|word| title.contains(word));
    if !is_plan || !is_of_disclosure(title) {
        return None;
    }
    year_in(title).or_else(|| {
        let formed = page.document.meta().formed_date().get()?;
        Some(formed.year())
    })
}

/// The year that a title names: `2025年`, `2025年度`.
fn year_in(title: &str) -> Option<i16> {
    title.match_indices('年').find_map(|(at, _)| {
        let digits = title.get(at.checked_sub(4)?..at)?;
        let is_year = digits.bytes().all(|b| b.is_ascii_digit());
        is_year.then(|| digits.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::year_in;

    #[test]
    fn years_are_found_in_titles() {
        assert_eq!(year_in("示例街道2025年政务公开工作要点"), Some(2025));
        assert_eq!(year_in("2025年度计划"), Some(2025));
        assert_eq!(year_in("今年计划"), None);
        assert_eq!(year_in("年度计划"), None);
    }
}
