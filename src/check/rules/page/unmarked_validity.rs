use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    model::Relation,
    render::Job,
    standard::view::Validity,
};

declare_rule! {
    /// 查出没有标明失效、废止、修改的文件页。
    ///
    /// ## 为什么
    ///
    /// 公众照着已经废止的文件办事，会白跑一趟；文件不再有效的，要在原文件的标题旁用文字标明，并链接到废止、修改它的文件。站外文件废止了本文件而没有登记的，须由人清理。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/document.html
    /// -<div{% if wide == "validity" %} class="all"{% endif %}><dt>有效性</dt><dd>{{ val(doc.validity, doc.validity_key) }}</dd></div>
    /// +<div><dt>有效性</dt><dd>见目录</dd></div>
    /// -<p class="notice"><b>{% if doc.validity_key == "amended" %}本文件已被修改{% elif doc.validity_key == "repealed" %}本文件已废止{% else %}本文件已失效{% endif %}</b>{% if doc.validity_note %}<span>{{ doc.validity_note }}</span>{% endif %}</p>
    /// ```
    ///
    /// ```diff content/政策文件/清雪通知.md
    /// -有效性: 有效
    /// +有效性: 废止
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/document.html
    ///  <div{% if wide == "validity" %} class="all"{% endif %}><dt>有效性</dt><dd>{{ val(doc.validity, doc.validity_key) }}</dd></div>
    /// ```
    UnmarkedValidity {
        id: "unmarked-validity", severity: Error,
        requirements: ["WD-14", "NF-4"], since: "0.1.0"
    }
}

/// Distance past the title within which a label still stands beside it, in bytes of HTML.
const BESIDE: usize = 2_000;

/// A label is no longer than this; what is longer is text that happens to hold the word.
const LONGEST: usize = 12;

impl Rule for UnmarkedValidity {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Document(id) = html.job else { return };
        let page = &built.site.pages[id];
        let word = match page.document.meta().validity().get() {
            Some(ended @ (Validity::Expired | Validity::Repealed)) => ended.word(),
            Some(Validity::Amended) => "修改",
            Some(Validity::Valid) | None => return,
        };
        if !is_labelled(html, word, &page.document.title) {
            let finding = Finding::new(
                format!("文件页的标题旁没有标明“{word}”"),
                "在主题的 document.html 里用文字标明 doc.validity",
            );
            sink.add_everywhere(html.path, finding);
        }
        let mut ended_by = page.relations.iter().filter_map(|(relation, other)| {
            matches!(relation, Relation::RepealedBy | Relation::AmendedBy).then_some(*other)
        });
        if !ended_by.all(|other| html.links_to(&built.site.pages[other].output)) {
            let finding = Finding::new(
                "文件页没有链接到废止、修改它的文件",
                "在主题的 document.html 里列出 doc.validity_note 和 doc.relations",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}

fn is_labelled(html: &Html<'_>, word: &str, title: &str) -> bool {
    let from = html.all("main").next().map_or(0, Tag::end);
    let heading = html.all("h1").find(|tag| tag.start() >= from);
    let to = heading.map_or(from, Tag::end) + BESIDE;
    html.tags()
        .iter()
        .filter(|tag| (from..to).contains(&tag.start()) && !tag.is_end)
        .filter(|tag| {
            matches!(
                tag.name(),
                "b" | "strong" | "span" | "em" | "p" | "dd" | "td" | "mark" | "small" | "div"
            )
        })
        .any(|tag| {
            let text = html.text_of(tag);
            text.chars().count() <= LONGEST && text != title && text.contains(word)
        })
}
