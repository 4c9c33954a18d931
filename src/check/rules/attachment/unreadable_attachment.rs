use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{disguised_attachment::disguise, tell_each};

declare_rule! {
    /// 查出读不出来、或者没有读全的附件。
    ///
    /// ## 为什么
    ///
    /// 程序读不出来的文件，多半已经损坏，群众下载了也打不开；里面有没有身份证号、手机号，也没有检查到，只能由人逐页看。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 值班表.pdf, 名称: 值班表}
    /// ```
    ///
    /// ```build content/通知公告/例/值班表.pdf
    /// 损坏: 是
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
    UnreadableAttachment {
        id: "unreadable-attachment", severity: Warning, since: "0.1.0"
    }
}

impl Rule for UnreadableAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        tell_each(site, sink, |placed, name| {
            let reason = placed.contents.unreadable.as_ref()?;
            // The name that is wrong, or the password, is the reason then.
            if placed.asset.size == 0 || placed.contents.is_encrypted || disguise(placed).is_some()
            {
                return None;
            }
            Some(Finding::new(
                format!("附件“{name}”没有读全：{reason}"),
                "用办公软件打开看是否完好，重新导出；打得开的，由人逐页检查有没有个人信息",
            ))
        });
    }
}
