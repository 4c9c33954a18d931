//! A body with its gaps filled: addresses, pictures, and tables that are made from figures.

use crate::{
    model::{Resolved, Site, Target},
    parse::{Body, NO_PICTURE, SpliceKind, escape},
};

use super::url_path;

/// Something to put into a body at a place of its HTML.
pub(super) struct Insert {
    /// Place in the body's HTML, in bytes.
    pub(super) at: usize,
    /// Ready HTML.
    pub(super) html: String,
}

/// Fills the gaps of a body; `links` are what its links lead to, in the same order.
pub(super) fn fill(
    site: &Site,
    body: &Body,
    links: &[Resolved],
    root: &str,
    inserts: &[Insert],
) -> String {
    let html = &body.html;
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut from = 0;
    let mut inserts = inserts.iter().peekable();
    for splice in &body.splices {
        while let Some(insert) = inserts.next_if(|insert| insert.at <= splice.start) {
            out.push_str(&html[from..insert.at]);
            out.push_str(&insert.html);
            from = insert.at;
        }
        let (mut start, mut end) = (splice.start, splice.end);
        let filling = match &splice.kind {
            SpliceKind::Href => href(
                site,
                &body.links[splice.link].destination,
                &links[splice.link],
                root,
            ),
            SpliceKind::Picture { alt } => {
                // A picture that is a paragraph by itself becomes a figure.
                let alone = html[..start].ends_with("<p>") && html[end..].starts_with("</p>");
                if alone {
                    (start, end) = (start - "<p>".len(), end + "</p>".len());
                }
                picture(site, &links[splice.link], alt, root, alone)
            }
        };
        out.push_str(&html[from..start]);
        out.push_str(&filling);
        from = end;
    }
    for insert in inserts {
        out.push_str(&html[from..insert.at]);
        out.push_str(&insert.html);
        from = insert.at;
    }
    out.push_str(&html[from..]);
    out
}

fn href(site: &Site, destination: &str, resolved: &Resolved, root: &str) -> String {
    if *resolved == Resolved::Nowhere {
        // What is broken was told at its source; the page leads to itself.
        return "#".to_owned();
    }
    let fragment = destination
        .split_once('#')
        .map_or("", |(_, fragment)| fragment);
    let mut href = match resolved {
        Resolved::Target(target) => format!("{root}{}", url_path(&site.output(*target))),
        Resolved::External => return escape(destination).into_owned(),
        Resolved::SamePage | Resolved::Nowhere => String::new(),
    };
    if !fragment.is_empty() || href.is_empty() {
        href.push('#');
        href.push_str(&escape(fragment));
    }
    href
}

fn picture(site: &Site, resolved: &Resolved, alt: &str, root: &str, alone: bool) -> String {
    let element = match resolved {
        Resolved::Target(Target::Asset(id)) => {
            match site.pictures.get(&site.assets[*id].asset.path) {
                Some(picture) => picture.inline(alt),
                None => image(
                    &format!("{root}{}", url_path(&site.assets[*id].output)),
                    alt,
                ),
            }
        }
        Resolved::Target(target) => {
            image(&format!("{root}{}", url_path(&site.output(*target))), alt)
        }
        // Nothing is fetched from another host, whatever was told of it.
        Resolved::External | Resolved::SamePage | Resolved::Nowhere => image(NO_PICTURE, alt),
    };
    if alone {
        format!("<figure class=\"picture\">{element}</figure>")
    } else {
        element
    }
}

fn image(src: &str, alt: &str) -> String {
    format!(
        "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">",
        escape(src),
        escape(alt)
    )
}
