//! Raw HTML in Markdown, made harmless.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex},
};

use crate::{diagnostic::FaultKind, html::attributes, source::Span};

use super::{Body, Link, Splice, SpliceKind, is_external};

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
];

/// What the sanitiser will take out of a piece of raw HTML.
pub(super) fn removed(html: &str, span: Span) -> Vec<(Span, FaultKind)> {
    let mut faults = Vec::new();
    for part in html.split('<').skip(1) {
        if part.starts_with('!') {
            continue;
        }
        let tag = part.split('>').next().unwrap_or_default();
        let closing = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() || closing {
            continue;
        }
        if !ELEMENTS.contains(&name.as_str()) {
            faults.push((
                span,
                FaultKind::RemovedHtml {
                    what: format!("<{name}>"),
                },
            ));
        }
        for (attribute, value) in attributes(&tag[name.len()..]) {
            let name = attribute.to_ascii_lowercase();
            let runs = value
                .trim_start()
                .to_ascii_lowercase()
                .starts_with("javascript:");
            if name.starts_with("on") || name == "style" || runs {
                let what = if runs { "javascript:".to_owned() } else { name };
                faults.push((span, FaultKind::RemovedHtml { what }));
            }
        }
    }
    faults
}

/// Sanitises a whole body that holds raw HTML, and finds its gaps again.
///
/// The pieces of raw HTML cannot be cleaned one by one, because a tag may open in one and close in
/// another. Links that the raw HTML wrote become gaps too.
pub(super) fn sanitise(body: Body, source: &str, offset: usize) -> (Body, Vec<(Span, FaultKind)>) {
    let Body {
        start,
        html,
        splices,
        mut links,
        headings,
        tables,
    } = body;
    // Scheme of the place holders that carry our own gaps through the sanitiser: one that the text
    // cannot hold.
    let gap = (0..=html.len())
        .map(|number| format!("gongkai-gap-{number}:"))
        .find(|gap| !html.contains(gap.as_str()))
        .unwrap_or_default();
    let mut marked = String::with_capacity(html.len());
    let mut from = 0;
    for (number, splice) in splices.iter().enumerate() {
        marked.push_str(&html[from..splice.start]);
        match splice.kind {
            SpliceKind::Href => marked.push_str(&format!("{gap}{number}")),
            SpliceKind::Picture { .. } => marked.push_str(&format!("<img src=\"{gap}{number}\">")),
        }
        from = splice.end;
    }
    marked.push_str(&html[from..]);

    let written: Arc<Mutex<Vec<(String, bool)>>> = Arc::default();
    let first_written = splices.len();
    let filter = Arc::clone(&written);
    let own = gap.clone();
    let clean = sanitiser(&gap)
        .attribute_filter(move |element, attribute, value| {
            let is_picture = element == "img";
            let is_link = matches!((element, attribute), ("a", "href") | ("img", "src"));
            if !is_link || value.starts_with(&own) || is_external(value) {
                return Some(value.into());
            }
            let mut written = filter.lock().ok()?;
            written.push((value.to_owned(), is_picture));
            Some(format!("{own}{}", first_written + written.len() - 1).into())
        })
        .clean(&marked)
        .to_string();

    let written = written
        .lock()
        .map(|written| written.clone())
        .unwrap_or_default();
    let mut kinds: Vec<(SpliceKind, usize)> = splices
        .into_iter()
        .map(|splice| (splice.kind, splice.link))
        .collect();
    let mut from = BTreeMap::new();
    for (destination, is_picture) in written {
        let span = written_at(source, &destination, &mut from).shifted(offset);
        kinds.push((
            if is_picture {
                SpliceKind::Picture { alt: String::new() }
            } else {
                SpliceKind::Href
            },
            links.len(),
        ));
        links.push(Link {
            destination,
            span,
            is_picture,
            text: String::new(),
        });
    }
    let (html, splices) = find_gaps(&clean, &gap, &kinds);
    let headings = headings
        .into_iter()
        .map(|mut heading| {
            heading.html_start = html
                .find(&format!(
                    "<h{} id=\"{}\"",
                    heading.level,
                    super::escape(&heading.id)
                ))
                .unwrap_or(0);
            heading
        })
        .collect();
    (
        Body {
            start,
            html,
            splices,
            links,
            headings,
            tables,
        },
        Vec::new(),
    )
}

/// Where an attribute's value stands in the source; of several that are alike, the next.
fn written_at(source: &str, value: &str, from: &mut BTreeMap<String, usize>) -> Span {
    let escaped = value.replace('&', "&amp;");
    let next = from.entry(value.to_owned()).or_default();
    let rest = source.get(*next..).unwrap_or_default();
    let found = [value, &escaped].into_iter().find_map(|written| {
        // The value stands in an attribute, and may stand in the text around it too.
        let quoted = ["\"", "'", "="].iter().filter_map(|before| {
            let at = rest.find(&format!("{before}{written}"))?;
            Some(at + before.len())
        });
        let at = quoted.min()?;
        Some(Span::new(*next + at, *next + at + written.len()))
    });
    let Some(span) = found.filter(|span| span.start < span.end) else {
        return Span::default();
    };
    *next = span.end;
    span
}

fn find_gaps(clean: &str, gap: &str, kinds: &[(SpliceKind, usize)]) -> (String, Vec<Splice>) {
    let mut html = String::with_capacity(clean.len());
    let mut splices = Vec::with_capacity(kinds.len());
    let mut rest = clean;
    while let Some(at) = rest.find(gap) {
        let digits = rest[at + gap.len()..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let number: usize = rest[at + gap.len()..at + gap.len() + digits]
            .parse()
            .unwrap_or(usize::MAX);
        html.push_str(&rest[..at]);
        rest = &rest[at + gap.len() + digits..];
        let Some((kind, link)) = kinds.get(number) else {
            continue;
        };
        match kind {
            SpliceKind::Href => {
                splices.push(Splice {
                    start: html.len(),
                    end: html.len(),
                    link: *link,
                    kind: SpliceKind::Href,
                });
            }
            SpliceKind::Picture { alt } => {
                let start = html.rfind("<img").unwrap_or(html.len());
                let close = rest.find('>').map_or(rest.len(), |close| close + 1);
                html.push_str(&rest[..close]);
                rest = &rest[close..];
                let alt = if alt.is_empty() {
                    attribute(&html[start..], "alt")
                } else {
                    alt.clone()
                };
                splices.push(Splice {
                    start,
                    end: html.len(),
                    link: *link,
                    kind: SpliceKind::Picture { alt },
                });
            }
        }
    }
    html.push_str(rest);
    (html, splices)
}

fn attribute(tag: &str, name: &str) -> String {
    tag.split_once(&format!("{name}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or(String::new(), |(value, _)| {
            value
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
}

fn sanitiser(gap: &str) -> ammonia::Builder<'_> {
    let mut builder = ammonia::Builder::default();
    let classes: HashSet<&str> = [
        "external",
        "foreign",
        "footnote",
        "footnote-ref",
        "footnote-back",
        "table-scroll",
        "align-left",
        "align-center",
        "align-right",
    ]
    .into();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(["script", "style", "iframe", "object", "template"].into())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            (
                "img",
                HashSet::from(["src", "alt", "title", "width", "height"]),
            ),
            (
                "input",
                HashSet::from(["type", "checked", "disabled", "aria-label"]),
            ),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("col", HashSet::from(["span"])),
            ("div", HashSet::from(["tabindex", "role", "aria-label"])),
            ("details", HashSet::from(["open"])),
            ("time", HashSet::from(["datetime"])),
        ]))
        .generic_attributes(["id", "lang", "title"].into())
        .allowed_classes(
            ["a", "div", "sup", "td", "th"]
                .into_iter()
                .map(|tag| (tag, classes.clone()))
                .collect(),
        )
        .url_schemes(["http", "https", "mailto", "tel", gap.trim_end_matches(':')].into())
        .link_rel(Some("noopener noreferrer"));
    builder
}
