//! Columns from folders, documents into columns, an address for each.

use std::collections::{BTreeMap, HashMap, btree_map::Entry};

use percent_encoding::percent_decode_str;

use crate::{
    config::Config,
    diagnostic::{Fault, FaultKind},
    parse::{ColumnSource, Contents, DataSource, Document, Parsed, Picture, stem},
    read::Asset,
    source::{file_name, fold, is_index, is_leftover, parent},
    standard::{
        Required,
        view::{ColumnKind, Disclosure},
    },
};

use super::{
    Column, ColumnId, Page, PageId, PlacedAsset, Site, Sources, Target, bind,
    permalink::{DEFAULT_PATTERN, pattern_fault, permalink, slug},
};

/// A folder whose files are a document's.
#[derive(Debug, Clone, Default)]
struct Folder {
    /// The document; absent where it could not be read.
    page: Option<PageId>,
    /// Path of the document, where it is not published.
    withheld_by: Option<String>,
}

impl Folder {
    fn of(id: PageId, page: &Page) -> Self {
        Self {
            page: Some(id),
            withheld_by: (!page.is_published).then(|| page.document.file.path.clone()),
        }
    }
}

/// The nearest folder of a document, from this one up.
fn nearest_folder<'f>(
    folders: &'f HashMap<String, Folder>,
    mut folder: &str,
) -> Option<(&'f str, &'f Folder)> {
    while !folder.is_empty() {
        if let Some((folder, owner)) = folders.get_key_value(folder) {
            return Some((folder, owner));
        }
        folder = parent(folder);
    }
    None
}

/// True if a text writes the name of a file, plainly or in `%` escapes.
fn speaks_of(text: &str, name: &str) -> bool {
    text.contains(name)
        || (text.contains('%') && percent_decode_str(text).decode_utf8_lossy().contains(name))
}

/// The site while it is put together.
pub(super) struct SiteBuilder {
    config: Config,
    column_sources: Vec<ColumnSource>,
    documents: Vec<Document>,
    data: Vec<DataSource>,
    sources: Sources,
    columns: Vec<Column>,
    pages: Vec<Page>,
    assets: Vec<PlacedAsset>,
    pictures: BTreeMap<String, Picture>,
    targets: HashMap<String, Target>,
    faults: Vec<Fault>,
}

impl SiteBuilder {
    pub(super) fn new(config: Config, parsed: Vec<Parsed>, mut sources: Sources) -> Self {
        let mut place = Self {
            config,
            column_sources: Vec::new(),
            documents: Vec::with_capacity(parsed.len()),
            data: Vec::new(),
            faults: std::mem::take(&mut sources.faults),
            sources,
            columns: Vec::new(),
            pages: Vec::new(),
            assets: Vec::new(),
            pictures: BTreeMap::new(),
            targets: HashMap::new(),
        };
        for file in parsed {
            match file {
                Parsed::Document(mut document) => {
                    place.faults.append(&mut document.faults);
                    place.documents.push(document);
                }
                Parsed::Column(mut column) => {
                    place.faults.append(&mut column.faults);
                    place.column_sources.push(column);
                }
                Parsed::Data(data) => place.data.push(data),
                Parsed::Picture(mut picture) => {
                    place.faults.append(&mut picture.faults);
                    place.pictures.insert(picture.file.path.clone(), picture);
                }
            }
        }
        place
    }

    /// Columns, depth first in the order of 序号, so that a parent stands before its children.
    pub(super) fn columns(&mut self) {
        let mut sources: BTreeMap<String, ColumnSource> = BTreeMap::new();
        for source in std::mem::take(&mut self.column_sources) {
            match sources.entry(parent(&source.file.path).to_owned()) {
                Entry::Vacant(place) => {
                    place.insert(source);
                }
                Entry::Occupied(mut place) => {
                    let is_usual = source.file.path.ends_with("/_index.md");
                    let second = if is_usual {
                        place.insert(source)
                    } else {
                        source
                    };
                    let other = place.get().file.path.clone();
                    let kind = FaultKind::SecondColumnIndex { other };
                    self.faults.push(Fault::whole(&second.file.path, kind));
                }
            }
        }
        let root = sources.remove("content").unwrap_or_else(|| {
            self.faults.push(Fault::whole(
                "content/_index.md",
                FaultKind::MissingColumnIndex {
                    folder: "content".to_owned(),
                },
            ));
            ColumnSource {
                file: crate::source::SourceFile {
                    path: "content/_index.md".to_owned(),
                    ..crate::source::SourceFile::default()
                },
                record: crate::standard::Record::empty(&self.config.standard.column),
                body: crate::parse::Body::default(),
                marks: Vec::new(),
                faults: Vec::new(),
            }
        });
        // Each column goes to the nearest folder above it that is one too.
        let folders: Vec<String> = sources.keys().cloned().collect();
        let mut below: BTreeMap<String, Vec<ColumnSource>> = BTreeMap::new();
        for (folder, source) in sources {
            let mut above = parent(&folder);
            while above != "content"
                && folders
                    .binary_search_by(|known| known.as_str().cmp(above))
                    .is_err()
            {
                above = parent(above);
            }
            below.entry(above.to_owned()).or_default().push(source);
        }
        self.column(root, None, &mut below);
    }

    fn column(
        &mut self,
        source: ColumnSource,
        above: Option<ColumnId>,
        below: &mut BTreeMap<String, Vec<ColumnSource>>,
    ) -> ColumnId {
        let id = self.columns.len();
        let folder = parent(&source.file.path).to_owned();
        let (meta, is_root) = (source.meta(), above.is_none());
        let kind = meta.kind().get().unwrap_or(if is_root {
            ColumnKind::Home
        } else {
            ColumnKind::News
        });
        let is_home = kind == ColumnKind::Home;
        if let Some(place) = meta.kind().place().filter(|_| is_home != is_root) {
            let (reason, cure) = if is_home {
                (
                    "只有 content/_index.md 才是“首页”",
                    "改成这个栏目实际的类型，如 动态",
                )
            } else {
                ("content/_index.md 只能是“首页”", "改成“栏目类型: 首页”")
            };
            let kind = FaultKind::out_of_range("栏目类型", reason, cure);
            self.faults.push(Fault::new(&source.file.path, place, kind));
        }
        let traits = self.config.standard.kinds[&kind].clone();
        let title = meta
            .title()
            .get()
            .map_or_else(|| stem(&folder).to_owned(), str::to_owned);
        let directory = above.map_or(String::new(), |above| {
            let name = meta
                .slug()
                .get()
                .map_or_else(|| slug(&title), str::to_owned);
            format!("{}{name}/", self.columns[above].directory)
        });
        let top = directory
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        if ["assets", "search", "files"].contains(&top) {
            let span = meta.slug().span();
            let reason = format!("“{top}”已用于存放站点自己的文件");
            let kind = FaultKind::out_of_range("网址名", reason, format!("换一个，如 {top}-1"));
            self.faults.push(Fault::new(&source.file.path, span, kind));
        }
        if let Some((pattern, place)) = meta.permalink().given()
            && let Some(reason) = pattern_fault(pattern)
        {
            let kind = FaultKind::out_of_range(
                "固定网址",
                reason,
                "写成如 {column}/{yyyymm}/{slug}.html 的样子",
            );
            self.faults.push(Fault::new(&source.file.path, place, kind));
        }
        self.targets
            .insert(source.file.path.clone(), Target::Column(id));
        self.targets.insert(folder.clone(), Target::Column(id));
        self.columns.push(Column {
            source,
            folder: folder.clone(),
            title,
            kind,
            traits,
            parent: above,
            children: Vec::new(),
            directory,
            data: None,
            pages: Vec::new(),
            links: Vec::new(),
        });
        let mut children = below.remove(&folder).unwrap_or_default();
        children.sort_by(|a, b| {
            let order = |source: &ColumnSource| source.meta().order().get().unwrap_or(i64::MAX);
            (order(a), &a.file.path).cmp(&(order(b), &b.file.path))
        });
        for child in children {
            let child = self.column(child, Some(id), below);
            self.columns[id].children.push(child);
        }
        id
    }

    /// Documents, newest first, each with its column and address.
    pub(super) fn documents(&mut self) {
        let mut documents = std::mem::take(&mut self.documents);
        documents.sort_by(|a, b| (b.published, &a.file.path).cmp(&(a.published, &b.file.path)));
        // Addresses of columns come first: no document may take one.
        let mut claimed: HashMap<String, String> =
            HashMap::with_capacity(documents.len() + self.columns.len());
        for column in &self.columns {
            if let Some(other) = claimed.insert(column.output(), column.source.file.path.clone()) {
                let kind = FaultKind::DuplicatePermalink {
                    permalink: column.output(),
                    other,
                };
                self.faults
                    .push(Fault::whole(&column.source.file.path, kind));
            }
        }
        let mut last_in_column: Vec<Option<PageId>> = vec![None; self.columns.len()];
        for document in documents {
            let id: PageId = self.pages.len();
            let column = self.column_of(&document);
            let output = self.address(&document, column);
            let is_published =
                document.disclosure == Some(Disclosure::Proactive) && document.published.is_some();
            let path = document.file.path.clone();
            if is_published {
                if let Some(other) = claimed.get(&output) {
                    let span = document.meta().slug().span();
                    let kind = FaultKind::DuplicatePermalink {
                        permalink: output.clone(),
                        other: other.clone(),
                    };
                    self.faults.push(Fault::new(&path, span, kind));
                } else {
                    claimed.insert(output.clone(), path.clone());
                }
                self.columns[column].pages.push(id);
            }
            self.required_by_kind(&document, column);
            if let Some((index_no, span)) = document.meta().index_no().given() {
                if let Some(Target::Page(other)) = self.targets.get(index_no) {
                    let other = self.pages[*other].document.file.path.clone();
                    let kind = FaultKind::DuplicateIndexNumber {
                        index_no: index_no.to_owned(),
                        other,
                    };
                    self.faults.push(Fault::new(&path, span, kind));
                }
                self.targets
                    .entry(index_no.to_owned())
                    .or_insert(Target::Page(id));
            }
            self.targets.insert(path, Target::Page(id));
            let newer = if is_published {
                last_in_column[column].replace(id)
            } else {
                None
            };
            if let Some(newer) = newer {
                let page: &mut Page = &mut self.pages[newer];
                page.neighbours.1 = Some(id);
            }
            self.pages.push(Page {
                document,
                column,
                output,
                is_published,
                attachments: Vec::new(),
                figures: None,
                interprets: Vec::new(),
                interpretations: Vec::new(),
                relations: Vec::new(),
                neighbours: (newer, None),
                links: Vec::new(),
            });
        }
    }

    fn column_of(&mut self, document: &Document) -> ColumnId {
        let mut folder = parent(&document.file.path);
        loop {
            if let Some(Target::Column(id)) = self.targets.get(folder) {
                let id = *id;
                if id == 0 && parent(&document.file.path) != "content" {
                    let missing = document
                        .file
                        .path
                        .split('/')
                        .take(2)
                        .collect::<Vec<_>>()
                        .join("/");
                    let known = |fault: &Fault| matches!(&fault.kind, FaultKind::MissingColumnIndex { folder } if *folder == missing);
                    let path = document.file.path.as_str();
                    let is_own = is_index(path) && parent(path) == missing;
                    if !missing.ends_with(".md") && !is_own && !self.faults.iter().any(known) {
                        let path = format!("{missing}/_index.md");
                        self.faults.push(Fault::whole(
                            &path,
                            FaultKind::MissingColumnIndex { folder: missing },
                        ));
                    }
                }
                return id;
            }
            if folder.is_empty() {
                return 0;
            }
            folder = parent(folder);
        }
    }

    fn address(&self, document: &Document, column: ColumnId) -> String {
        let column = &self.columns[column];
        let slug = document
            .meta()
            .slug()
            .get()
            .map_or_else(|| slug(stem(&document.file.path)), str::to_owned);
        let pattern = column
            .source
            .meta()
            .permalink()
            .get()
            .filter(|pattern| pattern_fault(pattern).is_none());
        permalink(
            pattern.unwrap_or(DEFAULT_PATTERN),
            &column.directory,
            document.published,
            &slug,
        )
    }

    /// Fields that only some kinds of column ask for could not be missed before the column was known.
    fn required_by_kind(&mut self, document: &Document, column: ColumnId) {
        if !document.is_readable {
            return;
        }
        let kind = self.columns[column].kind.word();
        for field in self.config.standard.document.iter() {
            let Required::InKinds(kinds) = &field.required else {
                continue;
            };
            if !kinds.iter().any(|wanted| wanted == kind) {
                continue;
            }
            let fault = document.record.missing(field, kind);
            let fault = fault.map(|(place, kind)| Fault::new(&document.file.path, place, kind));
            self.faults.extend(fault);
        }
    }

    /// Assets: those in a document's folder are its attachments, the others wait for a link.
    pub(super) fn assets(&mut self) {
        let folders = self.folders();
        // A disk, or a program that unpacks, may give a folder another case or normal form.
        let alike: HashMap<String, String> = folders
            .iter()
            .filter_map(|(folder, owner)| Some((fold(folder), owner.withheld_by.clone()?)))
            .collect();
        for (asset, contents) in std::mem::take(&mut self.sources.assets) {
            let id = self.assets.len();
            self.targets.insert(asset.path.clone(), Target::Asset(id));
            let placed = self.place_asset(asset, contents, &folders, &alike, id);
            self.assets.push(placed);
        }
        self.withhold_mentioned(&folders);
    }

    /// The folders that belong to a document, files at any depth below them included.
    fn folders(&self) -> HashMap<String, Folder> {
        let mut folders: HashMap<String, Folder> = HashMap::new();
        // What lies beside an `_index.md` belongs to the column.
        let is_column = |folder: &str| matches!(self.targets.get(folder), Some(Target::Column(_)));
        let mut beside: HashMap<&str, bool> = HashMap::new();
        for (id, page) in self.pages.iter().enumerate() {
            let path = page.document.file.path.as_str();
            let folder = parent(path);
            *beside.entry(folder).or_default() |= page.is_published;
            if is_index(path) && !is_column(folder) {
                let own = Folder::of(id, page);
                folders
                    .entry(folder.to_owned())
                    .and_modify(|known| {
                        // `index.md` and `Index.md` in one folder: what either withholds stays.
                        if known.withheld_by.is_none() {
                            *known = own.clone();
                        }
                    })
                    .or_insert(own);
            }
        }
        // An `index.md` that was not read cannot say that it is published.
        for fault in &self.faults {
            let is_unread = matches!(
                fault.kind,
                FaultKind::StrayLink { .. } | FaultKind::OversizedSource { .. }
            );
            let folder = parent(&fault.path);
            if is_unread && is_index(&fault.path) && !is_column(folder) {
                let folder = folders.entry(folder.to_owned()).or_default();
                folder.withheld_by = Some(fault.path.clone());
            }
        }
        // A document that is a file may have its own in a folder of its name, or in the folder that
        // it lies in where that is none of a document or column and holds nothing else.
        let mut flat: Vec<(String, Folder)> = Vec::new();
        for (id, page) in self.pages.iter().enumerate() {
            let path = page.document.file.path.as_str();
            if page.is_published || is_index(path) {
                continue;
            }
            let folder = parent(path);
            let named = format!("{folder}/{}", stem(path));
            let is_within_published = || {
                let owner = nearest_folder(&folders, parent(folder)).map(|(_, owner)| owner);
                owner.is_some_and(|owner| owner.withheld_by.is_none())
            };
            if !is_column(folder) && !beside[folder] && is_within_published() {
                flat.push((folder.to_owned(), Folder::of(id, page)));
            }
            if !is_column(&named) {
                flat.push((named, Folder::of(id, page)));
            }
        }
        for (folder, owner) in flat {
            folders.entry(folder).or_insert(owner);
        }
        folders
    }

    fn place_asset(
        &mut self,
        asset: Asset,
        contents: Contents,
        folders: &HashMap<String, Folder>,
        alike: &HashMap<String, String>,
        id: usize,
    ) -> PlacedAsset {
        let mut placed = PlacedAsset {
            is_published: false,
            is_leftover: is_leftover(file_name(&asset.path))
                || asset
                    .links_to
                    .as_deref()
                    .map(file_name)
                    .is_some_and(is_leftover),
            withheld_by: None,
            owner: None,
            output: String::new(),
            asset,
            contents,
        };
        let path = placed.asset.path.as_str();
        let mut folder = parent(path);
        loop {
            if let Some(owner) = folders.get(folder) {
                placed.withheld_by.clone_from(&owner.withheld_by);
                placed.owner = owner.page;
                placed.output = format!("files/{path}");
                if let Some(page) = owner.page.map(|page| &mut self.pages[page])
                    && is_index(&page.document.file.path)
                {
                    let directory = page.output.strip_suffix(".html").unwrap_or(&page.output);
                    placed.output = format!("{directory}{}", &path[folder.len()..]);
                    if !placed.is_leftover {
                        page.attachments.push(id);
                        placed.is_published = placed.withheld_by.is_none();
                    }
                }
                return placed;
            }
            if !alike.is_empty()
                && let Some(document) = alike.get(&fold(folder))
            {
                placed.withheld_by = Some(document.clone());
                placed.output = format!("files/{path}");
                return placed;
            }
            if let Some(Target::Column(column)) = self.targets.get(folder) {
                let directory = &self.columns[*column].directory;
                placed.output = format!("{directory}files{}", &path[folder.len()..]);
                return placed;
            }
            if folder.is_empty() {
                placed.output = format!("files/{path}");
                return placed;
            }
            folder = parent(folder);
        }
    }

    /// Withholds the files in a published document's folder of which only the text of a document
    /// speaks that lies there too and is not published: its fields may not be readable.
    fn withhold_mentioned(&mut self, folders: &HashMap<String, Folder>) {
        for page in &self.pages {
            let document = &page.document.file;
            if page.is_published || is_index(&document.path) {
                continue;
            }
            let around = parent(&document.path);
            let Some((_, owner)) = nearest_folder(folders, around) else {
                continue;
            };
            let Some(id) = owner.page.filter(|_| owner.withheld_by.is_none()) else {
                continue;
            };
            let (text, own) = (&document.text, &self.pages[id].document.file.text);
            for placed in &mut self.assets {
                let path = placed.asset.path.as_str();
                let is_around = path
                    .strip_prefix(around)
                    .is_some_and(|rest| rest.starts_with('/'));
                if placed.owner == Some(id)
                    && is_around
                    && speaks_of(text, file_name(path))
                    && !speaks_of(own, file_name(path))
                {
                    placed.withheld_by = Some(document.path.clone());
                    placed.is_published = false;
                }
            }
        }
    }

    pub(super) fn finish(self) -> Site {
        let mut site = Site {
            config: self.config,
            columns: self.columns,
            pages: self.pages,
            assets: self.assets,
            pictures: self.pictures,
            by_item: vec![Vec::new(); 15],
            by_catalog_id: BTreeMap::new(),
            data_files: Vec::new(),
            theme_sources: Vec::new(),
            redirects: Vec::new(),
            last: self.sources.last,
            faults: self.faults,
            unread: Vec::new(),
            leftovers: std::collections::BTreeSet::new(),
            targets: self.targets,
            names: std::sync::OnceLock::new(),
            outward: std::sync::OnceLock::new(),
        };
        bind::data(&mut site, self.data, self.sources.tables);
        site
    }
}
