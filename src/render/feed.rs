//! Files by which machines follow the site: Atom feeds, site maps, robots.txt.

use std::fmt::Write as _;

use crate::{
    model::{ColumnId, PageId, Site},
    parse::escape,
    standard::view::Org,
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
        None => format!("{}_{}", root.title, site.config.org(Org::name)),
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
    let own = address(site, &path);
    let html = site
        .config
        .permalink(&url_path(&site.columns[column_id].output()));
    let _ = write!(
        xml,
        "<title>{}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{html}\"/>\n<updated>{}</updated>\n<author><name>{}</name></author>\n",
        escape(&title),
        stamp(ids.first()),
        escape(site.config.org(Org::name)),
    );
    for id in &ids {
        let page = &site.pages[*id];
        let url = address(site, &page.output);
        let _ = write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link href=\"{url}\"/>\n<published>{stamp}</published>\n<updated>{stamp}</updated>\n<author><name>{}</name></author>\n<category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape(&page.document.title),
            escape(issuer(site, page)),
            escape(&site.columns[page.column].title),
            escape(page.document.meta().summary().or_default()),
            stamp = stamp(Some(id)),
        );
    }
    xml.push_str("</feed>\n");
    Output::new(path, xml)
}

/// A permanent address as XML writes it.
fn address(site: &Site, path: &str) -> String {
    escape(&site.config.permalink(&url_path(path))).into_owned()
}

/// `robots.txt` and the site map, in parts where one file may not hold it.
pub(super) fn robots(site: &Site) -> Vec<Output> {
    let columns = site.columns.iter().map(|column| (column.output(), None));
    let pages = site.published().map(|(_, page)| {
        let day = page.document.published.map(|at| at.date().to_string());
        (page.output.clone(), day)
    });
    let entries: Vec<String> = columns
        .chain(pages)
        .map(|(path, day)| {
            let day = day.map_or(String::new(), |day| format!("<lastmod>{day}</lastmod>"));
            format!("<url><loc>{}</loc>{day}</url>\n", address(site, &path))
        })
        .collect();
    let mut outputs = site_map(&entries, SITEMAP_LIMIT, |path| address(site, path));
    let robots = format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        site.config.permalink("sitemap.xml")
    );
    outputs.push(Output::new("robots.txt", robots));
    outputs
}

/// One site map, or parts of `limit` entries and an index of them.
fn site_map(entries: &[String], limit: usize, permalink: impl Fn(&str) -> String) -> Vec<Output> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
    let part = |path: String, entries: &[String]| {
        let xml = format!("{HEAD}<urlset {SPACE}>\n{}</urlset>\n", entries.concat());
        Output::new(path, xml)
    };
    if entries.len() <= limit {
        return vec![part("sitemap.xml".to_owned(), entries)];
    }
    let mut outputs: Vec<Output> = entries
        .chunks(limit)
        .enumerate()
        .map(|(number, entries)| part(format!("sitemap-{}.xml", number + 1), entries))
        .collect();
    let maps: String = outputs
        .iter()
        .map(|output| {
            format!(
                "<sitemap><loc>{}</loc></sitemap>\n",
                permalink(&output.path)
            )
        })
        .collect();
    let index = format!("{HEAD}<sitemapindex {SPACE}>\n{maps}</sitemapindex>\n");
    outputs.push(Output::new("sitemap.xml", index));
    outputs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_site_maps_are_split() {
        let entries: Vec<String> = (0..5)
            .map(|number| format!("<url>{number}</url>\n"))
            .collect();
        let paths = |limit| -> Vec<String> {
            site_map(&entries, limit, str::to_owned)
                .into_iter()
                .map(|output| output.path)
                .collect()
        };
        assert_eq!(paths(5), ["sitemap.xml"]);
        assert_eq!(
            paths(2),
            [
                "sitemap-1.xml",
                "sitemap-2.xml",
                "sitemap-3.xml",
                "sitemap.xml"
            ]
        );
        let outputs = site_map(&entries, 2, str::to_owned);
        let text = |at: usize| String::from_utf8_lossy(outputs[at].bytes()).into_owned();
        assert!(text(2).contains("<url>4</url>") && !text(2).contains("<url>3</url>"));
        assert_eq!(text(3).matches("<sitemap>").count(), 3);
    }
}
