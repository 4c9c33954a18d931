//! The rules, one file each, one folder a family. Adding a rule: write the file, add its two lines to
//! the `mod.rs` of its family.

mod accessibility;
mod annual_report;
mod attachment;
mod catalog;
mod content;
mod data;
mod disclosure;
mod front_matter;
mod index_number;
mod inspection;
mod links;
mod page;
mod plan;
mod platform;
mod policy;
mod privacy;
mod site;
mod source;
mod wording;

use std::sync::LazyLock;

use super::{Family, Rule, RuleMeta};

/// Every family, in the order of the manual.
pub static FAMILIES: [Family; 19] = [
    Family {
        folder: "source",
        label: "源文件",
        rules: source::RULES,
    },
    Family {
        folder: "front_matter",
        label: "文件头与字段",
        rules: front_matter::RULES,
    },
    Family {
        folder: "data",
        label: "栏目数据",
        rules: data::RULES,
    },
    Family {
        folder: "content",
        label: "正文",
        rules: content::RULES,
    },
    Family {
        folder: "site",
        label: "站点与栏目",
        rules: site::RULES,
    },
    Family {
        folder: "links",
        label: "链接与关系",
        rules: links::RULES,
    },
    Family {
        folder: "disclosure",
        label: "政府信息公开条例",
        rules: disclosure::RULES,
    },
    Family {
        folder: "privacy",
        label: "个人信息",
        rules: privacy::RULES,
    },
    Family {
        folder: "attachment",
        label: "附件",
        rules: attachment::RULES,
    },
    Family {
        folder: "platform",
        label: "公开平台",
        rules: platform::RULES,
    },
    Family {
        folder: "page",
        label: "网页",
        rules: page::RULES,
    },
    Family {
        folder: "inspection",
        label: "网站检查",
        rules: inspection::RULES,
    },
    Family {
        folder: "annual_report",
        label: "年度报告",
        rules: annual_report::RULES,
    },
    Family {
        folder: "catalog",
        label: "标准目录",
        rules: catalog::RULES,
    },
    Family {
        folder: "policy",
        label: "文件与解读",
        rules: policy::RULES,
    },
    Family {
        folder: "plan",
        label: "工作方案",
        rules: plan::RULES,
    },
    Family {
        folder: "index_number",
        label: "索引号",
        rules: index_number::RULES,
    },
    Family {
        folder: "accessibility",
        label: "无障碍与网络",
        rules: accessibility::RULES,
    },
    Family {
        folder: "wording",
        label: "文字",
        rules: wording::RULES,
    },
];

/// The family of a rule.
///
/// # Panics
///
/// The rule lies in a folder that [`FAMILIES`] does not name, which no rule does.
pub fn family(meta: &RuleMeta) -> &'static Family {
    let mut families = FAMILIES.iter();
    let found = families.find(|family| family.folder == meta.folder());
    found.expect("every folder is a family")
}

/// Every rule, in the order of the manual.
pub fn rules() -> &'static [&'static dyn Rule] {
    static RULES: LazyLock<Vec<&dyn Rule>> =
        LazyLock::new(|| FAMILIES.map(|family| family.rules).concat());
    &RULES
}
