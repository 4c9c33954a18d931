use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出没有列入舆情联络表的单位和村（居）。
    ///
    /// ## 为什么
    ///
    /// 工作方案要求各村、各站所、各部门都明确政务舆情协调部门、责任人、联络人和承办人。对照机构职能里的单位（领导班子除外）和村居公开的各村（居）逐个查；已列单位缺项的，另由“缺少必填字段”指出。人员是否仍在岗须由人核对。
    ///
    /// ## 反例
    ///
    /// ```diff content/舆情回应/联络表.yaml
    /// -  - {名称: 示例一村, 协调部门: 示例一村村民委员会, 责任人: 示例人员辛, 联络人: 示例人员壬, 承办人: 示例人员癸, 联系电话: 0350-0000005}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/舆情回应/联络表.yaml
    /// -  - {名称: 示例一村, 协调部门: 示例一村村民委员会, 责任人: 示例人员辛, 联络人: 示例人员壬, 承办人: 示例人员癸, 联系电话: 0350-0000005}
    /// +  - {名称: 示例一村村民委员会, 协调部门: 示例一村村民委员会, 责任人: 示例人员辛, 联络人: 示例人员壬, 承办人: 示例人员癸, 联系电话: 0350-0000005}
    /// ```
    IncompleteContacts {
        id: "incomplete-contacts", severity: Warning,
        requirements: ["SD-2"], since: "0.1.0",
    }
}

impl Rule for IncompleteContacts {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((column, data)) = site.with(Column::contacts).next() else {
            sink.uncertain("SD-2", "没有公布舆情回应联络表");
            return;
        };
        let Some((listed, span)) = data.units().given() else {
            return;
        };
        let listed: Vec<&str> = listed.filter_map(|unit| unit.name().get()).collect();
        let units = site
            .with(Column::units)
            .flat_map(|(_, data)| data.units())
            .filter(|unit| !unit.category().or_default().contains("领导"))
            .filter_map(|unit| unit.name().get());
        let villages = site
            .columns_of_kind(ColumnKind::Villages)
            .filter(|(_, column)| column.template() == "village")
            .map(|(_, column)| column.title.as_str());
        let mut missing: Vec<&str> = Vec::new();
        for name in units.chain(villages) {
            // 示例一村 is 示例一村村民委员会.
            let is_listed = listed
                .iter()
                .any(|listed| listed.contains(name) || name.contains(listed));
            if !is_listed && !missing.contains(&name) {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            let message = format!("舆情联络表没有列出{}", missing.join("、"));
            let help = "逐个补上协调部门、责任人、联络人、承办人和联系电话";
            sink.add(&column.data_path(), Finding::new(message, help).at(span));
        }
    }
}
