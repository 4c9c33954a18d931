use crate::check::{Built, Finding, Html, Rule, Sink, rule::declare_rule};

use super::origin;

declare_rule! {
    /// 查出没有写明语言、标题，或者一级标题不是一个的网页。
    ///
    /// ## 为什么
    ///
    /// 读屏软件按网页写明的语言选择读音，靠标题说出打开的是哪一页，靠唯一的一级标题找到正文的开头。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<html lang="zh-CN">
    /// +<html>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<html lang="zh-CN">
    /// +<html lang="zh-Hans-CN">
    /// ```
    MissingPageLanguage { id: "missing-page-language", severity: Warning, requirements: ["AX-8"], since: "0.1.0" }
}

impl Rule for MissingPageLanguage {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let mut tell = |message: String, help: &str| {
            sink.add_everywhere(html.path, Finding::new(message, help));
        };
        let language = html
            .all("html")
            .next()
            .and_then(|tag| tag.attribute("lang"));
        let language = language.as_deref().unwrap_or_default().trim();
        if language.is_empty() {
            tell("没有写明语言".to_owned(), "写 <html lang=\"zh-CN\">");
        } else if !language
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("zh"))
        {
            tell(
                format!("写明的语言是“{language}”，不是中文"),
                "改为 <html lang=\"zh-CN\">",
            );
        }
        // Pictures hold titles of their own, but never before that of the page.
        let title = html.all("title").next().map(|tag| html.text_of(tag));
        if title.unwrap_or_default().is_empty() {
            tell(
                "没有标题（<title>）".to_owned(),
                "在 <head> 里写 <title>，说出本页的标题和网站名称",
            );
        }
        let mut heads = html.all("h1").count();
        if heads > 1 {
            // What the body adds was told there.
            let of_body = |body: &crate::parse::Body| {
                body.headings
                    .iter()
                    .filter(|heading| heading.level == 1)
                    .count()
            };
            heads -= origin(built, html)
                .map_or(0, |(_, body)| of_body(body))
                .min(heads);
        }
        match heads {
            1 => {}
            0 => tell("没有一级标题（<h1>）".to_owned(), "把本页的标题写成 <h1>"),
            more => tell(
                format!("一级标题（<h1>）有{more}个"),
                "只留本页的标题，其余改为 <h2>",
            ),
        }
    }
}
