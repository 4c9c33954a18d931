//! Small attachments, built from lines of text.

use rust_xlsxwriter::{DocProperties, Note, Workbook};

/// Builds a file of the format that its name says.
///
/// | line | file | what it puts in |
/// |---|---|---|
/// | `大小: 51 MB` | any | that many zero bytes (`B` if no unit), nothing else |
/// | `旧格式: 是` | any | the head of an old binary office file, nothing else |
/// | `A1: 字`, `隐藏表 A1: 字`, `隐藏行 A1: 字`, `批注 A1: 字` | xlsx | a cell, on a hidden sheet, in a hidden row, a comment |
/// | `表二 A1: 字`, `隐藏列 A1: 字` | xlsx | a cell on a second sheet, in a hidden column |
/// | `字`, `行: 字⇥字`, `批注: 字`, `删除: 字` | docx | a paragraph, a row of a table, a comment, a tracked deletion |
/// | `text` | pdf | a page (Latin only) |
/// | `扫描件: 是`, `损坏: 是` | pdf | a page with a drawing and no text; a file that breaks off |
/// | `作者: 字` | xlsx | the author among the properties |
/// | `相机: text`, `朝向: 6` | jpg | EXIF with a maker and a place; with which way up only |
/// | `a.txt: 字`, `加密: a.txt` | zip | a file, a file that needs a password |
pub(crate) fn build(path: &str, lines: &str) -> Vec<u8> {
    let lines: Vec<(&str, &str)> = lines
        .lines()
        .map(|line| line.split_once(": ").unwrap_or(("", line)))
        .collect();
    match lines.first() {
        Some(("大小", size)) => return vec![0; bytes(size)],
        Some(("旧格式", _)) => {
            return [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 4088]].concat();
        }
        _ => {}
    }
    match path.rsplit('.').next() {
        Some("xlsx") => xlsx(&lines),
        Some("docx") => docx(&lines),
        Some("jpg") => jpg(&lines),
        Some("pdf") => pdf(&lines),
        Some("zip") => {
            let files: Vec<(&str, &[u8], bool)> = lines
                .iter()
                .map(|(name, text)| match *name {
                    "加密" => (*text, &b"sealed"[..], true),
                    name => (name, text.as_bytes(), false),
                })
                .collect();
            zip(&files)
        }
        other => panic!("no way to build {other:?}"),
    }
}

fn bytes(size: &str) -> usize {
    let (number, unit) = size.split_once(' ').unwrap_or((size, "B"));
    number.parse::<usize>().unwrap()
        << match unit {
            "KB" => 10,
            "MB" => 20,
            _ => 0,
        }
}

fn xlsx(lines: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("名单").unwrap();
    if lines.iter().any(|(place, _)| place.starts_with("隐藏表")) {
        book.add_worksheet()
            .set_name("底表")
            .unwrap()
            .set_hidden(true);
    }
    if lines.iter().any(|(place, _)| place.starts_with("表二")) {
        book.add_worksheet().set_name("表二").unwrap();
    }
    for (place, text) in lines {
        if *place == "作者" {
            book.set_properties(&DocProperties::new().set_author(*text));
            continue;
        }
        let (what, cell) = place.split_once(' ').unwrap_or(("", place));
        let column = u16::from(cell.as_bytes()[0] - b'A');
        let row = cell[1..].parse::<u32>().unwrap() - 1;
        let sheet = usize::from(matches!(what, "隐藏表" | "表二"));
        let sheet = book.worksheet_from_index(sheet).unwrap();
        if what == "批注" {
            sheet.insert_note(row, column, &Note::new(*text)).unwrap();
            continue;
        }
        sheet.write_string(row, column, *text).unwrap();
        if what == "隐藏行" {
            sheet.set_row_hidden(row).unwrap();
        }
        if what == "隐藏列" {
            sheet.set_column_hidden(column).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A JPEG of one dot, with an EXIF before it.
fn jpg(lines: &[(&str, &str)]) -> Vec<u8> {
    let mut file = b"\xff\xd8".to_vec();
    for (what, text) in lines {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
        if *what == "朝向" {
            exif.extend(b"\x01\0\x12\x01\x03\0\x01\0\0\0");
            exif.extend([text.parse().unwrap(), 0, 0, 0, 0, 0, 0, 0]);
        } else {
            let text = format!("{text}\0");
            exif.extend(b"\x02\0\x0f\x01\x02\0");
            exif.extend((text.len() as u32).to_le_bytes());
            exif.extend(56_u32.to_le_bytes());
            exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
            exif.extend(b"\x01\0\x02\0\x05\0\x03\0\0\0\0\0\0\0\0\0\0\0");
            exif.extend(text.bytes());
        }
        file.extend(b"\xff\xe1");
        file.extend((exif.len() as u16 + 2).to_be_bytes());
        file.extend(exif);
    }
    file.extend(PICTURE);
    file
}

/// All of a JPEG but its first two bytes: quantisation, frame, tables, one grey dot.
const PICTURE: &[u8] = b"\xff\xdb\x00\x43\x00\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xc4\x00\x14\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x09\xff\xc4\x00\x14\x10\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x54\x1f\xff\xd9";

fn docx(lines: &[(&str, &str)]) -> Vec<u8> {
    const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const RELATIONS: &str =
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let (mut body, mut comments) = (String::new(), String::new());
    for (what, text) in lines {
        match *what {
            "批注" => comments.push_str(&format!(
                "<w:comment w:id=\"0\" w:author=\"甲\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
            )),
            "删除" => body.push_str(&format!(
                "<w:p><w:del w:id=\"1\" w:author=\"甲\"><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>"
            )),
            "行" => {
                let cell = |text| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
                let cells: String = text.split('\t').map(cell).collect();
                body.push_str(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>"));
            }
            _ => body.push_str(&format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")),
        }
    }
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", format!("<Relationships {RELATIONS}><Relationship Id=\"r1\" Type=\"{TYPES}/officeDocument\" Target=\"word/document.xml\"/></Relationships>")),
        ("word/_rels/document.xml.rels", format!("<Relationships {RELATIONS}><Relationship Id=\"r1\" Type=\"{TYPES}/comments\" Target=\"comments.xml\"/></Relationships>")),
        ("word/document.xml", format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>")),
        ("word/comments.xml", format!("<w:comments {NAMES}>{comments}</w:comments>")),
    ];
    let files: Vec<(&str, &[u8], bool)> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes(), false))
        .collect();
    zip(&files)
}

fn pdf(lines: &[(&str, &str)]) -> Vec<u8> {
    let pages: Vec<String> = lines
        .iter()
        .map(|(what, text)| match *what {
            "扫描件" => "72 72 200 300 re f".to_owned(),
            "损坏" => String::new(),
            _ => format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET"),
        })
        .collect();
    let kids: String = (0..pages.len())
        .map(|at| format!("{} 0 R ", 4 + 2 * at))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * at
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{page}\nendstream",
            page.len()
        ));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    if lines.iter().any(|(what, _)| *what == "损坏") {
        return file.into_bytes();
    }
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// A ZIP of files that are not compressed: name, bytes, whether it says that a password is needed.
fn zip(files: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, is_locked) in files {
        let offset = archive.len() as u32;
        let mut head = Vec::new();
        // Version 2.0, names in UTF-8, stored, no time.
        head.extend([20, 0, u8::from(*is_locked), 8, 0, 0, 0, 0, 33, 0]);
        head.extend(crc32(bytes).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.bytes().chain(bytes.iter().copied()));
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, count) = (archive.len() as u32, files.len() as u16);
    let length = directory.len() as u32;
    archive.append(&mut directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    archive.extend([0, 0]);
    archive
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
