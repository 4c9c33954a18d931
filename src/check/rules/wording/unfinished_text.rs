use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{line::Line, pattern},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Column, Page, Site},
    parse::Body,
    source::{SourceFile, Span},
    standard::{Data, Record, Typed, Words, view::ColumnKind},
};

use super::document;

declare_rule! {
    /// 查出没有写完的文字：空着的一节、“正在整理”、没有填的 XX、改稿时的批注。
    ///
    /// ## 为什么
    ///
    /// 只有标题、写着“正在整理”的一节，等于没有公开；没有填的 XX 和改稿的批注登出去，是把半成品当成了文件。另有说法的，加到 `标准.词表.没有写好的说法`。
    ///
    /// ## 反例
    ///
    /// ```body
    /// ## 一、办理流程
    ///
    /// ## 二、办理地点
    ///
    /// 街道政务服务大厅。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// ## 一、办理流程
    ///
    /// 本部分内容正在整理，完成后公布。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 符合条件的按政策减免XX元。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 12月1日起施行。【批注：日期请核实后再发】
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// ## 一、办理流程
    ///
    /// ### （一）申请
    ///
    /// 意见正在整理，采纳情况在征集结束后20个工作日内公布，未采纳的说明理由，可以在本栏目查看。
    ///
    /// ## 二、办理地点
    ///
    /// 街道政务服务大厅。
    /// ```
    UnfinishedText {
        id: "unfinished-text", severity: Warning,
        requirements: ["TL-12-2", "TL-17", "TL-19/20", "TL-25", "TL-29-1", "TL-50", "CAT-12", "SD-2", "VETO-6", "DED-4"],
        since: "0.1.0",
    }
}

impl Rule for UnfinishedText {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let placeholders = &site.config.standard.vocabulary.placeholders;
        for column in &site.columns {
            let source = &column.source;
            let requirement = requirement(column.kind);
            in_body(&source.file, &source.body, placeholders, requirement, sink);
            if let Some(data) = &column.data {
                let path = column.data_path();
                in_record(&path, data, column, placeholders, sink);
            }
        }
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let requirement = requirement(site.columns[page.column].kind);
        let placeholders = &site.config.standard.vocabulary.placeholders;
        document(page, sink, |prose, sink| {
            let body = &page.document.body;
            in_body(prose.file, body, placeholders, requirement, sink);
            without_attachment(page, sink);
        });
    }
}

/// Requirement that a text of a kind of column breaks by not being there.
const fn requirement(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Guide => "TL-12-2",
        ColumnKind::Application => "TL-29-1",
        ColumnKind::AnnualReports => "TL-50",
        ColumnKind::Systems => "TL-17",
        ColumnKind::StatutoryItems | ColumnKind::Units => "TL-19/20",
        ColumnKind::Villages => "CAT-12",
        ColumnKind::Concerns => "SD-2",
        _ => "DED-4",
    }
}

pattern!(
    BLANK,
    "(?:X{2,}|Ｘ{2,})(?:年|月|日|号|元|万元|人|件|户|个|家|名|街道|乡镇|镇|村|社区|同志|部门|单位|文件|局|办公室|项目|%|％)"
);

pattern!(
    REMARK,
    "[【\\[（(](?:批注|备注|注意|修改|此处|这里|待)[^】\\]）)]{0,30}(?:核实|核对|补充|确认|修改|填写|再发|删除|落实|商定)[^】\\]）)]{0,12}[】\\]）)]|【批注[^】]{0,60}】"
);

/// Longest text, in characters, that says nothing but that it is not there yet.
const SHORT: usize = 44;

fn in_body(
    file: &SourceFile,
    body: &Body,
    placeholders: &Words,
    requirement: &str,
    sink: &mut Sink,
) {
    let text = file.text.as_str();
    for (at, heading) in body.headings.iter().enumerate() {
        let next = body.headings.get(at + 1);
        let line_end = text[heading.span.end.min(text.len())..]
            .find('\n')
            .map_or(text.len(), |end| heading.span.end + end);
        let end = next.map_or(text.len(), |next| line_start(text, next.span.start));
        let Some(words) = text.get(line_end..end) else {
            continue;
        };
        let is_above = next.is_some_and(|next| next.level > heading.level);
        let shown: String = heading.text.chars().take(20).collect();
        // A heading by underline that nobody meant is told as that.
        let is_marked = text[heading.span.start..].trim_start().starts_with('#');
        if words.trim().is_empty() && !is_above && is_marked {
            let message = format!("“{shown}”一节只有标题，没有内容");
            let help = "写上内容；不需要这一节的，连标题一起删去";
            let finding = Finding::new(message, help).of(requirement);
            let finding = finding.severity(Severity::Warning);
            sink.add(&file.path, finding.at(heading.span));
        }
    }
    let written = text.get(body.start..).unwrap_or_default();
    // Few texts have any of these, and no line is looked at where the whole has none.
    let has_placeholder = placeholders.any_in(written);
    let has_blank = BLANK.is_match(written);
    let has_remark = REMARK.is_match(written);
    if !(has_placeholder || has_blank || has_remark) {
        return;
    }
    for (at, line) in crate::source::lines(written) {
        let start = body.start + at;
        if let Some((place, word)) = placeholder(line, start, placeholders) {
            let message = format!("“{word}”的地方还没有写上内容");
            let help = "写上内容再发布；暂时写不出的，把这一项删去，写明什么时候公布";
            let finding = Finding::new(message, help).of(requirement);
            sink.add(&file.path, finding.at(place));
        } else if let Some(place) = blank(line, start) {
            let message = format!("“{}”没有填上", &text[place.start..place.end]);
            let help = "填上实际的内容；应当隐去的写“某”或者星号";
            sink.add(&file.path, half_done(message, help).at(place));
        } else if let Some(place) = remark(line, start) {
            let message = "这是改稿时的批注，不该登出";
            let help = "照批注改好正文，把批注删去";
            sink.add(&file.path, half_done(message, help).at(place));
        }
    }
}

/// Finding about a text that was published before it was done.
fn half_done(message: impl Into<String>, help: &str) -> Finding {
    Finding::new(message, help)
        .of("DED-4")
        .severity(Severity::Warning)
}

/// Tells a text that sends its readers to an attachment that is not there.
fn without_attachment(page: &Page, sink: &mut Sink) {
    let document = &page.document;
    let body = &document.body;
    for attached in document.meta().attachments() {
        let Some((name, span)) = attached.name().given() else {
            continue;
        };
        let words = ["新建 ", "新建文", "新建M", "未命名", "无标题", "副本"];
        if words.iter().any(|word| name.contains(word)) {
            let message = format!("附件的名称“{name}”没有说是什么");
            let help = "写明附件是什么，如“防汛转移责任清单”";
            sink.add(&document.file.path, half_done(message, help).at(span));
        }
    }
    let has_file = !page.attachments.is_empty() || !body.links.is_empty();
    let text = document.file.text.get(body.start..).unwrap_or_default();
    if has_file {
        return;
    }
    let words = ["详见附件", "见附件", "附后"];
    let found = words.iter().find_map(|word| Some((text.find(word)?, word)));
    if let Some((at, word)) = found {
        let message = format!("写着“{word}”，可是没有附件");
        let help = "把附件放进这篇文档的文件夹，在“附件”里写文件名；没有附件的，把内容写进正文";
        let start = body.start + at;
        let place = Span::new(start, start + word.len());
        sink.add(&document.file.path, half_done(message, help).at(place));
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at.min(text.len())]
        .rfind('\n')
        .map_or(0, |end| end + 1)
}

/// Word by which a line, a cell or the text behind a colon says that it is not there yet.
fn placeholder<'w>(line: &str, start: usize, words: &'w Words) -> Option<(Span, &'w str)> {
    let word = words.first_in(line)?;
    let is_row = line.trim_start().starts_with('|');
    let (mut at, mut pieces) = (0, Vec::new());
    let signs: &[char] = if is_row { &['|'] } else { &['\n'] };
    for piece in line.split_inclusive(signs) {
        pieces.push((at, piece));
        at += piece.len();
    }
    pieces.into_iter().find_map(|(at, piece)| {
        let read = Line::read(piece, start + at);
        let own = read.text.trim_matches(['|', '。', '，', '-', '>']);
        // `地址：待定`: what stands behind the colon.
        let own = own.rsplit(['：', ':']).next().unwrap_or(own);
        is_only(own, words).then(|| {
            let lead = piece.len() - piece.trim_start().len();
            let span = Span::new(start + at + lead, start + at + piece.trim_end().len());
            (span, word)
        })
    })
}

/// True for a short text that says nothing but that it is not there yet.
fn is_only(text: &str, words: &Words) -> bool {
    let Some(word) = words.first_in(text) else {
        return false;
    };
    // What stands before is what is missing, and what comes after says when it will be there.
    let (before, after) = text.split_once(word).unwrap_or_default();
    let is_empty = before.chars().count() < 14 && !before.contains(['，', '；', '。']);
    let goes_on = ["，", "。", "；", "中", "（", ""];
    let is_end = goes_on.iter().any(|sign| match *sign {
        "" => after.is_empty(),
        sign => after.starts_with(sign),
    });
    let has_facts = after.contains(|c: char| c.is_ascii_digit()) || after.contains('《');
    text.chars().count() < SHORT && is_empty && is_end && !has_facts
}

/// `XX元`, `XX街道`: a place that was to be filled in.
fn blank(line: &str, start: usize) -> Option<Span> {
    let found = BLANK.find(line)?;
    let is_word = line[..found.start()].ends_with(|c: char| c.is_ascii_alphanumeric());
    (!is_word).then(|| Span::new(start + found.start(), start + found.end()))
}

/// A note between brackets that asks somebody to look at the draft.
fn remark(line: &str, start: usize) -> Option<Span> {
    let found = REMARK.find(line)?;
    let is_link = line[found.end()..].starts_with('(');
    (!is_link).then(|| Span::new(start + found.start(), start + found.end()))
}

/// True for hours that say that there are none.
fn is_closed(text: &str) -> bool {
    const WORDS: [&str; 6] = ["停用", "撤销", "关闭", "停止办公", "取消", "停办"];
    let is_short = text.chars().count() < 12 && !text.contains(|c: char| c.is_ascii_digit());
    is_short && WORDS.iter().any(|word| text.ends_with(word))
}

fn in_record(path: &str, record: &Record, column: &Column, words: &Words, sink: &mut Sink) {
    for (_, _, value) in &record.fields {
        in_value(path, value, column, words, sink);
    }
}

fn in_value(path: &str, value: &Typed, column: &Column, words: &Words, sink: &mut Sink) {
    match &value.data {
        Data::Text(text) if text == "同上" || is_only(text, words) => {
            let message = format!("“{text}”不是内容，这一项还没有填");
            let help = "填上实际的内容";
            let finding = Finding::new(message, help).of(requirement(column.kind));
            sink.add(path, finding.at(value.span));
        }
        Data::Text(text) if is_closed(text) => {
            let message = format!("“{text}”，不能再作为公布的渠道或者场所");
            let help = "已经停用、撤销的，把这一项删去";
            let finding = Finding::new(message, help).of(requirement(column.kind));
            sink.add(path, finding.at(value.span));
        }
        Data::List(items) => {
            for item in items {
                in_value(path, item, column, words, sink);
            }
        }
        Data::Map(record) => in_record(path, record, column, words, sink),
        _ => {}
    }
}
