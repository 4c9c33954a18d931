//! Structured data to the columns and documents that are made from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostic::{Fault, FaultKind, Meant},
    parse::{DataSource, parse_table},
    read::TableFile,
    source::{SourceFile, Span, file_name, is_leftover, join, line_at, parent, relative},
    standard::{
        Field, Record, read_record,
        view::{ColumnKind, FieldValue, Form},
    },
    yaml::{Node, Value},
};

use super::{AssetId, DataFile, Page, PageId, Site, Target, suggest::replace};

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
        let schema_name = column.traits.data.clone().unwrap_or_default();
        let (path, field) = (column.source.file.path.clone(), column.source.meta().data());
        let Some((name, span)) = field.given() else {
            if let FieldValue::Absent(blank) = field {
                let at = column.source.record.span.start;
                let kind = FaultKind::MissingField {
                    field: "数据".to_owned(),
                    wanted_by: column.kind.word().to_owned(),
                    template: None,
                    values: None,
                    is_blank: blank.is_some(),
                    clause: None,
                    requirement: None,
                    is_strict: false,
                };
                let place = blank.unwrap_or(Span::new(at, at));
                site.faults.push(Fault::new(&path, place, kind));
            }
            continue;
        };
        let name = name.to_owned();
        let schema = Arc::clone(&site.config.standard.data[&schema_name]);
        site.columns[id].data = take(site, &mut waiting, &path, &name, span, &schema);
    }
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        if site.columns[page.column].kind != ColumnKind::AnnualReports {
            continue;
        }
        let Some((name, span)) = page.document.meta().data().given() else {
            continue;
        };
        let (path, name) = (page.document.file.path.clone(), name.to_owned());
        let schema = Arc::clone(&site.config.standard.data["annual"]);
        site.pages[id].figures = take(site, &mut waiting, &path, &name, span, &schema);
    }
    // Files that nobody names are still held to being YAML, but for what programs left.
    for file in waiting.into_values() {
        if let Waiting::Yaml(data) = file {
            if is_leftover(file_name(&data.file.path)) {
                site.faults
                    .push(Fault::whole(&data.file.path, FaultKind::LeftoverFile));
                continue;
            }
            site.faults.extend(data.faults);
            site.data_files.push(DataFile {
                file: data.file,
                marks: data.marks,
                is_taken: false,
            });
        }
    }
}

fn take(
    site: &mut Site,
    waiting: &mut BTreeMap<String, Waiting>,
    from: &str,
    name: &str,
    span: Span,
    schema: &Arc<[Field]>,
) -> Option<Record> {
    let path = join(parent(from), name).unwrap_or_default();
    let Some(file) = waiting.remove(&path) else {
        let is_there = matches!(site.target(&path), Some(Target::Asset(_)));
        let kind = if is_there {
            let reason = format!("“{name}”的格式不能作栏目数据");
            let cure = Some("用 Excel 或 WPS 另存为 .xlsx 或 .csv，这里的文件名照改");
            FaultKind::UnreadableTable { reason, cure }
        } else {
            missing(site, from, &path, name, span)
        };
        site.faults.push(Fault::new(from, span, kind));
        return None;
    };
    let (file, node, faults): (SourceFile, _, Vec<Fault>) = match file {
        Waiting::Yaml(data) => (data.file, data.node, data.faults),
        Waiting::Table(table) => parse_table(&table.path, &table.bytes, schema),
    };
    // An empty file still owes every required field.
    let node = node.or_else(|| {
        faults.is_empty().then(|| Node {
            span: Span::default(),
            value: Value::Map(Vec::new()),
        })
    });
    // A column that the header lacks is told once, not again in every row.
    let told: BTreeSet<String> = faults
        .iter()
        .filter_map(|fault| match &fault.kind {
            FaultKind::IrregularHeader { missing, .. } => Some(missing.clone()),
            FaultKind::MissingField { field, .. } => Some(vec![field.clone()]),
            _ => None,
        })
        .flatten()
        .collect();
    // What is wrong with a cell is told once too, by the place of its row.
    let cells: BTreeSet<(usize, String)> = faults
        .iter()
        .filter_map(|fault| match &fault.kind {
            FaultKind::FormulaError { field } | FaultKind::UnknownTick { field, .. } => {
                let row = line_at(&file.text, fault.span.start).start;
                Some((row, field.clone()))
            }
            _ => None,
        })
        .collect();
    site.faults.extend(faults);
    let record = node.map(|node| {
        let (record, mut wrong) = read_record(&node, schema, &format!("“{name}”"));
        wrong.retain(|(place, kind)| {
            let FaultKind::MissingField { field, .. } = kind else {
                return true;
            };
            !told.contains(field) && !cells.contains(&(place.start, field.clone()))
        });
        site.faults.extend(
            wrong
                .into_iter()
                .map(|(span, kind)| Fault::new(&file.path, span, kind)),
        );
        record
    });
    let marks = site.config.standard.lexicon.scan(&file.text);
    let is_taken = true;
    site.data_files.push(DataFile {
        file,
        marks,
        is_taken,
    });
    record
}

/// Joins documents to the items of Article 20 and the rows of the catalogue that they belong to,
/// and names the files that fields ask for.
pub(super) fn bind(site: &mut Site) {
    let known: BTreeSet<String> = site
        .column_of_kind(ColumnKind::Catalog)
        .and_then(|id| site.columns[id].catalog())
        .map(|data| {
            let items = data.items().into_iter();
            items
                .filter_map(|item| item.id().get())
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    no_item_twice(site);
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        if page.is_published {
            for (number, span) in page.document.meta().statutory_items().spanned() {
                if (1..=15).contains(&number) {
                    let ids = &mut site.by_item[number as usize - 1];
                    if ids.last() != Some(&id) {
                        ids.push(id);
                    }
                } else {
                    let reason = format!("第二十条只有十五项，没有第 {number} 项");
                    let clause = Some("《条例》第二十条".to_owned());
                    let kind = FaultKind::OutOfRangeField {
                        field: "法定事项".to_owned(),
                        reason,
                        cure: "改成 1 到 15 之间的号码".to_owned(),
                        clause,
                        requirement: Some(Arc::from("TL-19/20")),
                        is_strict: false,
                    };
                    site.faults
                        .push(Fault::new(&page.document.file.path, span, kind));
                }
            }
            for (catalog_id, span) in page.document.meta().catalog_ids().spanned() {
                if !known.is_empty() && !known.contains(catalog_id) {
                    let reason = format!("主动公开基本目录里没有编号 {catalog_id}");
                    let cure = "改成主动公开基本目录里有的编号；目录里缺这一项的，先在目录里补上";
                    let kind = FaultKind::out_of_range("目录事项", reason, cure);
                    site.faults
                        .push(Fault::new(&page.document.file.path, span, kind));
                }
                site.by_catalog_id
                    .entry(catalog_id.to_owned())
                    .or_default()
                    .push(id);
            }
        }
    }
    attach(site);
    for id in 0..site.columns.len() {
        let column = &site.columns[id];
        let from = column.source.file.path.clone();
        let attached = column
            .source
            .meta()
            .attachments()
            .into_iter()
            .filter_map(|attached| attached.file().given());
        let form = column.application();
        let form = form.and_then(|data| data.form().and(Form::file).given());
        let data = column.data_path();
        let attached = attached.map(|(name, span)| (&from, name, span));
        let form = form.map(|(name, span)| (&data, name, span));
        let wanted: Vec<(String, String, Span)> = attached
            .chain(form)
            .map(|(path, name, span)| (path.clone(), name.to_owned(), span))
            .collect();
        for (path, name, span) in wanted {
            require(site, &path, &name, span, None);
        }
    }
}

/// The files that documents name in 附件 and 数据: they must be there, and those of documents that are
/// not published are withheld, wherever they lie.
fn attach(site: &mut Site) {
    let (published, withheld): (Vec<PageId>, Vec<PageId>) =
        (0..site.pages.len()).partition(|id| site.pages[*id].is_published);
    for id in withheld {
        let from = site.pages[id].document.file.path.clone();
        for (name, span) in named(&site.pages[id]) {
            if let Some(asset) = file_at(site, &from, &name, span) {
                site.assets[asset].withheld_by.get_or_insert(from.clone());
            }
        }
        let data = site.pages[id].document.meta().data().get();
        let data = data.and_then(|name| join(parent(&from), name));
        if let Some(Target::Asset(asset)) = data.and_then(|path: String| site.target(&path)) {
            site.assets[asset].withheld_by.get_or_insert(from);
        }
    }
    withhold_linked(site);
    for id in published {
        for (name, span) in named(&site.pages[id]) {
            let from = site.pages[id].document.file.path.clone();
            if let Some(asset) = require(site, &from, &name, span, Some(id))
                && !site.pages[id].attachments.contains(&asset)
            {
                site.pages[id].attachments.push(asset);
            }
        }
    }
    for placed in site.assets.iter_mut().filter(|placed| placed.is_withheld()) {
        placed.is_published = false;
    }
    for page in &mut site.pages {
        page.attachments
            .retain(|id| !site.assets[*id].is_withheld());
    }
}

/// Withholds a symbolic link with the file that it leads to, and the file with the link: it is the
/// same words that would go out.
fn withhold_linked(site: &mut Site) {
    for id in 0..site.assets.len() {
        let target = site.assets[id].asset.links_to.as_deref();
        let Some(Target::Asset(other)) = target.and_then(|path| site.target(path)) else {
            continue;
        };
        let by = site.assets[id].withheld_by.clone();
        let by = by.or_else(|| site.assets[other].withheld_by.clone());
        site.assets[id].withheld_by.clone_from(&by);
        site.assets[other].withheld_by = by;
    }
}

fn named(page: &Page) -> Vec<(String, Span)> {
    let files = page
        .document
        .meta()
        .attachments()
        .into_iter()
        .filter_map(|attached| attached.file().given());
    files.map(|(name, span)| (name.to_owned(), span)).collect()
}

/// Publishes a file that something published names: a document, or a column.
fn require(
    site: &mut Site,
    from: &str,
    name: &str,
    span: Span,
    by: Option<PageId>,
) -> Option<AssetId> {
    let asset = file_at(site, from, name, span)?;
    let placed = &mut site.assets[asset];
    // What lies in a published document's own folder and is named by it is its own, whoever else
    // names it.
    let is_own = by.is_some() && placed.owner == by;
    if let Some(owner) = placed.withheld_by.clone().filter(|_| !is_own) {
        let kind = FaultKind::UnpublishedTarget {
            target: name.to_owned(),
            owner: Some(owner),
        };
        site.faults.push(Fault::new(from, span, kind));
        return None;
    }
    (placed.is_published, placed.withheld_by) = (true, None);
    Some(asset)
}

fn file_at(site: &mut Site, from: &str, name: &str, span: Span) -> Option<AssetId> {
    let path = join(parent(from), name).unwrap_or_default();
    if let Some(Target::Asset(asset)) = site.target(&path) {
        return Some(asset);
    }
    let kind = missing(site, from, &path, name, span);
    site.faults.push(Fault::new(from, span, kind));
    None
}

/// A file that a field names and that is not there.
fn missing(site: &Site, from: &str, path: &str, name: &str, span: Span) -> FaultKind {
    let meant = site.names().certain(path).map(|(slip, path)| {
        let meant = relative(from, path);
        let mut texts = site.texts().map(|(file, _)| file);
        let text = texts.find(|file| file.path == from);
        let fix = text.and_then(|file| replace(&file.text, span, name, &meant));
        Meant {
            slip,
            name: meant,
            fix,
        }
    });
    FaultKind::MissingFile {
        name: name.to_owned(),
        nearest: site.names().sibling(path),
        meant,
    }
}

/// No item of Article 20 may be there twice.
fn no_item_twice(site: &mut Site) {
    let Some(id) = site.column_of_kind(ColumnKind::StatutoryItems) else {
        return;
    };
    let column = &site.columns[id];
    let Some(data) = column.statutory_items() else {
        return;
    };
    let path = column.data_path();
    for number in 1..=15 {
        let entries = data.items().into_iter();
        let mut entries = entries.filter(|item| item.no().get() == Some(number));
        let (Some(_), Some(second)) = (entries.next(), entries.next()) else {
            continue;
        };
        let span = second.record().span;
        let kind = FaultKind::OutOfRangeField {
            field: "项".to_owned(),
            reason: format!("第 {number} 项写了两次"),
            cure: "两处合为一处，内容和链接都留下；号码写错的，改成实际的号码".to_owned(),
            clause: Some("《条例》第二十条".to_owned()),
            requirement: Some(Arc::from("TL-19/20")),
            is_strict: true,
        };
        site.faults.push(Fault::new(&path, span, kind));
    }
}
