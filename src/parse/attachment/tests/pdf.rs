//! PDF: text by pages, what is beside it, locks.

use super::*;

/// Bytes of objects numbered from 1, the first being the root, with a trailer.
fn objects(objects: &[&str]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    bytes.extend_from_slice(b"trailer\n<< /Root 1 0 R /Info 9 0 R >>\n%%EOF");
    bytes
}

/// A page with this content.
pub(super) fn made(content: &str) -> Vec<u8> {
    let stream = format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    );
    let table = "1 begincodespacerange <0000> <ffff> endcodespacerange \
        2 beginbfchar <0001> <2f9d> <0002> <4efd> endbfchar 1 beginbfrange <0010> <0019> <0030> endbfrange";
    let table = format!("<< /Length {} >>\nstream\n{table}\nendstream", table.len());
    objects(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R /F4 12 0 R >> \
         /XObject << /X 10 0 R /Y 11 0 R >> >> >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [<< /Subtype /Text /Contents (note) >> \
         << /Subtype /Widget /V <FEFF7532> >> << /Subtype /FreeText /Contents (box) >>] >>",
        &stream,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [<< /DW 1000 >>] >>",
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 8 0 R /DescendantFonts \
         [<< /DW 1000 /W [16 25 500] >>] >>",
        &table,
        "<< /Author (Zhang) >>",
        "<< /Subtype /Form /Matrix [1 0 0 1 0 0] /Length 41 >>\nstream\nBT /F1 9 Tf 72 600 Td (in a form) Tj ET Q\nendstream",
        "<< /Subtype /Form /Length 4 >>\nstream\n/X Do /Y Do\nendstream",
        "<< /Type /Font /Subtype /Type0 /Encoding /GBK-EUC-H /DescendantFonts [<< /DW 1000 >>] >>",
    ])
}

#[test]
fn pages_are_read_with_all_beside_them() {
    let bytes = made(
        "BT /F1 12 Tf 72 720 Td (Account) Tj 60 0 Td [(6222) -100 (0202)] TJ 0 -20 Td (\\(next\\)) Tj ET \
        BT /F2 12 Tf 1 0 0 1 72 660 Tm <8d266237> Tj ET \
        BT /F3 12 Tf 1 0 0 1 72 640 Tm <00010002> Tj <001100100010> Tj ET \
        BT /F4 12 Tf 1 0 0 1 72 620 Tm <d5cbbba7> Tj ET \
        BI /W 1 /H 1 ID \x01(\x02 EI q 1 0 0 1 0 0 cm /X Do Q",
    );
    assert_eq!(
        read("a.pdf", &bytes),
        [
            "*文档属性 作者: Zhang",
            "第 1 页: Account 62220202\n(next)\n账户\n身份100\n账户\nin a form",
            "*第 1 页 批注: note",
            "第 1 页 表单域: 甲",
            "第 1 页 文本框: box",
        ]
    );
}

#[test]
fn digits_set_one_by_one_are_one_number() {
    let number = "6222020200112233446";
    let mut content = "BT /F1 10 Tf ".to_owned();
    for (at, digit) in number.chars().enumerate() {
        let x = 72.0 + 7.5 * at as f64;
        content.push_str(&format!("1 0 0 1 {x} 700 Tm ({digit}) Tj "));
    }
    // The same again a little aside: bold as some programs make it.
    content.push_str("1 0 0 1 72 600 Tm (bold) Tj 1 0 0 1 72.3 600 Tm (bold) Tj ET");
    let lines = read("a.pdf", &made(&content));
    assert_eq!(lines[1], format!("第 1 页: {number}\nbold"));
}

#[test]
fn a_page_without_text_is_a_scan() {
    let contents = parse_attachment("a.pdf", &made("q 100 0 0 100 0 0 cm Q"));
    assert!(contents.is_scan);
    assert_eq!(contents.unreadable, None);
    assert!(!parse_attachment("a.pdf", &small_pdf()).is_scan);
}

#[test]
fn text_nobody_can_decode_is_told() {
    let bytes = made("BT /F3 12 Tf <0100010101020103> Tj ET");
    let contents = parse_attachment("a.pdf", &bytes);
    assert!(!contents.is_scan);
    assert_eq!(
        contents.unreadable.as_deref(),
        Some("第 1 页的字体没有文字对照表，文字读不出来")
    );
}

#[test]
fn a_file_that_only_forbids_printing_is_read() {
    for bytes in [
        include_bytes!("../../../../tests/attachments/aes128.pdf").as_slice(),
        include_bytes!("../../../../tests/attachments/aes256.pdf"),
    ] {
        let text = read("a.pdf", bytes).join("\n");
        assert!(
            text.contains("第 1 页: 账号：6222020200112233446"),
            "{text}"
        );
        assert!(text.contains("文档属性 作者: 张三"), "{text}");
    }
    let locked = include_bytes!("../../../../tests/attachments/locked.pdf");
    let contents = parse_attachment("a.pdf", locked);
    assert!(contents.is_encrypted);
    assert_eq!(contents.unreadable, None);
    assert!(contents.passages.is_empty());
}

#[test]
fn a_later_object_replaces_an_earlier_one() {
    let mut bytes = small_pdf();
    bytes.extend_from_slice(
        b"\n4 0 obj\n<< /Length 40 0 R >>\nstream\nBT /F1 9 Tf (new) Tj ET\nendstream\nendobj\n",
    );
    assert_eq!(read("a.pdf", &bytes)[1], "第 1 页: new");
}

#[test]
fn text_without_its_font_is_still_text() {
    let contents = parse_attachment("a.pdf", &made("BT /F9 9 Tf (13800138000) Tj ET"));
    assert!(!contents.is_scan);
    assert_eq!(lines(&contents)[1], "第 1 页: 13800138000");
}

#[test]
fn a_page_may_not_lead_back_to_itself() {
    let bytes = objects(&[
        "<< /Pages 2 0 R >>",
        "<< /Kids [2 0 R 3 0 R 3 0 R 4 0 R] >>",
        "<< /Contents [5 0 R] /Resources 3 0 R /XObject << /X 5 0 R >> /Font 3 0 R >>",
        "4 0 R",
        "<< /Subtype /Form /Length 6 >>\nstream\n/X Do \nendstream",
    ]);
    let contents = parse_attachment("a.pdf", &bytes);
    assert!(contents.is_scan);
}
