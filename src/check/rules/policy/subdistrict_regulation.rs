use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    config::Profile,
    model::Site,
    source::Span,
    standard::view::ColumnKind,
};

use super::is_own;

declare_rule! {
    /// 查出街道、乡镇称作“规章”的自己的文件。
    ///
    /// ## 为什么
    ///
    /// 规章由国务院部门和设区的市以上地方政府制定。街道、乡镇只列自己的文件，上级规章链接到国家规章库。转载的上级规章和“规章制度”不判。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -主题词: [规范性文件, 村务公开]
    /// +主题词: [规范性文件, 规章, 村务公开]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -主题词: [规范性文件, 村务公开]
    /// +主题词: [规范性文件, 规章制度, 村务公开]
    /// ```
    SubdistrictRegulation {
        id: "subdistrict-regulation", severity: Warning,
        requirements: ["NF-3"], since: "0.1.0"
    }
}

const REGULATIONS: [&str; 3] = ["规章", "政府规章", "地方政府规章"];

impl Rule for SubdistrictRegulation {
    fn site(&self, site: &Site, sink: &mut Sink) {
        if !matches!(
            site.config.profile,
            Profile::Subdistrict | Profile::Township
        ) {
            sink.not_applicable("NF-3", "只对街道、乡镇判断");
            return;
        }
        for (_, page) in site.published() {
            if !site.has_in(page, ColumnKind::Policies) || !is_own(site, page) {
                continue;
            }
            let meta = page.document.meta();
            let is_called = |(word, _): &(&str, Span)| REGULATIONS.contains(word);
            let topic = meta.topic().given().filter(is_called);
            let word = topic.or_else(|| meta.keywords().spanned().find(is_called));
            let place = if let Some((_, span)) = word {
                Some(span)
            } else if page.document.title.ends_with("规章") {
                Some(meta.title().span())
            } else {
                None
            };
            if let Some(place) = place {
                let message = format!(
                    "{}没有规章制定权，文件不能称作规章",
                    site.config.profile.label()
                );
                let help = "自己制发的按行政规范性文件或其他文件公开；上级规章写清发布机构，并链接国家规章库";
                sink.add(
                    &page.document.file.path,
                    Finding::new(message, help).at(place),
                );
            }
        }
    }
}
