use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::tell_each;

declare_rule! {
    /// 查出没有文字层、只有图片的 PDF 附件。
    ///
    /// ## 为什么
    ///
    /// 扫描件不能搜索、不能复制，读屏软件也读不出来（GB/T 37668—2019）；里面有没有个人信息，程序同样看不见。只有部分页是扫描件的不判。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.pdf, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.pdf
    /// 扫描件: 是
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.pdf, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.pdf
    /// Duty roster, November 2026
    /// ```
    ScannedAttachment {
        id: "scanned-attachment", severity: Warning,
        requirements: ["AX-9", "PT-12"], since: "0.1.0"
    }
}

impl Rule for ScannedAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        tell_each(site, sink, |placed, name| {
            let finding = || {
                Finding::new(
                    format!("附件“{name}”是扫描件，没有文字"),
                    "由原来的文档直接导出 PDF；只有纸质件的，先做文字识别并校对，再导出",
                )
            };
            placed.contents.is_scan.then(finding)
        });
    }
}
