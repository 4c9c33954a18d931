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
mod unopenable_link;
mod unpublished_target;
mod unreachable_external_link;
mod unresolved_relation;
mod unwithdrawn_address;

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use crate::{
    check::{Built, Finding, Rule, Sink},
    linkcheck::{Address, Base, Broken, LinkFlaw},
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
    &unopenable_link::UnopenableLink,
];

/// Clause that asks for links that lead somewhere.
const CLAUSE: &str = "《政府网站发展指引》：链接有效";

/// Tells of an address on a page at the place where an editor wrote it in full, else at the theme's:
/// what editors write as a path of a source is told by a fault before any page is made.
fn add_broken(
    built: &Built<'_>,
    places: &mut WrittenAddresses<'_>,
    broken: &Broken,
    message: &str,
    sink: &mut Sink,
) {
    let finding = |place: &str| Finding::new(format!("{place}{message}"), flaw_help(broken));
    let Some((file, span)) = places.place(broken) else {
        sink.add_everywhere(&broken.page, finding("").clause(CLAUSE));
        return;
    };
    let url = file.text.get(span.start..span.end).unwrap_or_default();
    let mut finding = finding(&format!("“{url}”：")).clause(CLAUSE).at(span);
    if let LinkFlaw::Case(name) | LinkFlaw::NormalForm(name) | LinkFlaw::Slash(name) = &broken.flaw
    {
        let fragment = url.find('#').map_or("", |at| &url[at..]);
        let address = built.site.config.permalink(&url_path(name));
        finding = finding.fix(span, address + fragment);
    }
    sink.add(&file.path, finding);
}

fn flaw_help(broken: &Broken) -> String {
    match &broken.flaw {
        LinkFlaw::Missing(Some(near)) => {
            format!("是不是“/{near}”？改正网址；主题的模板里写的，改正模板")
        }
        LinkFlaw::Missing(None) => "改正网址；主题的模板里写的，改正模板".to_owned(),
        LinkFlaw::Case(name) => format!("改为“/{name}”：只有大小写不同，服务器和浏览器都分大小写"),
        LinkFlaw::NormalForm(name) => format!("改为“/{name}”：看起来一样，Unicode 写法不同"),
        LinkFlaw::Slash(name) => format!("改为“/{name}”：文件名后面不能有斜杠"),
        LinkFlaw::Folder(name) => {
            format!("改为“/{name}”：只写文件夹，从本地打开时看不到首页")
        }
        LinkFlaw::Outside => "链接到本站以外的，写完整的网址".to_owned(),
        LinkFlaw::Garbled => "按 UTF-8 重新编码，或者直接写汉字".to_owned(),
        LinkFlaw::Anchor => "改正 # 后面的名称，或者在目标页加上这个锚点".to_owned(),
    }
}

/// Places at which own addresses are written in full: in the page's own source, the settings, or
/// data. Pages are asked for one after the other.
struct WrittenAddresses<'s> {
    site: &'s Site,
    base: Base,
    /// Places in the page that was asked for last.
    own: Option<(Arc<str>, Places<'s>)>,
    /// Places in settings and data.
    shared: Option<Places<'s>>,
    /// Columns by their pages.
    columns: FxHashMap<String, usize>,
}

/// A place in a source.
type SourcePlace<'s> = (&'s SourceFile, Span);

/// First place of each address.
#[derive(Default)]
struct Places<'s> {
    /// Places by the path that the address leads to, with whatever fragment.
    by_path: FxHashMap<String, SourcePlace<'s>>,
    /// Places by path and fragment.
    by_fragment: FxHashMap<(String, String), SourcePlace<'s>>,
}

impl<'s> Places<'s> {
    fn add(&mut self, base: &Base, file: &'s SourceFile, span: Span, url: &str) {
        match base.follow("", url) {
            Address::Here { path, fragment } => {
                let fragment = percent_decode_str(fragment).decode_utf8_lossy();
                let key = (path.to_string(), fragment.into_owned());
                self.by_fragment.entry(key).or_insert((file, span));
                let by_path = self.by_path.entry(path.into_owned());
                by_path.or_insert((file, span));
            }
            Address::Garbled => {
                let by_path = self.by_path.entry(url.to_owned());
                by_path.or_insert((file, span));
            }
            _ => {}
        }
    }

    fn add_text(&mut self, base: &Base, file: &'s SourceFile) {
        for span in own_urls(&file.text, base.host()) {
            self.add(base, file, span, &file.text[span.start..span.end]);
        }
    }

    fn get(&self, broken: &Broken) -> Option<SourcePlace<'s>> {
        let path = broken.target.to_string();
        match &broken.fragment {
            Some(fragment) => self.by_fragment.get(&(path, fragment.to_string())),
            None => self.by_path.get(&path),
        }
        .copied()
    }
}

impl<'s> WrittenAddresses<'s> {
    fn new(site: &'s Site) -> Self {
        Self {
            site,
            base: Base::of(&site.config),
            own: None,
            shared: None,
            columns: FxHashMap::default(),
        }
    }

    fn place(&mut self, broken: &Broken) -> Option<SourcePlace<'s>> {
        if self
            .own
            .as_ref()
            .is_none_or(|(page, _)| *page != broken.page)
        {
            let places = self.own_places(broken);
            self.own = Some((Arc::clone(&broken.page), places));
        }
        let own = self.own.as_ref().and_then(|(_, places)| places.get(broken));
        own.or_else(|| self.shared().get(broken))
    }

    fn own_places(&mut self, broken: &Broken) -> Places<'s> {
        let site = self.site;
        let mut places = Places::default();
        let own: Option<(&SourceFile, &Body)> = if let Job::Document(id) = broken.job {
            let document = &site.pages[id].document;
            Some((&document.file, &document.body))
        } else {
            if self.columns.is_empty() {
                let columns = site.columns.iter().enumerate().rev();
                self.columns = columns.map(|(at, column)| (column.output(), at)).collect();
            }
            let column = self.columns.get(&*broken.page);
            column.map(|at| {
                let source = &site.columns[*at].source;
                (&source.file, &source.body)
            })
        };
        if let Some((file, body)) = own {
            for link in &body.links {
                if self.base.is_own(&link.destination) {
                    places.add(&self.base, file, link.span, &link.destination);
                }
            }
            places.add_text(&self.base, file);
        }
        places
    }

    fn shared(&mut self) -> &Places<'s> {
        self.shared.get_or_insert_with(|| {
            let mut places = Places::default();
            places.add_text(&self.base, &self.site.config.file);
            for data in &self.site.data_files {
                places.add_text(&self.base, &data.file);
            }
            places
        })
    }
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
