//! Parts that every page has around its own: tags of the head, header, footer.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use crate::{
    model::{Column, ColumnId},
    standard::view::{ColumnKind, Footer, Org, Portal},
};

use super::{RenderError, Renderer, SharedPart, depth, link::link, url_path};

/// The parts that depend only on how deep a page lies.
pub(super) struct Chrome {
    site: Value,
    header: Partial,
    footer: Partial,
    hrefs: Value,
}

/// HTML that is put into pages, and its number where many pages share it.
#[derive(Clone, Default)]
pub(super) struct Partial {
    html: Value,
    part: Option<usize>,
}

impl From<Value> for Partial {
    /// HTML that a few pages are given.
    fn from(html: Value) -> Self {
        Self { html, part: None }
    }
}

/// The values of a page, and which shared parts are among them.
pub(super) struct PageContext {
    pub(super) values: Value,
    pub(super) parts: Vec<usize>,
}

/// Values for the meta tags of a page.
pub(super) struct PageTags<'a> {
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) path: &'a str,
    pub(super) description: &'a str,
    pub(super) keywords: String,
    pub(super) article: Value,
}

impl Renderer<'_> {
    /// Renders rail and footer for every depth and column that has pages.
    pub(super) fn share(&mut self) -> Result<(), RenderError> {
        let site = self.site;
        let mut places: BTreeSet<(ColumnId, usize)> = BTreeSet::from([(0, 0)]);
        places.extend(
            site.columns
                .iter()
                .enumerate()
                .map(|(id, column)| (id, depth(&column.output()))),
        );
        places.extend(
            site.published()
                .map(|(_, page)| (page.column, depth(&page.output))),
        );
        let depths: BTreeSet<usize> = places.iter().map(|(_, depth)| *depth).collect();
        for depth in depths {
            let mut chrome = self.chrome(&"../".repeat(depth))?;
            self.keep(&mut chrome.header, depth);
            self.keep(&mut chrome.footer, depth);
            self.chromes.insert(depth, chrome);
        }
        for (column, depth) in places {
            let mut rail = self.rail(column, &"../".repeat(depth))?;
            self.keep(&mut rail, depth);
            self.rails.insert((column, depth), rail);
        }
        Ok(())
    }

    /// Makes a part of what many pages of a depth are given.
    fn keep(&mut self, partial: &mut Partial, depth: usize) {
        partial.part = Some(self.parts.len());
        let text = partial.html.as_str().unwrap_or_default().to_owned();
        self.parts.push(SharedPart { text, depth });
    }

    pub(super) fn chrome(&self, root: &str) -> Result<Chrome, RenderError> {
        let site = self.site;
        let hot_topics: Vec<Value> = site
            .config
            .settings()
            .hot_topics()
            .into_iter()
            .map(|topic| link(site, topic.target().or_default(), topic.title().get(), root))
            .collect();
        let config = &site.config;
        let reading_places: Vec<Value> = site
            .with(Column::guide)
            .flat_map(|(_, guide)| guide.reading_places())
            .map(|place| context! { name => place.name().get(), address => place.address().get(), hours => place.hours().get() })
            .collect();
        let values = context! {
            name => config.portal(Portal::name), domain => config.portal(Portal::domain), id_code => config.portal(Portal::id_code),
            column_title => site.columns[0].title.as_str(), org_name => config.org(Org::name), org_short => config.org(Org::short_name),
            parent_name => config.org(Org::parent_name), parent_href => config.org(Org::parent_href), base_url => config.portal(Portal::base_url),
            sample => config.settings().sample().or_default(),
            standalone => config.settings().portal().and(Portal::standalone).or_default(),
            address => config.org(Org::address), postcode => config.org(Org::postcode), phone => config.org(Org::phone), fax => config.org(Org::fax),
            email => config.org(Org::email), office_hours => config.org(Org::office_hours),
            host_unit => config.footer(Footer::host_unit), tech_unit => config.footer(Footer::tech_unit),
            icp => config.footer(Footer::icp), icp_href => config.footer(Footer::icp_href), police => config.footer(Footer::police),
            police_href => config.footer(Footer::police_href), badge_href => config.footer(Footer::badge_href),
            find_error_href => config.footer(Footer::find_error_href),
            interaction_href => config.portal(Portal::interaction_href), service_href => config.portal(Portal::service_href),
            hot_topics, reading_places,
        };
        let column_href = |kind: ColumnKind| {
            site.column_of_kind(kind)
                .map(|id| format!("{root}{}", url_path(&site.columns[id].output())))
        };
        let hrefs = context! {
            root,
            home_href => format!("{root}index.html"),
            search_href => format!("{root}search.html"),
            sitemap_href => format!("{root}sitemap.html"),
            apply_href => column_href(ColumnKind::Application),
            catalog_href => column_href(ColumnKind::Catalog),
            feed_href => format!("{root}feed.xml"),
            as_of => config.as_of.to_string(),
        };
        let shared = context! { site => values.clone(), ..hrefs.clone() };
        Ok(Chrome {
            header: self.header(&values, &hrefs, "")?,
            footer: self.partial("partials/footer.html", shared)?.into(),
            site: values,
            hrefs,
        })
    }

    /// The head of a page; home and search have heads of their own.
    fn header(&self, site: &Value, hrefs: &Value, kind: &str) -> Result<Partial, RenderError> {
        let values = context! { kind, site => site.clone(), ..hrefs.clone() };
        Ok(self.partial("partials/header.html", values)?.into())
    }

    pub(super) fn rail(&self, current: ColumnId, root: &str) -> Result<Partial, RenderError> {
        let site = self.site;
        let path = site.path_to(current);
        let statutory = |kind: ColumnKind| {
            site.config
                .standard
                .statutory
                .iter()
                .any(|column| column.kind == kind)
        };
        let items: Vec<Value> = site.columns[0]
            .children
            .iter()
            .map(|id| {
                let column = &site.columns[*id];
                let children: Vec<Value> = if path.contains(id) {
                    column
                        .children
                        .iter()
                        .map(|child| {
                            let href = format!("{root}{}", url_path(&site.columns[*child].output()));
                            context! { title => site.columns[*child].title.as_str(), href, current => *child == current }
                        })
                        .collect()
                } else {
                    Vec::new()
                };
                context! {
                    title => column.title.as_str(),
                    href => format!("{root}{}", url_path(&column.output())),
                    current => *id == current,
                    in_path => path.contains(id),
                    statutory => statutory(column.kind),
                    count => site.entries(*id),
                    children,
                }
            })
            .collect();
        let apply_href = site
            .column_of_kind(ColumnKind::Application)
            .map(|id| format!("{root}{}", url_path(&site.columns[id].output())));
        let values =
            context! { root, items, apply_href, search_href => format!("{root}search.html") };
        Ok(self.partial("partials/rail.html", values)?.into())
    }

    /// The values that every page gets, with those of its own kind put over them.
    pub(super) fn context(
        &self,
        column: ColumnId,
        tags: &PageTags<'_>,
        crumbs: Vec<Value>,
        own: Value,
    ) -> Result<PageContext, RenderError> {
        let depth = depth(tags.path);
        let chrome = &self.chromes[&depth];
        let rail = self
            .rails
            .get(&(column, depth))
            .cloned()
            .unwrap_or_default();
        self.dress(chrome, rail, column, tags, crumbs, own)
    }

    pub(super) fn dress(
        &self,
        chrome: &Chrome,
        rail: Partial,
        column: ColumnId,
        tags: &PageTags<'_>,
        crumbs: Vec<Value>,
        own: Value,
    ) -> Result<PageContext, RenderError> {
        let header = match tags.kind {
            "home" | "search" => self.header(&chrome.site, &chrome.hrefs, tags.kind)?,
            _ => chrome.header.clone(),
        };
        let parts = [header.part, rail.part, chrome.footer.part];
        let column = &self.site.columns[column];
        let page = context! {
            kind => tags.kind,
            title => tags.title,
            url => self.site.config.permalink(&url_path(tags.path)),
            description => tags.description,
            keywords => tags.keywords.as_str(),
            column_name => column.title.as_str(),
            column_description => column.description(),
            column_keywords => column.source.meta().keywords().into_iter().collect::<Vec<_>>().join(","),
            column_type => column.traits.column_type.as_str(),
            article => tags.article.clone(),
        };
        let values = context! {
            ..own,
            ..context! {
                site => chrome.site.clone(), page, header => header.html, rail => rail.html, footer => chrome.footer.html.clone(),
                breadcrumbs => crumbs, ..chrome.hrefs.clone()
            }
        };
        Ok(PageContext {
            values,
            parts: parts.into_iter().flatten().collect(),
        })
    }

    /// The columns above a page, and the page itself last, which is no link.
    pub(super) fn crumbs(&self, column: ColumnId, path: &str, own: Option<&str>) -> Vec<Value> {
        let root = "../".repeat(depth(path));
        let mut crumbs: Vec<Value> = self
            .site
            .path_to(column)
            .into_iter()
            .map(|id| {
                let column = &self.site.columns[id];
                context! { title => column.title.as_str(), href => format!("{root}{}", url_path(&column.output())) }
            })
            .collect();
        if let Some(title) = own {
            crumbs.push(context! { title, href => () });
        } else {
            let last = crumbs.pop().unwrap_or_default();
            crumbs.push(context! { href => (), ..last });
        }
        crumbs
    }

    /// Page tags of a column's page.
    pub(super) fn column_tags<'a>(
        &'a self,
        id: ColumnId,
        title: &'a str,
        path: &'a str,
    ) -> PageTags<'a> {
        let column = &self.site.columns[id];
        PageTags {
            kind: "column",
            title,
            path,
            description: column.description(),
            keywords: column
                .source
                .meta()
                .keywords()
                .into_iter()
                .collect::<Vec<_>>()
                .join(","),
            article: Value::from(()),
        }
    }

    /// Values of a column that its page shows.
    pub(super) fn column_values(&self, id: ColumnId, root: &str) -> Value {
        let column = &self.site.columns[id];
        context! {
            title => column.title.as_str(),
            description => column.description(),
            href => format!("{root}{}", url_path(&column.output())),
            feed_href => format!("{root}{}feed.xml", url_path(&column.directory)),
            sample => column.source.meta().sample().or_default() || column.data.as_ref().is_some_and(|data| data.flag("sample")),
        }
    }
}
