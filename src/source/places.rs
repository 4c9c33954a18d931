//! Lines and columns of many places in one text.

use super::{Position, SourceFile};

/// Bytes between two counts that are kept.
const STEP: usize = 1024;

/// Counts of lines and characters at every so many bytes of a text: a place is found in the same time
/// wherever it lies, however long the line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    counts: Vec<Count>,
}

/// Numbers of newlines and characters before a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    newlines: usize,
    /// Characters before it in its line.
    characters: usize,
}

impl Places {
    /// The counts of a text.
    pub fn new(text: &str) -> Self {
        let mut count = Count::default();
        let pieces = text.as_bytes().chunks(STEP);
        let counts = pieces.map(|piece| {
            let before = count;
            count = count.after(piece);
            before
        });
        Self {
            counts: counts.collect(),
        }
    }

    /// Line and column of a byte offset in the text that was counted: both from 1, the column in
    /// characters.
    ///
    /// An offset past the end, or inside a character, is moved back to the nearest place.
    pub fn position(&self, file: &SourceFile, offset: usize) -> Position {
        let offset = file.text.floor_char_boundary(offset);
        let piece = (offset / STEP).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(piece).copied().unwrap_or_default();
        let count = before.after(&file.text.as_bytes()[piece * STEP..offset]);
        Position {
            line: count.newlines + 1,
            column: count.characters + 1,
        }
    }
}

impl Count {
    fn after(self, bytes: &[u8]) -> Self {
        let newlines = memchr::memchr_iter(b'\n', bytes).count();
        let (line, before) = match memchr::memrchr(b'\n', bytes) {
            Some(newline) => (&bytes[newline + 1..], 0),
            None => (bytes, self.characters),
        };
        // Every byte but those that go on with a character begins one.
        let begins = |byte: &&u8| (**byte & 0xC0) != 0x80;
        Self {
            newlines: self.newlines + newlines,
            characters: before + line.iter().filter(begins).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_as_if_counted_from_the_start() {
        let long = "甲乙a丙".repeat(STEP);
        let texts = [
            String::new(),
            "甲".to_owned(),
            long.clone(),
            format!("{long}\n{long}\r\n\n{long}"),
            "\n".repeat(3 * STEP),
            "é\n".repeat(STEP),
            "a".repeat(STEP),
            format!("{}甲", "a".repeat(STEP - 1)),
        ];
        for text in texts {
            let file = SourceFile {
                text,
                ..SourceFile::default()
            };
            let places = Places::new(&file.text);
            for offset in (0..file.text.len() + 3).step_by(7).chain([file.text.len()]) {
                assert_eq!(places.position(&file, offset), file.position(offset));
            }
        }
    }
}
