use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
    standard::view::{Form, FormField},
};

use super::has_any;

declare_rule! {
    /// 查出缺少法定内容的申请表：申请人信息、所需信息的名称或者特征、形式要求。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十九条规定申请应当包括三组内容；申请表不让填，申请人交上来就是“内容不明确”，还得补正。只查“申请表”里列出的字段，可下载的文件是否与网页一致须由人核对。
    ///
    /// ## 反例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -    - {组: 形式要求, 名称: 获取信息的方式, 必填: 是}
    /// -    - {组: 形式要求, 名称: 获取信息的途径, 必填: 是}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -    - {组: 形式要求, 名称: 获取信息的方式, 必填: 是}
    /// -    - {组: 形式要求, 名称: 获取信息的途径, 必填: 是}
    /// +    - {组: 形式要求, 名称: 获取信息的方式和途径, 必填: 是}
    /// ```
    IncompleteApplicationForm { id: "incomplete-application-form", severity: Error, requirements: ["TL-29-2"], since: "0.1.0" }
}

impl Rule for IncompleteApplicationForm {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::application) {
            let list = data.form().and(Form::fields);
            let span = list.clone().span();
            let fields: Vec<FormField<'_>> = list.into_iter().collect();
            if fields.is_empty() {
                continue;
            }
            let missing: Vec<&str> = ELEMENTS
                .iter()
                .filter(|(_, is_met)| {
                    !fields
                        .iter()
                        .any(|field| is_met(field.group().or_default(), field.name().or_default()))
                })
                .map(|(name, _)| *name)
                .collect();
            if !missing.is_empty() {
                let message = format!("申请表没有让申请人填写：{}", missing.join("、"));
                let help = "在“申请表”的“字段”里补上，可下载的申请表文件也要一致";
                let finding = Finding::new(message, help).at(span);
                sink.add(&column.data_path(), finding);
            }
        }
    }
}

/// Test of a field, by its group and its name: true if it asks for something.
type Test = fn(&str, &str) -> bool;

const ELEMENTS: [(&str, Test); 5] = [
    ("姓名或者名称", |group, name| {
        let is_name = group.contains("申请人")
            && has_any(name, &["名称", "称谓"])
            && !has_any(name, &["证", "代码"]);
        name.contains("姓名") || is_name
    }),
    ("身份证明", |_, name| {
        has_any(name, &["身份", "证件", "证照", "信用代码"])
    }),
    ("联系方式", |_, name| {
        has_any(
            name,
            &["联系", "电话", "手机", "邮箱", "通信地址", "通讯地址"],
        )
    }),
    (
        "所需信息的名称、文号或者特征",
        |group, name| {
            !group.contains("申请人")
                && (group.contains("信息") || name.contains("信息"))
                && has_any(name, &["名称", "文号", "特征", "描述", "内容", "标题"])
        },
    ),
    ("获取信息的方式、途径", |group, name| {
        has_any(
            name,
            &["形式", "途径", "介质", "载体", "获取", "提供", "领取"],
        ) || (group.contains("形式") && name.contains("方式"))
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_what_it_is_called() {
        let met = |group: &str, name: &str| {
            let found = ELEMENTS.iter().filter(|(_, test)| test(group, name));
            found.map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(met("申请人信息", "姓名或者名称"), ["姓名或者名称"]);
        assert_eq!(met("申请人信息", "身份证明（名称及复印件）"), ["身份证明"]);
        assert_eq!(met("申请人信息", "联系方式"), ["联系方式"]);
        assert_eq!(
            met("所需政府信息", "文号"),
            ["所需信息的名称、文号或者特征"]
        );
        assert_eq!(met("形式要求", "获取信息的方式"), ["获取信息的方式、途径"]);
        assert!(met("签署", "申请日期").is_empty());
    }
}
