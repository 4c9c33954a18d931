use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::numbers;

declare_rule! {
    /// 查出年份与成文年份不同的索引号。
    ///
    /// ## 为什么
    ///
    /// 索引号里的年份是信息生成的年份，按年查目录靠它。与成文日期的年份相同，或者与收到日期的年份相同（转发的文件），都算对。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2025-00104"
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 索引号: "111409020123456714/2026-00100"
    /// 成文日期: 2026-06-01
    /// ```
    MismatchedIndexYear { id: "mismatched-index-year", severity: Warning, requirements: ["IX-4"], since: "0.1.0" }
}

impl Rule for MismatchedIndexYear {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for number in numbers(site) {
            let document = &number.page.document;
            let meta = document.meta();
            let (Some(year), Some((formed, place))) = (
                number.parts.and_then(|parts| parts.year),
                meta.formed_date().given(),
            ) else {
                continue;
            };
            let received = meta.received_date().get();
            if year == formed.year() || received.is_some_and(|day| day.year() == year) {
                continue;
            }
            let message = format!(
                "索引号“{}”的年份是 {year}，成文日期是 {formed}",
                number.text
            );
            let help = "没有发布过的，按成文年份重新编号；已经发布的索引号不要改，写豁免并说明";
            let path = &document.file.path;
            let finding = Finding::new(message, help).at(number.span);
            sink.add(path, finding.related(path, place, "成文日期"));
        }
    }
}
