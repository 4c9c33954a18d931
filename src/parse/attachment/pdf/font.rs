//! Fonts: what the bytes of a string mean, and how far they move the pen.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

use super::{
    cmap::CMap,
    file::File,
    object::{Dict, Object},
};

/// Width of a glyph of which nothing is said, in thousandths: that of a digit in most fonts.
const USUAL_WIDTH: f64 = 556.0;

/// Punctuation by the names that fonts give it.
const NAMES: [(&str, char); 58] = [
    ("space", ' '),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("periodcentered", '·'),
    ("degree", '°'),
    ("multiply", '×'),
    ("section", '§'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
];

/// Rules by which bytes make codes, and the meaning of these where the font does not tell.
#[derive(Debug)]
enum Codes {
    /// One byte each, with a meaning each; `\0` stands for none.
    Single(Box<[char; 256]>),
    /// Two bytes each: numbers of glyphs.
    Glyphs {
        /// True if the numbers are those of one of Adobe's lists, which all start with ASCII.
        is_listed: bool,
    },
    /// UTF-16.
    Utf16,
    /// UTF-32.
    Utf32,
    /// An encoding of one or two bytes.
    Legacy(&'static Encoding),
}

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    /// First and last code, and the width of all between.
    widths: Vec<(u16, u16, f32)>,
    usual_width: f64,
    /// Factor from the units of widths to those of text.
    unit: f64,
}

/// Text and measures of a string that is shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) text: String,
    /// Widths of all glyphs, for a size of one.
    pub(super) width: f64,
    pub(super) glyphs: usize,
    pub(super) blanks: usize,
    /// Glyphs of which nobody knows what they mean.
    pub(super) unknown: usize,
}

impl Font {
    /// Reads a font; its table of characters comes unpacked.
    pub(super) fn read(file: &File<'_>, dict: &Dict, to_unicode: Option<&[u8]>) -> Self {
        let is_composite = file.get(dict, "Subtype").name() == Some("Type0");
        let to_unicode = to_unicode.map(CMap::read);
        if is_composite {
            Self::composite(file, dict, to_unicode)
        } else {
            Self::simple(file, dict, to_unicode)
        }
    }

    fn composite(file: &File<'_>, dict: &Dict, to_unicode: Option<CMap>) -> Self {
        let inner = file.get(dict, "DescendantFonts");
        let inner = inner.array().and_then(<[Object]>::first);
        let inner = inner.map(|inner| file.resolve(inner).into_owned());
        let inner = inner.as_ref().and_then(Object::dict);
        let encoding = file.get(dict, "Encoding");
        let codes = match encoding.name().unwrap_or_default() {
            name if name.contains("UCS2") || name.contains("UTF16") => Codes::Utf16,
            name if name.contains("UTF32") => Codes::Utf32,
            name if name.starts_with("GB") => Codes::Legacy(GBK),
            name if name.contains("B5") || name.starts_with("HKscs") => Codes::Legacy(BIG5),
            name if name.contains("RKSJ") => Codes::Legacy(SHIFT_JIS),
            name if name.starts_with("KSC") => Codes::Legacy(EUC_KR),
            "EUC-H" | "EUC-V" => Codes::Legacy(EUC_JP),
            _ => {
                let list = inner.map(|inner| file.get_dict(inner, "CIDSystemInfo"));
                let list = list.map(|list| file.get(&list, "Ordering").into_owned());
                let list = list.as_ref().and_then(Object::string);
                Codes::Glyphs {
                    is_listed: matches!(list, Some(b"GB1" | b"CNS1" | b"Japan1" | b"Korea1")),
                }
            }
        };
        let usual_width = inner.and_then(|inner| file.get(inner, "DW").number());
        Self {
            codes,
            to_unicode,
            widths: inner.map_or_else(Vec::new, |inner| wide_widths(file, inner)),
            usual_width: usual_width.unwrap_or(1000.0),
            unit: 0.001,
        }
    }

    fn simple(file: &File<'_>, dict: &Dict, to_unicode: Option<CMap>) -> Self {
        let first = code(file.get(dict, "FirstChar").number().unwrap_or(0.0));
        let widths = file.get(dict, "Widths");
        let widths = widths.array().unwrap_or_default().iter().take(256);
        let widths = (first..=u16::MAX)
            .zip(widths)
            .filter_map(|(code, width)| Some((code, code, file.resolve(width).number()? as f32)))
            .collect();
        let matrix = file.get(dict, "FontMatrix");
        let unit = matrix.array().and_then(|matrix| matrix.first()?.number());
        Self {
            codes: Codes::Single(single_codes(file, dict)),
            to_unicode,
            widths,
            usual_width: USUAL_WIDTH,
            unit: unit.filter(|unit| *unit > 0.0).unwrap_or(0.001),
        }
    }

    /// Number of entries in its tables.
    pub(super) fn entries(&self) -> usize {
        self.widths.len() + self.to_unicode.as_ref().map_or(0, CMap::entries)
    }

    /// Decodes a string, but no more than so many bytes of text.
    pub(super) fn show(&self, bytes: &[u8], limit: usize) -> Shown {
        let mut shown = Shown::default();
        let mut rest = bytes;
        while let Some((code, length)) = self.next_code(rest)
            && shown.text.len() <= limit
        {
            let used;
            (used, rest) = rest.split_at(length.min(rest.len()));
            let start = shown.text.len();
            let is_told = self
                .to_unicode
                .as_ref()
                .is_some_and(|map| map.append(code, &mut shown.text));
            if !is_told {
                shown.text.truncate(start);
                if let Some(c) = self.meaning(code, used) {
                    shown.text.push(c);
                } else {
                    shown.text.push(char::REPLACEMENT_CHARACTER);
                    shown.unknown += 1;
                }
            }
            shown.glyphs += 1;
            shown.blanks += usize::from(length == 1 && code == 32);
            shown.width += self.width(code, &shown.text[start..]) * self.unit;
        }
        shown
    }

    fn next_code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let first = *bytes.first()?;
        let length = match &self.codes {
            Codes::Single(_) => 1,
            Codes::Utf16 if matches!(first, 0xd8..=0xdb) => 4,
            Codes::Glyphs { .. } | Codes::Utf16 => 2,
            Codes::Utf32 => 4,
            // The half-width letters of Shift_JIS stand alone.
            Codes::Legacy(encoding) if *encoding == SHIFT_JIS && matches!(first, 0xa0..=0xdf) => 1,
            Codes::Legacy(_) => 1 + usize::from(first >= 0x80),
        };
        let code = bytes.iter().take(length);
        let code = code.fold(0, |code, byte| code << 8 | u32::from(*byte));
        Some((code, length))
    }

    fn meaning(&self, code: u32, bytes: &[u8]) -> Option<char> {
        let c = match &self.codes {
            Codes::Single(table) => *table.get(code as usize)?,
            // 1 to 95 in all lists; those of half width in that of simplified Chinese.
            Codes::Glyphs { is_listed: true } => match code {
                1..=95 => char::from_u32(code + 31)?,
                814..=908 => char::from_u32(code - 814 + 32)?,
                _ => return None,
            },
            Codes::Glyphs { .. } => return None,
            Codes::Utf16 => super::cmap::utf_16(bytes).chars().next()?,
            Codes::Utf32 => char::from_u32(code)?,
            Codes::Legacy(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)?
                .chars()
                .next()?,
        };
        (c != '\0' && c != char::REPLACEMENT_CHARACTER).then_some(c)
    }

    fn width(&self, code: u32, text: &str) -> f64 {
        let glyph = match &self.codes {
            Codes::Single(_) | Codes::Glyphs { .. } => code,
            // Which glyph it is only the list would tell, but ASCII comes first in it.
            _ => match text.as_bytes() {
                [byte @ 32..=126] => u32::from(byte - 31),
                _ => return 1000.0,
            },
        };
        let end = self
            .widths
            .partition_point(|(first, ..)| u32::from(*first) <= glyph);
        end.checked_sub(1)
            .and_then(|at| self.widths.get(at))
            .filter(|(_, last, _)| glyph <= u32::from(*last))
            .map_or(self.usual_width, |(.., width)| f64::from(*width))
    }
}

/// A number as a code: none has more than two bytes.
fn code(number: f64) -> u16 {
    number.clamp(0.0, 65_535.0) as u16
}

/// The `W` of a composite font: `first [width …]` or `first last width`.
fn wide_widths(file: &File<'_>, inner: &Dict) -> Vec<(u16, u16, f32)> {
    let list = file.get(inner, "W");
    let mut list = list.array().unwrap_or_default().iter();
    let mut widths = Vec::new();
    while let (Some(first), Some(second)) = (list.next(), list.next()) {
        let Some(first) = file.resolve(first).number() else {
            break;
        };
        let first = code(first);
        match &*file.resolve(second) {
            Object::Array(each) => {
                for (code, width) in (first..=u16::MAX).zip(each) {
                    let width = file.resolve(width).number();
                    widths.push((code, code, width.unwrap_or(1000.0) as f32));
                }
            }
            Object::Number(last) => {
                let width = list.next().and_then(|width| file.resolve(width).number());
                widths.push((first, code(*last), width.unwrap_or(1000.0) as f32));
            }
            _ => break,
        }
    }
    widths.sort_by_key(|(first, ..)| *first);
    widths
}

fn single_codes(file: &File<'_>, dict: &Dict) -> Box<[char; 256]> {
    let encoding = file.get(dict, "Encoding");
    let base = match &*encoding {
        Object::Name(name) => Some(name.to_string()),
        Object::Dict(dict) => file.get(dict, "BaseEncoding").name().map(str::to_owned),
        _ => None,
    };
    let plain = if base.as_deref() == Some("MacRomanEncoding") {
        MACINTOSH
    } else {
        WINDOWS_1252
    };
    let mut codes: Box<[char; 256]> = Box::new(std::array::from_fn(|code| {
        let byte = [code as u8];
        let (text, _) = plain.decode_without_bom_handling(&byte);
        let c = text.chars().next().unwrap_or('\0');
        if c.is_control() { '\0' } else { c }
    }));
    let differences = encoding
        .dict()
        .map(|encoding| file.get(encoding, "Differences"));
    let differences = differences.as_ref().and_then(|list| list.array());
    let mut code = 0_usize;
    for item in differences.unwrap_or_default() {
        match &*file.resolve(item) {
            Object::Number(number) => code = *number as usize,
            Object::Name(name) => {
                if let Some(entry) = codes.get_mut(code) {
                    *entry = named(name).unwrap_or('\0');
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    codes
}

/// Meaning of a glyph's name.
fn named(name: &str) -> Option<char> {
    let name = name.split('.').next().unwrap_or(name);
    let mut characters = name.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return Some(c);
    }
    if let Some((_, c)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let digits = match name.strip_prefix("uni") {
        Some(digits) => digits.get(..4),
        None => name
            .strip_prefix('u')
            .filter(|digits| (4..=6).contains(&digits.len())),
    };
    char::from_u32(u32::from_str_radix(digits?, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_have_names() {
        let names = [
            "seven",
            "A",
            "uni4E2D",
            "u20000",
            "zero.tnum",
            "g12",
            "uniXYZW",
            ".notdef",
        ];
        let meanings = [
            Some('7'),
            Some('A'),
            Some('中'),
            Some('\u{20000}'),
            Some('0'),
            None,
            None,
            None,
        ];
        assert_eq!(names.map(named), meanings);
    }
}
