use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    html::{tags, unescape},
    model::{Page, Site},
    parse::{Body, NO_PICTURE, raw_links},
    source::{SourceFile, Span, host, is_external, unopenable},
    standard::view::Portal,
};

declare_rule! {
    /// 查出正文里从站外取来的图片、音频和视频，以及写成 `data:` 的图片。
    ///
    /// ## 为什么
    ///
    /// 本站不向站外发任何请求：站外的图片会把读者的行踪告诉别人，对方撤下以后就是一片空白，内容安全策略也会拦下。
    ///
    /// ## 反例
    ///
    /// ```body
    /// ![防汛值班室示意图](https://img.example.com/zhibanshi.png)
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 防汛值班室的位置见[区政府网站](https://www.example.gov.cn/zhibanshi.html)。
    /// ```
    OutsidePicture { id: "outside-picture", severity: Error, since: "0.1.0" }
}

/// Elements beside `<img>` that load what they show.
const MEDIA: [&str; 5] = ["img", "video", "audio", "source", "track"];

impl Rule for OutsidePicture {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.columns {
            check_pictures(site, &column.source.file, &column.source.body, sink);
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if page.is_published {
            check_pictures(site, &page.document.file, &page.document.body, sink);
        }
    }
}

fn check_pictures(site: &Site, file: &SourceFile, body: &Body, sink: &mut Sink) {
    let mut told: Vec<String> = Vec::new();
    let mut tell = |address: &str, span: Span| {
        // What nobody can open is told of every link.
        let is_data = address.trim().to_ascii_lowercase().starts_with("data:");
        if unopenable(address).is_some() && !is_data {
            return;
        }
        if !is_outside(site, address) || told.iter().any(|told| told == address) {
            return;
        }
        told.push(address.to_owned());
        let (place, help) = match host(address) {
            Some(host) => (
                format!("图片、音频或视频来自站外的 {host}"),
                "把文件下载下来放进文档的文件夹，改成链接到它",
            ),
            None => (
                "图片写成了地址里的数据".to_owned(),
                "把图片存成文件放进文档的文件夹，改成链接到它",
            ),
        };
        sink.add(&file.path, Finding::new(place, help).at(span));
        sink.uncertain("NET-3", "正文里有站外的图片，改好以后再看");
    };
    for link in body.links.iter().filter(|link| link.is_picture) {
        tell(&link.destination, link.span);
    }
    if !has_tags(&file.text) {
        return;
    }
    for link in raw_links(file).iter().filter(|link| link.is_picture) {
        tell(&link.destination, link.span);
    }
    for tag in tags(&body.html).filter(|tag| MEDIA.iter().any(|name| tag.is(name))) {
        for (name, value) in tag.attributes() {
            if !["src", "srcset", "poster"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
            {
                continue;
            }
            let value = unescape(value);
            if value == NO_PICTURE {
                continue;
            }
            let addresses = if name.eq_ignore_ascii_case("srcset") {
                value.split_ascii_whitespace().collect()
            } else {
                vec![value.trim()]
            };
            for address in addresses.iter().map(|address| address.trim_matches(',')) {
                let at = file.text.find(address);
                let span = at.map(|at| Span::new(at, at + address.len()));
                tell(address, span.unwrap_or_default());
            }
        }
    }
}

/// Checks that a text may hold tags of HTML: most hold none.
fn has_tags(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .any(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic))
}

fn is_outside(site: &Site, address: &str) -> bool {
    let address = address.trim();
    let own = host(site.config.portal(Portal::base_url));
    is_external(address)
        && host(address).is_none_or(|host| {
            !own.is_some_and(|own| own.eq_ignore_ascii_case(host))
                && !site
                    .config
                    .portal(Portal::domain)
                    .eq_ignore_ascii_case(host)
        })
}
