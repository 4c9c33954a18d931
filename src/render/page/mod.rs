//! Pages that there is one of, and the front pages of columns: one file a template, or a few that
//! share their parts.

mod application;
mod catalog;
mod home;
mod ledger;
mod search;
mod site_map;
mod statutory;
mod tables;
mod units;
mod village;

use minijinja::{Value, context};

use crate::{
    model::ColumnId,
    standard::{
        Record,
        view::{ColumnKind, Portal},
    },
};

use super::{Output, RenderError, Renderer, body::fill, chrome::PageTags, depth};

/// Length of the smaller lists on a page, in documents.
const FEW: usize = 5;

/// The status that the office gave, in the word by which it speaks of itself; nothing is said for one
/// that gave none.
fn said(word: Option<&str>, own: &str) -> String {
    const NOTHING: &str = "无此项";
    match word {
        Some(word) if word.ends_with(NOTHING) => format!("{own}{NOTHING}"),
        Some(word) => word.to_owned(),
        None => "尚未填报".to_owned(),
    }
}

impl Renderer<'_> {
    /// The front page of a column that is made from its structured data.
    pub(super) fn column(&self, id: ColumnId) -> Result<Output, RenderError> {
        let column = &self.site.columns[id];
        let path = column.output();
        let root = "../".repeat(depth(&path));
        let body = fill(self.site, &column.source.body, &column.links, &root, &[]);
        let own = context! {
            column => self.column_values(id, &root),
            body => Value::from_safe_string(body),
            related => self.rows(&column.pages, &root),
            ..self.front_values(id, &root, true)
        };
        let tags = self.column_tags(id, &column.title, &path);
        let context = self.context(id, &tags, self.crumbs(id, &path, None), own)?;
        self.template(
            &format!("{}.html", column.template()),
            context,
            path.clone(),
        )
    }

    /// Values of a column's front page besides its body and its list. A column whose data could not be
    /// read has the values of an empty record.
    pub(super) fn front_values(&self, id: ColumnId, root: &str, is_front: bool) -> Value {
        let column = &self.site.columns[id];
        let Some(schema) = column.traits.data.as_ref().filter(|_| is_front) else {
            return Value::from(());
        };
        let empty = Record::empty(&self.site.config.standard.data[schema]);
        let data = column.data.as_ref().unwrap_or(&empty);
        match column.kind {
            ColumnKind::StatutoryItems => self.statutory(data, root),
            ColumnKind::Catalog => self.catalog(id, data, root),
            ColumnKind::Application => self.application(id, data, root),
            ColumnKind::Units => self.units(data, root),
            ColumnKind::Concerns => tables::contacts(self.site, data, root),
            ColumnKind::Villages if column.children.is_empty() => self.village(id, data, root),
            ColumnKind::Villages => self.villages(id, root),
            ColumnKind::Ledger => self.ledger(data, root),
            ColumnKind::Assessment => tables::assessment(self.site, data, root),
            ColumnKind::Training => tables::trainings(self.site, data, root),
            // Any other shows its data as it stands.
            _ => tables::whole(self.site, data, root),
        }
    }

    /// A page that belongs to no column but the home.
    fn single(
        &self,
        kind: &'static str,
        path: &str,
        title: &str,
        own: Value,
    ) -> Result<Output, RenderError> {
        let tags = PageTags {
            kind,
            ..self.column_tags(0, title, path)
        };
        let context = self.context(0, &tags, self.crumbs(0, path, Some(title)), own)?;
        self.template(&format!("{kind}.html"), context, path.to_owned())
    }

    /// The page for wrong addresses is shown under any of them, so its links start at the server's root.
    pub(super) fn not_found(&self) -> Result<Output, RenderError> {
        let base = self.site.config.portal(Portal::base_url);
        let after_scheme = base.split_once("://").map_or("", |(_, rest)| rest);
        let root = after_scheme
            .find('/')
            .map_or("/", |slash| &after_scheme[slash..]);
        let root = format!("{}/", root.trim_end_matches('/'));
        let chrome = self.chrome(&root)?;
        let rail = self.rail(0, &root)?;
        let title = "没有找到这个页面";
        let tags = PageTags {
            kind: "404",
            ..self.column_tags(0, title, "404.html")
        };
        let home = context! { title => self.site.columns[0].title.as_str(), href => format!("{root}index.html") };
        let crumbs = vec![home, context! { title, href => () }];
        let context = self.dress(&chrome, rail, 0, &tags, crumbs, context! {})?;
        self.template("404.html", context, "404.html".to_owned())
    }
}
