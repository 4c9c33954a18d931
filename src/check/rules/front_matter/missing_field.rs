use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    source::{extension, file_name, is_table},
};

declare_rule! {
    /// 查出缺少的必填字段。
    ///
    /// ## 为什么
    ///
    /// 每一条政府信息都要有索引、名称、内容概述、生成日期等；缺了就编不进目录，也查不到。
    ///
    /// ## 反例
    ///
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```md
    /// ---
    /// 标题: 关于防汛值班的通知
    /// 索引号: "111409020123456714/2026-00100"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// 目录事项: [JD-001]
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 正文。
    /// ```
    MissingField { id: "missing-field", severity: Error, requirements: ["TL-12-3", "IX-5"], since: "0.1.0" }
}

/// Cure for a table: it has rows and columns, and no lines with names.
fn cure_of_table(
    path: &str,
    wanted_by: &str,
    field: &str,
    line: &str,
    values: Option<&str>,
) -> String {
    if wanted_by == "表头" {
        return format!("给表头加上“{field}”这一列，每一行都填上");
    }
    if !wanted_by.contains(file_name(path)) {
        return format!("在这一行的“{field}”一格里填上");
    }
    let Some((_, parts)) = line.split_once("[{") else {
        let line = line.replacen(": ", "：", 1);
        let values = values.map_or(String::new(), |values| format!("，“…”处照实际写 {values}"));
        return format!("在表头上面的一格里写上“{line}”{values}");
    };
    let names: Vec<&str> = parts
        .split(", ")
        .filter_map(|part| part.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    let book = if extension(path) == "csv" {
        "另存为 XLSX，这里的文件名照改；"
    } else {
        ""
    };
    format!(
        "{book}加一张工作表列出“{field}”，表头写：{}",
        names.join("、")
    )
}

/// Cure for lines of YAML: the line to write, and what of it is to be put in its place.
fn cure_of_lines(field: &str, line: &str, values: Option<&str>, is_blank: bool) -> String {
    let (_, value) = line.split_once(": ").unwrap_or_default();
    let is_choice_of_many = value.starts_with('[') && values.is_some();
    let (brackets, many) = if is_choice_of_many {
        (
            "加上方括号，里面",
            "；不止一个的，写在同一个方括号里，用逗号隔开",
        )
    } else {
        ("", "")
    };
    if is_blank {
        let what = match (values, value) {
            (Some(values), _) => format!("{brackets}照实际写 {values}{many}"),
            (None, "…") => "写实际的内容".to_owned(),
            (None, _) => format!("写“{value}”这样的内容，照实际改"),
        };
        return format!("在“{field}:”后面空一格，{what}");
    }
    match (values, value) {
        (Some(values), _) => format!("加上一行“{line}”，“…”处照实际写 {values}{many}"),
        (None, "…") => format!("加上一行“{line}”，“…”处写实际的内容"),
        (None, _) => format!("加上一行“{line}”，照实际改"),
    }
}

impl Rule for MissingField {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::MissingField {
            field,
            wanted_by,
            template,
            clause,
            requirement,
            is_strict,
            values,
            is_blank,
        } = &fault.kind
        else {
            return None;
        };
        let blank = if wanted_by.ends_with(|c: char| c.is_ascii()) {
            " "
        } else {
            ""
        };
        let line = template.clone().unwrap_or_else(|| format!("{field}: …"));
        let message = if *is_blank {
            format!("{wanted_by}{blank}的必填字段“{field}”没有填")
        } else {
            format!("{wanted_by}{blank}缺少必填字段“{field}”")
        };
        let finding = Finding::new(
            message,
            if is_table(&fault.path) {
                cure_of_table(&fault.path, wanted_by, field, &line, values.as_deref())
            } else {
                cure_of_lines(field, &line, values.as_deref(), *is_blank)
            },
        );
        let finding = finding.clause_if(clause.as_deref()).strict_if(*is_strict);
        Some(match requirement.as_deref() {
            // The four of Article 12 are those that the rules on catalogues ask for too.
            Some("TL-12-3") => finding.of("TL-12-3").of("IX-5"),
            Some(requirement) => finding.of(requirement),
            None => finding.breaking_none(),
        })
    }
}
