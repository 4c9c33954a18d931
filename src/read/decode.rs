//! Bytes to text, with a fact for everything that was not plain UTF-8 with LF.

use crate::{
    diagnostic::{Fault, FaultKind},
    source::Span,
};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Decodes a source. Text in GBK is decoded as such, so that the rest of it can be checked too.
pub(super) fn decode(path: &str, mut bytes: Vec<u8>) -> (String, Vec<Fault>) {
    let mut faults = Vec::new();
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
        faults.push(Fault::whole(path, FaultKind::ByteOrderMark));
    }
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let gbk = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&bytes);
        let (guess, text, span) = match gbk {
            Some(text) => (Some("GBK"), text.into_owned(), Span::default()),
            None => (
                None,
                String::from_utf8_lossy(&bytes).into_owned(),
                Span::new(at, at),
            ),
        };
        faults.push(Fault::new(path, span, FaultKind::NotUtf8 { guess }));
        text
    });
    if let Some(at) = memchr::memmem::find(text.as_bytes(), b"\r\n") {
        faults.push(Fault::new(
            path,
            Span::new(at, at + 1),
            FaultKind::CrlfLineEnds,
        ));
    }
    (text, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_is_guessed_and_broken_bytes_are_placed() {
        let (gbk, _, _) = encoding_rs::GBK.encode("标题: 关于公开");
        let (text, faults) = decode("a.md", gbk.into_owned());
        assert_eq!(text, "标题: 关于公开");
        assert_eq!(faults[0].kind, FaultKind::NotUtf8 { guess: Some("GBK") });
        let (_, faults) = decode("a.md", b"ab\xff\xfe\xff\r\n".to_vec());
        assert_eq!(faults[0].span.start, 2);
        assert_eq!(faults.len(), 2);
        let (text, faults) = decode("a.md", "\u{feff}标题".as_bytes().to_vec());
        assert_eq!((text.as_str(), faults.len()), ("标题", 1));
    }
}
