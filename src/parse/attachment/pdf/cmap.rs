//! Tables from codes to characters.

use super::object::{Lexer, Object};

/// Greatest number of entries of a table that are kept: codes have two bytes.
const ENTRIES_LIMIT: usize = 1 << 17;

/// A table that a font carries with it (`ToUnicode`).
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// First and last code, and what the first one means; the others count on.
    ranges: Vec<(u32, u32, Box<str>)>,
}

impl CMap {
    /// Reads a table.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes, 0);
        // What stood before the operator.
        let mut given: Vec<Object> = Vec::new();
        while let Some(object) = lexer.object() {
            if map.ranges.len() > ENTRIES_LIMIT {
                break;
            }
            match object {
                Object::Word(word) => {
                    match &*word {
                        "endbfchar" => map.note_characters(&given),
                        "endbfrange" => map.note_ranges(&given),
                        _ => {}
                    }
                    given.clear();
                }
                object => given.push(object),
            }
        }
        map.ranges.sort_by_key(|(first, ..)| *first);
        map
    }

    /// Number of its entries.
    pub(super) fn entries(&self) -> usize {
        self.ranges.len()
    }

    fn note_characters(&mut self, given: &[Object]) {
        for pair in given.chunks_exact(2) {
            if let (Some(code), Some(text)) = (pair[0].string(), pair[1].string()) {
                let code = number(code);
                self.ranges.push((code, code, meaning(text)));
            }
        }
    }

    fn note_ranges(&mut self, given: &[Object]) {
        for triple in given.chunks_exact(3) {
            let (Some(first), Some(last)) = (triple[0].string(), triple[1].string()) else {
                continue;
            };
            let (first, last) = (number(first), number(last));
            match &triple[2] {
                Object::String(text) => self.ranges.push((first, last, meaning(text))),
                Object::Array(texts) => {
                    for (code, text) in (first..=last).zip(texts) {
                        let text = text.string().unwrap_or_default();
                        self.ranges.push((code, code, meaning(text)));
                    }
                }
                _ => {}
            }
        }
    }

    /// Appends what a code means; tells whether that is known.
    pub(super) fn append(&self, code: u32, text: &mut String) -> bool {
        let end = self.ranges.partition_point(|(first, ..)| *first <= code);
        // Ranges may overlap, though they should not; a few steps back find those that do.
        let range = self.ranges[..end]
            .iter()
            .rev()
            .take(4)
            .find(|(_, last, _)| code <= *last);
        let Some((first, _, meaning)) = range else {
            return false;
        };
        let mut characters = meaning.chars();
        let Some(last) = characters.next_back() else {
            return false;
        };
        text.push_str(characters.as_str());
        let last = char::from_u32((last as u32).saturating_add(code - first));
        text.extend(last.filter(|c| *c != '\0'));
        last.is_some_and(|c| c != '\0' && c != '\u{fffd}')
    }
}

/// Meaning of a code: a character, or the few of a ligature.
fn meaning(text: &[u8]) -> Box<str> {
    utf_16(&text[..text.len().min(16)]).into()
}

fn number(code: &[u8]) -> u32 {
    code.iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Text in UTF-16, as tables hold it.
pub(super) fn utf_16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|unit| u16::from_be_bytes(*unit));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_looked_up() {
        let map = CMap::read(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <ffff> \
            endcodespacerange 2 beginbfchar <0003> <4e2d> <0004> <00660069> endbfchar \
            2 beginbfrange <0010> <0019> <0030> <0020> <0021> [<56fd> <d840dc00>] endbfrange",
        );
        let text = |codes: &[u32]| {
            let mut text = String::new();
            let known = codes.iter().all(|code| map.append(*code, &mut text));
            (text, known)
        };
        assert_eq!(text(&[3, 4, 0x10, 0x19]), ("中fi09".to_owned(), true));
        assert_eq!(text(&[0x20, 0x21]), ("国\u{20000}".to_owned(), true));
        assert_eq!(text(&[5]), (String::new(), false));
    }
}
