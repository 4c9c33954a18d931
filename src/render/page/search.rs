//! `search.html`.

use std::{cmp::Reverse, collections::BTreeMap};

use minijinja::{Value, context};

use crate::{
    render::{Output, RenderError, Renderer},
    standard::view::DocumentMeta,
};

impl Renderer<'_> {
    pub(in crate::render) fn search(&self) -> Result<Output, RenderError> {
        let site = self.site;
        let mut years: Vec<i16> = site
            .published()
            .filter_map(|(_, page)| Some(page.document.published?.year()))
            .collect();
        years.dedup();
        let columns: Vec<Value> = site
            .columns
            .iter()
            .filter(|column| !column.pages.is_empty())
            .map(|column| Value::from(column.title.as_str()))
            .collect();
        let issuers = self.values_by_count(|meta| meta.issuer().get());
        let topics = self.values_by_count(|meta| meta.topic().get());
        let own = context! {
            facets => context! { columns, years, issuers, topics },
            count => site.published().count(),
        };
        self.single("search", "search.html", "信息检索", own)
    }

    /// The values that a field has in what is published: what there is most of comes first.
    fn values_by_count<'s>(
        &'s self,
        field: impl Fn(DocumentMeta<'s>) -> Option<&'s str>,
    ) -> Vec<Value> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, page) in self.site.published() {
            if let Some(value) = field(page.document.meta()) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts
            .into_iter()
            .map(|(value, _)| Value::from(value))
            .collect()
    }
}
