//! **In:** a [`Site`] and a [`Theme`]. **Out:** output files, one job at a time. **Touches:** nothing.
//!
//! [`plan`](Renderer::plan) lists the jobs, [`render`](Renderer::render) does one: jobs know nothing
//! of each other, so they run on every core, and a changed document can be rendered alone.

mod body;
mod catalog;
mod chrome;
mod data;
mod document;
mod error;
mod feed;
mod flow;
mod html;
mod link;
mod list;
mod page;
mod qr;
mod redirect;
mod row;
mod workbook;

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, escape_formatter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    model::{ColumnId, PageId, Site},
    parse::escape,
    read::Theme,
    standard::view::ColumnKind,
};

use chrome::{Chrome, PageContext, Partial};
pub use error::RenderError;
pub use html::{Attribute, Html, WholeAddress};
use list::ListSet;
pub(crate) use workbook::{headed_sheet, workbook};

/// One finished output file.
#[derive(Debug)]
pub struct Output {
    /// Path below the output folder.
    pub path: String,
    /// Numbers of the [parts](Renderer::parts) in it that pages share.
    pub parts: Vec<usize>,
    content: Content,
}

/// Content of a file. Text is kept as text, so that its readers need not check that it is.
#[derive(Debug)]
pub enum Content {
    /// A page, or another text.
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl Output {
    /// A file of the output.
    pub fn new(path: impl Into<String>, content: impl Into<Content>) -> Self {
        Self {
            path: path.into(),
            parts: Vec::new(),
            content: content.into(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// Its text, where it is a page.
    pub fn page(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) if self.path.ends_with(".html") => Some(text),
            _ => None,
        }
    }
}

/// A part that many pages share, such as the rail of a column.
#[derive(Debug)]
pub struct SharedPart {
    /// Its text.
    pub text: String,
    /// Number of folders above the pages that it is made for.
    pub depth: usize,
}

/// One piece of work: one file, or the few that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// The column home.
    Home,
    /// The front page of a column that is made from structured data.
    Column(ColumnId),
    /// One page of a list: which list, and which page of it, from 0.
    List(usize, usize),
    /// One of the 26 domains, from 0.
    Domain(usize),
    /// A document's page and its JSON.
    Document(PageId),
    /// The search page.
    Search,
    /// The site map for people.
    SiteMap,
    /// The page for addresses that do not exist.
    NotFound,
    /// The feed of everything, or of one column.
    Feed(Option<ColumnId>),
    /// `sitemap.xml`, in parts where it is long, and `robots.txt`.
    Robots,
    /// `catalog.csv`.
    CatalogCsv,
    /// `catalog.json`.
    CatalogJson,
    /// `catalog.xlsx`.
    CatalogXlsx,
    /// Files of the theme.
    Assets,
    /// The page at an address that another page had once. It is made last, and only where nothing
    /// else lies there.
    Redirect(usize),
}

/// Renders jobs. Templates are compiled once; what pages share is rendered once.
pub struct Renderer<'s> {
    site: &'s Site,
    theme: &'s Theme,
    templates: Environment<'s>,
    /// Chrome of pages by how deep they lie.
    chromes: BTreeMap<usize, Chrome>,
    /// The rail by current column and depth.
    rails: BTreeMap<(ColumnId, usize), Partial>,
    parts: Vec<SharedPart>,
    lists: Vec<ListSet>,
}

impl<'s> Renderer<'s> {
    /// Compiles the theme and renders what pages share.
    pub fn new(site: &'s Site, theme: &'s Theme) -> Result<Self, RenderError> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        templates.set_fuel(Some(fuel(site)));
        // The engine's own escaping turns every `/` of an address into six characters.
        templates.set_formatter(|out, state, value| match value.as_str() {
            Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => {
                out.write_str(&escape(text)).map_err(Into::into)
            }
            _ => escape_formatter(out, state, value),
        });
        for (name, source) in &theme.templates {
            templates
                .add_template(name, source)
                .map_err(|error| RenderError::template(name, &error))?;
        }
        let mut renderer = Self {
            site,
            theme,
            templates,
            chromes: BTreeMap::new(),
            rails: BTreeMap::new(),
            parts: Vec::new(),
            lists: list::list_sets(site),
        };
        renderer.share()?;
        Ok(renderer)
    }

    /// Every job of the site, in a fixed order, the dearest first.
    pub fn plan(&self) -> Vec<Job> {
        let mut jobs = vec![
            Job::CatalogXlsx,
            Job::CatalogCsv,
            Job::CatalogJson,
            Job::Assets,
            Job::Robots,
        ];
        jobs.extend([
            Job::Home,
            Job::Search,
            Job::SiteMap,
            Job::NotFound,
            Job::Feed(None),
        ]);
        for (id, column) in self.site.columns.iter().enumerate().skip(1) {
            jobs.push(Job::Feed(Some(id)));
            if !column.is_listed() {
                jobs.push(Job::Column(id));
            }
        }
        for (set, list) in self.lists.iter().enumerate() {
            jobs.extend((0..list.page_count()).map(|page| Job::List(set, page)));
        }
        if self.site.column_of_kind(ColumnKind::Catalog).is_some() {
            jobs.extend((0..self.site.config.standard.domains.len()).map(Job::Domain));
        }
        jobs.extend(self.site.published().map(|(id, _)| Job::Document(id)));
        jobs.extend((0..self.site.redirects.len()).map(Job::Redirect));
        jobs
    }

    /// Parts that pages share.
    pub fn parts(&self) -> &[SharedPart] {
        &self.parts
    }

    /// Does one job.
    pub fn render(&self, job: Job) -> Result<Vec<Output>, RenderError> {
        Ok(match job {
            Job::Home => vec![self.home()?],
            Job::Column(id) => vec![self.column(id)?],
            Job::List(set, page) => vec![self.list(set, page)?],
            Job::Domain(number) => self.domain(number)?,
            Job::Document(id) => self.document(id)?,
            Job::Search => vec![self.search()?],
            Job::Redirect(number) => vec![self.redirect(number)?],
            Job::SiteMap => vec![self.site_map()?],
            Job::NotFound => vec![self.not_found()?],
            Job::Feed(column) => vec![feed::atom(self.site, column)],
            Job::Robots => feed::robots(self.site),
            Job::CatalogCsv => vec![catalog::csv(self.site)?],
            Job::CatalogJson => vec![catalog::json(self.site)?],
            Job::CatalogXlsx => vec![catalog::xlsx(self.site)?],
            Job::Assets => self
                .theme
                .assets
                .iter()
                .map(|(name, bytes)| Output::new(format!("assets/{name}"), bytes.clone()))
                .collect(),
        })
    }

    fn template(
        &self,
        name: &str,
        dressed: PageContext,
        path: String,
    ) -> Result<Output, RenderError> {
        Ok(Output {
            parts: dressed.parts,
            ..Output::new(path, self.fill(name, dressed.values)?)
        })
    }

    fn partial(&self, name: &str, values: Value) -> Result<Value, RenderError> {
        Ok(Value::from_safe_string(self.fill(name, values)?))
    }

    fn fill(&self, name: &str, values: Value) -> Result<String, RenderError> {
        self.templates
            .get_template(name)
            .and_then(|template| template.render(values))
            .map_err(|error| RenderError::template(name, &error))
    }
}

/// Limit on the work of templates for one page: steps, and one more for every 64 bytes that they
/// make, so that a page of a site with little data ends at some 70 MB.
///
/// The longest lists come from data: ten thousand rows of a catalogue, 2.4 MB, take 1.9 million. That
/// is a sixth of what they may take, as the pages of a small site take hardly a hundredth.
fn fuel(site: &Site) -> u64 {
    let data = site.data_files.iter().map(|data| data.file.text.len());
    1_200_000 + 4 * data.max().unwrap_or_default() as u64
}

/// Characters that stand for themselves in an address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// An output path as it is written into addresses.
pub(crate) fn url_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Depth of a page: the number of folders above it.
fn depth(path: &str) -> usize {
    path.bytes().filter(|b| *b == b'/').count()
}
