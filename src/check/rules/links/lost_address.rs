use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    linkcheck::Links,
    model::{Site, Target, own_path},
    parse::Document,
    read::Last,
    source::Span,
};

declare_rule! {
    /// 查出上一次发布过、现在没有了、也没有跳转的网址。
    ///
    /// ## 为什么
    ///
    /// 网址发布以后，别的网站、搜索引擎、群里的转发都在用；改文件名、移动栏目以后，点开就是“没有找到”。每次发布都在输出文件夹里留一份清单 addresses.json，下一次拿来比较；清单只有上一次的，更早的、不是本工具发布的，须由人核对。文档确实撤下的，在 site.yaml 的“撤下网址”写明网址和理由。
    ///
    /// ## 反例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202605/old.html","111409020123456714/2026-00100","关于防汛值班的通知"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    ///
    /// ## 正例
    ///
    /// ```txt public/addresses.json
    /// {"version":1,"pages":[["notices/202605/old.html","111409020123456714/2026-00100","关于防汛值班的通知"],["notices/202505/gone.html","","停办的事项"]],"files":[]}
    /// ```
    ///
    /// ```fields
    /// 曾用网址: [/notices/202605/old.html]
    /// ```
    ///
    /// ```append site.yaml
    /// 撤下网址:
    ///   - {网址: /notices/202505/gone.html, 理由: 事项已经停办}
    /// ```
    LostAddress { id: "lost-address", severity: Warning, requirements: ["WD-17"], since: "0.1.0" }
}

impl Rule for LostAddress {
    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let site = built.site;
        let last = match &site.last {
            Last::Known(last) => last,
            Last::None => {
                let why = "没有上一次发布的网址清单（输出文件夹里的 addresses.json），无从比较";
                return sink.uncertain("WD-17", why);
            }
            Last::Damaged => {
                let why = "上一次发布的网址清单（输出文件夹里的 addresses.json）读不出来，无从比较";
                return sink.uncertain("WD-17", why);
            }
        };
        let withdrawn: BTreeSet<String> = withdrawn(site).map(|(path, _)| path).collect();
        let is_lost = |path: &str| !links.has_file(path) && !withdrawn.contains(path);
        let mut by_title: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut moved: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (path, index_no, title) in last.pages.iter().filter(|(path, ..)| is_lost(path)) {
            // A document keeps its number wherever it goes.
            let heir = match site.target(index_no) {
                Some(Target::Page(id)) if site.pages[id].is_published => Some(id),
                _ => None,
            };
            if let Some(id) = heir.filter(|_| !index_no.is_empty()) {
                moved.entry(id).or_default().push(path);
                continue;
            }
            if by_title.is_empty() {
                for (id, page) in site.published() {
                    by_title.entry(&page.document.title).or_default().push(id);
                }
            }
            if let Some([id]) = by_title.get(title.as_str()).map(Vec::as_slice) {
                let page = &site.pages[*id];
                let message = format!(
                    "原来的网址“/{path}”没有了，《{title}》现在在“/{}”",
                    page.output
                );
                let help = format!("是同一份文档的，在文件头写：曾用网址: [/{path}]");
                let at = page.document.meta().title().span();
                let finding = Finding::new(message, help).at(at);
                sink.add(&page.document.file.path, finding);
                continue;
            }
            let message = format!("原来的网址“/{path}”（{title}）没有了，也没有跳转");
            let help = "移到别处的，在新的文档或者栏目的文件头写“曾用网址”；确实撤下的，在 site.yaml 写“撤下网址”和理由";
            add_near(site, path, Finding::new(message, help), sink);
        }
        for (id, paths) in moved {
            let page = &site.pages[id];
            let list: Vec<String> = paths.iter().map(|path| format!("/{path}")).collect();
            let message = format!(
                "原来的网址“{}”没有了，同一索引号的文档现在在“/{}”",
                list.join("”“"),
                page.output
            );
            let document = &page.document;
            let field = format!("曾用网址: [{}]", list.join(", "));
            let finding = Finding::new(message, format!("在文件头写：{field}"));
            let mut finding = finding.at(document.meta().title().span());
            if let Some(at) = line_of_title(document, &list) {
                finding = finding.fix(Span::new(at, at), field + "\n");
            }
            sink.add(&document.file.path, finding);
        }
        for path in last.files.iter().filter(|path| is_lost(path)) {
            let message = format!("原来的附件“/{path}”没有了");
            let help = "改回原来的文件名和位置；文档换了网址的，写上文档的“曾用网址”，附件会一并留在原处；确实撤下的，在 site.yaml 写“撤下网址”和理由";
            add_near(site, path, Finding::new(message, help), sink);
        }
    }
}

/// The addresses that a site says it has withdrawn, with their places in `site.yaml`.
pub(super) fn withdrawn(site: &Site) -> impl Iterator<Item = (String, Span)> {
    let entries = site.config.settings().withdrawn().into_iter();
    entries.filter_map(|entry| {
        let (address, span) = entry.address().given()?;
        Some((own_path(&site.config, address).ok()?, span))
    })
}

/// Tells of an address at the column that it lay in, else at the settings.
fn add_near(site: &Site, path: &str, finding: Finding, sink: &mut Sink) {
    let columns = site.columns.iter().skip(1);
    let near = columns
        .filter(|column| path.starts_with(&column.directory))
        .max_by_key(|column| column.directory.len());
    match near {
        Some(column) => {
            let source = &column.source;
            sink.add(&source.file.path, finding.at(source.meta().title().span()));
        }
        None => sink.add(&site.config.file.path, finding),
    }
}

/// Byte at which a field may be put in as a line of its own: before the first, where each has its
/// own line and there is no such field yet. Addresses must mean in YAML what they say.
fn line_of_title(document: &Document, addresses: &[String]) -> Option<usize> {
    let is_plain = |address: &String| {
        address
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'))
    };
    let fields = document.record.fields.iter();
    let at = fields.map(|(_, span, _)| span.start).min()?;
    let before = document.file.text.get(..at);
    let starts_line = before.is_some_and(|before| before.ends_with('\n'));
    let is_new = document.meta().aliases().is_absent();
    (starts_line && is_new && addresses.iter().all(is_plain)).then_some(at)
}
