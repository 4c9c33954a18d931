use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    model::{Page, Site},
    parse::{Body, SpliceKind},
    source::SourceFile,
};

use super::{column_bodies, own_label, tell_of_tag};

declare_rule! {
    /// 查出没有替代文字的图片。
    ///
    /// ## 为什么
    ///
    /// 看不见图的人靠替代文字知道图里说什么。替代文字空着，或者只写“图片”、只写文件名的，都等于没有；替代文字是否说清了内容，须由人看。等于没写的词不止这些的，在 `标准.词表.空洞的替代文字` 里加。
    ///
    /// ## 反例
    ///
    /// ```svg content/通知公告/例/示意图.svg
    /// <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#0b4a8f"/></svg>
    /// ```
    ///
    /// ```body content/通知公告/例/index.md
    /// 便民服务中心的位置见图。
    ///
    /// ![](示意图.svg)
    /// ```
    ///
    /// ## 正例
    ///
    /// ```svg content/通知公告/例/示意图.svg
    /// <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#0b4a8f"/></svg>
    /// ```
    ///
    /// ```body content/通知公告/例/index.md
    /// 便民服务中心的位置见图。
    ///
    /// ![便民服务中心在街道办事处一层，从东门进，左手第一间。](示意图.svg)
    /// ```
    MissingAlternativeText { id: "missing-alternative-text", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for MissingAlternativeText {
    fn site(&self, site: &Site, sink: &mut Sink) {
        column_bodies(site).for_each(|(file, body)| check_pictures(site, file, body, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if page.is_published {
            check_pictures(site, &page.document.file, &page.document.body, sink);
        }
    }

    fn tags(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        // Pictures of documents were looked at in their sources, where an empty alternative is told.
        for tag in html
            .own_tags("img")
            .filter(|tag| tag.attribute("alt").is_none())
        {
            let is_hidden = tag
                .attribute("aria-hidden")
                .is_some_and(|hidden| hidden == "true");
            if !is_hidden && own_label(tag).is_none() {
                let finding = Finding::new("<img> 没有 alt", help());
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
        let is_picture = |tag: &Tag<'_>| tag.attribute("role").is_some_and(|role| role == "img");
        for (_, tag) in html.own_with(&["role"]).filter(|(_, tag)| is_picture(tag)) {
            let is_told = tag
                .attribute("aria-label")
                .is_some_and(|label| label.is_empty());
            if own_label(tag).is_none() && !is_told {
                let finding = Finding::new(
                    format!("<{}> 作图片用，没有 aria-label", tag.name()),
                    help(),
                );
                tell_of_tag(built, html, tag, sink, finding);
            }
        }
    }
}

fn help() -> &'static str {
    "用一两句话写出图里的内容；纯装饰的图写 alt=\"\""
}

/// Recognises a name that a camera or a telephone gives: `IMG_20230522_093015`.
fn is_camera_name(alt: &str) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "img",
        "dsc",
        "pic",
        "image",
        "mmexport",
        "screenshot",
        "微信图片",
        "qq图片",
        "截图",
    ];
    let lower = alt.to_lowercase();
    let begins = BEGINNINGS
        .iter()
        .find_map(|begin| lower.strip_prefix(begin));
    begins.is_some_and(|rest| {
        let is_sign = |c: char| c.is_ascii_digit() || "_-. ()".contains(c);
        rest.len() > 3
            && rest
                .trim_end_matches(".jpg")
                .trim_end_matches(".png")
                .chars()
                .all(is_sign)
    })
}

fn check_pictures(site: &Site, file: &SourceFile, body: &Body, sink: &mut Sink) {
    let empty = &site.config.standard.vocabulary.empty_alternatives;
    for splice in &body.splices {
        let SpliceKind::Picture { alt } = &splice.kind else {
            continue;
        };
        let Some(link) = body.links.get(splice.link) else {
            continue;
        };
        let alt = alt.trim();
        let name = link.destination.rsplit('/').next().unwrap_or_default();
        let says_nothing = empty.all().any(|word| alt.eq_ignore_ascii_case(word))
            || alt == name
            || is_camera_name(alt);
        let message = if alt.is_empty() {
            format!("图片 {name} 没有替代文字")
        } else if says_nothing {
            format!("图片 {name} 的替代文字只是“{alt}”")
        } else {
            continue;
        };
        let help = "在方括号里用一两句话写出图里的内容：![……](文件名)";
        sink.add(&file.path, Finding::new(message, help).at(link.span));
    }
}
