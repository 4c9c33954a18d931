//! `statutory.html`: the fifteen items of Article 20.

use minijinja::{Value, context};

use crate::{
    render::{Renderer, link::link, url_path},
    standard::{
        Record,
        view::{ColumnKind, ItemStatus, StatutoryEntry, StatutoryItems},
    },
};

use super::{FEW, said};

impl Renderer<'_> {
    pub(super) fn statutory(&self, data: &Record, root: &str) -> Value {
        let site = self.site;
        let data = StatutoryItems::new(data);
        let column = site.column_of_kind(ColumnKind::StatutoryItems).unwrap_or(0);
        let own = site.config.own_word();
        let items: Vec<Value> = site
            .config
            .standard
            .items
            .iter()
            .enumerate()
            .map(|(number, item)| {
                let mut entries = data.items().into_iter();
                let entry = entries.find(|entry| entry.no().get() == Some(number as i64 + 1));
                let ids = &site.by_item[number];
                let links = entry.into_iter().flat_map(StatutoryEntry::links);
                let links: Vec<Value> = links
                    .map(|written| link(site, written.target().or_default(), written.title().get(), root))
                    .collect();
                let more = format!("{root}{}{}.html", url_path(&site.columns[column].directory), item.key);
                let status = entry.and_then(|entry| entry.status().get());
                let state = match status {
                    Some(ItemStatus::Here) => "here",
                    Some(ItemStatus::Above) => "above",
                    Some(ItemStatus::Nothing) => "nothing",
                    None => "unsaid",
                };
                context! {
                    no => number + 1, label => item.label.as_str(), name => item.name.as_str(), key => item.key.as_str(),
                    state, status => said(status.map(ItemStatus::word), own),
                    note => entry.and_then(|entry| entry.note().get()),
                    links,
                    rows => self.rows(&ids[..ids.len().min(FEW)], root),
                    total => ids.len(),
                    more_href => (!ids.is_empty()).then_some(more),
                }
            })
            .collect();
        context! { items, own }
    }
}
