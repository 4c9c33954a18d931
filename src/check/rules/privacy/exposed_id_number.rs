use crate::{
    check::{Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    read::ATTACHMENT_LIMIT,
    standard::{MarkKind, is_credit_code, view::Org},
};

use super::{
    super::attachment::{Attachments, file_name},
    Number,
};

declare_rule! {
    /// 查出完整的居民身份证号码。
    ///
    /// ## 为什么
    ///
    /// 身份证号公开后无法收回，公示名单带出身份证号是各地通报最多的泄露（《条例》第十五条）。正文、栏目数据、图解和附件（隐藏的工作表、批注也在内）都查；只认生日合理、校验位成立的十八位号码，已遮去中间的不算。提示信息里只写遮掩后的号码。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 申请人张某某，身份证号11010519491231002X，经审核符合条件。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 申请人张某某，身份证号110105********002X，经审核符合条件。
    /// ```
    ExposedIdNumber {
        id: "exposed-id-number", severity: Error,
        requirements: ["TL-15", "VETO-1"], since: "0.1.0"
    }
}

const NUMBER: Number = Number {
    kind: MarkKind::IdNumber,
    name: "身份证号",
    state: "完整的",
    ends: (6, 4),
    severity: Severity::Error,
    help: "改为只留前六位和后四位（110105********002X），或删去这一项；附件改好后重新导出",
    is_known: |site, digits, before| {
        let own = site.config.settings().org().and(Org::credit_code);
        // A code of an organisation may by chance be one of a person too.
        own.get() == Some(digits) || is_credit_code(digits) && is_called_a_code(before)
    },
};

/// Checks that the words just before say that it is a code of an organisation.
fn is_called_a_code(before: &str) -> bool {
    const NEAR: usize = 36;
    let start = before.floor_char_boundary(before.len().saturating_sub(NEAR));
    before[start..].contains("信用代码")
}

impl Rule for ExposedIdNumber {
    fn site(&self, site: &Site, sink: &mut Sink) {
        NUMBER.in_site(site, sink);
        unseen(site, sink);
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        NUMBER.in_document(site, page, sink);
    }
}

/// Says which attachments nobody has looked into.
fn unseen(site: &Site, sink: &mut Sink) {
    let attachments = Attachments::new(site);
    let mut unseen = attachments.iter().filter(|(_, placed)| {
        let contents = &placed.contents;
        contents.is_encrypted
            || contents.is_scan
            || contents.unreadable.is_some()
            || placed.asset.size > ATTACHMENT_LIMIT
    });
    let Some((_, first)) = unseen.next() else {
        return;
    };
    let name = file_name(&first.asset.path);
    let reason = match unseen.count() {
        0 => format!("附件“{name}”没有读全，有没有个人信息须由人看"),
        more => format!(
            "附件“{name}”等 {} 个文件没有读全，有没有个人信息须由人看",
            more + 1
        ),
    };
    sink.uncertain("TL-15", reason);
}
