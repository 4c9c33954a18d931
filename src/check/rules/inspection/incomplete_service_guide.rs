use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    parse::Document,
    source::Span,
};

/// The elements of which the text of the indicators was seen: a guide without them cannot be used.
const SEEN: [&str; 3] = ["设定依据", "申请条件", "办理材料"];

/// Longest heading or label, in characters.
const LABEL: usize = 20;

declare_rule! {
    /// 查出缺少要素的办事指南。
    ///
    /// ## 为什么
    ///
    /// 办事指南缺少重点要素类别是单项否决的一种。按标题、表头和“名称：内容”这样的写法查设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程，标题就是事项名称；前三项没有的是错误，其余的没有见到原文，是警告。查“办事指南”文件夹里的文档（清单、目录、通知除外）和标题含“办事指南”的文档，标题含“服务指南”的写到四项以上才查。要素准不准确须由人看。小标题用了别的说法的，在 `标准.词表.办事指南的要素` 里加；办事指南文件夹里的其他材料，标题用语在 `标准.词表.不是办事指南的标题` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/法定主动公开内容/临时救助办事指南.md
    /// -## 四、办理材料
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/法定主动公开内容/临时救助办事指南.md
    /// -## 四、办理材料
    /// +## 四、申请材料
    /// ```
    IncompleteServiceGuide {
        id: "incomplete-service-guide", severity: Error,
        requirements: ["VETO-6"], since: "0.1.0",
    }
}

impl Rule for IncompleteServiceGuide {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let mut published = site.published();
        if !published.any(|(_, page)| is_guide(site, &page.document).is_some()) {
            let reason = "本站没有办事指南，上级平台的办事服务须由人看";
            sink.uncertain("VETO-6", reason);
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let Some(least) = is_guide(site, document).filter(|_| page.is_published) else {
            return;
        };
        let labels = labels(document);
        let elements = &site.config.standard.vocabulary.service_guide_elements;
        let missing = elements.missing(|words| labels.iter().any(|label| words.any_in(label)));
        if missing.is_empty() || elements.all().len() - missing.len() < least {
            return;
        }
        let message = format!("办事指南《{}》缺少{}", document.title, missing.join("、"));
        let help = "各加一个小标题写明，如“## 办理材料”；没有材料、不需要到场的，也要写“不需要”";
        let severity = if missing.iter().any(|name| SEEN.contains(name)) {
            Severity::Error
        } else {
            Severity::Warning
        };
        let finding = Finding::new(message, help).severity(severity);
        sink.add(
            &document.file.path,
            finding.at(document.meta().title().span()),
        );
    }
}

/// Number of elements that a document must have to be judged as the guide to a service; `None`
/// where it is none.
fn is_guide(site: &Site, document: &Document) -> Option<usize> {
    let title = &document.title;
    if title.contains("办事指南") {
        return Some(0);
    }
    if document.file.path.contains("/办事指南/") {
        let others = &site.config.standard.vocabulary.no_service_guides;
        return (!others.any_in(title)).then_some(0);
    }
    title.contains("服务指南").then_some(4)
}

/// Texts that may name an element: headings, the first cells of tables, and what stands before a
/// colon or alone on a line.
fn labels(document: &Document) -> Vec<&str> {
    let text = document.file.text.as_str();
    let slice = |span: &Span| text.get(span.start..span.end);
    let headings = document
        .body
        .headings
        .iter()
        .map(|heading| heading.text.as_str());
    let cells = document.body.tables.iter().flat_map(|table| {
        let header = table.rows.first().into_iter().flatten();
        header.chain(table.rows.iter().filter_map(|row| row.first()))
    });
    let body = text.get(document.record.span.end..).unwrap_or_default();
    let lines = body.lines().filter_map(|line| {
        let label = line.split_once(['：', ':']).map(|(label, _)| label);
        // A line without a colon is a label unless it is a sentence.
        let whole = || (!line.contains(['，', '。', '；', '、', '|'])).then_some(line);
        label.or_else(whole)
    });
    headings
        .chain(cells.filter_map(slice))
        .chain(lines)
        .filter(|label| label.chars().count() <= LABEL)
        .collect()
}
