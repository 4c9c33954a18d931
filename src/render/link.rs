//! Fields of type link: the target of each, and the words it is called by.

use minijinja::{Value, context};
use percent_encoding::percent_decode_str;

use crate::{
    model::{Site, Target},
    parse::NOTICE,
    source::{is_external, is_foreign, is_safe, join},
};

use super::url_path;

/// Address, title and kind of what a field of type link names.
pub(super) fn link(site: &Site, target: &str, title: Option<&str>, root: &str) -> Value {
    let external = is_external(target);
    let title = title
        .map(str::to_owned)
        .or_else(|| title_of(site, target))
        .unwrap_or_else(|| target.to_owned());
    // What is told before one leaves for a website of no government body.
    let notice = is_foreign(target).then_some(NOTICE);
    context! { href => href_of(site, root, target), title, external, notice }
}

/// Address of what a field of type link names: a path below `content/`, or an address on the web.
fn href_of(site: &Site, root: &str, target: &str) -> String {
    if is_external(target) {
        // What no page may lead to was told at its field; the page leads to itself.
        return if is_safe(target) { target } else { "#" }.to_owned();
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let fragment = if fragment.is_empty() {
        String::new()
    } else {
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        format!("#{}", url_path(&decoded))
    };
    match named(site, path) {
        Some(target) => format!("{root}{}{fragment}", url_path(&site.output(target))),
        None => format!("{root}index.html"),
    }
}

/// Target of a field of type link; what is not published is not named to anybody.
fn named(site: &Site, path: &str) -> Option<Target> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let key = join("content", decoded.trim_start_matches('/'))?;
    site.target(&key).filter(|target| match target {
        Target::Column(_) => true,
        Target::Page(id) => site.pages[*id].is_published,
        Target::Asset(id) => site.assets[*id].is_published,
    })
}

/// Title of what a field of type link names.
fn title_of(site: &Site, target: &str) -> Option<String> {
    let path = target.split('#').next().unwrap_or_default();
    Some(match named(site, path)? {
        Target::Column(id) => site.columns[id].title.clone(),
        Target::Page(id) => site.pages[id].document.title.clone(),
        Target::Asset(id) => site.assets[id]
            .asset
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
    })
}
