use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    parse::Document,
    source::Span,
};

/// The elements of a guide besides its name, which its title says, with the words that name them.
/// Of the first three the text of the indicators was seen; a guide without them cannot be used.
const ELEMENTS: [(&str, &[&str]); 7] = [
    ("设定依据", &["依据"]),
    ("申请条件", &["条件", "对象", "范围"]),
    ("办理材料", &["材料", "证件", "要件"]),
    ("办理地点", &["地点", "地址", "窗口", "哪里"]),
    ("办理时间", &["时间", "时段"]),
    ("联系电话", &["电话", "联系方式", "咨询"]),
    ("办理流程", &["流程", "程序", "步骤", "环节"]),
];
const SEEN: usize = 3;

/// Words of titles in a folder of guides that are no guides.
const OTHERS: [&str; 6] = ["清单", "目录", "一览", "汇总", "通知", "公告"];

/// Longest heading or label, in characters.
const LABEL: usize = 20;

declare_rule! {
    /// 查出缺少要素的办事指南。
    ///
    /// ## 为什么
    ///
    /// 办事指南缺少重点要素类别是单项否决的一种。按标题、表头和“名称：内容”这样的写法查设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程，标题就是事项名称；前三项没有的是错误，其余的没有见到原文，是警告。查“办事指南”文件夹里的文档（清单、目录、通知除外）和标题含“办事指南”的文档，标题含“服务指南”的写到四项以上才查。要素准不准确须由人看。
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
        if !published.any(|(_, page)| is_guide(&page.document).is_some()) {
            let reason = "本站没有办事指南，上级平台的办事服务须由人看";
            sink.uncertain("VETO-6", reason);
        }
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let Some(least) = is_guide(document).filter(|_| page.is_published) else {
            return;
        };
        let labels = labels(document);
        let has = |words: &[&str]| {
            let mut words = words.iter();
            words.any(|word| labels.iter().any(|label| label.contains(word)))
        };
        let missing: Vec<usize> = (0..ELEMENTS.len())
            .filter(|at| !has(ELEMENTS[*at].1))
            .collect();
        if missing.is_empty() || ELEMENTS.len() - missing.len() < least {
            return;
        }
        let names: Vec<&str> = missing.iter().map(|at| ELEMENTS[*at].0).collect();
        let message = format!("办事指南《{}》缺少{}", document.title, names.join("、"));
        let help = "各加一个小标题写明，如“## 办理材料”；没有材料、不需要到场的，也要写“不需要”";
        let severity = if missing.iter().any(|at| *at < SEEN) {
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
fn is_guide(document: &Document) -> Option<usize> {
    let title = &document.title;
    if title.contains("办事指南") {
        return Some(0);
    }
    if document.file.path.contains("/办事指南/") {
        return (!OTHERS.iter().any(|word| title.contains(word))).then_some(0);
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
