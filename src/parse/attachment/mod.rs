//! Texts of the files beside the documents, hidden places too: names and numbers of people are most
//! often let out by what nobody sees.
//!
//! The bytes may be anything. Nothing here panics, nothing recurses without a floor, and what a file
//! may unfold to is bounded by [`Gatherer`].

mod archive;
mod docx;
mod gatherer;
mod kind;
mod odf;
mod ofd;
mod office;
mod ole;
mod package;
mod pdf;
mod pptx;
mod text;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

use crate::source::extension;

use super::photo;

use gatherer::Gatherer;
use package::Package;

/// Contents of an attachment, as far as a program can read them.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// True type by the first bytes, as a usual lower-case extension (`docx`, `pdf`, `png`, `zip`);
    /// absent where it is unknown, as it is for plain text.
    pub true_type: Option<&'static str>,
    /// True if the file cannot be opened without a password.
    pub is_encrypted: bool,
    /// Reason why text that should be readable was not read, or not all of it: one line in Chinese.
    pub unreadable: Option<String>,
    /// The texts in order, with where they stand.
    pub passages: Vec<Passage>,
    /// True if there are pages but no text on any of them: a scanned PDF.
    pub is_scan: bool,
    /// Traces that a photograph carries beside the picture: the place and the camera.
    pub traces: Option<photo::Traces>,
}

/// Words before the name of a property of a document: `文档属性 作者`.
pub const PROPERTY: &str = "文档属性 ";

/// One text of an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// Place of the text, for messages: `工作表“名单”B3`, `第 2 页`, `批注 1`. Some rules tell places apart
    /// by their words, so a new format uses those of the others: cells of tables and sheets (personal
    /// lists), [`PROPERTY`], `嵌入对象`, what ends with `缓存`.
    pub place: String,
    /// The text.
    pub text: String,
    /// True if a reader of the file normally does not see it: a hidden sheet, row or column, a
    /// comment, a tracked deletion, a property of the document.
    pub is_hidden: bool,
}

/// Reads an attachment. The name only tells plain texts apart, and what a file was meant to be.
pub fn parse_attachment(name: &str, bytes: &[u8]) -> Contents {
    let mut gatherer = Gatherer::default();
    let nature = read_file(name, bytes, 0, &mut gatherer);
    let (passages, unreadable) = gatherer.finish();
    Contents {
        true_type: nature.true_type,
        is_encrypted: nature.is_encrypted,
        unreadable,
        passages,
        is_scan: nature.is_scan,
        traces: photo::traces(bytes),
    }
}

/// Cells of the hidden rows and columns of a workbook: the name of the sheet, and the numbers of the row
/// and of the column, from 0 on. What is no workbook has none.
pub(super) fn hidden_cells(bytes: &[u8]) -> Vec<(String, (usize, usize))> {
    let mut package = Package::open(bytes, &mut Gatherer::default());
    let package = package.as_mut().ok();
    package.map(xlsx::hidden_cells).unwrap_or_default()
}

/// Greatest number of files that may lie in one another: a workbook in a letter in an archive.
const DEPTH_LIMIT: usize = 2;

/// Facts known of a file beside its texts.
#[derive(Debug, Clone, Default)]
struct Nature {
    true_type: Option<&'static str>,
    is_encrypted: bool,
    is_scan: bool,
}

/// Extensions of which a reader stands here: such a file must be what it says.
const PROMISED: [&str; 10] = [
    "xlsx", "docx", "pptx", "pdf", "ofd", "zip", "ods", "odt", "odp", "xlsm",
];

fn read_file(name: &str, bytes: &[u8], depth: usize, gatherer: &mut Gatherer) -> Nature {
    let wanted = extension(name);
    let mut nature = Nature {
        true_type: kind::by_magic(bytes),
        ..Nature::default()
    };
    match nature.true_type {
        Some("zip") => match Package::open(bytes, gatherer) {
            Ok(mut package) => {
                let kind = kind::of_package(&mut package, gatherer);
                nature.true_type = Some(kind);
                nature.is_encrypted =
                    read_package(&mut package, kind, depth, gatherer) || package.is_encrypted();
            }
            Err(reason) => gatherer.fail(&reason),
        },
        Some("ole") => {
            let (kind, is_encrypted) = ole::nature(bytes, &wanted);
            nature.true_type = Some(kind);
            nature.is_encrypted = is_encrypted;
            if !is_encrypted {
                ole::read_ole(bytes, gatherer);
            }
        }
        Some("pdf") => {
            let pdf = pdf::read_pdf(bytes, gatherer);
            nature.is_encrypted = pdf.is_encrypted;
            nature.is_scan = pdf.is_scan;
        }
        // Systems like to export a table as HTML and call it XLS.
        None | Some("html" | "xml") => read_plain(&wanted, bytes, gatherer),
        Some(kind) if archive::PACKED.contains(&kind) => {
            gatherer.fail("这种压缩包打不开，里面没有检查，请换成 ZIP");
        }
        Some(kind) if kind::is_without_text(kind, bytes) => {}
        Some(_) => gatherer.fail("这种格式读不了，里面的文字没有检查，请另存为 DOCX 或 PDF"),
    }
    nature
}

/// Reads what has no mark of its own: text, or what should have been something else.
fn read_plain(wanted: &str, bytes: &[u8], gatherer: &mut Gatherer) {
    if bytes.is_empty() || text::read_text(wanted, bytes, gatherer) {
        return;
    }
    if matches!(wanted, "txt" | "csv") {
        gatherer.fail("不是文本，或编码既不是 UTF-8，也不是 GBK");
    } else if PROMISED.contains(&wanted) {
        let wanted = wanted.to_ascii_uppercase();
        gatherer.fail(&format!("内容不是 {wanted}，读不出来"));
    }
}

/// Reads what is a ZIP underneath; tells whether it needs a password.
fn read_package(
    package: &mut Package<'_>,
    kind: &str,
    depth: usize,
    gatherer: &mut Gatherer,
) -> bool {
    match kind {
        "xlsx" | "xlsm" => xlsx::read_xlsx(package, depth, gatherer),
        "docx" | "docm" => docx::read_docx(package, depth, gatherer),
        "pptx" | "pptm" => pptx::read_pptx(package, depth, gatherer),
        "xlsb" => gatherer.fail("XLSB 是二进制的工作簿，读不了，请另存为 XLSX"),
        "odt" | "ods" | "odp" => return odf::read_odf(package, gatherer),
        "ofd" => ofd::read_ofd(package, gatherer),
        _ if depth > 0 => gatherer.fail("又是压缩包，没有检查"),
        _ => archive::read_archive(package, depth, gatherer),
    }
    false
}
