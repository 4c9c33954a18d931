//! Source text as the editor wrote it, and places in it.
//!
//! Places are byte offsets; lines and columns are worked out only for display.

mod conflict;
mod fold;
mod leftover;
mod path;
mod places;
mod span;
mod url;

pub use conflict::{conflicts, without_conflicts};
pub use fold::{fold, nfc};
pub use leftover::is_leftover;
pub use path::{
    extension, file_name, is_column_index, is_index, is_markdown, is_reserved, is_table, join,
    parent, relative, split_fragment,
};
pub use places::Places;
pub use span::{Position, Span};
pub use url::{
    Unopenable, host, is_external, is_foreign, is_private, is_safe, meant_address, unopenable,
};

/// One text file of the site, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceFile {
    /// Path below the site's folder, with forward slashes (`content/政策文件/a.md`).
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// Starts of the sheets in the text of a workbook that has several, each with its name.
    pub sheets: Vec<(usize, String)>,
}

impl SourceFile {
    /// The sheet that holds a byte offset, where the file is a workbook of several: its start and name.
    pub fn sheet(&self, offset: usize) -> Option<(usize, &str)> {
        let after = self.sheets.partition_point(|(start, _)| *start <= offset);
        let (start, name) = self.sheets.get(after.checked_sub(1)?)?;
        Some((*start, name))
    }

    /// Line and column of a byte offset: both from 1, the column in characters.
    ///
    /// An offset past the end, or inside a character, is moved back to the nearest place.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let before = &self.text[..offset];
        let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
        Position {
            line: memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// The lines of a text, each with its end, and where each starts.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1);
    let mut start = 0;
    ends.chain([text.len()])
        .map(move |end| (std::mem::replace(&mut start, end), end))
        .filter(|(start, end)| start < end)
        .map(|(start, end)| (start, &text[start..end]))
}

/// The line of a text that holds a place, with its end.
pub fn line_at(text: &str, at: usize) -> Span {
    let (before, after) = text.as_bytes().split_at(at);
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', after).map_or(text.len(), |newline| at + newline + 1);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_ends() {
        for text in ["", "\n", "甲", "甲\n", "甲\n\n乙\r\n丙", "\n\n"] {
            let wanted: Vec<&str> = text.split_inclusive('\n').collect();
            let found: Vec<&str> = lines(text).map(|(_, line)| line).collect();
            assert_eq!(found, wanted, "{text:?}");
            assert!(lines(text).all(|(at, line)| text[at..].starts_with(line)));
            for (at, line) in lines(text) {
                let span = Span::new(at, at + line.len());
                assert!((span.start..span.end).all(|at| line_at(text, at) == span));
            }
        }
    }

    #[test]
    fn columns_count_characters() {
        let file = SourceFile {
            path: String::new(),
            text: "标题: 甲\n文号: 乙".to_owned(),
            sheets: Vec::new(),
        };
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(
            file.position("标题: ".len()),
            Position { line: 1, column: 5 }
        );
        assert_eq!(
            file.position("标题: 甲\n文号".len()),
            Position { line: 2, column: 3 }
        );
        assert_eq!(file.position(1), Position { line: 1, column: 1 });
        assert_eq!(file.position(1_000), Position { line: 2, column: 6 });
    }
}
