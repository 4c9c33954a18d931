use jiff::civil::Date;

use crate::{
    check::{Finding, Rule, Sink, facts::annual_report::AnnualReport, rule::declare_rule},
    config::Profile,
    diagnostic::Severity,
    model::{Page, Site},
};

declare_rule! {
    /// 查出超过期限才公布的年报。
    ///
    /// ## 为什么
    ///
    /// 部门每年1月31日前、政府每年3月31日前公布上一年度的年报。《条例》没有直接写街道和乡镇，按部门的期限作为警告；期限可以在“标准.阈值.年报公布月日”里改（131 即1月31日）。2018年及以前的年报适用旧条例，不判。上一年度的年报至今没有发布的，由 missing-annual-report 查。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -发布日期: 2026-01-14 09:00
    /// +发布日期: 2026-02-02
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    /// -发布日期: 2026-01-14 09:00
    /// +发布日期: 2026-01-30
    /// ```
    LateAnnualReport {
        id: "late-annual-report", severity: Error,
        requirements: ["AR-7", "TL-49"], since: "0.1.0"
    }
}

/// The first year whose report the Regulation of 2019 applies to.
const REGULATION_SINCE: i64 = 2019;

impl Rule for LateAnnualReport {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let Some(report) = AnnualReport::of(site, page) else {
            return;
        };
        let config = &site.config;
        let day = config.standard.figures.report_deadline as i64;
        let deadline = i16::try_from(report.year + 1)
            .ok()
            .and_then(|year| Date::new(year, (day / 100) as i8, (day % 100) as i8).ok());
        let (Some(deadline), Some(published)) = (deadline, page.document.published) else {
            return;
        };
        if !page.is_published || report.year < REGULATION_SINCE || published.date() <= deadline {
            return;
        }
        let finding = Finding::new(
            format!(
                "{}年年报 {} 才公布，应在 {deadline} 以前",
                report.year,
                published.date()
            ),
            "今后按期公布；发布日期写错的改正；不要倒填日期",
        )
        .at(page.document.meta().publish_date().span());
        sink.add(
            report.path(),
            match config.profile {
                Profile::Subdistrict | Profile::Township => finding.severity(Severity::Warning),
                Profile::Department | Profile::Government => finding,
            },
        );
    }
}
