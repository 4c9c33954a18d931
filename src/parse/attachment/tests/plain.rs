//! Plain text, archives, old office files, and what is none of these.

use std::iter;

use super::*;

#[test]
fn what_nobody_reads_is_told_unless_there_is_nothing_to_read() {
    let unread = |bytes: &[u8]| parse_attachment("甲", bytes).unreadable;
    for bytes in [
        &b"Rar!\x1a\x07\x00"[..],
        b"7z\xbc\xaf\x27\x1c\x00",
        b"{\\rtf1 110105}",
        b"SQLite format 3\x00",
    ] {
        assert!(
            unread(bytes).is_some_and(|why| why.contains("没有检查")),
            "{bytes:?}"
        );
    }
    for bytes in [
        &b"\x89PNG\r\n\x1a\n\x00"[..],
        b"\xff\xf1\x50\x80\x00",
        b"#!AMR\n\x00",
        b"fLaC\x00",
        b"wOFF\x00\x01\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\n",
    ] {
        assert_eq!(unread(bytes), None, "{bytes:?}");
    }
}

#[test]
fn tables_of_text_are_read_in_any_encoding() {
    let text = "姓名,电话\r\n李四,13800138000\r\n\"多\n行\",甲";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let wide: Vec<u8> = iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &gbk, &wide, &marked] {
        let contents = parse_attachment("名单.csv", bytes);
        assert_eq!(contents.true_type, None);
        assert_eq!(
            lines(&contents),
            [
                "第 1 行第 1 列: 姓名",
                "第 1 行第 2 列: 电话",
                "第 2 行第 1 列: 李四",
                "第 2 行第 2 列: 13800138000",
                "第 3 行第 1 列: 多\n行",
                "第 3 行第 2 列: 甲",
            ]
        );
    }
    assert_eq!(
        read("a.txt", "甲\n\n乙".as_bytes()),
        ["第 1 行: 甲", "第 3 行: 乙"]
    );
    // What a system exports as XLS is often a page.
    assert_eq!(
        read("假.xls", "<html><td>110105</td></html>".as_bytes()),
        ["第 1 行: <html><td>110105</td></html>"]
    );
    assert_eq!(parse_attachment("a.csv", b"BM,1\n").true_type, None);
}

#[test]
fn archives_are_read_one_level_deep() {
    let inner = packed(&[("深.txt", "太深".as_bytes())]);
    let bytes = packed(&[
        ("夹/a.txt", "第一行".as_bytes()),
        ("b.docx", &small_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>")),
        ("c.zip", &inner),
        ("d.png", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ("__MACOSX/a.txt", b"nothing"),
    ]);
    let contents = parse_attachment("包.zip", &bytes);
    assert_eq!(contents.true_type, Some("zip"));
    assert_eq!(
        lines(&contents),
        [
            "压缩包内“夹/a.txt”：第 1 行: 第一行",
            "压缩包内“b.docx”：第 1 段: 甲",
        ]
    );
    assert_eq!(
        contents.unreadable.as_deref(),
        Some("压缩包内“c.zip”：又是压缩包，没有检查")
    );
}

#[test]
fn names_in_archives_may_be_gbk() {
    let mut bytes = packed(&[("AAAA.txt", b"a")]);
    let (name, _, _) = encoding_rs::GBK.encode("名单");
    for at in 0..bytes.len() - 4 {
        if &bytes[at..at + 4] == b"AAAA" {
            bytes[at..at + 4].copy_from_slice(&name);
        }
    }
    assert_eq!(read("a.zip", &bytes), ["压缩包内“名单.txt”：第 1 行: a"]);
}

#[test]
fn locked_archives_are_told() {
    let mut bytes = packed(&[("a.txt", b"a")]);
    // The flag stands in the header of the file and in the directory.
    bytes[6] |= 1;
    let directory = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    let contents = parse_attachment("a.zip", &bytes);
    assert!(contents.is_encrypted);
    assert_eq!(lines(&contents), [""; 0]);
}

/// An old office file with these streams, each given by its name and first bytes.
fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0_u8; 512 * 3];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[30] = 9;
    for (at, (name, first)) in streams.iter().enumerate() {
        let entry = 512 + at * 128;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[entry..entry + wide.len()].copy_from_slice(&wide);
        bytes[entry + 64] = wide.len() as u8 + 2;
        bytes[entry + 66] = 2;
        let sector = (bytes.len() / 512 - 1) as u8;
        bytes[entry + 116] = sector;
        bytes.extend_from_slice(first);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes
}

#[test]
fn old_office_files_give_their_runs_of_text() {
    let wide: Vec<u8> = "身份证号码 110105"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (gbk, _, _) = encoding_rs::GBK.encode("联系电话");
    let mut number = b"\x03\x02\x0e\x00\x01\x00\x02\x00\x0f\x00".to_vec();
    number.extend_from_slice(&13_800_138_000.0_f64.to_le_bytes());
    let bytes = ole(&[(
        "Workbook",
        &[&wide[..], b"\0\0", &gbk, b"\0", &number].concat(),
    )]);
    let contents = parse_attachment("a.xls", &bytes);
    assert_eq!(
        (contents.true_type, contents.is_encrypted),
        (Some("xls"), false)
    );
    let text = lines(&contents).join("\n");
    for word in ["身份证号码 110105", "联系电话", "13800138000"] {
        assert!(text.contains(word), "{word} in {text}");
    }
    assert_eq!(parse_attachment("a.et", &bytes).true_type, Some("et"));
    let doc = ole(&[("WordDocument", &[0; 512])]);
    assert_eq!(parse_attachment("a.doc", &doc).true_type, Some("doc"));
    assert_eq!(parse_attachment("a.wps", &doc).true_type, Some("wps"));
}

#[test]
fn locked_office_files_are_told() {
    let sealed = ole(&[("EncryptionInfo", b""), ("EncryptedPackage", b"x")]);
    let mut doc = [0; 512];
    doc[11] = 1;
    let book = b"\x09\x08\x04\x00\0\0\0\0\x2f\x00\x02\x00\0\0";
    for (name, kind, bytes) in [
        ("a.xlsx", "xlsx", sealed.clone()),
        ("a.bin", "ole", sealed),
        ("a.doc", "doc", ole(&[("WordDocument", &doc)])),
        ("a.xls", "xls", ole(&[("Workbook", book)])),
    ] {
        let contents = parse_attachment(name, &bytes);
        assert_eq!(contents.true_type, Some(kind));
        assert!(contents.is_encrypted, "{name}");
        assert_eq!(lines(&contents), [""; 0]);
    }
}

#[test]
fn pictures_say_nothing() {
    let contents = parse_attachment("a.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    assert_eq!(contents.true_type, Some("png"));
    assert!(contents.passages.is_empty());
    assert_eq!(contents.unreadable, None);
}
