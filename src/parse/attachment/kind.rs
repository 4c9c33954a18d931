//! The true type of a file, whatever its name says.

use memchr::memmem;

use super::{gatherer::Gatherer, package::Package};

/// First bytes of the old office files, whose directory tells them apart.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Length from the start of a file in which readers look for the mark of a PDF, in bytes.
const PDF_SEARCH: usize = 1024;

/// Length in bytes from the start in which text has no control characters: no other format goes so
/// far without.
const TEXT_SEARCH: usize = 512;

/// The type by the first bytes; `zip` and `ole` stand for whatever is packed that way.
pub(super) fn by_magic(bytes: &[u8]) -> Option<&'static str> {
    // These two before `infer`, which opens them to look further.
    if bytes.starts_with(OLE) {
        return Some("ole");
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(b"PK\x07\x08")
    {
        return Some("zip");
    }
    let head = &bytes[..bytes.len().min(PDF_SEARCH)];
    if memmem::find(head, b"%PDF-").is_some() {
        return Some("pdf");
    }
    let kind = infer::get(bytes).map(|kind| kind.extension());
    let is_text = !bytes[..bytes.len().min(TEXT_SEARCH)]
        .iter()
        .any(|byte| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31));
    match kind {
        Some("html" | "xml" | "rtf" | "ps" | "pem" | "sh") => kind,
        // A table whose first words are `BM` is no picture.
        _ if is_text => None,
        _ => kind,
    }
}

/// True if files of a type, which [`by_magic`] told by these bytes, hold no text for readers: pictures,
/// sound, film, fonts, programs.
pub(super) fn is_without_text(kind: &str, bytes: &[u8]) -> bool {
    // What is packed is opened, whatever it passes itself off for.
    let is_opened = matches!(kind, "zip" | "ole" | "pdf");
    !is_opened
        && infer::get(bytes).is_some_and(|found| {
            use infer::MatcherType::{App, Audio, Font, Image, Video};
            matches!(found.matcher_type(), App | Audio | Font | Image | Video)
                || found.extension() == "sh"
        })
}

/// Type of a ZIP, by the parts in it.
pub(super) fn of_package(package: &mut Package<'_>, gatherer: &mut Gatherer) -> &'static str {
    let has_macros = package
        .names()
        .iter()
        .any(|name| name.ends_with("vbaProject.bin"));
    let office = |plain, with_macros| if has_macros { with_macros } else { plain };
    let starts = |folder: &str| package.names().iter().any(|name| name.starts_with(folder));
    if package.has("OFD.xml") {
        "ofd"
    } else if package.has("[Content_Types].xml") {
        if package.has("xl/workbook.bin") {
            "xlsb"
        } else if starts("xl/") {
            office("xlsx", "xlsm")
        } else if starts("word/") {
            office("docx", "docm")
        } else if starts("ppt/") {
            office("pptx", "pptm")
        } else {
            "zip"
        }
    } else if let Some(mimetype) = package.part("mimetype", gatherer) {
        match mimetype.trim_ascii() {
            b"application/vnd.oasis.opendocument.text" => "odt",
            b"application/vnd.oasis.opendocument.spreadsheet" => "ods",
            b"application/vnd.oasis.opendocument.presentation" => "odp",
            b"application/epub+zip" => "epub",
            _ => "zip",
        }
    } else {
        "zip"
    }
}
