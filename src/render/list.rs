//! Lists of documents: by column, by year, by validity, page by page. They are plain pages, so they
//! work without JavaScript.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::{
    model::{Column, ColumnId, PageId, Site},
    standard::view::{ColumnKind, Validity},
};

use super::{
    Output, RenderError, Renderer, body::fill, chrome::PageTags, depth, row::validity_key, url_path,
};

/// Rows of a page of a list, unless the column says otherwise.
const PER_PAGE: usize = 20;

/// One list: which documents, and which others it can be switched to.
pub(super) struct ListSet {
    column: ColumnId,
    /// Path of its pages without number and `.html`.
    stem: String,
    title: String,
    note: Option<String>,
    ids: Vec<PageId>,
    per_page: usize,
    year: Option<i16>,
    validity: Option<Validity>,
    /// Years to choose from, each with the documents left, the validity kept; `validities`
    /// likewise, the year kept.
    years: Vec<(i16, usize)>,
    validities: Vec<(Validity, usize)>,
}

impl ListSet {
    pub(super) fn page_count(&self) -> usize {
        self.ids.len().div_ceil(self.per_page).max(1)
    }

    fn path(&self, page: usize) -> String {
        if page == 0 {
            format!("{}.html", self.stem)
        } else {
            format!("{}_{}.html", self.stem, page + 1)
        }
    }
}

/// All lists of a site.
pub(super) fn list_sets(site: &Site) -> Vec<ListSet> {
    let mut sets = Vec::new();
    for (id, column) in site.columns.iter().enumerate().skip(1) {
        if column.is_listed() {
            column_sets(site, id, column, &mut sets);
        }
    }
    if let Some(id) = site.column_of_kind(ColumnKind::StatutoryItems) {
        for (number, item) in site.config.standard.items.iter().enumerate() {
            if site.by_item[number].is_empty() {
                continue;
            }
            sets.push(ListSet {
                column: id,
                stem: format!("{}{}", site.columns[id].directory, item.key),
                title: item.name.clone(),
                note: Some(format!(
                    "《中华人民共和国政府信息公开条例》第二十条第{}项",
                    item.label
                )),
                ids: site.by_item[number].clone(),
                per_page: PER_PAGE,
                year: None,
                validity: None,
                years: Vec::new(),
                validities: Vec::new(),
            });
        }
    }
    sets
}

fn column_sets(site: &Site, id: ColumnId, column: &Column, sets: &mut Vec<ListSet>) {
    let year_of = |id: PageId| {
        site.pages[id]
            .document
            .published
            .map_or(0, jiff::civil::DateTime::year)
    };
    let validity_of = |id: PageId| {
        let validity = site.pages[id].document.meta().validity().get();
        validity.filter(|_| column.traits.official)
    };
    // How many documents each choice would leave, the other choice kept.
    let mut counts: BTreeMap<(i16, Option<Validity>), usize> = BTreeMap::new();
    for page in &column.pages {
        *counts
            .entry((year_of(*page), validity_of(*page)))
            .or_default() += 1;
    }
    let sum = |year: Option<i16>, validity: Option<Validity>| -> usize {
        counts
            .iter()
            .filter(|((y, v), _)| {
                year.is_none_or(|year| year == *y) && (validity.is_none() || validity == *v)
            })
            .map(|(_, count)| count)
            .sum()
    };
    let mut all_years: Vec<i16> = counts.keys().map(|(year, _)| *year).collect();
    all_years.dedup();
    all_years.reverse();
    let per_page = column
        .source
        .meta()
        .per_page()
        .get()
        .map_or(PER_PAGE, |number| number as usize);
    for year in std::iter::once(None).chain(
        all_years
            .iter()
            .filter(|_| all_years.len() > 1)
            .map(|year| Some(*year)),
    ) {
        for validity in std::iter::once(None).chain(VALIDITIES.map(Some)) {
            if (year.is_some() || validity.is_some()) && sum(year, validity) == 0 {
                continue;
            }
            let ids = column
                .pages
                .iter()
                .filter(|id| year.is_none_or(|year| year_of(**id) == year))
                .filter(|id| validity.is_none() || validity_of(**id) == validity)
                .copied()
                .collect();
            let left = |count: usize| (count > 0).then_some(count);
            sets.push(ListSet {
                column: id,
                stem: format!("{}{}", column.directory, stem(year, validity)),
                title: column.title.clone(),
                note: None,
                ids,
                per_page,
                year,
                validity,
                years: all_years
                    .iter()
                    .filter_map(|year| Some((*year, left(sum(Some(*year), validity))?)))
                    .collect(),
                validities: VALIDITIES
                    .into_iter()
                    .filter_map(|word| Some((word, left(sum(year, Some(word)))?)))
                    .collect(),
            });
        }
    }
}

/// Values of 有效性, in the order of the filter.
const VALIDITIES: [Validity; 4] = [
    Validity::Valid,
    Validity::Amended,
    Validity::Expired,
    Validity::Repealed,
];

fn stem(year: Option<i16>, validity: Option<Validity>) -> String {
    match (year, validity.map(validity_key)) {
        (None, None) => "index".to_owned(),
        (Some(year), None) => format!("list-{year}"),
        (None, Some(key)) => format!("list-{key}"),
        (Some(year), Some(key)) => format!("list-{year}-{key}"),
    }
}

impl Renderer<'_> {
    pub(super) fn list(&self, set: usize, page: usize) -> Result<Output, RenderError> {
        let set = &self.lists[set];
        let column = &self.site.columns[set.column];
        let path = set.path(page);
        let root = "../".repeat(depth(&path));
        let is_front =
            page == 0 && set.year.is_none() && set.validity.is_none() && set.note.is_none();
        let start = page * set.per_page;
        let rows = self.rows(
            &set.ids[start..(start + set.per_page).min(set.ids.len())],
            &root,
        );
        let body = if is_front {
            fill(self.site, &column.source.body, &column.links, &root, &[])
        } else {
            String::new()
        };
        let children: Vec<Value> = if is_front {
            self.children(set.column, &root)
        } else {
            Vec::new()
        };
        let own_title = match (set.year, set.validity) {
            (None, None) => None,
            (year, validity) => Some(format!(
                "{}{}",
                year.map_or(String::new(), |year| format!("{year}年")),
                validity.map_or("", Validity::word)
            )),
        };
        let heading = match &own_title {
            Some(part) => format!("{}（{part}）", set.title),
            None => set.title.clone(),
        };
        let column_values = context! {
            title => heading.as_str(),
            description => set.note.as_deref().unwrap_or_else(|| column.description()),
            ..self.column_values(set.column, &root)
        };
        let own = context! {
            column => column_values,
            body => Value::from_safe_string(body),
            rows => rows,
            total => set.ids.len(),
            filters => filters(set, column, &root),
            pagination => pagination(set, page, &root),
            children,
            ..self.front_values(set.column, &root, is_front)
        };
        let template = if is_front { column.template() } else { "list" };
        let crumb = set
            .note
            .as_ref()
            .map(|_| set.title.as_str())
            .or(own_title.as_deref());
        let tags = PageTags {
            title: &heading,
            ..self.column_tags(set.column, &heading, &path)
        };
        let context = self.context(
            set.column,
            &tags,
            self.crumbs(set.column, &path, crumb),
            own,
        )?;
        self.template(&format!("{template}.html"), context, path.clone())
    }

    pub(super) fn children(&self, column: ColumnId, root: &str) -> Vec<Value> {
        self.site.columns[column]
            .children
            .iter()
            .map(|id| {
                let child = &self.site.columns[*id];
                context! {
                    title => child.title.as_str(), href => format!("{root}{}", url_path(&child.output())),
                    description => child.description(), count => self.site.count(*id),
                }
            })
            .collect()
    }
}

fn filters(set: &ListSet, column: &Column, root: &str) -> Value {
    let href = |year, validity| {
        format!(
            "{root}{}{}.html",
            url_path(&column.directory),
            stem(year, validity)
        )
    };
    let mut years = Vec::new();
    if set.years.len() > 1 || set.year.is_some() {
        let all: usize = set.years.iter().map(|(_, count)| count).sum();
        years.push(context! { label => "全部", href => href(None, set.validity), count => all, current => set.year.is_none() });
        years.extend(set.years.iter().map(|(year, count)| {
            context! { label => format!("{year}年"), href => href(Some(*year), set.validity), count => *count, current => set.year == Some(*year) }
        }));
    }
    let mut validity = Vec::new();
    if !set.validities.is_empty() {
        let all: usize = set.validities.iter().map(|(_, count)| count).sum();
        validity.push(context! { label => "全部", href => href(set.year, None), count => all, current => set.validity.is_none(), key => "all" });
        validity.extend(set.validities.iter().map(|(word, count)| {
            let current = set.validity == Some(*word);
            context! { label => word.word(), href => href(set.year, Some(*word)), count => *count, current, key => validity_key(*word) }
        }));
    }
    context! { years, validity }
}

fn pagination(set: &ListSet, page: usize, root: &str) -> Value {
    let last = set.page_count();
    let href = |page: usize| format!("{root}{}", url_path(&set.path(page)));
    let mut pages = Vec::new();
    let mut shown = 0;
    for number in 1..=last {
        let near = number.abs_diff(page + 1) <= 2 || number == 1 || number == last;
        if near {
            if number > shown + 1 {
                pages.push(context! { gap => true });
            }
            pages.push(
                context! { n => number, href => href(number - 1), current => number == page + 1 },
            );
            shown = number;
        }
    }
    context! {
        current => page + 1, last, pages,
        prev => (page > 0).then(|| href(page - 1)),
        next => (page + 1 < last).then(|| href(page + 1)),
    }
}
