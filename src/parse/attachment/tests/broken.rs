//! Damaged files, bombs, and bytes changed at random.

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use super::*;

fn reason(name: &str, bytes: &[u8]) -> String {
    parse_attachment(name, bytes).unreadable.unwrap_or_default()
}

#[test]
fn damage_is_told() {
    let docx = small_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>");
    assert_eq!(
        reason("a.docx", &docx[..docx.len() / 2]),
        "压缩结构损坏，读不出来"
    );
    assert_eq!(reason("a.docx", b"\0\0\0\0"), "内容不是 DOCX，读不出来");
    assert_eq!(
        reason("a.csv", b"\xff\xff\xff\x00"),
        "不是文本，或编码既不是 UTF-8，也不是 GBK"
    );
    assert_eq!(
        reason("a.pdf", b"%PDF-1.7\nnothing"),
        "PDF 已损坏，读不出来"
    );
    let cut = small_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><");
    let contents = parse_attachment("a.docx", &cut);
    assert_eq!(lines(&contents), ["第 1 段: 甲"]);
    let empty = packed(&[("[Content_Types].xml", b""), ("xl/a.xml", b"")]);
    assert_eq!(reason("a.xlsx", &empty), "缺少工作簿，读不出来");
}

#[test]
fn what_was_read_before_a_damage_stays() {
    let body = "<w:p><w:r><w:t>甲乙丙丁</w:t></w:r></w:p>".repeat(50);
    let mut bytes = small_docx(&body);
    let name = b"word/document.xml";
    let start = memchr::memmem::find(&bytes, name).unwrap() + name.len();
    // The last bytes of the packed stream: the checksum fails.
    bytes[start + 20] ^= 0x55;
    let contents = parse_attachment("a.docx", &bytes);
    assert!(
        contents.unreadable.unwrap().contains("已损坏"),
        "a flipped byte must show"
    );
}

#[test]
fn bombs_are_put_out() {
    let zeros = vec![b' '; 70 << 20];
    let bytes = packed(&[("a.txt", "先读".as_bytes()), ("b.txt", &zeros)]);
    assert!(bytes.len() < 1 << 20);
    let contents = parse_attachment("a.zip", &bytes);
    assert_eq!(
        contents.unreadable.as_deref(),
        Some("压缩包内“b.txt”：解压后超过 64 MB，后面的没有检查")
    );
    assert_eq!(lines(&contents), ["压缩包内“a.txt”：第 1 行: 先读"]);
}

#[test]
fn endless_parts_and_texts_are_cut() {
    let names: Vec<String> = (0..10_001).map(|at| format!("{at}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"a"[..]))
        .collect();
    let contents = parse_attachment("a.zip", &packed(&files));
    assert_eq!(
        contents.unreadable.as_deref(),
        Some("里面的文件超过 10000 个，后面的没有检查")
    );
    // One string of a megabyte, a hundred times.
    let string = format!("<sst><si><t>{}</t></si></sst>", "1".repeat(1 << 20));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(100);
    let bytes = packed(&[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b"<sheet name=\"a\" r:id=\"a\"/>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationship Id=\"a\" Type=\"worksheet\" Target=\"s.xml\"/>",
        ),
        ("xl/sharedStrings.xml", string.as_bytes()),
        ("xl/s.xml", cells.as_bytes()),
    ]);
    let contents = parse_attachment("a.xlsx", &bytes);
    assert_eq!(contents.passages.len(), 16);
    assert_eq!(
        contents.unreadable.as_deref(),
        Some("文字超过 16 MB，后面的没有检查")
    );
}

#[test]
fn deep_nesting_costs_nothing() {
    let deep = small_docx(&"<w:p>".repeat(200_000));
    assert!(parse_attachment("a.docx", &deep).passages.is_empty());
    let deep = format!("%PDF-1.7\n1 0 obj {}", "[<<".repeat(200_000));
    assert!(
        parse_attachment("a.pdf", deep.as_bytes())
            .passages
            .is_empty()
    );
}

/// Real files, small.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "甲").unwrap();
    sheet.write(1, 1, 1.5).unwrap();
    vec![
        ("a.xlsx", book.save_to_buffer().unwrap()),
        (
            "a.docx",
            small_docx(
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            ),
        ),
        ("a.pdf", small_pdf()),
        (
            "a.pdf",
            include_bytes!("../../../../tests/attachments/aes256.pdf").to_vec(),
        ),
        (
            "a.zip",
            packed(&[("a.pdf", &small_pdf()), ("b.csv", b"1,2\n3")]),
        ),
        ("a.csv", "甲,乙\n\"丙\",丁".as_bytes().to_vec()),
    ]
}

/// Puts changed XML into a file instead of a changed stream, which would not even unpack.
fn small_xlsx(sheet: &[u8]) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b"<sheet name=\"a\" r:id=\"a\"/>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationship Id=\"a\" Type=\"worksheet\" Target=\"s.xml\"/>",
        ),
        ("xl/s.xml", sheet),
    ])
}

const SHEET: &[u8] = b"<worksheet><cols><col min=\"1\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
    <row r=\"1\" hidden=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a&amp;b</t></is></c>\
    <c r=\"B1\"><v>1.5E3</v></c></row></sheetData></worksheet>";

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_do_no_harm(
        seed in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        static SEEDS: std::sync::LazyLock<Vec<(&'static str, Vec<u8>)>> =
            std::sync::LazyLock::new(seeds);
        let (name, bytes) = &SEEDS[seed];
        let mut bytes = bytes.clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        parse_attachment(name, &bytes);
        let mut sheet = SHEET.to_vec();
        for (at, byte) in &changes {
            let at = at.index(sheet.len());
            sheet[at] = *byte;
        }
        parse_attachment("a.xlsx", &small_xlsx(&sheet));
    }

    #[test]
    fn any_bytes_do_no_harm(
        head in prop::sample::select(vec![
            "", "PK\u{3}\u{4}", "%PDF-1.4\n1 0 obj <</Root 1 0 R>> stream\n", "{\\rtf", "<html>",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in prop::sample::select(vec!["a.csv", "a.pdf", "a.docx", "a"]),
    ) {
        parse_attachment(name, &[head.as_bytes(), &bytes].concat());
        let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &bytes].concat();
        parse_attachment(name, &ole);
    }
}
