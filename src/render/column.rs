//! Pages of columns that are made from structured data, and the pages there is one of.

use std::{cmp::Reverse, collections::BTreeMap};

use minijinja::{Value, context};

use crate::{
    model::{ColumnId, PageId, Target},
    standard::Record,
};

use super::{
    Output, RenderError, Renderer,
    body::fill,
    chrome::PageTags,
    data::{link, value},
    depth,
    document::{size, true_type},
    flow,
    row::publish_date,
    url_path,
};

/// Newest documents on the home page, and in each of its smaller lists.
const NEWEST: usize = 10;
const FEW: usize = 5;

impl Renderer<'_> {
    pub(super) fn home(&self) -> Result<Output, RenderError> {
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
            site.config
                .standard
                .statutory
                .iter()
                .any(|wanted| wanted.kind == site.columns[*id].kind_name)
        };
        let (statutory, others): (Vec<ColumnId>, Vec<ColumnId>) = site.columns[0]
            .children
            .iter()
            .copied()
            .partition(is_statutory);
        let latest_of = |kind: &str| {
            site.column_of_kind(kind).map(|id| {
                let rows = self.rows(&site.newest(id, FEW), root);
                context! { title => site.columns[id].title.as_str(), href => url_path(&site.columns[id].output()), rows => rows }
            })
        };
        let application = site.column_of_kind("依申请公开").map(|id| {
            let steps: Vec<Value> = site.columns[id]
                .data
                .as_ref()
                .map(|data| {
                    data.records("steps")
                        .filter_map(|step| step.text("name"))
                        .map(Value::from)
                        .collect()
                })
                .unwrap_or_default();
            context! { href => url_path(&site.columns[id].output()), steps }
        });
        let newest: Vec<PageId> = site.published().map(|(id, _)| id).take(NEWEST).collect();
        let own = context! {
            statutory => statutory.iter().map(card).collect::<Vec<_>>(),
            columns => others.iter().map(card).collect::<Vec<_>>(),
            newest => self.rows(&newest, root),
            policies => latest_of("政策文件"),
            notices => latest_of("通知公告"),
            news => latest_of("动态"),
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

    /// What a column's front page is made of besides its body and its list.
    pub(super) fn front_values(&self, id: ColumnId, root: &str, is_front: bool) -> Value {
        let column = &self.site.columns[id];
        let empty = Record::default();
        let data = column.data.as_ref().unwrap_or(&empty);
        if !is_front {
            return Value::from(());
        }
        match column.template() {
            "guide" => context! { data => value(self.site, data, root) },
            "statutory" => context! { items => self.statutory(data, root) },
            "catalog" => self.catalog(id, data, root),
            "application" => self.application(id, data, root),
            "units" => context! { groups => self.units(data, root) },
            "contacts" => context! { units => items(self, data, "units", root) },
            "villages" => self.villages(id, root),
            "village" => self.village(id, data, root),
            "ledger" => self.ledger(data, root),
            "assessment" => {
                let total: f64 = data
                    .records("criteria")
                    .filter_map(|criterion| criterion.number("points"))
                    .sum();
                context! { data => value(self.site, data, root), total_points => (total * 100.0).round() / 100.0 }
            }
            "training" => context! { records => items(self, data, "records", root) },
            _ => Value::from(()),
        }
    }

    fn statutory(&self, data: &Record, root: &str) -> Vec<Value> {
        let site = self.site;
        let column = site.column_of_kind("法定主动公开内容").unwrap_or(0);
        site.config
            .standard
            .items
            .iter()
            .enumerate()
            .map(|(number, item)| {
                let entry = data.records("items").find(|entry| entry.integer("no") == Some(number as i64 + 1));
                let ids = &site.by_item[number];
                let links: Vec<Value> = entry
                    .map(|entry| {
                        let target = |record: &Record| link(site, record.text("target").unwrap_or_default(), record.text("title"), root);
                        entry.records("links").map(target).collect()
                    })
                    .unwrap_or_default();
                let more = format!("{root}{}{}.html", url_path(&site.columns[column].directory), item.key);
                context! {
                    no => number + 1, label => item.label.as_str(), name => item.name.as_str(), key => item.key.as_str(),
                    status => entry.and_then(|entry| entry.text("status")).unwrap_or("本机关无此项"),
                    note => entry.and_then(|entry| entry.text("note")),
                    links,
                    rows => self.rows(&ids[..ids.len().min(FEW)], root),
                    total => ids.len(),
                    more_href => (!ids.is_empty()).then_some(more),
                }
            })
            .collect()
    }

    fn catalog(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let column = &self.site.columns[id];
        let attached = column
            .source
            .meta
            .records("attachments")
            .next()
            .and_then(|record| record.text("file"));
        let download = attached
            .and_then(|name| self.site.target(&format!("{}/{name}", column.folder)))
            .map(|target| format!("{root}{}", url_path(&self.site.output(target))));
        context! {
            version => data.text("version"),
            updated => data.date("updated").map(|date| date.to_string()),
            domains => self.domains(root, None),
            total => data.list("items").len(),
            download_href => download,
        }
    }

    /// Output path of a domain's page.
    pub(super) fn domain_path(&self, number: usize) -> String {
        let id = self.site.column_of_kind("主动公开基本目录").unwrap_or(0);
        format!(
            "{}domain-{:02}.html",
            self.site.columns[id].directory,
            number + 1
        )
    }

    fn domains(&self, root: &str, current: Option<usize>) -> Vec<Value> {
        let Some(data) = self
            .site
            .column_of_kind("主动公开基本目录")
            .and_then(|id| self.site.columns[id].data.as_ref())
        else {
            return Vec::new();
        };
        self.site
            .config
            .standard
            .domains
            .iter()
            .enumerate()
            .map(|(number, name)| {
                let entry = data.records("domains").find(|entry| entry.text("name") == Some(name));
                let count = data.records("items").filter(|item| item.text("domain") == Some(name)).count();
                context! {
                    name => name.as_str(), count, anchor => format!("domain-{}", number + 1),
                    status => entry.and_then(|entry| entry.text("status")).unwrap_or("本街道无此项"),
                    note => entry.and_then(|entry| entry.text("note")),
                    href => (count > 0).then(|| format!("{root}{}", url_path(&self.domain_path(number)))),
                    current => current == Some(number),
                }
            })
            .collect()
    }

    pub(super) fn domain(&self, number: usize) -> Result<Vec<Output>, RenderError> {
        let site = self.site;
        let name = &site.config.standard.domains[number];
        let Some((id, data)) = site
            .column_of_kind("主动公开基本目录")
            .and_then(|id| Some((id, site.columns[id].data.as_ref()?)))
        else {
            return Ok(Vec::new());
        };
        let path = self.domain_path(number);
        let root = "../".repeat(depth(&path));
        let items: Vec<Value> = data
            .records("items")
            .filter(|item| item.text("domain") == Some(name))
            .map(|item| {
                let ids = item.text("id").and_then(|id| site.by_catalog_id.get(id)).map(Vec::as_slice).unwrap_or_default();
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
                let own = item.text("target").filter(|target| !is_listed(target));
                targets.extend(own.map(|target| link(site, target, None, &root)));
                context! { targets, note => item.text("note"), ..value(site, item, &root) }
            })
            .collect();
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let entry = data
            .records("domains")
            .find(|entry| entry.text("name") == Some(name));
        let own = context! {
            column => self.column_values(id, &root),
            domain => context! {
                name => name.as_str(), status => entry.and_then(|entry| entry.text("status")).unwrap_or("有事项"),
                note => entry.and_then(|entry| entry.text("note")),
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

    fn application(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let column = &self.site.columns[id];
        let file = data.record("form").and_then(|form| form.text("file")).and_then(|name| {
            let Some(Target::Asset(asset)) = self.site.target(&format!("{}/{name}", column.folder)) else { return None };
            let placed = &self.site.assets[asset];
            let (_, label) = true_type(&placed.asset.path, &placed.asset.head);
            Some(context! {
                title => name, href => format!("{root}{}", url_path(&placed.output)), kind => label, size => size(placed.asset.size),
            })
        });
        let fields: Vec<Value> = data
            .record("form")
            .map(|form| {
                form.records("fields")
                    .map(|field| value(self.site, field, root))
                    .collect()
            })
            .unwrap_or_default();
        context! {
            data => context! { form => context! { file, fields }, ..value(self.site, data, root) },
            flow => Value::from_safe_string(flow::svg(data.records("steps"))),
        }
    }

    fn units(&self, data: &Record, root: &str) -> Vec<Value> {
        let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
        for unit in data.records("units") {
            let category = unit.text("category").unwrap_or_default();
            let entry = value(self.site, unit, root);
            match groups.iter_mut().find(|(name, _)| *name == category) {
                Some((_, units)) => units.push(entry),
                None => groups.push((category, vec![entry])),
            }
        }
        groups
            .into_iter()
            .map(|(name, units)| context! { name, units })
            .collect()
    }

    fn villages(&self, id: ColumnId, root: &str) -> Value {
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
                        let count = column.pages.iter().filter(|id| self.village_topic(**id) == Some(name)).count();
                        context! { name => name.as_str(), count, href => format!("{href}#topic-{}", number + 1) }
                    })
                    .collect();
                context! { title => column.title.as_str(), href, topics }
            })
            .collect();
        context! { villages => self.children(id, root), topics, matrix }
    }

    fn village(&self, id: ColumnId, data: &Record, root: &str) -> Value {
        let column = &self.site.columns[id];
        let order = self.village_topics();
        let topics: Vec<Value> = data
            .records("topics")
            .map(|topic| {
                let name = topic.text("name").unwrap_or_default();
                let ids: Vec<PageId> = column
                    .pages
                    .iter()
                    .copied()
                    .filter(|id| self.village_topic(*id) == Some(name))
                    .collect();
                let number = order.iter().position(|known| known == name).unwrap_or(0) + 1;
                context! {
                    id => format!("topic-{number}"), rows => self.rows(&ids, root),
                    ..value(self.site, topic, root)
                }
            })
            .collect();
        context! { name => data.text("name"), topics }
    }

    fn village_topic(&self, id: PageId) -> Option<&str> {
        self.site.pages[id].document.meta.text("village_topic")
    }

    /// The six topics, as the schema of village data lists them.
    fn village_topics(&self) -> Vec<String> {
        let fields = self
            .site
            .config
            .standard
            .data
            .get("village")
            .map(Vec::as_slice)
            .unwrap_or_default();
        let choices = fields.iter().find_map(|field| match &field.kind {
            crate::standard::FieldType::Map(fields) => {
                fields.iter().find_map(|field| match &field.kind {
                    crate::standard::FieldType::Choice(choices) => Some(choices.clone()),
                    _ => None,
                })
            }
            _ => None,
        });
        choices.unwrap_or_default()
    }

    fn ledger(&self, data: &Record, root: &str) -> Value {
        let key = |status: &str| match status {
            "已完成" => "done",
            "进行中" => "doing",
            _ => "standing",
        };
        let count = |wanted: &str| {
            data.records("tasks")
                .filter(|task| task.text("status").map(key) == Some(wanted))
                .count()
        };
        let tasks: Vec<Value> = data
            .records("tasks")
            .map(|task| {
                let status = task.text("status").unwrap_or_default();
                let overdue = status == "进行中" && task.date("due").is_some_and(|due| due < self.site.config.as_of);
                context! {
                    status_key => key(status), overdue,
                    evidence => task.text("evidence").map(|target| link(self.site, target, None, root)),
                    ..value(self.site, task, root)
                }
            })
            .collect();
        context! { tasks, counts => context! { done => count("done"), doing => count("doing"), standing => count("standing") } }
    }

    pub(super) fn search(&self) -> Result<Output, RenderError> {
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
        // What there is most of comes first.
        let values = |field: &str| -> Vec<Value> {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for (_, page) in site.published() {
                if let Some(value) = page.document.meta.text(field) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_by_key(|(_, count)| Reverse(*count));
            counts
                .into_iter()
                .map(|(value, _)| Value::from(value))
                .collect()
        };
        let own = context! {
            facets => context! { columns, years, issuers => values("issuer"), topics => values("topic") },
            count => site.published().count(),
        };
        self.single("search", "search.html", "信息检索", own)
    }

    pub(super) fn site_map(&self) -> Result<Output, RenderError> {
        let tree: Vec<Value> = self.site.columns[0]
            .children
            .iter()
            .map(|id| self.branch(*id))
            .collect();
        self.single("sitemap", "sitemap.html", "站点地图", context! { tree })
    }

    fn branch(&self, id: ColumnId) -> Value {
        let column = &self.site.columns[id];
        let children: Vec<Value> = column.children.iter().map(|id| self.branch(*id)).collect();
        context! {
            title => column.title.as_str(), href => url_path(&column.output()), description => column.description(),
            count => self.site.entries(id), children,
        }
    }

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
        let base = self.site.config.portal("base_url");
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

fn items(renderer: &Renderer<'_>, data: &Record, list: &str, root: &str) -> Vec<Value> {
    data.records(list)
        .map(|record| value(renderer.site, record, root))
        .collect()
}
