//! Files made for the purpose, whole and broken.

mod broken;
mod office;
mod pdf;
mod plain;

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

/// A ZIP of some files.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// All passages as lines `place: text`, with a `*` before those that are hidden.
fn lines(contents: &Contents) -> Vec<String> {
    contents
        .passages
        .iter()
        .map(|passage| {
            let hidden = if passage.is_hidden { "*" } else { "" };
            format!("{hidden}{}: {}", passage.place, passage.text)
        })
        .collect()
}

/// Reads a file that must be readable.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    let contents = parse_attachment(name, bytes);
    assert_eq!(contents.unreadable, None);
    assert!(!contents.is_encrypted);
    lines(&contents)
}

/// Text as a PDF's producer writes it: Latin in one font, a Chinese font after it.
fn small_pdf() -> Vec<u8> {
    pdf::made(
        "BT /F1 12 Tf 72 720 Td (Account 6222020200112233446) Tj ET \
         BT /F2 12 Tf 72 700 Td <8d26623700310033> Tj ET",
    )
}

/// A text document whose body holds this.
fn small_docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}
