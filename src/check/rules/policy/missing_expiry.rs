use jiff::{ToSpan as _, civil::Date};

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::{ColumnKind, Validity},
};

use super::is_own;

declare_rule! {
    /// 查出没有写明有效期、或者有效期过长的试行、暂行文件。
    ///
    /// ## 为什么
    ///
    /// 试行、暂行的规范性文件一般不超过二年，到期自动失效，所以要写明有效期。只看本机关在“政策文件”栏目里有效的文件；施行日期常比成文日期晚，超过“试行年限”半年以内的不报。讲试行文件的其他标题，用语在 `标准.词表.讲试行文件的标题用语` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -标题: 旭来街街道办事处村务公示栏管理办法
    /// +标题: 旭来街街道办事处村务公示栏管理办法（试行）
    /// -有效期至: 2030-03-09
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -标题: 旭来街街道办事处村务公示栏管理办法
    /// +标题: 旭来街街道办事处村务公示栏管理办法（试行）
    /// -有效期至: 2030-03-09
    /// +有效期至: 2027-03-31
    /// ```
    MissingExpiry {
        id: "missing-expiry", severity: Warning,
        requirements: ["NF-5"], since: "0.1.0"
    }
}

impl Rule for MissingExpiry {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let (document, meta) = (&page.document, page.document.meta());
        let title = document.title.as_str();
        let word = ["试行", "暂行"]
            .into_iter()
            .find(|word| title.contains(word));
        let (Some(word), Some(Validity::Valid | Validity::Amended)) = (word, meta.validity().get())
        else {
            return;
        };
        if !site.has_in(page, ColumnKind::Policies)
            || !is_own(site, page)
            || title.contains("转发")
            || site.config.standard.vocabulary.about_trials.any_in(title)
        {
            return;
        }
        let years = site.config.standard.figures.trial_years;
        let formed = meta.formed_date().get();
        let end = formed.and_then(|day| after(day, years as i64));
        let (message, place) = match (meta.valid_until().given(), end) {
            (None, Some(end)) if end < site.config.as_of => (
                format!("标题写明“{word}”，没有写“有效期至”，成文也已满 {years} 年"),
                meta.title().span(),
            ),
            (None, _) => (
                format!("标题写明“{word}”，没有写“有效期至”"),
                meta.title().span(),
            ),
            (Some((until, span)), Some(end))
                if end.checked_add(6.months()).is_ok_and(|end| until > end) =>
            {
                (
                    format!("标题写明“{word}”，有效期至 {until}，超过 {years} 年"),
                    span,
                )
            }
            _ => return,
        };
        let help = "按文件的规定写明“有效期至: 2026-01-31”；已经期满的，有效性改为“失效”";
        sink.add(&document.file.path, Finding::new(message, help).at(place));
    }
}

fn after(day: Date, years: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_years(years).ok()?)
        .ok()
}
