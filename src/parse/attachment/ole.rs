//! The old binary office files (DOC, XLS, PPT, WPS, ET): what they are, and the runs of text in them.

use std::sync::LazyLock;

use encoding_rs::GBK;
use memchr::memmem;

use super::gatherer::Gatherer;

/// Length of an entry of the directory; entries lie on multiples of it.
const ENTRY: usize = 128;

/// Kind and length of the record of a cell that is a number.
const NUMBER_RECORD: &[u8] = b"\x03\x02\x0e\x00";

/// Shortest run taken for text, in characters.
const SHORTEST: usize = 4;

/// The true type, and whether the file needs a password.
pub(super) fn nature(bytes: &[u8], wanted: &str) -> (&'static str, bool) {
    let (mut kind, mut is_encrypted) = ("ole", false);
    for entry in bytes.as_chunks::<ENTRY>().0 {
        let Some(name) = entry_name(entry) else {
            continue;
        };
        match name.as_str() {
            // The newer formats with a password are put into the older one whole.
            "EncryptedPackage" => return (sealed_kind(wanted), true),
            "WordDocument" => {
                kind = "doc";
                is_encrypted |= start(bytes, entry).is_some_and(|doc| flag(doc, 10, 0x0100));
            }
            "Workbook" | "Book" => {
                kind = "xls";
                is_encrypted |= start(bytes, entry).is_some_and(has_file_pass);
            }
            "PowerPoint Document" => kind = "ppt",
            "EncryptedSummary" => is_encrypted = true,
            _ => {}
        }
    }
    // WPS Office writes the same bytes under names of its own.
    let kind = match (kind, wanted) {
        ("doc", "wps") => "wps",
        ("xls", "et") => "et",
        ("ppt", "dps") => "dps",
        (kind, _) => kind,
    };
    (kind, is_encrypted)
}

/// Type of a sealed file, by its name alone: nothing inside can be seen.
fn sealed_kind(wanted: &str) -> &'static str {
    ["xlsx", "docx", "pptx", "xlsm", "docm", "pptm", "xlsb"]
        .into_iter()
        .find(|kind| *kind == wanted)
        .unwrap_or("ole")
}

/// Name of a directory entry, if the bytes look like one.
fn entry_name(entry: &[u8; ENTRY]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
    let is_entry = matches!(entry[66], 1 | 2 | 5) && (4..=64).contains(&length) && length % 2 == 0;
    if !is_entry {
        return None;
    }
    let units: Vec<u16> = entry[..length - 2]
        .chunks_exact(2)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

/// A stream from its first byte; only its first sector is sure to be whole.
fn start<'a>(bytes: &'a [u8], entry: &[u8; ENTRY]) -> Option<&'a [u8]> {
    let shift = u16::from_le_bytes([*bytes.get(30)?, *bytes.get(31)?]);
    let sector = u32::from_le_bytes([entry[116], entry[117], entry[118], entry[119]]);
    let offset = (u64::from(sector) + 1).checked_shl(u32::from(shift))?;
    bytes.get(usize::try_from(offset).ok()?..)
}

fn flag(bytes: &[u8], at: usize, mask: u16) -> bool {
    word(bytes, at).is_some_and(|word| word & mask != 0)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    let word = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([word[0], word[1]]))
}

/// Searches the first records of a workbook for the one that asks for a password.
fn has_file_pass(book: &[u8]) -> bool {
    let mut at = 0;
    for _ in 0..4 {
        let (Some(record), Some(length)) = (word(book, at), word(book, at + 2)) else {
            return false;
        };
        if record == 0x002f {
            return true;
        }
        at += 4 + usize::from(length);
    }
    false
}

/// Keeps what looks like text: these formats store it plainly, either wide or in GBK.
pub(super) fn read_ole(bytes: &[u8], gatherer: &mut Gatherer) {
    // A wide string may start at an odd byte.
    for offset in 0..2 {
        let wide = wide_runs(bytes.get(offset..).unwrap_or_default());
        gatherer.add("文件内文字".to_owned(), &wide, false);
    }
    gatherer.add("文件内文字".to_owned(), &narrow_runs(bytes), false);
    gatherer.add("文件内数字".to_owned(), &numbers(bytes), false);
}

/// Long whole numbers in cells of a workbook: a telephone number is often one.
fn numbers(bytes: &[u8]) -> String {
    let mut numbers = String::new();
    for hit in memmem::find_iter(bytes, NUMBER_RECORD) {
        // Row, column and format come first.
        let number = bytes.get(hit + 10..).and_then(|rest| rest.first_chunk());
        let number = number.map_or(0.0, |number| f64::from_le_bytes(*number));
        if (1e6..1e19).contains(&number) && number.fract() == 0.0 {
            numbers.push_str(&format!("{number}\n"));
        }
    }
    numbers
}

/// Collects runs of characters, a run a line.
#[derive(Default)]
struct Runs {
    text: String,
    run: String,
    length: usize,
}

impl Runs {
    fn push(&mut self, c: char) {
        self.run.push(c);
        self.length += usize::from(!c.is_whitespace());
    }

    fn end(&mut self) {
        if self.length >= SHORTEST {
            self.text.push_str(self.run.trim());
            self.text.push('\n');
        }
        self.run.clear();
        self.length = 0;
    }
}

fn wide_runs(bytes: &[u8]) -> String {
    let mut runs = Runs::default();
    for unit in bytes.as_chunks::<2>().0 {
        let unit = u16::from_le_bytes(*unit);
        let is_likely = match unit {
            9 | 0x20..=0x7e => true,
            0..0x2000 => false,
            unit => COMMON.is_known[usize::from(unit)],
        };
        match char::from_u32(u32::from(unit)).filter(|_| is_likely) {
            Some(c) => runs.push(c),
            None => runs.end(),
        }
    }
    runs.end();
    runs.text
}

fn narrow_runs(bytes: &[u8]) -> String {
    let mut runs = Runs::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let trail = bytes.get(at + 1).copied().unwrap_or_default();
        if matches!(byte, b' '..=b'~' | b'\t') {
            runs.push(char::from(byte));
            at += 1;
        } else if let Some(c) = COMMON.character(byte, trail) {
            runs.push(c);
            at += 2;
        } else {
            runs.end();
            at += 1;
        }
    }
    runs.end();
    runs.text
}

/// The characters of GB 2312: hardly any noise is made of them.
struct Common {
    /// By lead and trail byte, each from 0xa1.
    by_bytes: Vec<Option<char>>,
    /// By code point.
    is_known: Vec<bool>,
}

/// Bytes that may lead, and bytes that may trail.
const ROW: usize = 0xfe - 0xa0;

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let (mut by_bytes, mut is_known) = (vec![None; ROW * ROW], vec![false; 1 << 16]);
    for lead in (0xa1..=0xa3).chain(0xb0..=0xf7_u8) {
        for trail in 0xa1..=0xfe_u8 {
            let bytes = [lead, trail];
            let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes);
            let Some(c) = text.and_then(|text| text.chars().next()) else {
                continue;
            };
            by_bytes[Common::index(lead, trail)] = Some(c);
            if let Some(known) = is_known.get_mut(c as usize) {
                *known = true;
            }
        }
    }
    Common { by_bytes, is_known }
});

impl Common {
    fn index(lead: u8, trail: u8) -> usize {
        usize::from(lead - 0xa1) * ROW + usize::from(trail - 0xa1)
    }

    fn character(&self, lead: u8, trail: u8) -> Option<char> {
        let is_pair = (0xa1..=0xfe).contains(&lead) && (0xa1..=0xfe).contains(&trail);
        is_pair
            .then(|| self.by_bytes[Self::index(lead, trail)])
            .flatten()
    }
}
