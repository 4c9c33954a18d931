//! `application.html`: how information is asked for.

use minijinja::{Value, context};

use crate::{
    model::{ColumnId, Target},
    render::{
        Renderer,
        data::value,
        document::{size, true_type},
        flow, url_path,
    },
    standard::{
        Record,
        view::{Application, Form},
    },
};

impl Renderer<'_> {
    pub(super) fn application(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let data = Application::new(data);
        let column = &self.site.columns[id];
        let file = data.form().and(Form::file).get().and_then(|name| {
            let Some(Target::Asset(asset)) = self.site.target(&format!("{}/{name}", column.folder)) else { return None };
            let placed = &self.site.assets[asset];
            let (_, label) = true_type(&placed.asset.path, &placed.asset.head);
            Some(context! {
                title => name, href => format!("{root}{}", url_path(&placed.output)), kind => label, size => size(placed.asset.size),
            })
        });
        let fields: Vec<Value> = data
            .form()
            .and(Form::fields)
            .into_iter()
            .map(|field| value(self.site, field.record(), root))
            .collect();
        context! {
            data => context! { form => context! { file, fields }, ..value(self.site, data.record(), root) },
            flow => Value::from_safe_string(flow::svg(data.steps())),
        }
    }
}
