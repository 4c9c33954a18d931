use aho_corasick::AhoCorasick;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    config::Profile,
    model::{Column, Page, Site},
    standard::view::{ColumnKind, DomainStatus, FieldValue},
};

use super::title_span;

declare_rule! {
    /// 查出乡镇和有村的街道没有公开的农业农村事项。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十一条要求乡镇政府另外公开八类农业农村信息。乡镇一律要查；街道是派出机关，条例没有直接写，辖区有村（居）公开栏目的照此提示。只看主动公开基本目录的事项和说明、法定事项的说明、第（十一）（十五）项文档的标题、概述、主题词和小标题里有没有提到；写“没有此项”并说明的也算。用了别的说法的，在 `标准.词表.农业农村事项` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    一级事项: 农村宅基地
    /// -    二级事项: 宅基地使用情况审核
    /// +    一级事项: 农村建房
    /// +    二级事项: 建房审核情况
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    一级事项: 农村宅基地
    /// -    二级事项: 宅基地使用情况审核
    /// +    一级事项: 农村建房
    /// +    二级事项: 宅基地审核情况
    /// ```
    MissingRuralItem { id: "missing-rural-item", severity: Warning, requirements: ["TL-21"], since: "0.1.0" }
}

impl Rule for MissingRuralItem {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let has_villages = site
            .columns_of_kind(ColumnKind::Villages)
            .any(|(_, column)| !column.children.is_empty());
        let concerns = match site.config.profile {
            Profile::Township => true,
            Profile::Subdistrict => has_villages,
            Profile::Department | Profile::Government => false,
        };
        if !concerns {
            let reason = "本机关不是乡镇，也没有村（居）公开栏目，第二十一条的农业农村事项不适用";
            sink.not_applicable("TL-21", reason);
            return;
        }
        let topics = &site.config.standard.vocabulary.rural_topics;
        let words = topics.all().enumerate().flat_map(|(at, (_, words))| {
            let words = words.all();
            words.map(move |word| (at, word))
        });
        let (owners, words): (Vec<usize>, Vec<&str>) = words.unzip();
        // Thousands of documents may have to be asked: every text is read once for all words.
        let Ok(automaton) = AhoCorasick::new(words) else {
            return;
        };
        let mut is_found = vec![false; topics.all().len()];
        let mut look = |text: &str| {
            for found in automaton.find_overlapping_iter(text) {
                is_found[owners[found.pattern().as_usize()]] = true;
            }
        };
        look_at_data(site, &mut look);
        // 第（十一）项 and 第（十五）项.
        for item in [10, 14] {
            for id in site.by_item.get(item).into_iter().flatten() {
                look_at_page(&site.pages[*id], &mut look);
            }
        }
        let missing = topics.all().zip(is_found).filter(|(_, found)| !found);
        let names: Vec<&str> = missing.map(|((name, _), _)| name).collect();
        if names.is_empty() || site.has_unread_below("content") {
            return;
        }
        let message = format!("《条例》第二十一条所列事项没有找到：{}", names.join("、"));
        let help = "在主动公开基本目录里列出这些事项并落实到文档或链接；没有此项的，写明情况";
        let place = [ColumnKind::Catalog, ColumnKind::StatutoryItems]
            .into_iter()
            .find_map(|kind| site.column_of_kind(kind))
            .and_then(|id| site.columns.get(id));
        let finding = Finding::new(message, help);
        match place {
            Some(column) if column.data.is_some() => sink.add(&column.data_path(), finding),
            Some(column) => sink.add(&column.source.file.path, finding.at(title_span(column))),
            None => sink.add(&site.config.file.path, finding),
        }
    }
}

fn look_at_data(site: &Site, look: &mut impl FnMut(&str)) {
    let mut look = |text: FieldValue<&str>| look(text.or_default());
    for (_, data) in site.with(Column::catalog) {
        for row in data.items() {
            look(row.level1());
            look(row.level2());
            look(row.content());
            look(row.note());
        }
        // A domain that has rows is known by its rows; one that has none, by what is said of it.
        for domain in data.domains() {
            if domain.status().get() != Some(DomainStatus::Here) {
                look(domain.name());
                look(domain.note());
            }
        }
    }
    for (_, data) in site.with(Column::statutory_items) {
        for item in data.items() {
            look(item.note());
            item.links().into_iter().for_each(|link| look(link.title()));
        }
    }
}

fn look_at_page(page: &Page, look: &mut impl FnMut(&str)) {
    let document = &page.document;
    look(&document.title);
    look(document.meta().summary().or_default());
    document.meta().keywords().into_iter().for_each(&mut *look);
    for heading in &document.body.headings {
        look(&heading.text);
    }
}
