use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    html::unescape,
    model::{Page, Site},
    source::{SourceFile, Span},
    standard::{Data, Record, Typed},
};

declare_rule! {
    /// 查出看不见的字符：控制字符、改变文字方向的字符、行分隔符、零宽字符。
    ///
    /// ## 为什么
    ///
    /// 从网页、聊天软件、PDF 复制来的文字常夹带看不见的字符：检索不到，复制出去是乱的；改变方向的字符能让标题显示的和实际写的不一样。在文件头和数据的字段里是错误，在正文里是警告。表情符号、少数民族文字和外文需要的连接符、变体选择符不算。零宽字符和控制字符 `--fix` 直接去掉。
    ///
    /// ## 反例
    ///
    /// ```body
    #[doc = " 汛期值班\u{200b}电话全天有人接听。"]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 汛期值班电话全天有人接听。
    /// ```
    HiddenCharacter { id: "hidden-character", severity: Error, since: "0.1.0" }
}

/// Effect of a character that nobody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Has no effect that a text may want.
    Control,
    /// Turns the direction of what follows.
    Direction,
    /// Ends a line or paragraph where no editor shows it.
    Separator,
    /// Stands between two letters, and takes no room.
    Invisible,
    /// Has no picture outside of the font of one program, or stands for what could not be read.
    Broken,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Control,
        Self::Direction,
        Self::Separator,
        Self::Invisible,
        Self::Broken,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Control => "控制字符",
            Self::Direction => "改变文字方向的字符",
            Self::Separator => "行分隔符或段分隔符",
            Self::Invisible => "看不见的字符",
            Self::Broken => "显示不出的字符",
        }
    }
}

/// The kind of a character, if it is one that nobody sees.
const fn kind_of(c: char) -> Option<Kind> {
    Some(match c {
        '\t' | '\n' | '\r' => return None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Kind::Control,
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Kind::Direction
        }
        '\u{2028}' | '\u{2029}' => Kind::Separator,
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Kind::Invisible,
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => Kind::Broken,
        _ => return None,
    })
}

/// Set for each byte that can begin a character of which [`kind_of`] knows.
const MAY_BEGIN: [bool; 256] = {
    let (mut may, mut at) = ([false; 256], 0);
    while at < 256 {
        may[at] = (at < 0x20 && !matches!(at as u8, b'\t' | b'\n' | b'\r')) || at == 0x7f;
        at += 1;
    }
    let leads = [0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xee, 0xef, 0xf0, 0xf3];
    at = 0;
    while at < leads.len() {
        may[leads[at]] = true;
        at += 1;
    }
    may
};

/// The characters of a text that nobody sees and that its script does not need, with their places.
fn hidden(text: &str) -> Vec<(usize, char, Kind)> {
    let mut found = Vec::new();
    // No byte within a character is in the table, so the bytes can be walked one by one.
    let places = text.bytes().enumerate();
    for (at, _) in places.filter(|(_, byte)| MAY_BEGIN[usize::from(*byte)]) {
        if is_common(&text.as_bytes()[at..]) {
            continue;
        }
        let (before, rest) = text.split_at(at);
        let mut rest = rest.chars();
        if let Some(c) = rest.next()
            && let Some(kind) = kind_of(c)
            && !is_needed(before, c, rest.as_str())
        {
            found.push((at, c, kind));
        }
    }
    found
}

/// True for quotation marks, dashes and the signs of full width, of which every text is full.
const fn is_common(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xe2, 0x80, 0x90..=0xa7, ..] | [0xef, 0xbc | 0xbd, ..]
    )
}

/// Letters that join, stack or run from right to left, and so need marks between them.
const fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{dff}' | '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{1a20}'..='\u{1cff}' | '\u{a840}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{10fff}' | '\u{11000}'..='\u{11fff}')
}

const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Signs that may be shown as a picture or plainly.
const fn is_sign(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}'
        | '\u{2100}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Checks that an unseen character does what its script needs, by the characters around it.
fn is_needed(before: &str, c: char, after: &str) -> bool {
    let last = before.chars().next_back();
    let next = after.chars().next();
    let around = |is: fn(char) -> bool| last.is_some_and(is) || next.is_some_and(is);
    match c {
        '\u{200c}' | '\u{34f}' => around(is_joining),
        '\u{200d}' => {
            let is_picture = |c| is_sign(c) || matches!(c, '\u{fe0e}' | '\u{fe0f}');
            around(is_joining) || (last.is_some_and(is_picture) && next.is_some_and(is_sign))
        }
        '\u{200b}' => around(|c| matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            let near = before.chars().rev().take(8).chain(after.chars().take(8));
            near.into_iter().any(is_right_to_left)
        }
        '\u{17b4}' | '\u{17b5}' => last.is_some_and(|c| matches!(c, '\u{1780}'..='\u{17ff}')),
        '\u{115f}' | '\u{1160}' => around(|c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}')),
        '\u{180b}'..='\u{180f}' => last.is_some_and(|c| matches!(c, '\u{1800}'..='\u{18af}')),
        '\u{fe0e}' | '\u{fe0f}' => last.is_some_and(is_sign),
        '\u{fe00}'..='\u{fe0d}' => last.is_some_and(|c| {
            is_han(c) || is_joining(c) || is_sign(c)
                || matches!(c, '\u{2010}'..='\u{20ff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}')
        }),
        '\u{e0100}'..='\u{e01ef}' => last.is_some_and(is_han),
        // The flags of regions: a black flag, letters that nobody sees, an end.
        '\u{e0020}'..='\u{e007f}' => {
            let mut signs = before.chars().rev();
            let start = signs.find(|c| !matches!(c, '\u{e0020}'..='\u{e007e}'));
            start == Some('\u{1f3f4}')
        }
        _ => false,
    }
}

impl Rule for HiddenCharacter {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let settings = &site.config.file;
        check_text(settings, settings.text.len(), &[&site.config.record], sink);
        for column in &site.columns {
            let source = &column.source;
            check_text(&source.file, source.body.start, &[&source.record], sink);
        }
        for data in &site.data_files {
            check_text(&data.file, data.file.text.len(), &[], sink);
        }
        for picture in site.pictures.values() {
            check_text(&picture.file, 0, &[], sink);
        }
        let records = site.columns.iter().filter_map(|column| {
            let data = column.data.as_ref()?;
            Some((column.data_path(), data))
        });
        for (path, record) in records {
            escaped_fields(site, &path, record, sink);
        }
    }

    fn document(&self, _: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        check_text(
            &document.file,
            document.body.start,
            &[&document.record],
            sink,
        );
    }
}

/// Looks at a text whose fields end at a place, and at the values of its fields.
fn check_text(file: &SourceFile, fields_end: usize, records: &[&Record], sink: &mut Sink) {
    let found = hidden(&file.text);
    if !found.is_empty() {
        tell_written(file, fields_end, &found, sink);
    }
    // A value may write such a character as an escape, and the body as an entity.
    for record in records {
        if file.text[..fields_end.min(file.text.len())].contains('\\') {
            in_record(file, record, sink);
        }
    }
    tell_entities(file, fields_end, sink);
}

/// One finding for each part of a file and kind of character, with how many there are.
fn tell_written(
    file: &SourceFile,
    fields_end: usize,
    found: &[(usize, char, Kind)],
    sink: &mut Sink,
) {
    for is_field in [true, false] {
        for kind in Kind::ALL {
            let of_kind: Vec<(usize, char)> = found
                .iter()
                .filter(|(at, _, own)| *own == kind && (*at < fields_end) == is_field)
                .map(|(at, c, _)| (*at, *c))
                .collect();
            let (Some((first, c)), Some((last, end))) = (of_kind.first(), of_kind.last()) else {
                continue;
            };
            // The reader of fields refuses them already.
            if is_field && kind == Kind::Control {
                continue;
            }
            let place = Span::new(*first, first + c.len_utf8());
            let mut finding = finding(kind, *c, of_kind.len(), is_field).at(place);
            if matches!(kind, Kind::Invisible | Kind::Control) {
                let whole = Span::new(*first, last + end.len_utf8());
                let mut left = String::with_capacity(whole.end - whole.start);
                let mut from = whole.start;
                for (at, c) in &of_kind {
                    left.push_str(&file.text[from..*at]);
                    from = at + c.len_utf8();
                }
                finding = finding.fix(whole, left);
            }
            sink.add(&file.path, finding);
        }
    }
}

fn finding(kind: Kind, c: char, count: usize, is_field: bool) -> Finding {
    let place = if is_field { "字段里" } else { "正文里" };
    let more = if count > 1 {
        format!("，共 {count} 处")
    } else {
        String::new()
    };
    let help = match kind {
        Kind::Control | Kind::Invisible => "删去；看不见不好删的，运行 gongkai check --fix",
        Kind::Direction => "删去它，再看文字的次序对不对；最稳妥的是把这一行删掉，用键盘重打一遍",
        Kind::Separator => "删去它，要换行的按回车重新换行",
        Kind::Broken => "对照原件重打这个字；打勾的写 ☑、☐，项目符号写 ●",
    };
    Finding::new(
        format!("{place}有{} U+{:04X}{more}", kind.name(), u32::from(c)),
        help,
    )
    .severity(if is_field || kind == Kind::Broken {
        Severity::Error
    } else {
        Severity::Warning
    })
}

/// Looks at the values of structured data that were written as escapes.
fn escaped_fields(site: &Site, path: &str, record: &Record, sink: &mut Sink) {
    let mut files = site.data_files.iter().map(|data| &data.file);
    if let Some(file) = files.find(|file| file.path == path && file.text.contains('\\')) {
        in_record(file, record, sink);
    }
}

fn in_record(file: &SourceFile, record: &Record, sink: &mut Sink) {
    for (_, _, value) in &record.fields {
        in_value(file, value, sink);
    }
}

fn in_value(file: &SourceFile, value: &Typed, sink: &mut Sink) {
    match &value.data {
        Data::Text(text) | Data::Link(text) | Data::Relation(text) => {
            let found = hidden(text);
            let Some((_, c, kind)) = found.first() else {
                return;
            };
            let written = file.text.get(value.span.start..value.span.end);
            if written.is_some_and(|written| hidden(written).is_empty()) {
                let mut finding = finding(*kind, *c, found.len(), true).at(value.span);
                finding.help = "删去用反斜杠写的这个字符".into();
                sink.add(&file.path, finding);
            }
        }
        Data::List(items) => items.iter().for_each(|item| in_value(file, item, sink)),
        Data::Map(record) => in_record(file, record, sink),
        _ => {}
    }
}

/// Tells characters that change the direction and are written as entities of HTML: the page shows
/// them, the source does not.
fn tell_entities(file: &SourceFile, fields_end: usize, sink: &mut Sink) {
    /// The longest entity that is looked at, in bytes.
    const LONGEST: usize = 32;
    let Some(body) = file.text.get(fields_end..) else {
        return;
    };
    let mut found: Vec<(Span, char)> = Vec::new();
    for at in memchr::memchr_iter(b'&', body.as_bytes()) {
        let rest = &body[at..body.floor_char_boundary(at + LONGEST)];
        let Some(end) = rest.find(';') else { continue };
        let entity = &rest[..=end];
        let c = unescape(entity).chars().next();
        let c = c.filter(|c| {
            matches!(kind_of(*c), Some(Kind::Direction | Kind::Separator)) && !entity.contains(*c)
        });
        found.extend(c.map(|c| {
            let at = fields_end + at;
            (Span::new(at, at + entity.len()), c)
        }));
    }
    if let Some((span, c)) = found.first() {
        let kind = kind_of(*c).unwrap_or(Kind::Direction);
        sink.add(&file.path, finding(kind, *c, found.len(), false).at(*span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scripts_need_stays() {
        for text in [
            "👨‍👩‍👧",
            "❤️ ☎️ 1️⃣ ©️",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "می‌خواهم",
            "क्‍ष",
            "葛󠄀城",
            "ᠮᠣᠩᠭᠣᠯ ᠪ᠋",
            "שלום\u{200f}!",
            "、\u{fe00}",
            "ภาษา\u{200b}ไทย",
            "普通的“文字”——和……标点，\t\r\n",
        ] {
            assert_eq!(hidden(text), [], "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_found() {
        for (text, kind) in [
            ("甲\u{200b}乙", Kind::Invisible),
            ("甲\u{200d}乙", Kind::Invisible),
            ("甲\u{200c}乙", Kind::Invisible),
            ("甲\u{feff}乙", Kind::Invisible),
            ("甲\u{ad}乙", Kind::Invisible),
            ("甲\u{2060}乙", Kind::Invisible),
            ("甲\u{fe0f}乙", Kind::Invisible),
            ("a\u{e0041}b", Kind::Invisible),
            ("a\u{e0100}b", Kind::Invisible),
            ("甲\u{3164}乙", Kind::Invisible),
            ("甲\u{180e}乙", Kind::Invisible),
            ("甲\u{202e}乙", Kind::Direction),
            ("甲\u{2066}乙", Kind::Direction),
            ("甲\u{200f}乙", Kind::Direction),
            ("甲\u{2028}乙", Kind::Separator),
            ("甲\u{7}乙", Kind::Control),
            ("甲\u{85}乙", Kind::Control),
            ("甲\u{7f}乙", Kind::Control),
        ] {
            let found = hidden(text);
            assert_eq!(found.len(), 1, "{text:?}");
            assert_eq!(found[0].2, kind, "{text:?}");
        }
    }

    #[test]
    fn every_such_character_has_its_first_byte_in_the_table() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if kind_of(c).is_some() {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes);
                assert!(MAY_BEGIN[usize::from(bytes[0])], "{:x}", u32::from(c));
                assert!(!is_common(&bytes), "{:x}", u32::from(c));
            }
        }
    }
}
