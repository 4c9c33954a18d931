use std::borrow::Cow;

use crate::{
    check::{
        Built, Finding, Html, Rule, Sink,
        facts::css::{blank_comments, line_of},
        rule::declare_rule,
    },
    model::Site,
    render::{Job, WholeAddress},
};

use super::{
    Told, host, is_loaded, is_of_body, is_own_host, is_public_host, tell_of_tag, tell_of_theme,
    theme_files,
};

declare_rule! {
    /// 查出网页和主题从别的网站载入的脚本、样式、字体和图片。
    ///
    /// ## 为什么
    ///
    /// 外部脚本能改动网页、插入广告、记录读者；外部的字体和图片打不开时网页就残缺，还会把读者的行踪告诉别人。政府网站（gov.cn）和党政机关网站标识（conac.cn）的除外；站外主机是否在境外，须由人核查。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<script src="{{ root }}assets/prefs.js"></script>
    /// +<script src="{{ root }}assets/prefs.js"></script><script src="https://cdn.example.com/count.js"></script>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<script src="{{ root }}assets/prefs.js"></script>
    /// +<script src="{{ root }}assets/prefs.js"></script><script src="https://dcs.conac.cn/js/example.js" defer></script>
    /// ```
    ForeignResource { id: "foreign-resource", severity: Warning, requirements: ["NET-3", "AX-5"], since: "0.1.0" }
}

/// Requirements broken by a script that is not the site's own. That it may bring advertisements
/// with it is no proof that it does: AX-5 stays for people to look at.
const RUNS: &[&str] = &["NET-3"];
/// Requirements broken by a picture, a font or a sheet.
const LOADS: &[&str] = &["NET-3"];
/// Elements that run or show what others wrote.
const RUNNING: [&str; 5] = ["script", "iframe", "frame", "embed", "object"];
/// Attributes and calls by which a script loads something.
const LOADERS: [&str; 9] = [
    ".src=",
    ".href=",
    "fetch(",
    "import(",
    "from",
    "import",
    "importScripts(",
    "sendBeacon(",
    "Worker(",
];
/// Endings of the addresses of files that are loaded.
const ENDS: [&str; 10] = [
    ".js", ".mjs", ".css", ".woff", ".woff2", ".ttf", ".png", ".jpg", ".gif", ".svg",
];

impl Rule for ForeignResource {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let told = Told::new(built, html);
        for WholeAddress {
            tag,
            attribute,
            address,
        } in html.addresses()
        {
            let is_foreign = is_loaded(tag, attribute) && is_foreign(built.site, address);
            // What a body shows is told by a rule of its own, where it stands.
            let is_shown = || {
                let media = ["img", "video", "audio", "source", "track"];
                media.iter().any(|name| tag.is(name)) && is_of_body(built, html, tag)
            };
            if is_foreign && !is_shown() && !told.holds(address) {
                let name = tag.name().to_ascii_lowercase();
                let finding = finding(&format!("<{name}>"), address);
                let broken = if RUNNING.contains(&name.as_str()) {
                    RUNS
                } else {
                    LOADS
                };
                let finding = broken.iter().fold(finding, |found, id| found.of(id));
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
    }

    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        let site = built.site;
        let mut tell = |name: &str, line: usize, address: &str, broken: &[&str]| {
            if is_foreign(site, address) {
                let found = finding(&format!("{name} 第{line}行"), address);
                let found = broken.iter().fold(found, |found, id| found.of(id));
                tell_of_theme(site, sink, (name, line), found);
            }
        };
        for (name, text) in theme_files(built, &[".css"]) {
            for (line, address) in in_style(&blank_comments(text)) {
                tell(name, line, &address, LOADS);
            }
        }
        for (name, text) in theme_files(built, &[".js", ".mjs"]) {
            for (line, address) in in_script(text) {
                tell(name, line, address, RUNS);
            }
        }
        for (name, text) in &built.theme.templates {
            let html = Html::new("", Job::Home, text);
            for script in html.all("script") {
                let inside = text.get(script.end()..).unwrap_or_default();
                let inside = inside.split("</script").next().unwrap_or_default();
                for (line, address) in in_script(inside) {
                    tell(name, line_of(text, script.end()) + line - 1, address, RUNS);
                }
            }
        }
    }
}

fn finding(place: &str, address: &str) -> Finding {
    let host = host(address).unwrap_or_default();
    Finding::new(
        format!("{place} 从站外的 {host} 载入 {address}"),
        "把文件下载下来放进本站，或者删去；统计请用本单位或者上级门户的服务",
    )
}

fn is_foreign(site: &Site, address: &str) -> bool {
    host(address).is_some_and(|host| !is_own_host(site, host) && !is_public_host(host))
}

/// Longest address, in bytes.
const LONGEST: usize = 4_000;

/// Addresses that a stylesheet loads, with the line of each.
fn in_style(text: &str) -> Vec<(usize, Cow<'_, str>)> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), "//") {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count();
        counted = at;
        let start = start_of(text, at);
        let before = text[..start].trim_end_matches(['"', '\'', ' ']);
        let rest = &text[start..text.floor_char_boundary(start + LONGEST)];
        let end = rest.find(['"', '\'', ')', ';', '\n']);
        let end = start + end.unwrap_or(rest.len());
        if before.ends_with("url(") || before.ends_with("@import") {
            found.push((line, Cow::Borrowed(text[start..end].trim())));
        }
    }
    found
}

/// Addresses that a script loads, with the line of each; one that it only compares is not loaded.
fn in_script(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), "//") {
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..at]).count();
        counted = at;
        let start = start_of(text, at);
        let Some(quote) = text[..start]
            .chars()
            .next_back()
            .filter(|c| matches!(c, '"' | '\'' | '`'))
        else {
            continue;
        };
        let rest = &text[start..text.floor_char_boundary(start + LONGEST)];
        let Some(address) = rest.split([quote, '\n']).next() else {
            continue;
        };
        let before: String = text[..start - 1]
            .chars()
            .rev()
            .filter(|c| !c.is_whitespace())
            .take(16)
            .collect();
        let before: String = before.chars().rev().collect();
        let file = address.split(['?', '#']).next().unwrap_or_default();
        let is_loading = LOADERS.iter().any(|loader| before.ends_with(loader));
        if is_loading || ENDS.iter().any(|end| file.ends_with(end)) {
            found.push((line, address));
        }
    }
    found
}

/// First byte of the address whose two slashes are at `at`.
fn start_of(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let scheme = ["https:", "http:"]
        .iter()
        .find(|scheme| before.ends_with(*scheme));
    at - scheme.map_or(0, |scheme| scheme.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scripts_load_is_found() {
        let text = "a.src = \"https://hm.baidu.com/hm.js?1\";\nfetch('//x.cn/a');\nns(\"http://www.w3.org/2000/svg\"); // https://y.cn/a.js\nif (a == 'https://z.cn/') {}";
        assert_eq!(
            in_script(text),
            [(1, "https://hm.baidu.com/hm.js?1"), (2, "//x.cn/a")]
        );
    }

    #[test]
    fn what_sheets_load_is_found() {
        let text = "@import \"//a.cn/x.css\";\nb{background:url( 'https://b.cn/y.png' )} c{content:\"https://c.cn\"}";
        assert_eq!(
            in_style(text),
            [
                (1, Cow::Borrowed("//a.cn/x.css")),
                (2, Cow::Borrowed("https://b.cn/y.png"))
            ]
        );
    }
}
