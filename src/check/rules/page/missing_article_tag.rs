use jiff::civil::DateTime;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Page,
    parse::escape,
    render::Job,
};

use super::main_of;

declare_rule! {
    /// 查出缺标题、发布时间、来源的内容页。
    ///
    /// ## 为什么
    ///
    /// 内容页要有 ArticleTitle、PubDate、ContentSource 三个标签，页面上也要看得见标题、发布时间、来源和索引号等各项；没有注明发布时间的信息，检查时视为没有更新。转载的写成了本机关，须由人核对。主题用了别的名称的，在 `标准.词表.文档页的项目` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/base.html
    /// -<meta name="ContentSource" content="{{ page.article.source }}">
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/base.html
    ///  <meta name="ContentSource" content="{{ page.article.source }}">
    /// ```
    MissingArticleTag {
        id: "missing-article-tag", severity: Error,
        requirements: ["TAG-A1", "TAG-A2", "TAG-A3", "PT-11", "WD-11", "DED-8"], since: "0.1.0"
    }
}

/// Labels whose absence is not grave.
const MINOR: [&str; 2] = ["索引号", "主题分类"];

impl Rule for MissingArticleTag {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Document(id) = html.job else { return };
        let page = &built.site.pages[id];
        let mut tell = |finding| sink.add_everywhere(html.path, finding);
        title(html, &mut tell);
        published(page, html, &mut tell);
        source(html, &mut tell);
        labels(built, page, html, &mut tell);
    }
}

/// The value of a tag; tells where it is not there.
fn tag(
    html: &Html<'_>,
    name: &str,
    requirement: &str,
    tell: &mut impl FnMut(Finding),
) -> Option<String> {
    let value = html.meta(name).filter(|value| !value.trim().is_empty());
    if value.is_none() {
        let help = format!("在主题的 base.html 里写 <meta name=\"{name}\">，值取 page.article");
        let finding = Finding::new(format!("没有网页标签 {name}"), help);
        tell(finding.of(requirement).of("DED-8"));
    }
    value.map(std::borrow::Cow::into_owned)
}

fn title(html: &Html<'_>, tell: &mut impl FnMut(Finding)) {
    let Some(title) = tag(html, "ArticleTitle", "TAG-A1", tell) else {
        return;
    };
    let shown = html.all("h1").next().map(|heading| html.text_of(heading));
    let message = match shown {
        None => "页面上没有标题（h1）",
        Some(shown) if shown == title || shown.split(' ').eq(title.split_whitespace()) => return,
        Some(_) => "网页标签 ArticleTitle 与页面标题（h1）不同",
    };
    let help = "在主题的 document.html 里用 <h1> 写文档的标题";
    tell(Finding::new(message, help).of("TAG-A1"));
}

fn published(page: &Page, html: &Html<'_>, tell: &mut impl FnMut(Finding)) {
    let Some(value) = tag(html, "PubDate", "TAG-A2", tell) else {
        return;
    };
    let Some(wanted) = page.document.published else {
        return;
    };
    let help = "在主题里用 page.article.pub_date，写作 2026-01-31 09:30";
    let Some(date) = read(&value) else {
        let message = "网页标签 PubDate 不是精确到分的时间（2026-01-31 09:30）";
        tell(Finding::new(message, help).of("TAG-A2"));
        return;
    };
    if date != wanted {
        let message = "网页标签 PubDate 与文档的发布日期不同";
        tell(Finding::new(message, help).of("TAG-A2"));
    }
    let day = wanted.date();
    let main = main_of(html);
    let is_shown = main.contains(&day.to_string())
        || main.contains(&day.strftime("%Y年%-m月%-d日").to_string());
    if !is_shown {
        let help = "在主题的 document.html 里写明发布时间";
        let finding = Finding::new("页面上看不到发布时间", help);
        tell(finding.of("WD-11").of("TAG-A2"));
    }
}

/// A time of the shape that the tag asks for.
fn read(value: &str) -> Option<DateTime> {
    let shape = "0000-00-00 00:00";
    let is_shaped = value.len() == shape.len()
        && value.bytes().zip(shape.bytes()).all(|(b, wanted)| {
            if wanted == b'0' {
                b.is_ascii_digit()
            } else {
                b == wanted
            }
        });
    if !is_shaped {
        return None;
    }
    value.replace(' ', "T").parse().ok()
}

fn source(html: &Html<'_>, tell: &mut impl FnMut(Finding)) {
    let Some(source) = tag(html, "ContentSource", "TAG-A3", tell) else {
        return;
    };
    if !main_of(html).contains(&*escape(&source)) {
        let help = "在主题的 document.html 里写明来源";
        let finding = Finding::new("页面上看不到来源", help);
        tell(finding.of("WD-11").of("TAG-A3"));
    }
}

fn labels(built: &Built<'_>, page: &Page, html: &Html<'_>, tell: &mut impl FnMut(Finding)) {
    let main = main_of(html);
    let labels = &built.site.config.standard.vocabulary.article_labels;
    let mut lacking = labels.missing(|names| names.any_in(main));
    let is_grave = lacking.iter().any(|label| !MINOR.contains(label));
    if page.document.meta().validity().get().is_some() && !main.contains("有效性") {
        lacking.push("有效性");
    }
    if lacking.is_empty() {
        return;
    }
    let finding = Finding::new(
        format!("文档页没有列出{}", lacking.join("、")),
        "在主题的 document.html 的信息表里补上",
    )
    .of("PT-11");
    tell(if is_grave {
        finding
    } else {
        finding.severity(Severity::Warning)
    });
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_full_times_are_read() {
        assert!(read("2026-06-02 09:30").is_some());
        for wrong in [
            "2026-06-02",
            "2026-6-2 9:30",
            "2026-06-31 09:30",
            "2026-06-02T09:30",
            "2026-06-02 24:30",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
