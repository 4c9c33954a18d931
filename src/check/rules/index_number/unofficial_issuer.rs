use std::collections::HashSet;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Column, Site},
    standard::{
        Words, nearest,
        view::{ColumnKind, Footer, Org},
    },
};

declare_rule! {
    /// 查出没有用标准全称的发布机构。
    ///
    /// ## 为什么
    ///
    /// 目录按发布机构检索，同一个机构写成“街道办”“本街道”几种样子，就查不全。与 site.yaml 的机关全称、上级名称，或者机构职能、村（居）公开里的名称相同的，都算标准；其他机关的全称不查，只查本机关的简称、错写和不成名称的写法。别的结尾也是全称的，在 `标准.词表.机关全称的结尾` 里加。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发布机构: 旭来街街道办
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发布机构: 旭来街街道办事处
    /// ```
    UnofficialIssuer { id: "unofficial-issuer", severity: Warning, requirements: ["IX-8"], since: "0.1.0" }
}

impl Rule for UnofficialIssuer {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let (own, short) = (site.config.org(Org::name), site.config.org(Org::short_name));
        if own.is_empty() {
            return;
        }
        let known = known_names(site);
        let endings = &site.config.standard.vocabulary.issuer_endings;
        for (_, page) in site.published() {
            let document = &page.document;
            let Some((issuer, span)) = document.meta().issuer().given() else {
                continue;
            };
            // Bodies that issue together stand side by side.
            let wrong = issuer
                .split(['、', '，', ',', ' ', '；'])
                .filter(|name| !name.is_empty())
                .find(|name| !known.contains(*name) && is_unofficial(name, own, short, endings));
            let Some(wrong) = wrong else { continue };
            let right = nearest(wrong, known.iter().map(String::as_str));
            let right = right.unwrap_or_else(|| own.to_owned());
            let message = format!("发布机构“{wrong}”不是标准全称");
            let help = format!("写全称，如“{right}”；机构职能栏目里没有的单位，先补进去");
            let finding = Finding::new(message, help).at(span);
            sink.add(&document.file.path, finding);
        }
    }
}

/// Every name that the site itself uses.
fn known_names(site: &Site) -> HashSet<String> {
    let own = site.config.org(Org::name);
    let mut known = HashSet::from([
        own.to_owned(),
        site.config.footer(Footer::host_unit).to_owned(),
    ]);
    let above = site.config.org(Org::parent_name);
    let plain = above.split(['（', '(']).next().unwrap_or_default();
    known.insert(plain.trim().to_owned());
    let units = site.with(Column::units).flat_map(|(_, data)| data.units());
    for name in units.filter_map(|unit| unit.name().get()) {
        known.insert(name.to_owned());
        known.insert(format!("{own}{name}"));
    }
    for (_, column) in site.columns_of_kind(ColumnKind::Villages) {
        let names = column.village().and_then(|village| village.name().get());
        for name in names.into_iter().chain([column.title.as_str()]) {
            known.insert(name.to_owned());
            for committee in ["村民委员会", "居民委员会"] {
                let stem = name.trim_end_matches(['村', '居']);
                known.insert(format!("{stem}{committee}"));
                known.insert(format!("{name}{committee}"));
            }
        }
    }
    known
}

/// Recognises a short or wrong form of our own name, or one that is no name of a body at all.
fn is_unofficial(name: &str, own: &str, short: &str, endings: &Words) -> bool {
    let is_ours = name == short
        || (!short.is_empty() && name.len() < own.len() && name.starts_with(short))
        || strsim::normalized_levenshtein(name, own) > 0.7
        || (name.len() < own.len() && own.ends_with(name));
    is_ours || !endings.any_ends(name) || name.chars().count() < 3 || name.starts_with('本')
}

#[cfg(test)]
mod tests {
    use crate::standard::Vocabulary;

    use super::*;

    #[test]
    fn only_our_own_short_forms_are_unofficial() {
        let endings = Vocabulary::builtin().issuer_endings;
        let is = |name| is_unofficial(name, "旭来街街道办事处", "旭来街街道", &endings);
        for name in [
            "旭来街街道",
            "旭来街街道办",
            "街道办事处",
            "旭来街办事处",
            "本街道办事处",
            "党政办",
            "街道",
        ] {
            assert!(is(name), "{name}");
        }
        for name in [
            "忻州市人民政府办公室",
            "国务院",
            "忻府区民政局",
            "中共旭来街街道工作委员会",
        ] {
            assert!(!is(name), "{name}");
        }
    }
}
