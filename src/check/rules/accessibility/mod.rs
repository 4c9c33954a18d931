//! 无障碍 and 网络: what source, theme and pages show of them.

mod colour_only_mark;
mod cramped_text;
mod foreign_resource;
mod insecure_resource;
mod ip_address_link;
mod low_contrast;
mod meaningless_link_text;
mod missing_accessibility_entry;
mod missing_alternative_text;
mod missing_captions;
mod missing_page_language;
mod missing_skip_link;
mod skipped_heading_level;
mod small_target;
mod unlabelled_form_field;
mod unlabelled_table;
mod unreachable_control;

use std::{borrow::Cow, cell::OnceCell};

use rustc_hash::FxHashSet;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag},
    model::{Page, Site},
    parse::Body,
    render::Job,
    source::{self, SourceFile, Span},
    standard::{Data, Record, Typed, view::Portal},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &missing_accessibility_entry::MissingAccessibilityEntry,
    &low_contrast::LowContrast,
    &cramped_text::CrampedText,
    &small_target::SmallTarget,
    &unreachable_control::UnreachableControl,
    &missing_skip_link::MissingSkipLink,
    &colour_only_mark::ColourOnlyMark,
    &missing_alternative_text::MissingAlternativeText,
    &skipped_heading_level::SkippedHeadingLevel,
    &meaningless_link_text::MeaninglessLinkText,
    &unlabelled_table::UnlabelledTable,
    &unlabelled_form_field::UnlabelledFormField,
    &missing_page_language::MissingPageLanguage,
    &missing_captions::MissingCaptions,
    &foreign_resource::ForeignResource,
    &insecure_resource::InsecureResource,
    &ip_address_link::IpAddressLink,
];

/// Adds a finding about a line of a file of the theme. Where the theme is compiled in, the setting that
/// names it is the place.
fn tell_of_theme(site: &Site, sink: &mut Sink, (name, line): (&str, usize), finding: Finding) {
    let mut files = site.theme_sources.iter();
    let ends = |path: &str| {
        let before = path.strip_suffix(name);
        before.is_some_and(|before| before.ends_with("/assets/") || before.ends_with("/templates/"))
    };
    let own = files.find(|file| ends(&file.path)).and_then(|file| {
        let mut lines = source::lines(&file.text);
        let (at, text) = lines.nth(line.checked_sub(1)?)?;
        let lead = text.len() - text.trim_start().len();
        Some((
            file,
            Span::new(at + lead, at + text.trim_end().len().max(lead)),
        ))
    });
    if let Some((file, span)) = own {
        sink.add(&file.path, finding.at(span));
    } else {
        let theme = site.config.settings().theme();
        sink.add(&site.config.file.path, finding.at(theme.span()));
    }
}

/// Adds a finding about a tag: at its source where an editor wrote the tag, and otherwise as one that
/// pages share.
fn tell_of_tag(
    built: &Built<'_>,
    html: &Html<'_>,
    tag: &Tag<'_>,
    sink: &mut Sink,
    finding: Finding,
) {
    // So many are searched for in the source; more than that are told by their number alone.
    const SEARCHES: usize = 128;
    if sink.found.len() >= SEARCHES
        && let Some((path, last)) = sink.found.last()
    {
        let (path, span) = (path.clone(), last.span);
        sink.add(&path, finding.at(span));
        return;
    }
    let raw = html.text.get(tag.start()..tag.end()).unwrap_or_default();
    let origin = origin(built, html).filter(|(_, body)| body.html.contains(raw));
    let Some((file, _)) = origin else {
        sink.add_everywhere(html.path, finding);
        return;
    };
    // The sanitiser may have taken attributes away, so the tag need not stand there as it is.
    let open = format!("<{}", tag.name());
    let found = [raw, &open]
        .into_iter()
        .find_map(|piece| Some((file.text.find(piece)?, piece.len())));
    let span = found.map_or_else(Span::default, |(at, length)| Span::new(at, at + length));
    sink.add(&file.path, finding.at(span));
}

/// Checks that a tag stands in the body that a page shows, as an editor wrote it.
fn is_of_body(built: &Built<'_>, html: &Html<'_>, tag: &Tag<'_>) -> bool {
    let raw = html.text.get(tag.start()..tag.end()).unwrap_or_default();
    origin(built, html).is_some_and(|(_, body)| body.html.contains(raw))
}

/// The source that a page shows a body of: the document, or the column whose front page it is.
fn origin<'s>(built: &Built<'s>, html: &Html<'_>) -> Option<(&'s SourceFile, &'s Body)> {
    let site = built.site;
    if let Job::Document(id) = html.job {
        let document = &site.pages.get(id)?.document;
        return Some((&document.file, &document.body));
    }
    let column = site
        .columns
        .iter()
        .find(|column| column.output() == html.path)?;
    Some((&column.source.file, &column.source.body))
}

/// The bodies that are not documents: front pages of columns.
fn column_bodies(site: &Site) -> impl Iterator<Item = (&SourceFile, &Body)> {
    site.columns
        .iter()
        .map(|column| (&column.source.file, &column.source.body))
}

/// An address that an editor wrote.
struct Written<'s> {
    path: &'s str,
    span: Span,
    address: &'s str,
}

/// The addresses in settings, front pages and structured data.
fn shared_addresses(site: &Site) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    in_record(&site.config.file.path, &site.config.record, &mut found);
    for column in &site.columns {
        let path = column.source.file.path.as_str();
        in_record(path, &column.source.record, &mut found);
        in_body(path, &column.source.body, &mut found);
        if let Some(data) = &column.data {
            let path = column.data_path();
            let mut files = site.data_files.iter();
            if let Some(known) = files.find(|known| known.file.path == path) {
                in_record(&known.file.path, data, &mut found);
            }
        }
    }
    found
}

/// The addresses in a document that is published.
fn addresses_of(page: &Page) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    if page.is_published {
        let path = page.document.file.path.as_str();
        in_record(path, &page.document.record, &mut found);
        in_body(path, &page.document.body, &mut found);
    }
    found
}

fn in_body<'s>(path: &'s str, body: &'s Body, found: &mut Vec<Written<'s>>) {
    let links = body
        .links
        .iter()
        .filter(|link| host(&link.destination).is_some());
    found.extend(links.map(|link| Written {
        path,
        span: link.span,
        address: &link.destination,
    }));
}

fn in_record<'s>(path: &'s str, record: &'s Record, found: &mut Vec<Written<'s>>) {
    for (_, _, value) in &record.fields {
        in_value(path, value, found);
    }
}

fn in_value<'s>(path: &'s str, value: &'s Typed, found: &mut Vec<Written<'s>>) {
    match &value.data {
        Data::Text(text) | Data::Link(text) if host(text).is_some() => found.push(Written {
            path,
            span: value.span,
            address: text,
        }),
        Data::List(items) => items.iter().for_each(|item| in_value(path, item, found)),
        Data::Map(record) => in_record(path, record, found),
        _ => {}
    }
}

/// The addresses on a page that an editor wrote where [`shared_addresses`] or [`addresses_of`] finds
/// them, so that they are told there; gathered when first asked for.
struct Told<'b> {
    built: &'b Built<'b>,
    job: Job,
    addresses: OnceCell<FxHashSet<&'b str>>,
}

impl<'b> Told<'b> {
    fn new(built: &'b Built<'_>, html: &Html<'_>) -> Self {
        Self {
            built,
            job: html.job,
            addresses: OnceCell::new(),
        }
    }

    fn holds(&self, address: &str) -> bool {
        let site = self.built.site;
        let addresses = self.addresses.get_or_init(|| {
            let of_page = match self.job {
                Job::Document(id) => site.pages.get(id).map(addresses_of),
                _ => None,
            };
            let all = of_page.into_iter().flatten().chain(shared_addresses(site));
            all.map(|written| written.address).collect()
        });
        addresses.contains(address)
    }
}

/// The host that a whole address names, without user and port; nothing for what is no name at all.
fn host(address: &str) -> Option<&str> {
    let is_sign = |c| matches!(c, '（' | '）' | '<' | '>' | '"' | '\'');
    let address = address.trim_start();
    // Hardly any value begins as an address does.
    if !address.starts_with(['h', 'H', '/']) {
        return None;
    }
    let name = source::host(address.trim_end())?;
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || is_sign(c));
    is_name.then_some(name)
}

/// Recognises an address that asks for an unencrypted connection.
fn is_plain_http(address: &str) -> bool {
    let start = address.trim().get(.."http://".len());
    start.is_some_and(|start| start.eq_ignore_ascii_case("http://"))
}

/// Recognises the site's own host.
fn is_own_host(site: &Site, name: &str) -> bool {
    let own = host(site.config.portal(Portal::base_url));
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        || site
            .config
            .portal(Portal::domain)
            .eq_ignore_ascii_case(name)
}

/// Recognises a host that is certainly neither foreign nor commercial: the government's own names,
/// and the registry that hands out the badge of party and government bodies.
fn is_public_host(name: &str) -> bool {
    const ENDS: [&str; 4] = ["gov.cn", "conac.cn", "政务.cn", "政务"];
    let name = name.to_ascii_lowercase();
    ENDS.iter().any(|end| {
        name.strip_suffix(end)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Checks that a browser loads by itself what an attribute names.
fn is_loaded(tag: &Tag<'_>, attribute: &str) -> bool {
    const LOADING: [(&str, &str); 18] = [
        ("script", "src"),
        ("img", "src"),
        ("img", "srcset"),
        ("iframe", "src"),
        ("frame", "src"),
        ("embed", "src"),
        ("object", "data"),
        ("audio", "src"),
        ("video", "src"),
        ("video", "poster"),
        ("source", "src"),
        ("source", "srcset"),
        ("track", "src"),
        ("input", "src"),
        ("image", "href"),
        ("image", "xlink:href"),
        ("use", "href"),
        ("use", "xlink:href"),
    ];
    if tag.is("link") {
        let rel = tag
            .attribute("rel")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_load =
            |word: &str| word.contains("preload") || word.contains("icon") || word == "stylesheet";
        return attribute.eq_ignore_ascii_case("href") && rel.split_ascii_whitespace().any(is_load);
    }
    LOADING
        .iter()
        .any(|(name, loading)| tag.is(name) && attribute.eq_ignore_ascii_case(loading))
}

/// The name that assistive technology gives an element by its attributes alone.
fn own_label<'p>(tag: &Tag<'p>) -> Option<Cow<'p, str>> {
    let filled = |name| tag.attribute(name).filter(|value| !value.trim().is_empty());
    ["aria-label", "aria-labelledby", "title"]
        .into_iter()
        .find_map(filled)
}

/// Files of the theme that are text and end so, with their text.
fn theme_files<'s>(
    built: &Built<'s>,
    ends: &'static [&str],
) -> impl Iterator<Item = (&'s str, &'s str)> {
    let files = built.theme.assets.iter();
    let files = files.filter(move |(name, _)| ends.iter().any(|end| name.ends_with(end)));
    files.filter_map(|(name, bytes)| Some((name.as_str(), std::str::from_utf8(bytes).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found() {
        for (address, wanted) in [
            ("https://www.example.gov.cn/a", Some("www.example.gov.cn")),
            ("//cdn.example.com", Some("cdn.example.com")),
            ("HTTP://user@10.0.0.1:8080/a?b", Some("10.0.0.1")),
            ("http://[::1]:80/", Some("[::1]")),
            ("../a//b", None),
            ("mailto:a@b.cn", None),
            ("//", None),
            ("见 https://a.cn", None),
        ] {
            assert_eq!(host(address), wanted, "{address}");
        }
        assert!(is_public_host("dcs.conac.cn") && is_public_host("gov.cn"));
        assert!(!is_public_host("notgov.cn") && !is_public_host("gov.cn.example.com"));
        assert!(is_plain_http("http://a") && !is_plain_http("https://a") && !is_plain_http("http"));
    }

    #[test]
    fn addresses_of_tags_are_found_once() {
        let text = "<p>https://a.cn</p><a href=\"https://b.cn/x\" title=\"//\">丙</a><img srcset=\"a.png 1x, //c.cn/b.png 2x\" src=\"http://d.cn\"><br>//";
        let html = Html::new("a.html", Job::Home, text);
        let found: Vec<_> = html
            .addresses()
            .iter()
            .map(|found| {
                let (tag, name) = (found.tag, found.attribute);
                let is_loaded = is_loaded(&tag, name);
                format!("{} {name} {} {is_loaded}", tag.name(), found.address)
            })
            .collect();
        assert_eq!(
            found,
            [
                "a href https://b.cn/x false",
                "img srcset //c.cn/b.png true",
                "img src http://d.cn true"
            ]
        );
    }
}
