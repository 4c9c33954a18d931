use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::Portal,
};

use super::is_standalone;

/// Words of the title of the yearly report of a website.
const TITLE: &str = "政府网站工作年度报表";

declare_rule! {
    /// 查出没有按时发布政府网站工作年度报表的独立网站。
    ///
    /// ## 为什么
    ///
    /// 单独开设的政府网站每年1月31日前发布上一年的《政府网站工作年度报表》。街道原则上不单独开设网站，“独立网站”为否的由上级网站发布，不查；报表内容须由人看。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  独立网站: 否
    /// +  独立网站: 是
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 2025年政府网站工作年度报表（示例）
    /// ```
    MissingWebsiteReport {
        id: "missing-website-report", severity: Warning,
        requirements: ["WD-18"], since: "0.1.0",
    }
}

impl Rule for MissingWebsiteReport {
    fn site(&self, site: &Site, sink: &mut Sink) {
        if !is_standalone(site) {
            sink.not_applicable("WD-18", "没有配置为独立网站，由上级门户网站发布报表");
            return;
        }
        let Some(year) = year_due(site.config.as_of) else {
            return;
        };
        let Ok(last_day) = Date::new(year + 1, 1, 31) else {
            return;
        };
        let name = format!("{year}年");
        let report = site.published().find(|(_, page)| {
            let title = &page.document.title;
            title.contains(TITLE) && title.replace("年度", "年").contains(&name)
        });
        match report {
            None => {
                let standalone = site.config.settings().portal().and(Portal::standalone);
                let message =
                    format!("没有 {year} 年的政府网站工作年度报表，应当在 {last_day} 以前发布");
                let help = format!(
                    "发布标题为“{year}年{TITLE}”的文档；不是独立网站的，把“独立网站”改为否"
                );
                let finding = Finding::new(message, help);
                sink.add(&site.config.file.path, finding.at(standalone.span()));
            }
            Some((_, page)) => {
                if let Some((at, span)) = page.document.meta().publish_date().given()
                    && at.date() > last_day
                {
                    let day = at.date();
                    let message = format!(
                        "{year} 年的政府网站工作年度报表 {day} 才发布，应当在 {last_day} 以前发布"
                    );
                    let help = "发布日期写错的改正；确实晚了的，用豁免写明原因，下一年按时发布";
                    sink.add(
                        &page.document.file.path,
                        Finding::new(message, help).at(span),
                    );
                }
            }
        }
    }
}

/// The last year whose report must be there on a day.
fn year_due(as_of: Date) -> Option<i16> {
    let years = if as_of.month() == 1 { 2 } else { 1 };
    as_of.year().checked_sub(years)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::year_due;

    #[test]
    fn january_is_left_to_write_it() {
        assert_eq!(year_due(date(2026, 1, 31)), Some(2024));
        assert_eq!(year_due(date(2026, 2, 1)), Some(2025));
        assert_eq!(year_due(date(2026, 11, 20)), Some(2025));
    }
}
