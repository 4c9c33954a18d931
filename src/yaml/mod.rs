//! One YAML tree in which every key and value knows its bytes.
//!
//! All YAML of a site comes through here, so the library behind it (`saphyr-parser`) can be
//! replaced in one place. The tree is built from parser events: keys that stand twice are kept
//! for the schema to report, and anchors, aliases and tags are refused instead of followed, which
//! makes alias bombs harmless.

mod faults;
mod repair;
mod syntax;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Mark};

use crate::source::Span;

pub use faults::read_yaml;
pub use repair::full_width_colons;

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 32;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value's bytes.
    pub span: Span,
    /// Value that stands there.
    pub value: Value,
}

/// Value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text of a scalar, unquoted; an absent value is empty text.
    Scalar(String),
    /// Items in order.
    List(Vec<Node>),
    /// Entries in order; a key may stand twice.
    Map(Vec<Entry>),
}

/// One `key: value` of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The key's bytes.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// Fault of a YAML text, found before any schema looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlFault {
    /// A comment that begins where a value goes on, as far as can be seen; the place is that of the value.
    CutOff {
        /// Text that is cut off, with its sign.
        lost: String,
    },
    /// The text is not YAML; the message is Chinese and names the likely cause.
    Syntax(String),
    /// An anchor, alias or tag, which no source of a site may use.
    Reference,
}

/// Reads one YAML document. Spans are moved by `offset`, the place of `text` in its file.
///
/// The tree is absent where the text is empty or broken; what was read before a fault is lost,
/// because nothing tells how much of it was meant.
pub fn parse(text: &str, offset: usize) -> (Option<Node>, Vec<(Span, YamlFault)>) {
    let mut builder = Builder {
        parser: Parser::new_from_str(text),
        offsets: Offsets {
            text,
            chars: 0,
            bytes: 0,
        },
        offset,
        faults: Vec::new(),
    };
    let node = match builder.document() {
        Ok(node) => node,
        Err((span, fault)) => {
            let quote = syntax::unclosed_quote(text).map(|at| at + offset);
            builder.faults.push(match quote {
                Some(at) if at <= span.start => {
                    let reason = "引号没有合上".to_owned();
                    (Span::new(at, at + 1), YamlFault::Syntax(reason))
                }
                _ => (span, fault),
            });
            None
        }
    };
    (node, builder.faults)
}

/// Turns the parser's character counts into byte offsets, going forward where it can.
struct Offsets<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Offsets<'_> {
    fn byte(&mut self, chars: usize) -> usize {
        if chars < self.chars {
            (self.chars, self.bytes) = (0, 0);
        }
        let mut rest = self.text[self.bytes..].chars();
        while self.chars < chars {
            let Some(c) = rest.next() else { break };
            self.chars += 1;
            self.bytes += c.len_utf8();
        }
        self.bytes
    }
}

struct Builder<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    offsets: Offsets<'t>,
    offset: usize,
    faults: Vec<(Span, YamlFault)>,
}

type Broken = (Span, YamlFault);

impl<'t> Builder<'t> {
    fn document(&mut self) -> Result<Option<Node>, Broken> {
        loop {
            let (event, mark) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(None),
                Event::StreamStart
                | Event::DocumentStart(_)
                | Event::Nothing
                | Event::DocumentEnd => {}
                event => {
                    let node = self.node(event, mark, 0)?;
                    // What follows the document must still be well formed to be trusted.
                    loop {
                        match self.next()? {
                            (Event::StreamEnd, _) => return Ok(Some(node)),
                            (Event::DocumentStart(_), mark) => {
                                let span = self.span(mark);
                                return Err((
                                    span,
                                    YamlFault::Syntax(
                                        "一个文件里只能有一份 YAML，这里又开始了第二份".to_owned(),
                                    ),
                                ));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Mark), Broken> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = self.offsets.byte(error.marker().index()) + self.offset;
                Err((
                    Span::new(at, at),
                    YamlFault::Syntax(syntax::explain(error.info())),
                ))
            }
            None => Ok((Event::StreamEnd, Mark::default())),
        }
    }

    fn span(&mut self, mark: Mark) -> Span {
        let start = self.offsets.byte(mark.start.index());
        let end = self.offsets.byte(mark.end.index()).max(start);
        // Plain and block values end where the next token starts; give back the blank between.
        let end = start + self.offsets.text[start..end].trim_end().len();
        Span::new(start, end).shifted(self.offset)
    }

    /// Takes the closing bracket of a list or map into its span; one in block style has none.
    fn close(&mut self, span: &mut Span, mark: Mark) {
        let end = self.span(mark);
        let bracket = &self.offsets.text[end.start - self.offset..end.end - self.offset];
        if matches!(bracket, "]" | "}") {
            span.end = end.end;
        }
    }

    fn node(&mut self, event: Event<'t>, mark: Mark, depth: usize) -> Result<Node, Broken> {
        let mut span = self.span(mark);
        if depth > DEPTH_LIMIT {
            return Err((
                span,
                YamlFault::Syntax(format!("嵌套超过 {DEPTH_LIMIT} 层")),
            ));
        }
        let value = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    self.faults.push((span, YamlFault::Reference));
                }
                if style == ScalarStyle::Plain && !text.is_empty() {
                    let end = span.end - self.offset;
                    let lost = syntax::cut_off(self.offsets.text, end).map(str::to_owned);
                    self.faults
                        .extend(lost.map(|lost| (span, YamlFault::CutOff { lost })));
                }
                let null = style == ScalarStyle::Plain && matches!(&*text, "~" | "null");
                Value::Scalar(if null {
                    String::new()
                } else {
                    text.into_owned()
                })
            }
            Event::Alias(_) => {
                self.faults.push((span, YamlFault::Reference));
                Value::Scalar(String::new())
            }
            Event::SequenceStart(anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    self.faults.push((span, YamlFault::Reference));
                }
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd | Event::StreamEnd, mark) => {
                            self.close(&mut span, mark);
                            break;
                        }
                        (event, mark) => items.push(self.node(event, mark, depth + 1)?),
                    }
                }
                if let Some(last) = items.last() {
                    span.end = last.span.end.max(span.end);
                }
                Value::List(items)
            }
            Event::MappingStart(anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    self.faults.push((span, YamlFault::Reference));
                }
                let mut entries = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MappingEnd | Event::StreamEnd, mark) => {
                            self.close(&mut span, mark);
                            break;
                        }
                        (event, mark) => self.node(event, mark, depth + 1)?,
                    };
                    let (event, mark) = self.next()?;
                    let node = self.node(event, mark, depth + 1)?;
                    if node.value == Value::Scalar(String::new()) {
                        // All of the value may have been taken for a comment.
                        let end = key.span.end - self.offset;
                        let rest = &self.offsets.text[end..];
                        let end = end + rest.find(':').map_or(0, |colon| colon + 1);
                        let lost = syntax::cut_off(self.offsets.text, end).map(str::to_owned);
                        let span = Span::new(end, end).shifted(self.offset);
                        self.faults
                            .extend(lost.map(|lost| (span, YamlFault::CutOff { lost })));
                    }
                    match key.value {
                        Value::Scalar(text) => entries.push(Entry {
                            key: text,
                            key_span: key.span,
                            node,
                        }),
                        _ => self.faults.push((
                            key.span,
                            YamlFault::Syntax(
                                "键必须是文字；若值以 { 或 [ 开头，请用引号括起来".to_owned(),
                            ),
                        )),
                    }
                }
                if let Some(last) = entries.last() {
                    span.end = last.node.span.end.max(last.key_span.end).max(span.end);
                }
                Value::Map(entries)
            }
            _ => Value::Scalar(String::new()),
        };
        Ok(Node { span, value })
    }
}

impl Node {
    /// The entries, where this is a map.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items, where this is a list.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, where this is a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value under a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, span: Span) -> &str {
        &text[span.start..span.end]
    }

    #[test]
    fn every_key_and_value_knows_its_bytes() {
        let text = "标题: 关于通知  # 注\n列表: [甲, 乙]\n表:\n  - 名: '丙'\n    值:\n";
        let (node, faults) = parse(text, 0);
        assert_eq!(faults, []);
        let node = node.unwrap();
        assert_eq!(at(text, node.entries()[0].key_span), "标题");
        assert_eq!(at(text, node.entries()[0].node.span), "关于通知");
        assert_eq!(at(text, node.get("列表").unwrap().items()[1].span), "乙");
        let inner = &node.get("表").unwrap().items()[0];
        assert_eq!(at(text, inner.entries()[0].node.span), "'丙'");
        assert_eq!(inner.get("值").unwrap().text(), Some(""));
    }

    #[test]
    fn keys_may_stand_twice_and_references_are_refused() {
        let (node, _) = parse("a: 1\na: 2\n", 0);
        assert_eq!(node.unwrap().entries().len(), 2);
        let (_, faults) = parse("a: &x [1]\nb: *x\n", 0);
        assert_eq!(
            faults
                .iter()
                .filter(|(_, fault)| *fault == YamlFault::Reference)
                .count(),
            2
        );
    }

    #[test]
    fn an_open_quote_is_told_where_it_opens() {
        for text in [
            "标题: \"关于通知\n索引号: \"甲/1\"\n日期: 1\n",
            "标题: '关于通知\n日期: 1\n",
        ] {
            let (node, faults) = parse(text, 0);
            assert_eq!(node, None);
            assert_eq!(faults[0].0.start, "标题: ".len());
            assert_eq!(faults[0].1, YamlFault::Syntax("引号没有合上".to_owned()));
        }
        assert_eq!(parse("标题: \"甲\\\"乙\"\n名: 'it''s'\n", 0).1, []);
    }

    #[test]
    fn a_bomb_is_only_refused() {
        let mut text = "a: &a [x,x,x,x,x,x,x,x]\n".to_owned();
        for (name, of) in ('b'..='z').zip('a'..) {
            text += &format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n");
        }
        assert!(parse(&text, 0).1.len() > 100);
        assert!(!parse(&"[".repeat(100_000), 0).1.is_empty());
    }
}
