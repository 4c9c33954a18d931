//! The page of a document, and its JSON.

use minijinja::{Value, context};
use serde_json::json;

use crate::{
    model::{Page, PageId, Relation},
    parse::escape,
    source::{join, parent},
    standard::view::{
        ActsTable, ColumnKind, DecisionCount, DisputesTable, DocumentCounts, DocumentMeta,
        FeeAmount, FieldValue, List, ReportFigures, Validity,
    },
};

use super::{
    Output, RenderError, Renderer,
    body::{Insert, fill},
    chrome::PageTags,
    depth, qr,
    row::{issuer, publish_date, validity_key},
    url_path,
};

/// From how many headings, and how much HTML, a page gets a table of contents.
const TOC_FROM: (usize, usize) = (4, 6_000);

impl Renderer<'_> {
    pub(super) fn document(&self, id: PageId) -> Result<Vec<Output>, RenderError> {
        let site = self.site;
        let page = &site.pages[id];
        let (document, meta) = (&page.document, page.document.meta());
        let root = "../".repeat(depth(&page.output));
        let column = &site.columns[page.column];
        let inserts = match page.report_figures() {
            Some(figures) => self.annual_tables(page, figures)?,
            None => Vec::new(),
        };
        let body = fill(site, &document.body, &page.links, &root, &inserts);
        let validity = meta.validity().get();
        let source = meta.source().get().unwrap_or_else(|| issuer(site, page));
        let published = document.published.unwrap_or_default();
        let keywords: Vec<&str> = meta.keywords().into_iter().collect();
        let permalink = site.config.permalink(&url_path(&page.output));
        let json_path = format!("{}.json", page.output.trim_end_matches(".html"));
        let neighbour = |id: Option<PageId>| {
            id.map(|id| context! { title => site.pages[id].document.title.as_str(), href => format!("{root}{}", url_path(&site.pages[id].output)) })
        };
        let doc = context! {
            title => document.title.as_str(),
            index_no => meta.index_no().get(),
            topic => meta.topic().get(),
            issuer => issuer(site, page),
            formed_date => meta.formed_date().get().map(|date| date.to_string()),
            document_no => meta.document_no().get(),
            publish_date => publish_date(page),
            published => published.strftime(if document.is_timed { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" }).to_string(),
            validity => validity.map(Validity::word), validity_key => validity.map(validity_key),
            valid_until => meta.valid_until().get().map(|date| date.to_string()),
            validity_note => self.validity_note(page, &root),
            source, editor => meta.editor().get(), keywords => keywords.iter().map(|word| Value::from(*word)).collect::<Vec<_>>(),
            body => Value::from_safe_string(body),
            toc => toc(page),
            ..context! {
                abstract => meta.summary().get(),
                attachments => self.attachments(page, &root),
                interpretations => self.rows(&page.interpretations, &root),
                sources => self.rows(&page.interprets, &root),
                relations => self.relations(page, &root),
                catalog_items => self.catalog_items(meta, &root),
                statutory_items => self.statutory_items(meta, &root),
                forms => meta.forms().into_iter().map(Value::from).collect::<Vec<_>>(),
                drafter => meta.drafter().get(),
                prev => neighbour(page.neighbours.0),
                next => neighbour(page.neighbours.1),
                permalink => permalink.as_str(), qr => Value::from_safe_string(qr::svg(&permalink)),
                json_href => format!("{root}{}", url_path(&json_path)),
                official => column.traits.official && meta.document_no().get().is_some(),
                sample => meta.sample().or_default(),
            }
        };
        let article = context! {
            title => document.title.as_str(),
            pub_date => published.strftime("%Y-%m-%d %H:%M").to_string(),
            source => source, author => meta.editor().get(),
        };
        let tags = PageTags {
            kind: "document",
            title: &document.title,
            path: &page.output,
            description: meta.summary().or_default(),
            keywords: keywords.join(","),
            article,
        };
        let crumbs = self.crumbs(page.column, &page.output, Some(&document.title));
        let context = self.context(page.column, &tags, crumbs, context! { doc })?;
        let html = self.template("document.html", context, page.output.clone())?;
        let bytes = serde_json::to_vec(&self.document_json(page)).unwrap_or_default();
        Ok(vec![html, Output::new(json_path, bytes)])
    }

    /// A document for machines: its front matter, its addresses, its text.
    pub(super) fn document_json(&self, page: &Page) -> serde_json::Value {
        let site = self.site;
        let meta = page.document.meta();
        let link = |id: &PageId| {
            let other = &site.pages[*id];
            json!({ "title": other.document.title, "index_no": other.document.meta().index_no().get(), "url": site.config.permalink(&url_path(&other.output)) })
        };
        json!({
            "title": page.document.title,
            "index_no": meta.index_no().get(),
            "document_no": meta.document_no().get(),
            "topic": meta.topic().get(),
            "issuer": issuer(site, page),
            "formed_date": meta.formed_date().get().map(|date| date.to_string()),
            "publish_date": publish_date(page),
            "validity": meta.validity().get().map(Validity::word),
            "valid_until": meta.valid_until().get().map(|date| date.to_string()),
            "disclosure": "主动公开",
            "abstract": meta.summary().get(),
            "keywords": meta.keywords().into_iter().collect::<Vec<_>>(),
            "column": site.columns[page.column].title,
            "statutory_items": meta.statutory_items().into_iter().collect::<Vec<_>>(),
            "catalog_ids": meta.catalog_ids().into_iter().collect::<Vec<_>>(),
            "source": meta.source().get().unwrap_or_else(|| issuer(site, page)),
            "sample": meta.sample().or_default(),
            "url": site.config.permalink(&url_path(&page.output)),
            "attachments": page.attachments.iter().map(|id| {
                let asset = &site.assets[*id];
                json!({ "name": attachment_name(page, &asset.asset.path), "url": site.config.permalink(&url_path(&asset.output)), "size": asset.asset.size })
            }).collect::<Vec<_>>(),
            "interpretations": page.interpretations.iter().map(link).collect::<Vec<_>>(),
            "interprets": page.interprets.iter().map(link).collect::<Vec<_>>(),
            "relations": page.relations.iter().map(|(relation, id)| json!({ "relation": relation_label(*relation, page, &site.pages[*id]), "document": link(id) })).collect::<Vec<_>>(),
        })
    }

    fn attachments(&self, page: &Page, root: &str) -> Vec<Value> {
        page.attachments
            .iter()
            .map(|id| {
                let placed = &self.site.assets[*id];
                let (kind, label) = true_type(&placed.asset.path, &placed.asset.head);
                context! {
                    name => attachment_name(page, &placed.asset.path),
                    href => format!("{root}{}", url_path(&placed.output)),
                    kind, label, size => size(placed.asset.size),
                }
            })
            .collect()
    }

    fn relations(&self, page: &Page, root: &str) -> Vec<Value> {
        let mut groups: Vec<(&str, Vec<PageId>)> = Vec::new();
        for (relation, id) in &page.relations {
            let label = relation_label(*relation, page, &self.site.pages[*id]);
            match groups.iter_mut().find(|(known, _)| *known == label) {
                Some((_, ids)) => ids.push(*id),
                None => groups.push((label, vec![*id])),
            }
        }
        groups
            .into_iter()
            .map(|(label, ids)| context! { label, rows => self.rows(&ids, root) })
            .collect()
    }

    /// Names the document that ended or changed this one, for the note beside its validity.
    fn validity_note(&self, page: &Page, root: &str) -> Option<Value> {
        let by = |wanted: Relation| {
            let mut relations = page.relations.iter();
            relations.find_map(|(relation, id)| (*relation == wanted).then_some(*id))
        };
        // What has expired was not repealed, even where a later document says so in passing.
        let (before, id, after) = match page.document.meta().validity().get() {
            Some(Validity::Expired) => ("见", by(Relation::RepealedBy)?, ""),
            Some(Validity::Repealed) => ("由", by(Relation::RepealedBy)?, "废止"),
            Some(Validity::Valid | Validity::Amended) => ("由", by(Relation::AmendedBy)?, "修改"),
            None => match by(Relation::RepealedBy) {
                Some(id) => ("由", id, "废止"),
                None => ("由", by(Relation::AmendedBy)?, "修改"),
            },
        };
        let other = &self.site.pages[id];
        Some(Value::from_safe_string(format!(
            "{before}<a href=\"{root}{}\">{}</a>{after}",
            url_path(&other.output),
            escape(&other.document.title)
        )))
    }

    fn catalog_items(&self, meta: DocumentMeta<'_>, root: &str) -> Vec<Value> {
        let Some((_, data)) = self.catalog_data() else {
            return Vec::new();
        };
        meta.catalog_ids()
            .into_iter()
            .filter_map(|id| {
                let item = data.items().into_iter().find(|item| item.id().get() == Some(id))?;
                let domain = self.site.config.standard.domains.iter().position(|name| Some(name.as_str()) == item.domain().get())?;
                let href = format!("{root}{}#{}", url_path(&self.domain_path(domain)), url_path(id));
                Some(context! { id, title => format!("{} {}", id, item.level2().or_default()), href })
            })
            .collect()
    }

    fn statutory_items(&self, meta: DocumentMeta<'_>, root: &str) -> Vec<Value> {
        let Some(column) = self.site.column_of_kind(ColumnKind::StatutoryItems) else {
            return Vec::new();
        };
        meta.statutory_items()
            .into_iter()
            .filter(|number| (1..=15).contains(number))
            .map(|number| &self.site.config.standard.items[number as usize - 1])
            .map(|item| {
                let href = format!(
                    "{root}{}#{}",
                    url_path(&self.site.columns[column].output()),
                    item.key
                );
                context! { label => format!("第二十条第{}项", item.label), href }
            })
            .collect()
    }

    /// The three tables of an annual report, each at the end of its section.
    fn annual_tables(
        &self,
        page: &Page,
        figures: ReportFigures<'_>,
    ) -> Result<Vec<Insert>, RenderError> {
        let body = &page.document.body;
        let sections: Vec<_> = body
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
            .collect();
        let end_of = |number: char| {
            let at = sections
                .iter()
                .position(|heading| heading.text.starts_with(number))?;
            Some(
                sections
                    .get(at + 1)
                    .map_or(body.html.len(), |next| next.html_start),
            )
        };
        let mut inserts = Vec::new();
        for (number, template) in [('二', "table2"), ('三', "table3"), ('四', "table4")] {
            let values = match template {
                "table2" => table2(figures),
                "table3" => self.table3(figures),
                _ => table4(figures),
            };
            let html = self
                .partial(&format!("partials/annual_{template}.html"), values)?
                .to_string();
            inserts.push(Insert {
                at: end_of(number).unwrap_or(body.html.len()),
                html,
            });
        }
        inserts.sort_by_key(|insert| insert.at);
        Ok(inserts)
    }

    fn table3(&self, figures: ReportFigures<'_>) -> Value {
        let table = figures.table3().get();
        let rows: Vec<Value> = self
            .site
            .config
            .standard
            .annual_rows
            .iter()
            .enumerate()
            .map(|(number, row)| {
                let level = 1 + usize::from(row.group.is_some()) + usize::from(row.subgroup.is_some());
                context! {
                    label => row.label.as_str(), level, group => row.group.as_deref(), subgroup => row.subgroup.as_deref(), key => row.key.as_str(),
                    cells => table.map(|table| table.integers(&format!("r{}", number + 1))).unwrap_or_default(),
                }
            })
            .collect();
        context! { rows }
    }
}

/// The words before documents of a relation. A document that has expired is not called repealed.
fn relation_label(relation: Relation, page: &Page, other: &Page) -> &'static str {
    let has_expired =
        |page: &Page| page.document.meta().validity().get() == Some(Validity::Expired);
    match relation {
        Relation::Repeals if has_expired(other) => "已失效的原文件",
        Relation::RepealedBy if has_expired(page) => "本文件失效情况见",
        _ => relation.label(),
    }
}

fn table2(figures: ReportFigures<'_>) -> Value {
    let table = figures.table2();
    let documents = |counts: FieldValue<DocumentCounts<'_>>| {
        context! {
            made => counts.and(DocumentCounts::made).get(),
            repealed => counts.and(DocumentCounts::repealed).get(),
            valid => counts.and(DocumentCounts::valid).get(),
        }
    };
    let decisions =
        |count: FieldValue<DecisionCount<'_>>| count.and(DecisionCount::decisions).get();
    let amount = table.and(ActsTable::fee).and(FeeAmount::amount).get();
    context! {
        rows => context! {
            regulations => documents(table.and(ActsTable::regulations)),
            documents => documents(table.and(ActsTable::documents)),
            licence => decisions(table.and(ActsTable::licence)),
            penalty => decisions(table.and(ActsTable::penalty)),
            compulsion => decisions(table.and(ActsTable::compulsion)),
            fee => amount.map(|amount| if amount.fract() == 0.0 { format!("{amount:.0}") } else { amount.to_string() }),
        }
    }
}

fn table4(figures: ReportFigures<'_>) -> Value {
    let table = figures.table4();
    let numbers = |row: FieldValue<List<'_, i64>>| row.into_iter().collect::<Vec<i64>>();
    context! {
        review => numbers(table.and(DisputesTable::review)),
        direct => numbers(table.and(DisputesTable::direct)),
        after_review => numbers(table.and(DisputesTable::after_review)),
    }
}

fn toc(page: &Page) -> Vec<Value> {
    let body = &page.document.body;
    let headings: Vec<_> = body
        .headings
        .iter()
        .filter(|heading| matches!(heading.level, 2 | 3))
        .collect();
    if headings.len() < TOC_FROM.0 || body.html.len() < TOC_FROM.1 {
        return Vec::new();
    }
    headings.iter().map(|heading| context! { level => heading.level, id => heading.id.as_str(), text => heading.text.as_str() }).collect()
}

fn attachment_name(page: &Page, path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let folder = parent(&page.document.file.path);
    page.document
        .meta()
        .attachments()
        .into_iter()
        .find(|record| {
            record
                .file()
                .get()
                .and_then(|name| join(folder, name))
                .as_deref()
                == Some(path)
        })
        .and_then(|record| record.name().get())
        .map_or_else(|| file.to_owned(), str::to_owned)
}

/// The true type of a file by its first bytes; the name only decides where these are plain text.
pub(super) fn true_type(path: &str, head: &[u8]) -> (String, String) {
    let by_name = path
        .rsplit_once('.')
        .map_or(String::new(), |(_, extension)| {
            extension.to_ascii_lowercase()
        });
    let kind = match infer::get(head).map(|kind| kind.extension()) {
        // A word processor's file is a ZIP to whoever does not look further.
        Some("zip") if matches!(by_name.as_str(), "docx" | "xlsx" | "pptx" | "ofd") => {
            by_name.clone()
        }
        Some("xml" | "html") | None => by_name.clone(),
        Some(kind) => kind.to_owned(),
    };
    let label = match kind.as_str() {
        "docx" | "doc" => "Word 文档",
        "xlsx" | "xls" => "Excel 表格",
        "pptx" | "ppt" => "演示文稿",
        "pdf" => "PDF 文档",
        "ofd" => "OFD 版式文档",
        "csv" => "CSV 表格",
        "txt" => "文本",
        "zip" | "rar" | "7z" => "压缩包",
        "png" | "jpg" | "gif" | "webp" | "svg" => "图片",
        "mp4" | "webm" => "视频",
        "mp3" | "m4a" => "音频",
        _ => "文件",
    };
    (kind, label.to_owned())
}

/// A size as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} 字节"),
        1024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
