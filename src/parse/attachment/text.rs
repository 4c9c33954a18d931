//! Plain text: CSV cell by cell, anything else line by line.

use crate::parse::encoding::decode;

use super::gatherer::Gatherer;

/// Reads a file of text; tells whether it is one.
pub(super) fn read_text(wanted: &str, bytes: &[u8], gatherer: &mut Gatherer) -> bool {
    let Some(text) = decode(bytes).filter(|text| !text.contains('\0')) else {
        return false;
    };
    if wanted == "csv" {
        read_csv(&text, gatherer);
        return true;
    }
    for (line, text) in text.lines().enumerate() {
        if gatherer.is_full() {
            break;
        }
        gatherer.add(format!("第 {} 行", line + 1), text, false);
    }
    true
}

fn read_csv(text: &str, gatherer: &mut Gatherer) {
    // With these the reader counts the lines wrongly.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) if !gatherer.is_full() => {}
            Ok(_) => return,
            Err(error) => return gatherer.fail(&format!("不是可读的 CSV：{error}")),
        }
        let line = record.position().map_or(0, csv::Position::line);
        for (column, cell) in record.iter().enumerate() {
            gatherer.add(format!("第 {line} 行第 {} 列", column + 1), cell, false);
        }
    }
}
