use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{plain_text::is_han, prose::Prose},
        rule::declare_rule,
    },
    model::{Page, Site},
    source::{Span, lines},
    standard::view::ColumnKind,
};

use super::{document, every_other_text};

declare_rule! {
    /// 查出断号：一、二、四，（一）（三），1. 3.。
    ///
    /// ## 为什么
    ///
    /// 序号断了，不是漏了一段，就是改动后没有重排，引用“第三项”的地方也跟着错。只看标题和段落开头的“一、”“（一）”“1.”“（1）”；上一级换了就从头数，节选、引文从中间起头的不算。年度报告的六个部分另有规则。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 一、总体要求
    ///
    /// 二、主要任务
    ///
    /// 四、进度安排
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 一、总体要求
    ///
    /// 二、主要任务
    ///
    /// 三、进度安排
    /// ```
    SkippedNumbering { id: "skipped-numbering", severity: Warning, since: "0.1.0" }
}

impl Rule for SkippedNumbering {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, check_numbering);
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let is_report = site
            .columns
            .get(page.column)
            .is_some_and(|column| column.kind == ColumnKind::AnnualReports);
        if !is_report {
            document(page, sink, check_numbering);
        }
    }
}

fn check_numbering(prose: &Prose<'_>, sink: &mut Sink) {
    let Some((text, offset)) = prose.body() else {
        return;
    };
    for gap in gaps(text, |span| !prose.is_skipped(span.shifted(offset))) {
        let missing = gap.label.form.write(gap.last.number + 1);
        let message = format!(
            "“{}”前面没有“{missing}”，上一个是“{}”",
            gap.label.form.write(gap.label.number),
            gap.label.form.write(gap.last.number),
        );
        let help = "补上缺的一段，或把这里和后面的序号依次改正";
        sink.add(
            &prose.file.path,
            Finding::new(message, help)
                .at(gap.label.span.shifted(offset))
                .related(
                    &prose.file.path,
                    gap.last.span.shifted(offset),
                    "上一个序号",
                ),
        );
    }
}

/// The ways of numbering, from the outermost to the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 一、
    Chapter,
    /// （一）
    Section,
    /// 1.
    Point,
    /// （1）
    Item,
}

impl Form {
    fn write(self, number: u32) -> String {
        match self {
            Self::Chapter => format!("{}、", chinese(number)),
            Self::Section => format!("（{}）", chinese(number)),
            Self::Point => format!("{number}."),
            Self::Item => format!("（{number}）"),
        }
    }
}

/// A number at the start of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label {
    form: Form,
    number: u32,
    span: Span,
    /// Indentation of the line, in bytes; of a list in a list that tells whose item it is.
    indent: usize,
}

/// A number that does not follow on the last.
struct Gap {
    last: Label,
    label: Label,
}

/// Most numbers that may be missing at once; more is another list.
const WIDEST_GAP: u32 = 3;

/// Most lists of one form that are held open; nobody tells so many within each other.
const DEEPEST: usize = 64;

/// Goes through the paragraphs of a text.
///
/// Each form has a pile of lists that are open: a list may be told within an item of another of the
/// same form, and the outer goes on after it.
fn gaps(text: &str, is_text: impl Fn(Span) -> bool) -> Vec<Gap> {
    let mut open: [Vec<Label>; 4] = Default::default();
    let mut gaps = Vec::new();
    let mut is_start = true;
    let may_elide = memchr::memmem::find(text.as_bytes(), "略）".as_bytes()).is_some();
    for (start, line) in lines(text) {
        let is_paragraph_start = is_start;
        let trimmed = line.trim();
        is_start = trimmed.is_empty()
            || trimmed.starts_with('#')
            || trimmed.ends_with([
                '。', '；', ';', '：', ':', '！', '？', '）', ')', '”', '》', '.', '*',
            ]);
        if trimmed.is_empty() {
            continue;
        }
        let is_elision = is_elision(trimmed, may_elide);
        if !is_elision && is_plain(trimmed) {
            continue;
        }
        // Between elisions numbers may be left out, and an article or a heading begins anew.
        if is_elision || begins_anew(trimmed) {
            open = Default::default();
            continue;
        }
        if !(is_paragraph_start || trimmed.starts_with('#')) {
            continue;
        }
        let Some(label) = label(line, start).filter(|label| is_text(label.span)) else {
            continue;
        };
        is_start = true;
        let depth = label.form as usize;
        open[depth + 1..].iter_mut().for_each(Vec::clear);
        let pile = &mut open[depth];
        pile.retain(|last| last.indent <= label.indent);
        if pile.len() >= DEEPEST {
            pile.remove(0);
        }
        if label.number <= 1 {
            pile.push(label);
            continue;
        }
        if let Some(list) = pile
            .iter()
            .rposition(|last| last.number + 1 == label.number)
        {
            pile.truncate(list);
            pile.push(label);
            continue;
        }
        match pile.pop() {
            Some(last)
                if last.number < label.number
                    && label.number - last.number <= WIDEST_GAP + 1
                    && last.indent == label.indent =>
            {
                gaps.push(Gap { last, label });
            }
            // It begins somewhere else, or the number is told twice: not ours to judge.
            Some(last) => pile.push(last),
            None => {}
        }
        pile.push(label);
    }
    gaps
}

/// Recognises a line that begins with a word, as most do, and not like a number or a part.
fn is_plain(line: &str) -> bool {
    let first = line.chars().next();
    first.is_some_and(|c| is_han(c) && digit(c).is_none() && !matches!(c, '十' | '第' | '附'))
}

fn is_elision(line: &str, may_say_so: bool) -> bool {
    let says_so = || line.contains("（略）") || line.contains("（以下略）");
    line.starts_with("……")
        || line.starts_with("...")
        || line.ends_with("……")
        || may_say_so && says_so()
}

/// Recognises a line that starts a part of its own: a heading without a number, an article, a
/// quotation, a table, a rule, an annex.
fn begins_anew(line: &str) -> bool {
    if line.starts_with(['|', '>']) || line.starts_with("---") || line.starts_with("附件") {
        return true;
    }
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && label(heading, 0).is_none() {
        return true;
    }
    let words = heading.trim_start_matches(is_decoration);
    words.strip_prefix('第').is_some_and(|rest| {
        let (_, rest) = chinese_number(rest).unwrap_or((0, rest));
        rest.trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(['章', '节', '条', '部', '编', '期'])
    })
}

/// Recognises a character that may stand before a number: blanks, marks of headings, lists and
/// emphasis.
const fn is_decoration(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{3000}' | '#' | '*' | '_' | '-' | '+')
}

/// The number that a line starts with.
fn label(line: &str, offset: usize) -> Option<Label> {
    let rest = line.trim_start_matches(is_decoration);
    let start = line.len() - rest.len();
    let (form, number, after) = numbered(rest)?;
    // A figure, not a number of a paragraph.
    let next = after.trim_start_matches(is_decoration).chars().next()?;
    let is_word = is_han(next) || matches!(next, '“' | '《' | '【' | '〔' | '[' | '`');
    // `（二）80周岁以上`, `2. 9件申请`: the figure belongs to the words.
    let is_figure = next.is_ascii_digit() && (form != Form::Point || after.starts_with(' '));
    // `五、六月份` counts months.
    let is_count = form == Form::Chapter && after.starts_with(&chinese(number + 1));
    if !(is_word || is_figure) || is_count || number > 99 {
        return None;
    }
    let indent = if form == Form::Point {
        line.len() - line.trim_start_matches([' ', '\t']).len()
    } else {
        0
    };
    let end = start + rest.len() - after.len();
    Some(Label {
        form,
        number,
        span: Span::new(start, end).shifted(offset),
        indent,
    })
}

fn numbered(text: &str) -> Option<(Form, u32, &str)> {
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        if let Some((number, rest)) = chinese_number(rest) {
            return Some((Form::Section, number, rest.strip_prefix(['）', ')'])?));
        }
        let (number, rest) = plain_number(rest)?;
        return Some((Form::Item, number, rest.strip_prefix(['）', ')'])?));
    }
    if let Some((number, rest)) = chinese_number(text) {
        return Some((Form::Chapter, number, rest.strip_prefix('、')?));
    }
    let (number, rest) = plain_number(text)?;
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    Some((Form::Point, number, rest.strip_prefix(['.', '．', '、'])?))
}

fn plain_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The value of a Chinese digit.
fn digit(c: char) -> Option<u32> {
    let place = DIGITS.iter().position(|known| *known == c)?;
    Some(place as u32 + 1)
}

/// A Chinese number from 一 to 九十九 at the start of a text, and what comes after it.
fn chinese_number(text: &str) -> Option<(u32, &str)> {
    let next = |rest: &mut &str| {
        let mut chars = rest.chars();
        let value = digit(chars.next()?)?;
        *rest = chars.as_str();
        Some(value)
    };
    let mut rest = text;
    let first = next(&mut rest);
    let number = match (first, rest.strip_prefix('十')) {
        // 一十 is no number.
        (Some(1), Some(_)) | (None, None) => return None,
        (tens, Some(after)) => {
            rest = after;
            10 * tens.unwrap_or(1) + next(&mut rest).unwrap_or(0)
        }
        (Some(ones), None) => ones,
    };
    // 十五 is 15, and 一五 is no number.
    let is_whole = !rest.starts_with(|c| c == '十' || digit(c).is_some());
    is_whole.then_some((number, rest))
}

/// A number below 100 in Chinese.
fn chinese(number: u32) -> String {
    let digit = |value: u32| DIGITS.get(value.wrapping_sub(1) as usize);
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    if tens > 1 {
        text.extend(digit(tens));
    }
    if tens > 0 {
        text.push('十');
    }
    text.extend(digit(ones));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        gaps(text, |_| true)
            .iter()
            .map(|gap| gap.label.form.write(gap.label.number))
            .collect()
    }

    #[test]
    fn gaps_are_found_in_every_form() {
        assert_eq!(found("一、甲\n\n二、乙\n\n四、丁\n\n五、戊\n"), ["四、"]);
        assert_eq!(found("## 一、甲\n### （一）乙\n### （三）丙\n"), ["（三）"]);
        assert_eq!(found("(一)甲。\n(三)乙。\n"), ["（三）"]);
        assert_eq!(found("1.甲\n\n3.乙\n"), ["3."]);
        assert_eq!(found("1. 甲\n2. 乙\n4. 丙\n"), ["4."]);
        assert_eq!(found("（1）甲；\n（2）乙；\n（4）丙。\n"), ["（4）"]);
        assert_eq!(found("九、甲\n\n十、乙\n\n十二、丙\n"), ["十二、"]);
        assert_eq!(found("**一、甲**\n\n**三、乙**\n"), ["三、"]);
    }

    #[test]
    fn lists_that_begin_again_or_elsewhere_are_whole() {
        for text in [
            "一、甲\n\n（一）子\n\n（二）丑\n\n二、乙\n\n（一）寅\n\n（二）卯\n",
            "一、甲\n\n1.子\n\n2.丑\n\n二、乙\n\n1.寅\n",
            "三、甲\n\n四、乙\n",
            "第三条 甲。\n\n（一）子；\n\n第四条 乙。\n\n（三）卯。\n",
            "一、甲\n\n二、乙\n\n五、六月份是汛期\n",
            "1. 甲\n   1. 子\n   2. 丑\n   3. 寅\n2. 乙\n3. 丙\n4. 丁\n",
            "1. 甲\n2. 乙\n3. 丙\n\n1. 子\n\n4. 丁\n",
            "1.甲\n\n1.乙\n\n1.丙\n",
            "一、甲\n\n……\n\n五、戊\n",
            "## 一、甲\n## 附则\n## 三、乙\n",
            "3.5亿元用于\n\n5.2亿元用于\n",
            "2022年甲\n\n2024年乙\n",
            "1.甲\n\n20.乙\n",
            "按照下列标准\n1.甲\n",
            "> 一、甲\n>\n> 三、乙\n",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn chinese_numbers_are_read() {
        for (text, number) in [
            ("一、", 1),
            ("十、", 10),
            ("十五、", 15),
            ("二十、", 20),
            ("九十九、", 99),
        ] {
            assert_eq!(chinese_number(text), Some((number, "、")));
        }
        for text in [
            "一五、",
            "十十、",
            "、",
            "五二十、",
            "一十、",
            "二十十、",
            "",
        ] {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }
}
