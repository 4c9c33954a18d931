use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    source::host,
};

use super::LinkSink;

declare_rule! {
    /// 查出看不见的链接（暗链）。
    ///
    /// ## 为什么
    ///
    /// 网站被人植入的赌博、色情链接往往藏在没有文字、隐藏起来或者字号为零的地方，检查时见到一条就通报；自己写漏了链接文字的，公众也点不到。上线以后被植入的、由脚本生成的，须对运行的网站作安全检查。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 详见通知[](https://www.example.gov.cn/tongzhi/)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 详见[上级通知](https://www.example.gov.cn/tongzhi/)。
    /// ```
    HiddenLink {
        id: "hidden-link", severity: Warning,
        requirements: ["WD-10"], since: "0.1.0"
    }
}

/// Elements that hold nothing, so that nothing is hidden with them.
const VOID: [&str; 8] = ["input", "img", "br", "hr", "meta", "link", "source", "col"];

/// Declarations that take an element out of sight; after a zero no other digit may follow.
const HIDING: [&str; 4] = [
    "display:none",
    "visibility:hidden",
    "font-size:0",
    "opacity:0",
];

impl Rule for HiddenLink {
    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let links = LinkSink::new(built, html);
        for place in html.own_places("a") {
            let link = &html.tags()[place];
            if begins_with_text(html, place) || has_name(html, link) {
                continue;
            }
            if let Some(href) = link.attribute("href") {
                let finding = Finding::new(
                    format!("链接“{href}”没有文字，看不见"),
                    "写上链接文字；不是本单位写的，立即报告并检查网站是否被植入暗链",
                );
                links.add(&href, finding, sink);
            }
        }
        let hiding = html.own_with(&["hidden", "style"]);
        for (_, tag) in hiding.filter(|(_, tag)| hides(tag)) {
            let inside = html.inside(tag).filter(|_| !VOID.contains(&tag.name()));
            let hidden = std::iter::once(tag)
                .chain(inside)
                .filter(|tag| tag.name() == "a" && !tag.is_end);
            for href in hidden.filter_map(|link| link.attribute("href")) {
                if host(&href).is_some() {
                    let finding = Finding::new(
                        format!("链接“{href}”被隐藏，看不见"),
                        "删去这个链接，或者让它显示出来；不是本单位写的，立即报告",
                    );
                    links.add(&href, finding, sink);
                }
            }
        }
    }
}

/// Checks that a link begins with plain text, perhaps after tags, as most do.
fn begins_with_text(html: &Html<'_>, place: usize) -> bool {
    let mut from = html.tags()[place].end();
    for tag in &html.tags()[place + 1..] {
        if html.text[from..tag.start()].starts_with(|c: char| c.is_alphanumeric() || c == '《') {
            return true;
        }
        if tag.is_end && tag.is("a") {
            break;
        }
        from = tag.end();
    }
    false
}

/// Checks that a link holds something to be seen or read out.
fn has_name<'p>(html: &Html<'p>, link: &Tag<'p>) -> bool {
    let is_seen = |c: char| {
        !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    };
    let is_said = |tag: &Tag<'_>| {
        ["aria-label", "aria-labelledby", "alt"].iter().any(|name| {
            let value = tag.attribute(name);
            value.is_some_and(|value| value.contains(is_seen))
        })
    };
    is_said(link) || html.inside(link).any(is_said) || html.text_of(link).contains(is_seen)
}

fn hides(tag: &Tag<'_>) -> bool {
    let mut attributes = tag.attributes();
    attributes.any(|(name, value)| {
        name.eq_ignore_ascii_case("hidden")
            || (name.eq_ignore_ascii_case("style") && is_hiding(value))
    })
}

fn is_hiding(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    HIDING.iter().any(|words| {
        style.split_once(words).is_some_and(|(_, rest)| {
            !words.ends_with('0') || !rest.starts_with(|c: char| c == '.' || c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_hiding;

    #[test]
    fn hiding_styles() {
        for style in [
            "display: none",
            "color:red; FONT-SIZE:0px",
            "opacity:0;",
            "visibility:hidden",
        ] {
            assert!(is_hiding(style), "{style}");
        }
        for style in ["", "font-size:0.9em", "opacity:0.5", "display:block"] {
            assert!(!is_hiding(style), "{style}");
        }
    }
}
