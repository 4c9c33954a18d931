use std::{borrow::Cow, cell::OnceCell};

use rustc_hash::FxHashSet;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    html::unescape,
    model::{Page, Site},
    parse::{Body, Link},
    source::SourceFile,
};

use super::{column_bodies, origin, own_label, tell_of_tag};

declare_rule! {
    /// 查出没说去处的链接文字。
    ///
    /// ## 为什么
    ///
    /// 用读屏软件的人常常只听链接：一串“点击这里”“更多”听不出各去哪里。链接文字写目标的标题；版面上要写“更多”的，用 aria-label 说全。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 冬季值班安排[点击这里](冬季应急值班.md)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 安排见[冬季应急值班公告](冬季应急值班.md)。
    /// ```
    MeaninglessLinkText { id: "meaningless-link-text", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

const HELP: &str = "把链接文字改成目标的标题，例如“2026年工作要点”";

impl Rule for MeaninglessLinkText {
    fn site(&self, site: &Site, sink: &mut Sink) {
        column_bodies(site).for_each(|(file, body)| check_link_texts(site, file, body, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if page.is_published {
            check_link_texts(site, &page.document.file, &page.document.body, sink);
        }
    }

    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        // Escapes and brackets make a text somewhat longer than it is.
        let lexicon = &built.site.config.standard.lexicon;
        let longest = lexicon.longest_empty_link_text() + 8;
        let tags = html.tags();
        // What the source says was told there.
        let told = OnceCell::new();
        let is_told = |name: &str| {
            let told: &FxHashSet<&str> = told.get_or_init(|| {
                let links = origin(built, html).into_iter().flat_map(|(file, body)| {
                    let links = body.links.iter();
                    links.filter(move |link| wanting(built.site, file, link).is_some())
                });
                links.map(|link| bare(&link.text)).collect()
            });
            told.contains(bare(name))
        };
        for at in html.own_places("a") {
            let tag = &tags[at];
            let Some(name) = short_name(html, &tags[at..], longest) else {
                continue;
            };
            if verdict(built.site, &name).is_none() || tag.attribute("href").is_none() {
                continue;
            }
            let name = own_label(tag).unwrap_or(name);
            let Some(message) = verdict(built.site, &name) else {
                continue;
            };
            if !is_told(&name) {
                tell_of_tag(built, html, tag, sink, Finding::new(message, HELP));
            }
        }
    }
}

/// Signs around a text that say nothing either.
fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '【' | '】' | '[' | ']' | '（' | '）' | '(' | ')' | '“' | '”'
    )
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_bracket(c))
}

/// Fault in a link's text, if there is one.
fn verdict(site: &Site, text: &str) -> Option<String> {
    let text = bare(text);
    if text.is_empty() {
        return Some("链接没有文字".to_owned());
    }
    let says_nothing = site.config.standard.lexicon.is_empty_link_text(text);
    says_nothing.then(|| format!("链接文字只是“{text}”，没说去处"))
}

/// Fault in the text of a link of Markdown. The text of one that is written as HTML is not known
/// here, so that none must be seen in the source.
fn wanting(site: &Site, file: &SourceFile, link: &Link) -> Option<String> {
    let before = file.text.get(..link.span.start).unwrap_or_default();
    let is_known = !link.text.is_empty() || before.trim_end_matches('<').ends_with("[](");
    if link.is_picture || !is_known {
        return None;
    }
    verdict(site, &link.text)
}

fn check_link_texts(site: &Site, file: &SourceFile, body: &Body, sink: &mut Sink) {
    for link in &body.links {
        if let Some(message) = wanting(site, file, link) {
            sink.add(&file.path, Finding::new(message, HELP).at(link.span));
        }
    }
}

/// Name of a link by its content, unless that is longer than any text that says nothing.
fn short_name<'p>(html: &Html<'p>, tags: &[Tag<'p>], longest: usize) -> Option<Cow<'p, str>> {
    let (link, inside) = tags.split_first()?;
    let (mut name, mut from) = (Cow::Borrowed(""), link.end());
    for tag in inside {
        let text = html.text.get(from..tag.start()).unwrap_or_default().trim();
        if name.len() + text.len() > longest {
            return None;
        }
        if name.is_empty() {
            name = Cow::Borrowed(text);
        } else {
            name.to_mut().push_str(text);
        }
        from = tag.end();
        if tag.is_end && tag.is("a") {
            return Some(match name {
                Cow::Borrowed(name) => unescape(name),
                Cow::Owned(name) => unescape(&name).into_owned().into(),
            });
        }
        // A picture in it is a name too; that it has one, another rule looks after.
        let is_picture = tag.is("img") || tag.attribute("role").is_some_and(|role| role == "img");
        if is_picture {
            return None;
        }
    }
    None
}
