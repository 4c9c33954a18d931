use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    source::extension,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出正文只有图片或者扫描件的文档。
    ///
    /// ## 为什么
    ///
    /// 图片里的字不能检索、复制，读屏软件也读不出来。正文不足五十个字而有图片，又没有带文字的附件，就算图片文件；SVG 图里的字可以复制，图解见政策解读的规则，都不在此列。
    ///
    /// ## 反例
    ///
    /// ```txt content/通知公告/扫描件.png
    /// （图片）
    /// ```
    ///
    /// ```body
    /// ![公告扫描件](扫描件.png)
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 汛期已到，各村、各站所从6月1日起二十四小时值班，值班人员不得离岗；遇有险情，立即向街道办事处报告。值班电话：0350-0000001。
    /// ```
    PictureOnlyDocument {
        id: "picture-only-document", severity: Warning,
        requirements: ["PT-12"], since: "0.1.0"
    }
}

/// Fewer characters than this do not say what a document says.
const LEAST: usize = 50;

impl Rule for PictureOnlyDocument {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || site.has_in(page, ColumnKind::Interpretations) {
            return;
        }
        let body = &page.document.body;
        let mut links = body.links.iter();
        let picture = links.find(|link| link.is_picture && extension(&link.destination) != "svg");
        let Some(picture) = picture else {
            return;
        };
        let texts = page
            .attachments
            .iter()
            .flat_map(|id| &site.assets[*id].contents.passages)
            .map(|passage| passage.text.as_str());
        let attached: usize = texts.map(|text| text.chars().take(LEAST).count()).sum();
        let written = written(&body.html);
        if written >= LEAST || attached >= LEAST {
            return;
        }
        let finding = Finding::new(
            format!("正文只有图片，文字只有 {written} 个"),
            "把图片里的文字录成正文，或者附上 docx、带文字层的 pdf；图片可以留在文字后面",
        );
        sink.add(&page.document.file.path, finding.at(picture.span));
    }
}

/// Characters of a body outside its tags, counted no further than matters.
fn written(html: &str) -> usize {
    let mut is_inside = false;
    let letters = html.chars().filter(|c| {
        match c {
            '<' => is_inside = true,
            '>' => is_inside = false,
            _ => return !is_inside && !c.is_whitespace(),
        }
        false
    });
    letters.take(LEAST).count()
}

#[cfg(test)]
mod tests {
    use super::{LEAST, written};

    #[test]
    fn text_is_counted_outside_tags() {
        assert_eq!(written("<p><img src=\"一二三\"> 四五\n六</p>"), 3);
        assert_eq!(written(&"字".repeat(LEAST * 2)), LEAST);
    }
}
