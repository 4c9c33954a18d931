//! `villages.html` and `village.html`: 村（居）公开 by village and topic.

use minijinja::{Value, context};

use crate::{
    model::{ColumnId, PageId},
    render::{Renderer, data::value, url_path},
    standard::{FieldType, Record, view::Village},
};

impl Renderer<'_> {
    pub(super) fn villages(&self, id: ColumnId, root: &str) -> Value {
        let site = self.site;
        let topics = self.village_topics();
        let matrix: Vec<Value> = site.columns[id]
            .children
            .iter()
            .map(|child| {
                let column = &site.columns[*child];
                let href = format!("{root}{}", url_path(&column.output()));
                let topics: Vec<Value> = topics
                    .iter()
                    .enumerate()
                    .map(|(number, name)| {
                        let count = column.pages.iter().filter(|id| self.village_topic(**id) == Some(*name)).count();
                        context! { name => *name, count, href => format!("{href}#topic-{}", number + 1) }
                    })
                    .collect();
                context! { title => column.title.as_str(), href, topics }
            })
            .collect();
        let topics: Vec<Value> = topics.into_iter().map(Value::from).collect();
        context! { villages => self.children(id, root), topics, matrix }
    }

    pub(super) fn village(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let data = Village::new(data);
        let column = &self.site.columns[id];
        let order = self.village_topics();
        let topics = data.topics().into_iter();
        let topics: Vec<Value> = topics
            .map(|topic| {
                let name = topic.name().or_default();
                let ids: Vec<PageId> = column
                    .pages
                    .iter()
                    .copied()
                    .filter(|id| self.village_topic(*id) == Some(name))
                    .collect();
                let number = order.iter().position(|known| *known == name).unwrap_or(0) + 1;
                context! {
                    id => format!("topic-{number}"), rows => self.rows(&ids, root),
                    ..value(self.site, topic.record(), root)
                }
            })
            .collect();
        context! { name => data.name().get(), topics }
    }

    fn village_topic(&self, id: PageId) -> Option<&str> {
        self.site.pages[id].document.meta().village_topic().get()
    }

    /// The six topics, as the schema of village data lists them.
    fn village_topics(&self) -> Vec<&str> {
        let fields = self.site.config.standard.data["village"].iter();
        let mut inner = fields.filter_map(|field| match &field.kind {
            FieldType::Map(fields) => Some(fields.iter()),
            _ => None,
        });
        let choices = inner.find_map(|mut fields| {
            fields.find_map(|field| match &field.kind {
                FieldType::Choice(choices) => Some(choices.as_slice()),
                _ => None,
            })
        });
        let choices = choices.into_iter().flatten();
        choices.map(String::as_str).collect()
    }
}
