//! Bytes as text, in the encodings that offices use.

use encoding_rs::{GBK, UTF_16BE, UTF_16LE};

/// The text of a file of text: UTF-8 with or without a mark, UTF-16 with one, else GBK.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some(bytes) = bytes.strip_prefix(b"\xff\xfe") {
        let text = UTF_16LE.decode_without_bom_handling_and_without_replacement(bytes)?;
        return Some(text.into_owned());
    }
    if let Some(bytes) = bytes.strip_prefix(b"\xfe\xff") {
        let text = UTF_16BE.decode_without_bom_handling_and_without_replacement(bytes)?;
        return Some(text.into_owned());
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let text = GBK.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}
