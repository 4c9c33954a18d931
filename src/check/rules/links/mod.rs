//! Links in Markdown and relations in front matter.

mod broken_anchor;
mod broken_external_link;
mod broken_link;
mod credentials_in_link;
mod deep_page;
mod lost_address;
mod moved_external_link;
mod orphan_page;
mod taken_alias;
mod unpublished_target;
mod unreachable_external_link;
mod unresolved_relation;
mod unwithdrawn_address;

use crate::{
    check::{Built, Finding, Rule, Sink},
    diagnostic::{Meant, Slip},
    linkcheck::{Address, Base, Broken, Flaw},
    model::Site,
    parse::Body,
    render::{Job, url_path},
    source::{SourceFile, Span},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &unresolved_relation::UnresolvedRelation,
    &unpublished_target::UnpublishedTarget,
    &broken_link::BrokenLink,
    &broken_anchor::BrokenAnchor,
    &credentials_in_link::CredentialsInLink,
    &broken_external_link::BrokenExternalLink,
    &moved_external_link::MovedExternalLink,
    &unreachable_external_link::UnreachableExternalLink,
    &orphan_page::OrphanPage,
    &deep_page::DeepPage,
    &taken_alias::TakenAlias,
    &lost_address::LostAddress,
    &unwithdrawn_address::UnwithdrawnAddress,
];

/// What asks for links that lead somewhere.
const CLAUSE: &str = "《政府网站发展指引》：链接有效";

/// A finding about a name that was certainly meant to be another.
pub(super) fn as_meant(finding: Finding, meant: Option<&Meant>) -> Finding {
    match meant.and_then(|meant| meant.fix.as_ref()) {
        Some(fix) => finding.fix(fix.span, fix.replacement.as_str()),
        None => finding,
    }
}

/// How a name that leads nowhere differs from the one that was meant.
pub(super) fn slip_help(meant: &Meant) -> String {
    let name = &meant.name;
    match meant.slip {
        Slip::Case => format!("改为“{name}”：只有大小写不同，服务器和浏览器都分大小写"),
        Slip::NormalForm => {
            format!("改为“{name}”：看起来一样，Unicode 写法不同（多见于从苹果电脑复制的文件名）")
        }
        Slip::Slash => format!("改为“{name}”：文件名后面不能有斜杠"),
        Slip::Escape => format!("改为“{name}”：百分号编码写了两遍，或者用了反斜杠"),
    }
}

/// Tells of an address on a page at the place where an editor wrote it in full, else at the theme's:
/// what editors write as a path of a source is told by a fault before any page is made.
fn add_broken(built: &Built<'_>, broken: &Broken, message: &str, sink: &mut Sink) {
    let finding = |place: &str| Finding::new(format!("{place}{message}"), flaw_help(broken));
    let Some((file, span)) = written(built.site, broken) else {
        sink.add_everywhere(&broken.page, finding("").clause(CLAUSE));
        return;
    };
    let url = file.text.get(span.start..span.end).unwrap_or_default();
    let mut finding = finding(&format!("“{url}”：")).clause(CLAUSE).at(span);
    if let Flaw::Case(name) | Flaw::NormalForm(name) | Flaw::Slash(name) = &broken.flaw {
        let fragment = url.find('#').map_or("", |at| &url[at..]);
        let address = built.site.config.permalink(&url_path(name));
        finding = finding.fix(span, address + fragment);
    }
    sink.add(&file.path, finding);
}

fn flaw_help(broken: &Broken) -> String {
    match &broken.flaw {
        Flaw::Missing(Some(near)) => {
            format!("是不是“/{near}”？改正网址；主题的模板里写的，改正模板")
        }
        Flaw::Missing(None) => "改正网址；主题的模板里写的，改正模板".to_owned(),
        Flaw::Case(name) => format!("改为“/{name}”：只有大小写不同，服务器和浏览器都分大小写"),
        Flaw::NormalForm(name) => format!("改为“/{name}”：看起来一样，Unicode 写法不同"),
        Flaw::Slash(name) => format!("改为“/{name}”：文件名后面不能有斜杠"),
        Flaw::Folder(name) => {
            format!("改为“/{name}”：只写文件夹，从本地打开时看不到首页")
        }
        Flaw::Outside => "链接到本站以外的，写完整的网址".to_owned(),
        Flaw::Garbled => "按 UTF-8 重新编码，或者直接写汉字".to_owned(),
        Flaw::Anchor => "改正 # 后面的名称，或者在目标页加上这个锚点".to_owned(),
    }
}

/// Where an own address was written in full: in the page's own source, the settings, or data.
fn written<'s>(site: &'s Site, broken: &Broken) -> Option<(&'s SourceFile, Span)> {
    let base = Base::of(&site.config);
    let own: Option<(&SourceFile, &Body)> = if let Job::Document(id) = broken.job {
        let document = &site.pages[id].document;
        Some((&document.file, &document.body))
    } else {
        let mut columns = site.columns.iter();
        columns
            .find(|column| column.output() == *broken.page)
            .map(|column| (&column.source.file, &column.source.body))
    };
    let is_it = |url: &str| match base.follow("", url) {
        Address::Here { path, fragment } => {
            *path == *broken.target
                && broken.fragment.as_ref().is_none_or(|wanted| {
                    *percent_encoding::percent_decode_str(fragment).decode_utf8_lossy() == **wanted
                })
        }
        Address::Garbled => url == &*broken.target,
        _ => false,
    };
    let mut links = own.into_iter().flat_map(|(_, body)| &body.links);
    let link = links.find(|link| base.is_own(&link.destination) && is_it(&link.destination));
    if let (Some(link), Some((file, _))) = (link, own) {
        return Some((file, link.span));
    }
    let data = site.data_files.iter().map(|data| &data.file);
    let files = own.map(|(file, _)| file).into_iter();
    let mut files = files.chain([&site.config.file]).chain(data);
    files.find_map(|file| {
        let mut urls = own_urls(&file.text, base.host());
        let span = urls.find(|span| is_it(&file.text[span.start..span.end]))?;
        Some((file, span))
    })
}

/// Every address of a host that stands in a text in full.
fn own_urls<'t>(text: &'t str, host: &str) -> impl Iterator<Item = Span> + use<'t> {
    const STOPS: [char; 16] = [
        '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', ',', '，', '。', '；', '）', '、',
    ];
    let needle = format!("//{host}");
    let is_known = !host.is_empty();
    let found: Vec<usize> = text.match_indices(&needle).map(|(at, _)| at).collect();
    found.into_iter().filter(move |_| is_known).map(|at| {
        let scheme = ["https:", "http:"]
            .iter()
            .find(|s| text[..at].ends_with(**s));
        let start = at - scheme.map_or(0, |scheme| scheme.len());
        let rest = &text[at..];
        let length = rest
            .find(|c: char| c.is_whitespace() || STOPS.contains(&c))
            .unwrap_or(rest.len());
        Span::new(start, at + length)
    })
}
