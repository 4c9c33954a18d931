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
mod index_format;
mod index_number;
mod inspection;
mod limits;
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

use super::Rule;

/// Every rule, in the order of the manual.
pub fn rules() -> &'static [&'static dyn Rule] {
    static RULES: LazyLock<Vec<&dyn Rule>> = LazyLock::new(|| {
        [
            source::RULES,
            front_matter::RULES,
            data::RULES,
            content::RULES,
            site::RULES,
            links::RULES,
            disclosure::RULES,
            privacy::RULES,
            attachment::RULES,
            platform::RULES,
            page::RULES,
            inspection::RULES,
            annual_report::RULES,
            catalog::RULES,
            policy::RULES,
            plan::RULES,
            index_number::RULES,
            accessibility::RULES,
            wording::RULES,
        ]
        .concat()
    });
    &RULES
}
