//! **In:** every [`Parsed`] file and the list of assets. **Out:** one [`Site`] with its faults. **Touches:** nothing; cannot fail.

mod bind;
mod builder;
mod graph;
mod leftover;
mod outward;
mod permalink;
mod redirect;
mod suggest;
mod unread;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::OnceLock,
};

use crate::{
    config::Config,
    diagnostic::Fault,
    parse::{ColumnSource, Contents, Document, Parsed, Picture},
    read::{Asset, Last},
    source::SourceFile,
    standard::{
        KindTraits, Mark, Record, Required,
        view::{
            Application, AssessmentRules, Catalog, ColumnKind, Contacts, Guide, Ledger,
            ReportFigures, StatutoryItems, Trainings, Units, Village,
        },
    },
};

pub use outward::Outward;
pub use permalink::slug;
pub use redirect::{Redirect, own_path};

/// Place of a column in [`Site::columns`].
pub type ColumnId = usize;
/// Place of a page in [`Site::pages`].
pub type PageId = usize;
/// Place of an asset in [`Site::assets`].
pub type AssetId = usize;

/// The whole site as the later stages see it.
#[derive(Debug)]
pub struct Site {
    /// Settings and standard.
    pub config: Config,
    /// Columns, the root first, every parent before its children, in the order of the rail.
    pub columns: Vec<Column>,
    /// Every document, newest first; those that are not published too, for the checks.
    pub pages: Vec<Page>,
    /// Files that documents and columns attach.
    pub assets: Vec<PlacedAsset>,
    /// SVG pictures by their path.
    pub pictures: BTreeMap<String, Picture>,
    /// Published pages by item of Article 20, first item first.
    pub by_item: Vec<Vec<PageId>>,
    /// Published pages by row of the standard catalogue.
    pub by_catalog_id: BTreeMap<String, Vec<PageId>>,
    /// Texts of structured data, for messages about them.
    pub data_files: Vec<DataFile>,
    /// Texts of the site's own files of the theme, by their paths, for messages about them.
    pub theme_sources: Vec<SourceFile>,
    /// Addresses that pages had once.
    pub redirects: Vec<Redirect>,
    /// List of the publication before this one.
    pub last: Last,
    /// All that was wrong on the way here.
    pub faults: Vec<Fault>,
    /// Paths of the sources that could not be read.
    pub unread: Vec<String>,
    /// Paths of the sources that are backups or copies by their names, and so were not read.
    leftovers: BTreeSet<String>,
    /// Target that each source path, asset path or 索引号 stands for.
    targets: HashMap<String, Target>,
    names: OnceLock<suggest::Names>,
    outward: OnceLock<Vec<Outward>>,
}

/// A file of structured data: YAML as written, or a table brought into lines.
#[derive(Debug)]
pub struct DataFile {
    /// The text.
    pub file: SourceFile,
    /// Noteworthy places in it.
    pub marks: Vec<Mark>,
    /// True if a column or a document is made from it.
    pub is_taken: bool,
}

/// A column: a folder with an `_index.md`.
#[derive(Debug)]
pub struct Column {
    /// Its `_index.md`.
    pub source: ColumnSource,
    /// Its folder below the site's folder (`content/政策文件`).
    pub folder: String,
    /// Title.
    pub title: String,
    /// Its kind.
    pub kind: ColumnKind,
    /// Traits that the standard gives to that kind.
    pub traits: KindTraits,
    /// The column above; the root has none.
    pub parent: Option<ColumnId>,
    /// The columns right below, in order.
    pub children: Vec<ColumnId>,
    /// Folder of its pages in the output, empty or ending in `/`.
    pub directory: String,
    /// Its structured data.
    pub data: Option<Record>,
    /// Its published pages, newest first, without those of its children.
    pub pages: Vec<PageId>,
    /// Targets of its body's links, in their order.
    pub links: Vec<Resolved>,
}

/// A document with its place in the site.
#[derive(Debug)]
pub struct Page {
    /// Document as the editor wrote it.
    pub document: Document,
    /// Its column.
    pub column: ColumnId,
    /// Path of its page in the output.
    pub output: String,
    /// True if it reaches the output: only 主动公开 does.
    pub is_published: bool,
    /// Its attachments, in order of name.
    pub attachments: Vec<AssetId>,
    /// Figures of an annual report.
    pub figures: Option<Record>,
    /// The documents that it interprets.
    pub interprets: Vec<PageId>,
    /// The interpretations of it.
    pub interpretations: Vec<PageId>,
    /// Its other relations, in both directions.
    pub relations: Vec<(Relation, PageId)>,
    /// The newer and the older published page of its column.
    pub neighbours: (Option<PageId>, Option<PageId>),
    /// Targets of its body's links, in their order.
    pub links: Vec<Resolved>,
}

/// Relation of a document to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// 修改
    Amends,
    /// 被修改
    AmendedBy,
    /// 废止
    Repeals,
    /// 被废止
    RepealedBy,
    /// 依据
    BasedOn,
    /// 作为依据
    BasisOf,
    /// 相关文档
    Related,
}

impl Relation {
    /// The words before the list on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Amends => "本文件修改",
            Self::AmendedBy => "本文件被修改",
            Self::Repeals => "本文件废止",
            Self::RepealedBy => "本文件被废止",
            Self::BasedOn => "制定依据",
            Self::BasisOf => "依据本文件制定",
            Self::Related => "相关文档",
        }
    }
}

/// An asset and where it goes.
#[derive(Debug, Clone)]
pub struct PlacedAsset {
    /// The file.
    pub asset: Asset,
    /// Contents of the file, as far as a program can read them.
    pub contents: Contents,
    /// Its path in the output.
    pub output: String,
    /// True if anything published needs it; otherwise it is not written.
    pub is_published: bool,
    /// The document in whose folder it lies.
    pub owner: Option<PageId>,
    /// Path of the document that it belongs to and that is not published, so that nothing may lead
    /// to the file.
    pub withheld_by: Option<String>,
    /// True if it is, by its name, a backup or another leftover: it is published only where
    /// something leads to it, wherever it lies.
    pub is_leftover: bool,
}

impl PlacedAsset {
    /// True if it belongs to a document that is not published.
    pub const fn is_withheld(&self) -> bool {
        self.withheld_by.is_some()
    }
}

/// Column, document or file that a path stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A column's front page.
    Column(ColumnId),
    /// A document.
    Page(PageId),
    /// A file.
    Asset(AssetId),
}

/// Target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// Out of the site.
    External,
    /// A place on the same page.
    SamePage,
    /// Something of the site.
    Target(Target),
    /// Nothing that is published; told by a fault.
    Nowhere,
}

/// Joins the parsed files into a site.
pub fn model(config: Config, parsed: Vec<Parsed>, sources: Sources) -> Site {
    let mut builder = builder::SiteBuilder::new(config, parsed, sources);
    builder.columns();
    builder.documents();
    builder.assets();
    let mut site = builder.finish();
    bind::bind(&mut site);
    redirect::redirects(&mut site);
    graph::relate(&mut site);
    leftover::collect(&mut site);
    graph::link(&mut site);
    leftover::tell(&mut site);
    site.unread = site.find_unread();
    leftover::tell_untaken(&mut site);
    site
}

/// Assets, tables and findings that the reader gave beside texts.
#[derive(Debug, Default)]
pub struct Sources {
    /// Files handed on as they are, with what they say.
    pub assets: Vec<(Asset, Contents)>,
    /// Tables that may hold structured data.
    pub tables: Vec<crate::read::TableFile>,
    /// List of the publication before this one.
    pub last: Last,
    /// Faults of the files themselves, found on reading them.
    pub faults: Vec<Fault>,
}

impl Site {
    /// Target that a path below the site's folder (`content/…`), or a 索引号, stands for.
    pub fn target(&self, key: &str) -> Option<Target> {
        self.targets.get(key).copied()
    }

    /// Every text that editors wrote, with what is noteworthy in it.
    pub fn texts(&self) -> impl Iterator<Item = (&SourceFile, &[Mark])> {
        let columns = self.columns.iter().map(|column| &column.source);
        std::iter::once((&self.config.file, self.config.marks.as_slice()))
            .chain(columns.map(|source| (&source.file, source.marks.as_slice())))
            .chain(
                self.pages
                    .iter()
                    .map(|page| (&page.document.file, page.document.marks.as_slice())),
            )
            .chain(
                self.data_files
                    .iter()
                    .map(|data| (&data.file, data.marks.as_slice())),
            )
            .chain(
                self.pictures
                    .values()
                    .map(|picture| (&picture.file, picture.marks.as_slice())),
            )
    }

    /// Checks that a document stands in a column of a kind.
    pub fn has_in(&self, page: &Page, kind: ColumnKind) -> bool {
        self.columns[page.column].kind == kind
    }

    /// The columns of a kind.
    pub fn columns_of_kind(&self, kind: ColumnKind) -> impl Iterator<Item = (ColumnId, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .skip(1)
            .filter(move |(_, column)| column.kind == kind)
    }

    /// The columns that have data of one kind, each with that: `site.with(Column::ledger)`. The root is
    /// above all kinds, whatever it calls itself.
    pub fn with<'s, T>(
        &'s self,
        data: impl Fn(&'s Column) -> Option<T>,
    ) -> impl Iterator<Item = (&'s Column, T)> {
        let columns = self.columns.iter().skip(1);
        columns.filter_map(move |column| Some((column, data(column)?)))
    }

    /// Every known path, for suggestions.
    fn names(&self) -> &suggest::Names {
        self.names
            .get_or_init(|| suggest::Names::new(self.targets.keys().map(String::as_str)))
    }

    /// Output path of a target.
    pub fn output(&self, target: Target) -> String {
        match target {
            Target::Column(id) => self.columns[id].output(),
            Target::Page(id) => self.pages[id].output.clone(),
            Target::Asset(id) => self.assets[id].output.clone(),
        }
    }

    /// Output paths of what a search may find: front pages of columns and published documents.
    pub fn searchable(&self) -> Vec<String> {
        let columns = self.columns.iter().skip(1).map(Column::output);
        let pages = self.published().map(|(_, page)| page.output.clone());
        columns.chain(pages).collect()
    }

    /// Published pages, newest first.
    pub fn published(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages
            .iter()
            .enumerate()
            .filter(|(_, page)| page.is_published)
    }

    /// The first column of a kind.
    pub fn column_of_kind(&self, kind: ColumnKind) -> Option<ColumnId> {
        // The root is above all kinds, whatever it calls itself.
        let found = self
            .columns
            .iter()
            .skip(1)
            .position(|column| column.kind == kind);
        found.map(|at| at + 1)
    }

    /// Number of published pages of a column, those of its children included.
    pub fn count(&self, column: ColumnId) -> usize {
        let column = &self.columns[column];
        column.pages.len()
            + column
                .children
                .iter()
                .map(|child| self.count(*child))
                .sum::<usize>()
    }

    /// Number of entries that a column has to show: its pages, or the entries of its structured
    /// data.
    pub fn entries(&self, column: ColumnId) -> usize {
        let pages = self.count(column);
        let column = &self.columns[column];
        let Some(data) = column.data.as_ref().filter(|_| pages == 0) else {
            return pages;
        };
        // The list that the data is about is the one that must be there.
        let list = data
            .schema
            .iter()
            .find(|field| field.list && field.required == Required::Always);
        list.map_or(0, |field| data.list(&field.alias).len())
    }

    /// The newest published pages of a column and its children, newest first.
    pub fn newest(&self, column: ColumnId, most: usize) -> Vec<PageId> {
        let mut found = Vec::new();
        let mut todo = vec![column];
        while let Some(id) = todo.pop() {
            found.extend(self.columns[id].pages.iter().take(most));
            todo.extend(&self.columns[id].children);
        }
        // Pages are numbered newest first.
        found.sort_unstable();
        found.truncate(most);
        found
    }

    /// A column and those above it, the root first.
    pub fn path_to(&self, column: ColumnId) -> Vec<ColumnId> {
        let mut path = vec![column];
        while let Some(parent) = path.last().and_then(|id| self.columns[*id].parent) {
            path.push(parent);
        }
        path.reverse();
        path
    }
}

/// Declares how the structured data of a column is read, by its kind.
macro_rules! data_of_kind {
    ($($name:ident: $kind:ident => $view:ident;)*) => {
        impl Column {
            $(
                #[doc = concat!("Its data as [`", stringify!($view), "`], where it is of that kind and has any.")]
                pub fn $name(&self) -> Option<$view<'_>> {
                    let data = self.data.as_ref()?;
                    (self.kind == ColumnKind::$kind).then(|| $view::new(data))
                }
            )*
        }
    };
}

data_of_kind! {
    guide: Guide => Guide;
    statutory_items: StatutoryItems => StatutoryItems;
    catalog: Catalog => Catalog;
    application: Application => Application;
    units: Units => Units;
    contacts: Concerns => Contacts;
    village: Villages => Village;
    ledger: Ledger => Ledger;
    assessment: Assessment => AssessmentRules;
    trainings: Training => Trainings;
}

impl Page {
    /// The figures of its annual report, where it is one and has any.
    pub fn report_figures(&self) -> Option<ReportFigures<'_>> {
        self.figures.as_ref().map(ReportFigures::new)
    }

    /// True if its front matter does not say if it is published: that is an error of its own, and
    /// whoever points at it is not to blame.
    pub fn is_undecided(&self) -> bool {
        self.document.disclosure.is_none() || self.document.published.is_none()
    }
}

impl Column {
    /// Path of its front page in the output.
    pub fn output(&self) -> String {
        format!("{}index.html", self.directory)
    }

    /// Description of its purpose, for people to read.
    pub fn description(&self) -> &str {
        self.source.meta().description().or_default()
    }

    /// Template of its front page: a village has its own.
    pub fn template(&self) -> &str {
        if self.traits.template == "villages" && self.children.is_empty() {
            "village"
        } else {
            &self.traits.template
        }
    }

    /// Path of the file that its structured data is kept in.
    pub fn data_path(&self) -> String {
        format!("{}/{}", self.folder, self.source.meta().data().or_default())
    }

    /// True if its front page is a list of its documents.
    pub fn is_listed(&self) -> bool {
        self.traits.listed
    }

    /// True if its page is made from structured data.
    fn wants_data(&self) -> bool {
        self.traits.data.is_some() && self.template() != "villages"
    }
}
