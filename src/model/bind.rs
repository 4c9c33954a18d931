//! Structured data to the columns and documents that are made from it.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Fault, FaultKind},
    parse::{DataSource, parse_table},
    read::TableFile,
    source::{SourceFile, Span, join, parent},
    standard::{Field, Record, nearest, read_record},
};

use super::{Site, Target};

/// A data file that nobody has asked for yet.
enum Waiting {
    Yaml(DataSource),
    Table(TableFile),
}

/// Reads each data file under the schema of whoever names it in `数据`.
pub(super) fn data(site: &mut Site, data: Vec<DataSource>, tables: Vec<TableFile>) {
    let mut waiting: BTreeMap<String, Waiting> = BTreeMap::new();
    waiting.extend(
        data.into_iter()
            .map(|data| (data.file.path.clone(), Waiting::Yaml(data))),
    );
    waiting.extend(
        tables
            .into_iter()
            .map(|table| (table.path.clone(), Waiting::Table(table))),
    );

    for id in 0..site.columns.len() {
        let column = &site.columns[id];
        if !column.wants_data() {
            continue;
        }
        let schema_name = column.kind.data.clone().unwrap_or_default();
        let (path, meta) = (column.source.file.path.clone(), &column.source.meta);
        let Some(field) = meta.get("data") else {
            if !meta.rejected.iter().any(|alias| &**alias == "data") {
                let at = meta.span.start;
                let kind = FaultKind::MissingField {
                    field: "数据".to_owned(),
                    wanted_by: column.kind_name.clone(),
                    clause: None,
                };
                site.faults.push(Fault::new(&path, Span::new(at, at), kind));
            }
            continue;
        };
        let (name, span) = (field.text().unwrap_or_default().to_owned(), field.span);
        let schema = std::mem::take(
            site.config
                .standard
                .data
                .entry(schema_name.clone())
                .or_default(),
        );
        site.columns[id].data = take(site, &mut waiting, &path, &name, span, &schema);
        site.config.standard.data.insert(schema_name, schema);
    }
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        if site.columns[page.column].kind_name != "年报" {
            continue;
        }
        let Some(field) = page.document.meta.get("data") else {
            continue;
        };
        let (path, name, span) = (
            page.document.file.path.clone(),
            field.text().unwrap_or_default().to_owned(),
            field.span,
        );
        let schema = std::mem::take(
            site.config
                .standard
                .data
                .entry("annual".to_owned())
                .or_default(),
        );
        site.pages[id].figures = take(site, &mut waiting, &path, &name, span, &schema);
        site.config
            .standard
            .data
            .insert("annual".to_owned(), schema);
    }
    // Files that nobody names are still held to being YAML.
    for file in waiting.into_values() {
        if let Waiting::Yaml(data) = file {
            site.faults.extend(data.faults);
            site.data_files.push(data.file);
        }
    }
}

fn take(
    site: &mut Site,
    waiting: &mut BTreeMap<String, Waiting>,
    from: &str,
    name: &str,
    span: Span,
    schema: &[Field],
) -> Option<Record> {
    let path = join(parent(from), name).unwrap_or_default();
    let Some(file) = waiting.remove(&path) else {
        let folder = parent(from);
        let names = waiting
            .keys()
            .filter(|path| parent(path) == folder)
            .map(|path| &path[folder.len() + 1..]);
        let kind = FaultKind::MissingFile {
            name: name.to_owned(),
            nearest: nearest(name, names),
        };
        site.faults.push(Fault::new(from, span, kind));
        return None;
    };
    let (file, node, faults): (SourceFile, _, Vec<Fault>) = match file {
        Waiting::Yaml(data) => (data.file, data.node, data.faults),
        Waiting::Table(table) => parse_table(&table.path, &table.bytes, schema),
    };
    site.faults.extend(faults);
    let record = node.map(|node| {
        let (record, wrong) = read_record(&node, schema, &format!("“{name}”"), None);
        site.faults.extend(
            wrong
                .into_iter()
                .map(|(span, kind)| Fault::new(&file.path, span, kind)),
        );
        record
    });
    site.data_files.push(file);
    record
}

/// Joins documents to the items of Article 20 and the rows of the catalogue that they belong to,
/// and names the files that fields ask for.
pub(super) fn bind(site: &mut Site) {
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        if page.is_published {
            for item in page.document.meta.list("statutory_items") {
                match item.data {
                    crate::standard::Data::Integer(number @ 1..=15) => {
                        site.by_item[number as usize - 1].push(id);
                    }
                    crate::standard::Data::Integer(number) => {
                        let reason = format!("第二十条只有十五项，没有第 {number} 项");
                        let clause = Some("《条例》第二十条".to_owned());
                        let kind = FaultKind::OutOfRangeField {
                            field: "法定事项".to_owned(),
                            reason,
                            clause,
                        };
                        site.faults
                            .push(Fault::new(&page.document.file.path, item.span, kind));
                    }
                    _ => {}
                }
            }
            for catalog_id in page.document.meta.texts("catalog_ids") {
                site.by_catalog_id
                    .entry(catalog_id.to_owned())
                    .or_default()
                    .push(id);
            }
        }
        attach(site, id);
    }
    for id in 0..site.columns.len() {
        let column = &site.columns[id];
        let from = column.source.file.path.clone();
        let attached = column
            .source
            .meta
            .records("attachments")
            .filter_map(|record| record.get("file"));
        let form = column
            .data
            .as_ref()
            .and_then(|data| data.record("form"))
            .and_then(|form| form.get("file"));
        let wanted: Vec<(String, Span)> = attached
            .chain(form)
            .map(|file| (file.text().unwrap_or_default().to_owned(), file.span))
            .collect();
        for (name, span) in wanted {
            require(site, &from, &name, span);
        }
    }
}

/// The files that a document names in 附件 must be there.
fn attach(site: &mut Site, id: usize) {
    let page = &site.pages[id];
    let wanted: Vec<(String, Span)> = page
        .document
        .meta
        .records("attachments")
        .filter_map(|record| record.get("file"))
        .map(|file| (file.text().unwrap_or_default().to_owned(), file.span))
        .collect();
    let (from, is_published) = (page.document.file.path.clone(), page.is_published);
    for (name, span) in wanted {
        let Some(asset) = require_if(site, &from, &name, span, is_published) else {
            continue;
        };
        if !site.pages[id].attachments.contains(&asset) {
            site.pages[id].attachments.push(asset);
        }
    }
}

fn require(site: &mut Site, from: &str, name: &str, span: Span) {
    require_if(site, from, name, span, true);
}

fn require_if(site: &mut Site, from: &str, name: &str, span: Span, publish: bool) -> Option<usize> {
    let path = join(parent(from), name).unwrap_or_default();
    if let Some(Target::Asset(asset)) = site.target(&path) {
        let placed = &mut site.assets[asset];
        // A file in another document's folder goes where that document goes, or nowhere.
        if placed.owner.is_none() {
            placed.is_published |= publish;
        }
        Some(asset)
    } else {
        let folder = parent(from);
        let names = site
            .keys()
            .filter(|key| parent(key) == folder)
            .map(|key| &key[folder.len() + 1..]);
        let kind = FaultKind::MissingFile {
            name: name.to_owned(),
            nearest: nearest(name, names),
        };
        site.faults.push(Fault::new(from, span, kind));
        None
    }
}
