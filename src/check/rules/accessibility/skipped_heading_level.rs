use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    parse::Body,
    source::SourceFile,
};

use super::{column_bodies, origin, tell_of_tag};

declare_rule! {
    /// 查出跳级的标题，以及正文里的一级标题。
    ///
    /// ## 为什么
    ///
    /// 读屏软件按标题的级别在文中跳转，跳了级就像少了一章。一级标题是网页自己的标题，正文从二级（##）写起，逐级往下。
    ///
    /// ## 反例
    ///
    /// ```body
    /// ## 一、值班安排
    ///
    /// #### 1．领导带班
    ///
    /// 每天一名负责人在岗。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// ## 一、值班安排
    ///
    /// ### （一）领导带班
    ///
    /// 每天一名负责人在岗。
    /// ```
    SkippedHeadingLevel { id: "skipped-heading-level", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for SkippedHeadingLevel {
    fn site(&self, site: &Site, sink: &mut Sink) {
        column_bodies(site).for_each(|(file, body)| check_headings(file, body, sink));
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        if page.is_published {
            check_headings(&page.document.file, &page.document.body, sink);
        }
    }

    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let mut last = 1;
        let headings = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().zip(1..);
        let mut headings: Vec<(usize, u8)> = headings
            .flat_map(|(name, level)| html.places(name).map(move |place| (place, level)))
            .collect();
        headings.sort_unstable();
        for (place, level) in headings {
            let tag = &html.tags()[place];
            if level > last + 1 {
                // What the source skips was told there.
                let of_source =
                    origin(built, html).is_some_and(|(_, body)| skips(body).next().is_some());
                if !of_source {
                    let finding = Finding::new(
                        format!(
                            "标题从{last}级跳到{level}级（{}）",
                            shortened(&html.text_of(tag))
                        ),
                        format!("改为 <h{}>", last + 1),
                    );
                    tell_of_tag(built, html, tag, sink, finding);
                }
                return;
            }
            last = level;
        }
    }
}

/// Start of a heading, long enough to tell it from others.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The headings of a body that skip a level, each with the level before it.
fn skips(body: &Body) -> impl Iterator<Item = (usize, u8)> {
    let before = std::iter::once(1).chain(body.headings.iter().map(|heading| heading.level));
    let pairs = before.zip(&body.headings).enumerate();
    pairs.filter_map(|(at, (last, heading))| (heading.level > last + 1).then_some((at, last)))
}

fn check_headings(file: &SourceFile, body: &Body, sink: &mut Sink) {
    if let Some(heading) = body.headings.iter().find(|heading| heading.level == 1) {
        let finding = Finding::new(
            format!("正文里用了一级标题“{}”", shortened(&heading.text)),
            "网页的标题就是一级；正文的标题从二级（##）写起",
        );
        sink.add(&file.path, finding.at(heading.span));
    }
    for (at, last) in skips(body) {
        let Some(heading) = body.headings.get(at) else {
            continue;
        };
        let finding = Finding::new(
            format!(
                "标题“{}”从{last}级跳到{}级",
                shortened(&heading.text),
                heading.level
            ),
            format!(
                "改为{}级（{}）",
                last + 1,
                "#".repeat(usize::from(last) + 1)
            ),
        );
        sink.add(&file.path, finding.at(heading.span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Dialect, markdown};

    #[test]
    fn levels_are_followed() {
        let found = |text: &str| skips(&markdown(text, 0, Dialect::site()).0).collect::<Vec<_>>();
        assert_eq!(found("## 甲\n\n### 乙\n\n## 丙\n"), []);
        assert_eq!(found("### 甲\n\n## 乙\n\n##### 丙\n"), [(0, 1), (2, 2)]);
    }
}
