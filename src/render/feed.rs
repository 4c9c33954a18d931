//! What machines follow the site by: Atom feeds, site maps, robots.txt.

use std::fmt::Write as _;

use crate::{
    model::{ColumnId, PageId, Site},
    parse::escape,
};

use super::{Output, row::issuer, url_path};

/// Entries of a feed.
const ENTRIES: usize = 20;

/// Addresses of one site map, by its standard.
const SITEMAP_LIMIT: usize = 50_000;

/// The newest documents of the whole, or of a column, as Atom.
pub(super) fn atom(site: &Site, column: Option<ColumnId>) -> Output {
    let root = &site.columns[0];
    let column_id = column.unwrap_or(0);
    let directory = &site.columns[column_id].directory;
    let path = format!("{directory}feed.xml");
    let ids: Vec<PageId> = match column {
        Some(id) => site.newest(id, ENTRIES),
        None => site.published().map(|(id, _)| id).take(ENTRIES).collect(),
    };
    let title = match column {
        Some(id) => format!("{}_{}", site.columns[id].title, root.title),
        None => format!("{}_{}", root.title, site.config.org("name")),
    };
    let stamp = |id: Option<&PageId>| {
        let at = id.and_then(|id| site.pages[*id].document.published);
        at.map_or_else(
            || format!("{}T00:00:00+08:00", site.config.as_of),
            |at| at.strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string(),
        )
    };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n",
    );
    let own = site.config.permalink(&url_path(&path));
    let html = site
        .config
        .permalink(&url_path(&site.columns[column_id].output()));
    let _ = write!(
        xml,
        "<title>{}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{html}\"/>\n<updated>{}</updated>\n<author><name>{}</name></author>\n",
        escape(&title),
        stamp(ids.first()),
        escape(site.config.org("name")),
    );
    for id in &ids {
        let page = &site.pages[*id];
        let url = site.config.permalink(&url_path(&page.output));
        let _ = write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link href=\"{url}\"/>\n<published>{stamp}</published>\n<updated>{stamp}</updated>\n<author><name>{}</name></author>\n<category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&page.document.title),
            escape(issuer(site, page)),
            escape(&site.columns[page.column].title),
            escape(page.document.meta.text("abstract").unwrap_or_default()),
            stamp = stamp(Some(id)),
        );
    }
    xml.push_str("</feed>\n");
    Output {
        path,
        bytes: xml.into_bytes(),
    }
}

/// Head of a site map.
const OPEN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// `robots.txt` and the site map, in parts where one file may not hold it.
pub(super) fn robots(site: &Site) -> Vec<Output> {
    let columns = site.columns.iter().map(|column| (column.output(), None));
    let pages = site.published().map(|(_, page)| {
        (
            page.output.clone(),
            page.document.published.map(|at| at.date().to_string()),
        )
    });
    let entries: Vec<String> = columns
        .chain(pages)
        .map(|(path, day)| {
            let day = day.map_or(String::new(), |day| format!("<lastmod>{day}</lastmod>"));
            format!(
                "<url><loc>{}</loc>{day}</url>\n",
                site.config.permalink(&url_path(&path))
            )
        })
        .collect();
    let part = |entries: &[String]| format!("{OPEN}{}</urlset>\n", entries.concat()).into_bytes();
    let mut outputs = Vec::new();
    if entries.len() <= SITEMAP_LIMIT {
        outputs.push(Output {
            path: "sitemap.xml".to_owned(),
            bytes: part(&entries),
        });
    } else {
        let mut index = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (number, entries) in entries.chunks(SITEMAP_LIMIT).enumerate() {
            let path = format!("sitemap-{}.xml", number + 1);
            let _ = writeln!(
                index,
                "<sitemap><loc>{}</loc></sitemap>",
                site.config.permalink(&path)
            );
            outputs.push(Output {
                path,
                bytes: part(entries),
            });
        }
        index.push_str("</sitemapindex>\n");
        outputs.push(Output {
            path: "sitemap.xml".to_owned(),
            bytes: index.into_bytes(),
        });
    }
    let robots = format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        site.config.permalink("sitemap.xml")
    );
    outputs.push(Output {
        path: "robots.txt".to_owned(),
        bytes: robots.into_bytes(),
    });
    outputs
}
