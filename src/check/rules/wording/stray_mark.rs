use memchr::memmem;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{line, pattern, prose::Prose},
        rule::declare_rule,
    },
    model::{Page, Site},
    source::Span,
};

use super::{document, every_other_text};

declare_rule! {
    /// 查出没有配对的书名号和重复的标点，序号的括号后面多出的顿号。
    ///
    /// ## 为什么
    ///
    /// 《条例 少了右边一半，读者分不清名称到哪里为止；“。。”“（一）、”是打字时多按了一下。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 依据《自然灾害救助条例和上级预案，制定本办法。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 我们诚恳致歉。。今后改正。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// （一）、按照属地管理的原则办理。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// （一）依据《自然灾害救助条例》和上级预案，制定本办法……
    /// ```
    StrayMark { id: "stray-mark", severity: Warning, since: "0.1.0" }
}

impl Rule for StrayMark {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, look);
    }

    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, look);
    }
}

pattern!(DOUBLED, "。。|，，|、、|；；|：：|《《|》》");

pattern!(
    /// A number between brackets with the sign of one without them.
    NUMBERED,
    "^[ \u{3000}]*[（(][一二三四五六七八九十]{1,3}[）)][、，．.]"
);

/// The first of these marks in a line.
fn doubled(line: &str, is_numbered: bool) -> Option<regex::Match<'_>> {
    let numbered = is_numbered.then(|| NUMBERED.find(line)).flatten();
    numbered.or_else(|| DOUBLED.find(line))
}

/// True if each name is closed before the next one opens, within its paragraph.
fn is_paired(text: &str) -> bool {
    let places = |sign: &str| memmem::find_iter(text.as_bytes(), sign).collect::<Vec<usize>>();
    let (open, close) = (places("《"), places("》"));
    let mut last = 0;
    open.len() == close.len()
        && open.iter().zip(&close).all(|(open, close)| {
            let is_next = last <= *open && open < close && !text[*open..*close].contains("\n\n");
            last = *close;
            is_next
        })
}

fn look(prose: &Prose<'_>, sink: &mut Sink) {
    let Some((text, start)) = prose.body() else {
        return;
    };
    let has_doubled = DOUBLED.is_match(text);
    for (at, line) in line::lines(text, start) {
        let is_numbered = line.trim_start().starts_with(['（', '(']);
        if !has_doubled && !is_numbered {
            continue;
        }
        let mut tell = |from: usize, to: usize, message: String, help: &str| {
            let span = Span::new(at + from, at + to);
            if prose.holds(span) {
                let finding = Finding::new(message, help).breaking_none();
                sink.add(&prose.file.path, finding.at(span));
            }
        };
        if let Some(found) = doubled(line, is_numbered) {
            // Six dots and more are drawn with them.
            let is_drawn = line[found.end()..].starts_with(found.as_str());
            if !is_drawn {
                let message = format!("标点“{}”多写了", found.as_str().trim());
                tell(
                    found.start(),
                    found.end(),
                    message,
                    "只留一个；序号的括号后面不写顿号",
                );
            }
        }
    }
    if is_paired(text) {
        return;
    }
    // A name may go on in the next line.
    let mut at = start;
    for paragraph in text.split("\n\n") {
        let count = |sign: &str| memmem::find_iter(paragraph.as_bytes(), sign).count();
        let (open, close) = (count("《"), count("》"));
        if open != close && paragraph.len() < 20_000 && !paragraph.trim_start().starts_with('>') {
            let sign = if open > close { '《' } else { '》' };
            let from = at + paragraph.rfind(sign).unwrap_or_default();
            let span = Span::new(from, from + sign.len_utf8());
            // What ends a comment by mistake is told as that.
            let is_dashed = prose.file.text[..from].ends_with(['-', '—', '－']);
            if prose.holds(span) && !is_dashed {
                let message = format!("书名号“{sign}”没有配成一对");
                let finding = Finding::new(message, "补上另一半，或者删去这一个");
                sink.add(&prose.file.path, finding.breaking_none().at(span));
            }
        }
        at += paragraph.len() + 2;
    }
}
