use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    parse::escape,
    render::Job,
};

use super::main_of;

declare_rule! {
    /// 查出没有互相链接的文件页和解读页。
    ///
    /// ## 为什么
    ///
    /// 文件页要能到解读，解读页要能到文件，并写明文件的标题和发文字号；各地通报反复点名“解读未与原文双向关联”。关系由解读的“解读对象”得出，这里查网页上是否真的都有链接。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/document.html
    /// -<p class="acts">{% if doc.interpretations %}<a href="{% if doc.interpretations|length == 1 %}{{ doc.interpretations[0].href }}{% else %}#interpretations{% endif %}">政策解读{% if doc.interpretations|length > 1 %}（{{ doc.interpretations|length }}）{% endif %}</a>{% endif %}{% if doc.sources %}<a href="{% if doc.sources|length == 1 %}{{ doc.sources[0].href }}{% else %}#sources{% endif %}">解读的文件</a>{% endif %}{% if doc.attachments %}<a href="#attachments">附件（{{ doc.attachments|length }}）</a>{% endif %}<button type="button" class="print">打印</button></p>
    /// -<section class="rel"><h2 id="interpretations">政策解读</h2>{{ rowlist(doc.interpretations) }}</section>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/document.html
    ///  <section class="rel"><h2 id="interpretations">政策解读</h2>{{ rowlist(doc.interpretations) }}</section>
    /// ```
    OneWayInterpretation {
        id: "one-way-interpretation", severity: Error,
        requirements: ["WD-13", "JD-7"], since: "0.1.0"
    }
}

impl Rule for OneWayInterpretation {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Document(id) = html.job else { return };
        let pages = &built.site.pages;
        let page = &pages[id];
        let links_to_all =
            |ids: &[usize]| ids.iter().all(|other| html.links_to(&pages[*other].output));
        if !links_to_all(&page.interpretations) {
            let finding = Finding::new(
                "文件页没有链接到它的解读",
                "在主题的 document.html 里列出 doc.interpretations",
            );
            sink.add_everywhere(html.path, finding);
        }
        let main = main_of(html);
        let names = |id: &usize| {
            let document = &pages[*id].document;
            let number = document.meta().document_no().or_default();
            [document.title.as_str(), number]
                .iter()
                .all(|words| main.contains(&*escape(words)))
        };
        if !links_to_all(&page.interprets) {
            let finding = Finding::new(
                "解读页没有链接到所解读的文件",
                "在主题的 document.html 里列出 doc.sources",
            );
            sink.add_everywhere(html.path, finding);
        } else if !page.interprets.iter().all(names) {
            let finding = Finding::new(
                "解读页没有写明所解读文件的标题和发文字号",
                "在主题里列出 doc.sources 的标题（title）和发文字号（document_no）",
            );
            sink.add_everywhere(html.path, finding.of("JD-7"));
        }
    }
}
