use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::guide;

declare_rule! {
    /// 查出一年没有更新，或者机构信息变更后没有跟着更新的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第十二条要求及时更新指南和目录；号码、地址过时，群众就找不到门。这里只看“更新日期”：超过期限（默认 365 天）、早于第（二）项文件的变更日期、晚于构建日，都要处理。内容是否真的照实改了，须由人对照；目录的更新日期另有规则。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -更新日期: 2026-11-02
    /// +更新日期: 2025-11-02
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/指南.yaml
    /// -更新日期: 2026-11-02
    /// +更新日期: 2026-11-18
    /// ```
    StaleGuide { id: "stale-guide", severity: Warning, requirements: ["TL-12-1"], since: "0.1.0" }
}

impl Rule for StaleGuide {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let updated = column.guide().and_then(|guide| guide.updated().given());
        let Some((updated, span)) = updated else {
            return;
        };
        let (as_of, path) = (site.config.as_of, column.data_path());
        let help = "对照实际核对指南的每一项，改好后把“更新日期”写成核对的日子";
        let age = (as_of - updated).get_days();
        if age < 0 {
            let message = format!("指南的更新日期 {updated} 晚于构建日 {as_of}");
            sink.add(&path, Finding::new(message, "写实际更新的日子").at(span));
            return;
        }
        let allowed = site.config.standard.figures.guide_days;
        if f64::from(age) > allowed {
            let message =
                format!("指南上次更新是 {updated}，到 {as_of} 已 {age} 天，超过 {allowed} 天");
            sink.add(&path, Finding::new(message, help).at(span));
            return;
        }
        // A document of item (二) that says it was changed: who sits where, and how to reach them.
        let changes = site.by_item.get(1).into_iter().flatten();
        let newest = changes
            .filter_map(|id| {
                let document = &site.pages[*id].document;
                let (changed, place) = document.meta().changed_date().given()?;
                Some((changed, place, &document.file.path))
            })
            .filter(|(changed, ..)| *changed > updated && *changed <= as_of)
            .max_by_key(|(changed, ..)| *changed);
        if let Some((changed, place, document)) = newest {
            let message = format!("机构信息于 {changed} 变更，指南的更新日期还是 {updated}");
            let finding = Finding::new(message, help).at(span);
            sink.add(&path, finding.related(document, place, "变更的机构信息"));
        }
    }
}
