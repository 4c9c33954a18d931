use memchr::{memchr2_iter, memchr3, memchr3_iter};

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{plain_text::is_han, prose::Prose},
        rule::declare_rule,
    },
    model::{Page, Site},
    source::{Span, extension, line_at},
};

use super::{document, every_other_text, is_chinese};

declare_rule! {
    /// 查出汉字之间的半角标点，和一半全角一半半角的括号，可自动修复。
    ///
    /// ## 为什么
    ///
    /// 公文用全角标点（GB/T 15834—2011）；半角、全角混用多是转录时漏改，排版参差，读屏软件的停顿也不对。只看两边都是汉字的逗号、分号、冒号、问号、叹号，和里面有汉字的括号；时间、网址、代码、表格和文件头的写法不算。一行报一次。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 请各村按时报送材料(责任单位:各村)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 请各村按时报送材料（责任单位：各村），值班时间8:30至18:00，见 `f(x)`。
    /// ```
    MixedPunctuation { id: "mixed-punctuation", severity: Warning, since: "0.1.0" }
}

impl Rule for MixedPunctuation {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| {
            // The signs of an SVG stand in places of their own, and few of them are sentences.
            if extension(&prose.file.path) != "svg" {
                check_punctuation(prose, sink);
            }
        });
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, check_punctuation);
    }
}

fn check_punctuation(prose: &Prose<'_>, sink: &mut Sink) {
    for value in prose.values() {
        if let Some(text) = prose.file.text.get(value.start..value.end) {
            look_at_line(prose, text, value.start, sink);
        }
    }
    if let Some((text, start)) = prose.body() {
        let mut end = 0;
        for at in signs(text.as_bytes()) {
            if at >= end {
                let line = line_at(text, at);
                end = line.end;
                look_at_line(prose, &text[line.start..end], start + line.start, sink);
            }
        }
    }
}

/// The places of the signs that may be wrong, in their order. Most bodies have few, and what is
/// between them need not be taken into lines.
fn signs(text: &[u8]) -> Vec<usize> {
    let brackets = memchr2_iter(b'(', b')', text);
    let mut signs: Vec<usize> = brackets.chain(after_words(text)).collect();
    signs.sort_unstable();
    signs
}

/// The places of the signs that follow on words, those of two kinds one after the other.
fn after_words(text: &[u8]) -> impl Iterator<Item = usize> {
    let signs = memchr3_iter(b',', b';', b':', text).chain(memchr2_iter(b'?', b'!', text));
    signs.filter(|at| *at > 0 && !text[at - 1].is_ascii())
}

/// A sign to be put right: where it stands in the line, and what should stand there.
type Wrong = (usize, char, char);

fn look_at_line(prose: &Prose<'_>, line: &str, offset: usize, sink: &mut Sink) {
    if !may_be_wrong(line.as_bytes()) {
        return;
    }
    let mut wrong = wrong_signs(line, |at, length| {
        !prose.is_skipped(Span::new(at, at + length).shifted(offset))
    });
    let balance = |wrong: &[Wrong]| -> i32 {
        let sides = wrong.iter().map(|(_, sign, _)| match sign {
            '(' => 1,
            ')' => -1,
            _ => 0,
        });
        sides.sum()
    };
    let all = balance(&wrong);
    wrong.retain(|(at, sign, _)| {
        let start = offset + at;
        prose.holds(Span::new(start, start + sign.len_utf8()))
    });
    // Of a pair that is not all of the text, neither is changed.
    if balance(&wrong) != all {
        wrong.retain(|(_, sign, _)| !matches!(sign, '(' | ')'));
    }
    let (Some((first, sign, _)), Some((last, last_sign, _))) = (wrong.first(), wrong.last()) else {
        return;
    };
    let end = last + last_sign.len_utf8();
    let mut signs: Vec<char> = Vec::new();
    for (_, sign, _) in &wrong {
        if !signs.contains(sign) {
            signs.push(*sign);
        }
    }
    let list: Vec<String> = signs.iter().map(|sign| format!("“{sign}”")).collect();
    let message = match wrong.len() {
        1 if sign.is_ascii() => format!("汉字之间用了半角标点“{sign}”"),
        1 => format!("括号一半全角一半半角：“{sign}”"),
        count => format!(
            "这一行有 {count} 处半角、全角混用的标点：{}",
            list.join("、")
        ),
    };
    let mut mended = String::with_capacity(end - first);
    let mut from = *first;
    for (at, sign, right) in &wrong {
        mended.push_str(line.get(from..*at).unwrap_or_default());
        mended.push(*right);
        from = at + sign.len_utf8();
    }
    let span = Span::new(*first, end).shifted(offset);
    let mut finding = Finding::new(message, "改为全角标点，左右括号成对").at(span);
    if prose.is_source {
        finding = finding.fix(span, mended);
    }
    sink.add(&prose.file.path, finding);
}

/// Checks that a line has a sign that can be wrong; hardly any has, and to see that is cheap.
fn may_be_wrong(line: &[u8]) -> bool {
    has_brackets(line) || after_words(line).next().is_some()
}

/// Checks that a line has brackets of half width, other than around the targets of links.
fn has_brackets(line: &[u8]) -> bool {
    let mut brackets = memchr2_iter(b'(', b')', line);
    while let Some(open) = brackets.next() {
        let is_target = line[open] == b'(' && open > 0 && line[open - 1] == b']';
        let close = brackets.next().filter(|close| line[*close] == b')');
        // A bracket of full width in between would be paired with one of these, and where code or a
        // tag begins or ends, only one of them may be of the text.
        let is_plain = |close: usize| memchr3(0xEF, b'`', b'>', &line[open..close]).is_none();
        if !is_target || !close.is_some_and(is_plain) {
            return true;
        }
    }
    false
}

/// The twin of full width.
const fn full_width(sign: char) -> char {
    match sign {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        sign => sign,
    }
}

/// The signs of a line that should be others; `is_text` says of bytes whether they are no code and
/// no address.
fn wrong_signs(line: &str, is_text: impl Fn(usize, usize) -> bool) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    // Each with how many Han came before it.
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    let mut han = 0;
    let mut before: Option<char> = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        let after = chars.peek().map(|(_, after)| *after);
        match sign {
            ',' | ';' | ':' | '?' | '!'
                if before.is_some_and(is_chinese) && ends_words(sign, after) && is_text(at, 1) =>
            {
                wrong.push((at, sign, full_width(sign)));
            }
            '(' | '（' if is_text(at, sign.len_utf8()) => {
                // The target of a link is in brackets too.
                let is_link = sign == '(' && before == Some(']');
                open.push((at, if is_link { ']' } else { sign }, han));
            }
            ')' | '）' if is_text(at, sign.len_utf8()) => {
                if let Some((start, left, earlier)) = open.pop() {
                    let is_chinese = han > earlier;
                    let pair = ((start, left), (at, sign));
                    brackets(line, pair, is_chinese, after, &mut wrong);
                }
            }
            _ => {}
        }
        han += usize::from(is_han(sign));
        before = Some(sign);
    }
    wrong.sort_unstable();
    wrong
}

/// Checks that the text after a sign shows that the sign belongs to Chinese words: Han at once, or
/// the end of the line, but not after a colon, which the next line may go on from.
fn ends_words(sign: char, after: Option<char>) -> bool {
    match after {
        None | Some('\n' | '\r') => matches!(sign, ',' | ';' | '?' | '!'),
        Some(after) => is_han(after) || matches!(after, '“' | '《' | '（' | '”' | '」'),
    }
}

/// Judges a pair of brackets, with Han between them or not.
fn brackets(
    line: &str,
    ((start, left), (end, right)): ((usize, char), (usize, char)),
    is_chinese_inside: bool,
    after: Option<char>,
    wrong: &mut Vec<Wrong>,
) {
    if left == ']' {
        return;
    }
    let before = line
        .get(..start)
        .and_then(|before| before.chars().next_back());
    let is_chinese_around = before.is_some_and(is_chinese) || after.is_some_and(is_chinese);
    // A formula, an array, a function.
    let is_formula = before.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '/' | '=' | '+' | '*' | '×' | '÷' | '\\')
    });
    match (left, right) {
        ('(', ')') if is_chinese_inside && !is_formula => {
            wrong.extend([(start, '(', '（'), (end, ')', '）')]);
        }
        ('（', ')') if is_chinese_inside || is_chinese_around => wrong.push((end, ')', '）')),
        ('(', '）') if is_chinese_inside || is_chinese_around => wrong.push((start, '(', '（')),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(line: &str) -> String {
        let wrong = wrong_signs(line, |_, _| true);
        let right = |at: usize, c: char| {
            let found = wrong.iter().find(|(place, ..)| *place == at);
            found.map_or(c, |(_, _, right)| *right)
        };
        line.char_indices().map(|(at, c)| right(at, c)).collect()
    }

    #[test]
    fn only_brackets_that_cannot_be_wrong_are_passed_over() {
        for line in ["[文](a.md)，见[文](b/c.md#d)。", "（见[文](a.md)）"] {
            assert!(!has_brackets(line.as_bytes()), "{line}");
        }
        for line in [
            "(一)",
            "（试行)",
            "[文](a（1）.md)",
            "（见`a](`说明)",
            "[文](a.md",
            ")",
        ] {
            assert!(has_brackets(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn signs_between_han_become_full() {
        for (line, right) in [
            (
                "责任单位:各村,各站所;各单位",
                "责任单位：各村，各站所；各单位",
            ),
            ("(责任单位:各村)", "（责任单位：各村）"),
            ("（试行)", "（试行）"),
            ("(试行）", "（试行）"),
            ("好了吗?好了!", "好了吗？好了！"),
            (
                "(一)深入推进(第二阶段(示例))",
                "（一）深入推进（第二阶段（示例））",
            ),
            ("他说:“好”", "他说：“好”"),
        ] {
            assert_eq!(mended(line), right);
        }
    }

    #[test]
    fn other_signs_stay() {
        for line in [
            "8:30至18:00",
            "比例为1:2,约33%",
            "[通知](通知.md)",
            "会议(2)号",
            "f(x)和g(甲)",
            "元/(人·月)",
            "1)各村",
            "电话:0350-0000001",
            "图![示意](a.png)",
            "https://example.gov.cn/?a=1;b=2",
            "标题:",
            "GB/T 15834 (2011)",
        ] {
            assert_eq!(mended(line), line);
        }
    }
}
