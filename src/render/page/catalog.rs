//! `catalog.html` and `catalog_domain.html`: 主动公开基本目录 and its domains.

use minijinja::{Value, context};

use crate::{
    model::{ColumnId, Target},
    render::{Output, RenderError, Renderer, data::value, depth, link::link, url_path},
    standard::{
        Record,
        view::{Catalog, ColumnKind, DomainStatus},
    },
};

use super::said;

impl Renderer<'_> {
    pub(super) fn catalog(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let data = Catalog::new(data);
        let column = &self.site.columns[id];
        let mut attached = column.source.meta().attachments().into_iter();
        let download = attached
            .next()
            .and_then(|attached| attached.file().get())
            .and_then(|name| self.site.target(&format!("{}/{name}", column.folder)))
            .map(|target| format!("{root}{}", url_path(&self.site.output(target))));
        context! {
            version => data.version().get(),
            updated => data.updated().get().map(|date| date.to_string()),
            domains => self.domains(root, None),
            total => data.items().into_iter().count(),
            download_href => download,
        }
    }

    /// Output path of a domain's page.
    pub(in crate::render) fn domain_path(&self, number: usize) -> String {
        let id = self.site.column_of_kind(ColumnKind::Catalog).unwrap_or(0);
        format!(
            "{}domain-{:02}.html",
            self.site.columns[id].directory,
            number + 1
        )
    }

    /// The catalogue and its column, where there is one with data.
    pub(in crate::render) fn catalog_data(&self) -> Option<(ColumnId, Catalog<'_>)> {
        let id = self.site.column_of_kind(ColumnKind::Catalog)?;
        Some((id, self.site.columns[id].catalog()?))
    }

    /// The 26 domains, each with how much there is of it.
    pub(super) fn domains(&self, root: &str, current: Option<usize>) -> Vec<Value> {
        let Some((_, data)) = self.catalog_data() else {
            return Vec::new();
        };
        let domains = self.site.config.standard.domains.iter().enumerate();
        domains
            .map(|(number, name)| {
                let entry = data.domains().into_iter().find(|entry| entry.name().get() == Some(name));
                let count = data.items().into_iter().filter(|item| item.domain().get() == Some(name)).count();
                let status = entry.and_then(|entry| entry.status().get());
                context! {
                    name => name.as_str(), count, anchor => format!("domain-{}", number + 1),
                    status => said(status.map(DomainStatus::word), self.site.config.own_word()),
                    note => entry.and_then(|entry| entry.note().get()),
                    href => (count > 0).then(|| format!("{root}{}", url_path(&self.domain_path(number)))),
                    current => current == Some(number),
                }
            })
            .collect()
    }

    /// The page of a domain; none where it has no items.
    pub(in crate::render) fn domain(&self, number: usize) -> Result<Vec<Output>, RenderError> {
        let site = self.site;
        let name = &site.config.standard.domains[number];
        let Some((id, data)) = self.catalog_data() else {
            return Ok(Vec::new());
        };
        let path = self.domain_path(number);
        let root = "../".repeat(depth(&path));
        let items = data.items().into_iter();
        let items: Vec<Value> = items
            .filter(|item| item.domain().get() == Some(name))
            .map(|item| {
                let ids = item.id().get().and_then(|id| site.by_catalog_id.get(id)).map(Vec::as_slice).unwrap_or_default();
                let mut targets: Vec<Value> = ids
                    .iter()
                    .map(|id| {
                        let page = &site.pages[*id];
                        context! { title => page.document.title.as_str(), href => format!("{root}{}", url_path(&page.output)), external => false, notice => () }
                    })
                    .collect();
                // A document that names the row need not be named by the row as well.
                let is_listed = |target: &str| {
                    let key = format!("content/{}", target.split('#').next().unwrap_or_default());
                    matches!(site.target(&key), Some(Target::Page(id)) if ids.contains(&id))
                };
                let own = item.target().get().filter(|target| !is_listed(target));
                targets.extend(own.map(|target| link(site, target, None, &root)));
                context! { targets, note => item.note().get(), ..value(site, item.record(), &root) }
            })
            .collect();
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let mut entries = data.domains().into_iter();
        let entry = entries.find(|entry| entry.name().get() == Some(name));
        let status = entry.and_then(|entry| entry.status().get());
        let own = context! {
            column => self.column_values(id, &root),
            domain => context! {
                name => name.as_str(), status => said(status.map(DomainStatus::word), site.config.own_word()),
                note => entry.and_then(|entry| entry.note().get()),
            },
            items, domains => self.domains(&root, Some(number)),
        };
        let tags = self.column_tags(id, name, &path);
        let context = self.context(id, &tags, self.crumbs(id, &path, Some(name)), own)?;
        Ok(vec![self.template(
            "catalog_domain.html",
            context,
            path.clone(),
        )?])
    }
}
