//! `units.html`: the units of the office by category.

use minijinja::{Value, context};

use crate::{
    render::{Renderer, data::value},
    standard::{Record, view::Units},
};

impl Renderer<'_> {
    pub(super) fn units(&self, data: &Record, root: &str) -> Value {
        let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
        for unit in Units::new(data).units() {
            let category = unit.category().or_default();
            let entry = value(self.site, unit.record(), root);
            match groups.iter_mut().find(|(name, _)| *name == category) {
                Some((_, units)) => units.push(entry),
                None => groups.push((category, vec![entry])),
            }
        }
        let groups: Vec<Value> = groups
            .into_iter()
            .map(|(name, units)| context! { name, units })
            .collect();
        context! { groups }
    }
}
