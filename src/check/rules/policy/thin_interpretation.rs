use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::{Words, view::ColumnKind},
};

declare_rule! {
    /// 查出缺三项以上要素的政策解读。
    ///
    /// ## 为什么
    ///
    /// 解读要写到背景依据、目标任务、主要内容、具体举措、适用对象、注意事项、关键词解释、新旧政策差异、解读机关九项。小标题看得出的算；“解读要素”写明的，正文里确实说到、或者用图解和附件讲的也算；一份文件有几件解读的，合起来算。写得清不清楚要由人看。小标题用了别的说法的，在 `标准.词表.政策解读的要素` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -解读要素: [背景依据, 目标任务, 主要内容, 具体举措, 适用对象, 注意事项, 关键词解释, 新旧政策差异, 解读机关]
    /// -## 一、背景依据
    /// -## 七、关键词解释
    /// -## 八、新旧政策差异
    /// -## 九、解读机关
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -解读要素: [背景依据, 目标任务, 主要内容, 具体举措, 适用对象, 注意事项, 关键词解释, 新旧政策差异, 解读机关]
    /// ```
    ThinInterpretation {
        id: "thin-interpretation", severity: Warning,
        requirements: ["JD-4"], since: "0.1.0"
    }
}

impl Rule for ThinInterpretation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published || !site.has_in(page, ColumnKind::Policies) {
            return;
        }
        let interpretations = || page.interpretations.iter().map(|id| &site.pages[*id]);
        let is_there = |element: &str, words: &Words| {
            let says = |text: &str| words.any_in(text);
            interpretations().any(|page| {
                let (meta, body) = (page.document.meta(), &page.document.body);
                // A picture or a film may say more than the text beside it.
                let is_seen = || {
                    !page.attachments.is_empty() || body.links.iter().any(|link| link.is_picture)
                };
                let is_named = meta.elements().into_iter().any(|named| named == element);
                is_named && (says(&body.html) || is_seen())
                    || body.headings.iter().any(|heading| says(&heading.text))
            })
        };
        let elements = &site.config.standard.vocabulary.interpretation_elements;
        let missing: Vec<&str> = elements
            .all()
            .filter(|(element, words)| !is_there(element, words))
            .map(|(element, _)| element)
            .collect();
        let Some(first) = interpretations().next() else {
            return;
        };
        if missing.len() as f64 >= site.config.standard.figures.missing_elements {
            let meta = first.document.meta();
            let place = meta.elements().place().unwrap_or(meta.title().span());
            let message = format!("解读缺 {} 项要素：{}", missing.len(), missing.join("、"));
            let help = "补写缺的内容，用小标题标明；确实没有的（如没有旧政策）写一句说明";
            let finding = Finding::new(message, help).at(place);
            sink.add(&first.document.file.path, finding);
        }
    }
}
