//! DOCX: the text, what was struck from it, and what was said about it.

use super::{
    archive,
    gatherer::Gatherer,
    office,
    package::Package,
    xml::{Step, Xml, is_yes},
};

/// Reads a text document.
pub(super) fn read_docx(package: &mut Package<'_>, depth: usize, gatherer: &mut Gatherer) {
    office::read_properties(package, gatherer);
    let document = package.main_part("word/document.xml", gatherer);
    let read = package.walk(&document, gatherer, |xml, gatherer| {
        Flow::new(DocxPart::Body, gatherer).read(xml);
    });
    if read.is_none() {
        gatherer.fail("缺少正文，读不出来");
    }
    for relation in package.relations(&document, gatherer) {
        let part = match relation.kind.as_str() {
            "header" => DocxPart::Around("页眉"),
            "footer" => DocxPart::Around("页脚"),
            "footnotes" => DocxPart::Notes("脚注"),
            "endnotes" => DocxPart::Notes("尾注"),
            "comments" => DocxPart::Comments,
            _ => continue,
        };
        if gatherer.is_full() {
            return;
        }
        package.walk(&relation.target, gatherer, |xml, gatherer| {
            Flow::new(part, gatherer).read(xml);
        });
    }
    office::read_drawn(package, gatherer);
    archive::read_embedded(package, depth, gatherer);
}

/// Part of a document that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DocxPart {
    /// The text itself.
    Body,
    /// Header or footer.
    Around(&'static str),
    /// A list of notes, each numbered.
    Notes(&'static str),
    /// Remarks on the text.
    Comments,
}

/// Visibility of a run of text to a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Seen,
    Deleted,
    Vanished,
}

/// Kind of text that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    None,
    Plain,
    Deleted,
}

/// A paragraph while it is read, its pieces apart by who sees them.
#[derive(Default)]
struct Paragraph {
    seen: String,
    deleted: String,
    vanished: String,
    last: Option<Sight>,
    is_boxed: bool,
}

impl Paragraph {
    fn push(&mut self, sight: Sight, text: &str) {
        let piece = match sight {
            Sight::Seen => &mut self.seen,
            Sight::Deleted => &mut self.deleted,
            Sight::Vanished => &mut self.vanished,
        };
        // Two deletions apart from each other are not one text.
        if sight != Sight::Seen && self.last != Some(sight) && !piece.is_empty() {
            piece.push('\n');
        }
        piece.push_str(text);
        self.last = Some(sight);
    }

    fn is_blank(&self) -> bool {
        [&self.seen, &self.deleted, &self.vanished]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// Place in the outermost table that the walk is in.
#[derive(Default)]
struct Table {
    depth: usize,
    number: usize,
    row: usize,
    cell: usize,
}

/// A walk through one part.
struct Flow<'g> {
    part: DocxPart,
    gatherer: &'g mut Gatherer,
    /// Open paragraphs: a text box lies in one of its own.
    open: Vec<Paragraph>,
    paragraphs: usize,
    boxes: usize,
    box_depth: usize,
    table: Table,
    notes: usize,
    /// Set where the note is only the line above the notes.
    is_separator: bool,
    /// Number of open elements of struck-out text around the walk.
    deleted: usize,
    is_run_properties: bool,
    is_vanished: bool,
    words: Words,
}

impl<'g> Flow<'g> {
    fn new(part: DocxPart, gatherer: &'g mut Gatherer) -> Self {
        Self {
            part,
            gatherer,
            open: Vec::new(),
            paragraphs: 0,
            boxes: 0,
            box_depth: 0,
            table: Table::default(),
            notes: 0,
            is_separator: false,
            deleted: 0,
            is_run_properties: false,
            is_vanished: false,
            words: Words::None,
        }
    }

    fn read(mut self, xml: &mut Xml<'_>) {
        while let Some(step) = xml.next() {
            if self.gatherer.is_full() {
                return;
            }
            match step {
                Step::Open(tag) => match tag.name() {
                    "p" => self.open.push(Paragraph {
                        is_boxed: self.box_depth > 0,
                        ..Paragraph::default()
                    }),
                    "t" => self.words = Words::Plain,
                    "delText" => self.words = Words::Deleted,
                    "r" => self.is_vanished = false,
                    "rPr" => self.is_run_properties = true,
                    "vanish" if self.is_run_properties => {
                        self.is_vanished = tag.attribute("val").is_none_or(|val| is_yes(&val));
                    }
                    "tab" if !self.is_run_properties => self.push("\t"),
                    "br" | "cr" => self.push("\n"),
                    "noBreakHyphen" => self.push("-"),
                    "del" | "moveFrom" if !self.is_run_properties => self.deleted += 1,
                    "txbxContent" => {
                        self.box_depth += 1;
                        self.boxes += 1;
                    }
                    // The same again for older programs, how it looked before, and tab stops.
                    "Fallback" | "rPrChange" | "pPrChange" | "tabs" | "instrText" => {
                        xml.skip_element();
                    }
                    "footnote" | "endnote" | "comment" => {
                        self.is_separator = tag
                            .attribute("type")
                            .is_some_and(|kind| kind.contains("eparat"));
                        self.notes += usize::from(!self.is_separator);
                    }
                    "tbl" => {
                        self.table.depth += 1;
                        if self.table.depth == 1 {
                            self.table.number += 1;
                            self.table.row = 0;
                        }
                    }
                    "tr" if self.table.depth == 1 => {
                        self.table.row += 1;
                        self.table.cell = 0;
                    }
                    "tc" if self.table.depth == 1 => self.table.cell += 1,
                    _ => {}
                },
                Step::Close(end) => match end.name() {
                    "p" => {
                        if let Some(paragraph) = self.open.pop() {
                            self.end_paragraph(&paragraph);
                        }
                    }
                    "t" | "delText" => self.words = Words::None,
                    "r" => self.is_vanished = false,
                    "rPr" => self.is_run_properties = false,
                    "del" | "moveFrom" if !self.is_run_properties => {
                        self.deleted = self.deleted.saturating_sub(1);
                    }
                    "txbxContent" => self.box_depth = self.box_depth.saturating_sub(1),
                    "tbl" => self.table.depth = self.table.depth.saturating_sub(1),
                    _ => {}
                },
                Step::Text(text) if self.words != Words::None => self.push(&text),
                Step::Text(_) => {}
            }
        }
        // A broken part may leave some open.
        while let Some(paragraph) = self.open.pop() {
            self.end_paragraph(&paragraph);
        }
    }

    fn push(&mut self, text: &str) {
        let sight = if self.deleted > 0 || self.words == Words::Deleted {
            Sight::Deleted
        } else if self.is_vanished {
            Sight::Vanished
        } else {
            Sight::Seen
        };
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.push(sight, text);
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph) {
        if paragraph.is_blank() || self.is_separator {
            return;
        }
        let table = &self.table;
        let place = match self.part {
            DocxPart::Around(name) => name.to_owned(),
            DocxPart::Notes(name) => format!("{name} {}", self.notes),
            DocxPart::Comments => format!("批注 {}", self.notes),
            DocxPart::Body if paragraph.is_boxed => format!("文本框 {}", self.boxes),
            DocxPart::Body if table.depth > 0 => format!(
                "第 {} 个表格第 {} 行第 {} 列",
                table.number, table.row, table.cell
            ),
            DocxPart::Body => {
                self.paragraphs += 1;
                format!("第 {} 段", self.paragraphs)
            }
        };
        let is_comment = self.part == DocxPart::Comments;
        for (words, text) in [
            ("修订删除的文字", &paragraph.deleted),
            ("隐藏文字", &paragraph.vanished),
        ] {
            self.gatherer.add(format!("{place} {words}"), text, true);
        }
        self.gatherer.add(place, &paragraph.seen, is_comment);
    }
}
