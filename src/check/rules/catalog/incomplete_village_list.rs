use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    config::Profile,
    model::{Column, Site},
    source::Span,
    standard::{FieldType, Standard, view::ColumnKind},
};

declare_rule! {
    /// 查出没有公开事项清单，或者清单缺少主题的村（居）。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求指导村（居）民委员会建立公开事项清单，重点公开脱贫攻坚、乡村振兴、村级财务、惠农政策、养老服务、社会救助六个方面。机构职能里类别为“村”“社区”的单位都应当有自己的清单页。公示栏、微信群是否真的公开，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```diff content/村居公开/示例一村/清单.yaml
    /// -  - {主题: 养老服务, 公开内容: 服务项目和负责人员, 公开方式: 村务公示栏, 公开时限: 每季度更新, 责任人: 示例人员癸}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/村居公开/示例一村/清单.yaml
    /// -  - {主题: 养老服务, 公开内容: 服务项目和负责人员, 公开方式: 村务公示栏, 公开时限: 每季度更新, 责任人: 示例人员癸}
    /// +  - {主题: 养老服务, 公开内容: 服务项目、收费标准和负责人员, 公开方式: 村务公示栏, 公开时限: 每季度更新, 责任人: 示例人员癸}
    /// ```
    IncompleteVillageList {
        id: "incomplete-village-list", severity: Warning,
        requirements: ["CAT-12"], since: "0.1.0",
    }
}

impl Rule for IncompleteVillageList {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let profile = site.config.profile;
        if !matches!(profile, Profile::Subdistrict | Profile::Township) {
            let reason = format!("机关类型是{}，没有所辖的村（居）", profile.label());
            sink.not_applicable("CAT-12", reason);
            return;
        }
        let lists: Vec<_> = site
            .columns_of_kind(ColumnKind::Villages)
            .filter(|(_, column)| column.template() == "village")
            .collect();
        let topics = topics(&site.config.standard);
        for (_, column) in &lists {
            let listed = column.village().and_then(|data| data.topics().given());
            let Some((listed, span)) = listed else {
                continue;
            };
            let names: Vec<Option<&str>> = listed.map(|topic| topic.name().get()).collect();
            let is_missing = |name: &&str| !names.contains(&Some(*name));
            let missing: Vec<&str> = topics.iter().copied().filter(is_missing).collect();
            // A name that could not be read is told elsewhere, and may be one of these.
            let unread = names.iter().filter(|name| name.is_none()).count();
            if missing.len() > unread {
                let message = format!("{}的公开事项清单缺少{}", column.title, missing.join("、"));
                let help = "在“事项”里补上；确实没有的，公开内容写明没有的原因";
                sink.add(&column.data_path(), Finding::new(message, help).at(span));
            }
        }
        let villages: Vec<(String, Span, &str)> = site
            .with(Column::units)
            .flat_map(|(column, data)| {
                data.units().into_iter().filter_map(|unit| {
                    let (name, span) = unit.name().given()?;
                    is_village(unit.category().get()?).then(|| (column.data_path(), span, name))
                })
            })
            .collect();
        if lists.is_empty() && villages.is_empty() && !site.has_unread_below("content") {
            let finding = Finding::new(
                "没有公布村（居）的公开事项清单",
                "新建“栏目类型: 村居公开”的栏目，每个村（居）一个子栏目，数据里写六个主题",
            );
            sink.add(&site.columns[0].source.file.path, finding);
        }
        for (path, span, name) in villages {
            let is_there = |title: &str| title.contains(name) || name.contains(title);
            if !lists.iter().any(|(_, column)| is_there(&column.title)) {
                let message = format!("{name}没有公开事项清单");
                let help = format!(
                    "在村居公开栏目下新建“{name}”子栏目，数据里写六个主题的公开内容、方式、时限和责任人"
                );
                sink.add(&path, Finding::new(message, help).at(span));
            }
        }
    }
}

/// Recognises a category of units that is that of villages and communities.
fn is_village(category: &str) -> bool {
    [
        "村",
        "社区",
        "居委会",
        "村（居）",
        "村居",
        "村（社区）",
        "村民委员会",
        "居民委员会",
    ]
    .contains(&category.trim())
}

/// The topics that a list must have, as its schema names them.
fn topics(standard: &Standard) -> Vec<&str> {
    let schema = standard
        .data
        .get("village")
        .into_iter()
        .flat_map(|fields| fields.iter());
    let fields = schema.filter_map(|field| match &field.kind {
        FieldType::Map(fields) => Some(fields),
        _ => None,
    });
    let names = fields
        .flat_map(|fields| fields.iter())
        .filter(|field| &*field.alias == "name");
    names
        .filter_map(|field| match &field.kind {
            FieldType::Choice(choices) => Some(choices),
            _ => None,
        })
        .flatten()
        .map(String::as_str)
        .collect()
}
