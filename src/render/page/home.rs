//! `home.html`.

use minijinja::{Value, context};

use crate::{
    model::{ColumnId, PageId},
    render::{
        Output, RenderError, Renderer, body::fill, chrome::PageTags, row::publish_date, url_path,
    },
    standard::view::{Application, ColumnKind},
};

use super::FEW;

/// Newest documents of the whole site.
const NEWEST: usize = 10;

impl Renderer<'_> {
    pub(in crate::render) fn home(&self) -> Result<Output, RenderError> {
        let site = self.site;
        let root = "";
        let card = |id: &ColumnId| {
            let column = &site.columns[*id];
            let latest = site
                .newest(*id, 1)
                .first()
                .map(|page| publish_date(&site.pages[*page]));
            context! {
                title => column.title.as_str(), href => url_path(&column.output()), description => column.description(),
                count => site.entries(*id), latest,
            }
        };
        let is_statutory = |id: &ColumnId| {
            let mut statutory = site.config.standard.statutory.iter();
            statutory.any(|wanted| wanted.kind == site.columns[*id].kind)
        };
        let (statutory, others): (Vec<ColumnId>, Vec<ColumnId>) = site.columns[0]
            .children
            .iter()
            .copied()
            .partition(is_statutory);
        let latest_of = |kind: ColumnKind| {
            site.column_of_kind(kind).map(|id| {
                let rows = self.rows(&site.newest(id, FEW), root);
                context! { title => site.columns[id].title.as_str(), href => url_path(&site.columns[id].output()), rows => rows }
            })
        };
        let application = site.column_of_kind(ColumnKind::Application).map(|id| {
            let data = site.columns[id].application();
            let steps: Vec<Value> = data
                .into_iter()
                .flat_map(Application::steps)
                .filter_map(|step| step.name().get())
                .map(Value::from)
                .collect();
            context! { href => url_path(&site.columns[id].output()), steps }
        });
        let newest: Vec<PageId> = site.published().map(|(id, _)| id).take(NEWEST).collect();
        let own = context! {
            statutory => statutory.iter().map(card).collect::<Vec<_>>(),
            columns => others.iter().map(card).collect::<Vec<_>>(),
            newest => self.rows(&newest, root),
            policies => latest_of(ColumnKind::Policies),
            notices => latest_of(ColumnKind::Notices),
            news => latest_of(ColumnKind::News),
            domains => self.domains(root, None),
            application,
            updated => newest.first().map(|id| publish_date(&site.pages[*id])),
            body => Value::from_safe_string(fill(site, &site.columns[0].source.body, &site.columns[0].links, root, &[])),
        };
        let path = "index.html".to_owned();
        let tags = PageTags {
            kind: "home",
            ..self.column_tags(0, &site.columns[0].title, &path)
        };
        let context = self.context(0, &tags, self.crumbs(0, &path, None), own)?;
        self.template("home.html", context, path.clone())
    }
}
