//! Facts about bad content, found by the stage that met them.

use std::sync::Arc;

use crate::{
    crash::Crash,
    source::{SourceFile, Span, Unopenable, conflicts},
};

use super::{DeadEnd, Fix, Inconclusive};

/// One fact with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File the span lies in, below the site's folder.
    pub path: String,
    /// The bytes at fault.
    pub span: Span,
    /// Kind of fault, with its details.
    pub kind: FaultKind,
}

impl Fault {
    /// A fact about some bytes of a file.
    pub fn new(path: &str, span: Span, kind: FaultKind) -> Self {
        Self {
            path: path.to_owned(),
            span,
            kind,
        }
    }

    /// The conflicts of a merge that a file has: all else that is wrong with it comes of them.
    pub fn conflicts(file: &SourceFile) -> Vec<Self> {
        let told = |span| Self::new(&file.path, span, FaultKind::ConflictMarker);
        conflicts(&file.text).into_iter().map(told).collect()
    }

    /// The conflicts of a merge, where a file has any, else what was found.
    pub fn conflicts_or(file: &SourceFile, faults: Vec<Self>) -> Vec<Self> {
        let found = Self::conflicts(file);
        if found.is_empty() { faults } else { found }
    }

    /// A fact about a file as a whole.
    pub fn whole(path: &str, kind: FaultKind) -> Self {
        Self::new(path, Span::default(), kind)
    }
}

/// Name that was certainly meant by one that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Difference between the two.
    pub slip: NameSlip,
    /// Name that should stand there instead.
    pub name: String,
    /// The change that puts it there, where the bytes are known.
    pub fix: Option<Fix>,
}

/// Difference of a name from the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSlip {
    /// In case only: one disk takes them for the same, the next does not.
    Case,
    /// In the Unicode normal form only, which nobody sees.
    NormalForm,
    /// By a slash at the end.
    Slash,
    /// By `%` escapes of escapes, or by backslashes.
    Escape,
}

/// Cause for which text does not reach its readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// A comment without an end, or one in which another begins.
    OpenComment,
    /// A tag without an end, a processing instruction, a declaration, a section of characters: its first
    /// signs.
    OpenMarkup(String),
    /// A tag that HTML does not know: its name.
    UnknownTag(String),
    /// An element of raw text without an end: its name.
    OpenElement(String),
    /// A definition of a link that nothing refers to: its label.
    Definition(String),
    /// The words after the fence of a block of code.
    FenceInfo,
    /// Signs at the end of a heading.
    ClosingSigns,
    /// An attribute of raw HTML: its name.
    Attribute(String),
    /// A sign that begins a list of one item: `- 5℃`.
    ListSign(char),
    /// Anything else.
    Unknown,
}

/// Markup that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residue {
    /// `##一、`: no blank after the signs of a heading.
    Heading,
    /// `[甲](附件 1.docx)`: a blank in an address, or an address that does not end.
    Link,
    /// `[甲]（附件1.docx）`: brackets of full width.
    FullWidthLink,
    /// Rows of a table without the line below the head, or with a wrong one.
    Table,
    /// Rows with tabs, pasted from a spreadsheet.
    TabbedRows,
    /// `+-----+-----+`.
    GridTable,
    /// `[甲]{.underline}`.
    Attributes,
    /// `** 甲**`.
    Stress,
    /// `&nbsp` without its semicolon.
    Reference,
    /// `:::` and `[TOC]`, which other tools read.
    Directive,
    /// A paragraph right after a table, of which it becomes a row.
    TableTail,
    /// Tags of a word processor.
    Tag,
    /// `[^1]：`: a colon of full width.
    Footnote,
    /// `<!--` in the middle of a text, without an end.
    Comment,
    /// Markdown between tags of HTML, where it is not read.
    InHtml,
}

/// Kinds of faults in content. Each kind is told by the one rule that has its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Bytes that are not UTF-8, with the encoding they seem to be in.
    NotUtf8 {
        /// `GBK` where the bytes decode as such.
        guess: Option<&'static str>,
    },
    /// A byte order mark before the first character.
    ByteOrderMark,
    /// Lines that end in CR LF.
    CrlfLineEnds,
    /// A source larger than is ever written by hand.
    OversizedSource {
        /// Its size in bytes.
        bytes: u64,
        /// The largest size in bytes that is read.
        limit: u64,
    },
    /// A backup, a copy or a temporary file, which is not published.
    LeftoverFile,
    /// A link to one, or a field that names one.
    NamedLeftover {
        /// Its name.
        name: String,
        /// True if it goes out with what names it; a copy of a document never does.
        is_published: bool,
    },
    /// A symbolic link out of the document, or what is no regular file.
    StrayLink {
        /// Fault of the link or file, in Chinese.
        reason: &'static str,
    },
    /// A file or folder name that is not UTF-8.
    UnreadableName,
    /// No `---` on the first line.
    MissingFrontMatter {
        /// True if the first line has other dashes in its place.
        is_meant: bool,
    },
    /// No closing `---`.
    UnclosedFrontMatter {
        /// True if a line has other dashes in its place.
        is_meant: bool,
    },
    /// A full-width colon after a key.
    FullWidthColon {
        /// The key.
        key: String,
    },
    /// Text that is not YAML.
    InvalidYaml {
        /// The reason, in Chinese.
        reason: String,
        /// The change that mends it, where that is certain.
        fix: Option<Fix>,
    },
    /// An anchor, alias or tag.
    YamlReference,
    /// A table file that cannot be read, or has no header row of its fields.
    UnreadableTable {
        /// The reason, in Chinese.
        reason: String,
        /// The cure, where opening and looking is not the right one.
        cure: Option<&'static str>,
    },
    /// A sheet of a workbook that has no header, and is not read.
    SkippedSheet,
    /// Cells of a workbook that are hidden there, and published nevertheless.
    HiddenCells {
        /// Their number.
        count: usize,
    },
    /// A second front page of a column.
    SecondColumnIndex {
        /// Path of the first.
        other: String,
    },
    /// A row of a table file that is no item of it, and is not read.
    SkippedRow {
        /// Its words.
        words: String,
        /// True if it is hardly a note, but an item that is lost.
        is_item: bool,
    },
    /// Columns of a table file that no field is read from.
    UnknownColumn {
        /// Their names.
        names: Vec<String>,
    },
    /// A cell whose formula went wrong.
    FormulaError {
        /// Name of the column.
        field: String,
    },
    /// A cell of a column of ticks that is neither ticked nor blank.
    UnknownTick {
        /// Name of the column.
        column: String,
        /// Name of the field that it belongs to.
        field: String,
    },
    /// A table whose columns are prescribed, with other columns than those.
    IrregularHeader {
        /// Prescribed columns that it does not have.
        missing: Vec<String>,
        /// Columns of it that nothing prescribes; they are not read.
        unknown: Vec<String>,
    },
    /// A field that must be there.
    MissingField {
        /// Its name.
        field: String,
        /// Place where it is asked for, in Chinese (`政策文件`).
        wanted_by: String,
        /// The line to write, where the field has parts or a form of its own.
        template: Option<String>,
        /// Words that stand for the `…` of the line: `是 或 否`.
        values: Option<String>,
        /// True if its name is there, with nothing behind it.
        is_blank: bool,
        /// The clause that asks for it.
        clause: Option<String>,
        /// ID of the requirement it would fulfil.
        requirement: Option<Arc<str>>,
        /// True if it is an error whatever the requirement weighs.
        is_strict: bool,
    },
    /// A field that no schema knows.
    UnknownField {
        /// Its name as written.
        field: String,
        /// The known name nearest to it.
        nearest: Option<String>,
        /// Name of the map it stands in: `文档`, `“审查”`.
        wanted_by: String,
        /// Names that may stand there, where they are few enough to be listed.
        known: Option<String>,
        /// ID of the requirement that the field meant would fulfil.
        requirement: Option<Arc<str>>,
    },
    /// A list written with signs of full width, so that it is read as one item.
    FullWidthList {
        /// The field's name.
        field: String,
        /// Text that should stand there; absent where the place on the disk is not known for
        /// certain.
        wanted: Option<String>,
    },
    /// A value of the wrong type.
    IllTypedField {
        /// The field's name.
        field: String,
        /// Number of the item in a list, from 1.
        item: Option<usize>,
        /// Description of the value it should be, in Chinese.
        expected: String,
        /// ID of the requirement it would fulfil.
        requirement: Option<Arc<str>>,
        /// True if it is an error whatever the requirement weighs.
        is_strict: bool,
        /// Value certainly meant, where another way of writing explains it.
        meant: Option<String>,
    },
    /// A value of the right type that is not allowed.
    OutOfRangeField {
        /// The field's name.
        field: String,
        /// Reason why it is not allowed, in Chinese.
        reason: String,
        /// Sentence that tells what to write, in Chinese.
        cure: String,
        /// The clause that says so.
        clause: Option<String>,
        /// ID of the requirement it would fulfil.
        requirement: Option<Arc<str>>,
        /// True if it is an error whatever the requirement weighs.
        is_strict: bool,
    },
    /// A field that stands twice.
    DuplicateField {
        /// Its name as written the second time.
        field: String,
        /// Place where it stood first.
        first: Span,
    },
    /// Raw HTML that the sanitiser takes out.
    RemovedHtml {
        /// The element or attribute.
        what: String,
    },
    /// Text of the source that its readers would not get.
    LostText {
        /// Cause of the loss.
        loss: Loss,
        /// The change that keeps it, where that is certain.
        fix: Option<Fix>,
    },
    /// A row of a table that has more or fewer cells than its head.
    UnevenRow {
        /// Number of cells of the head.
        wanted: usize,
        /// Number of cells of the row.
        found: usize,
    },
    /// Asterisks or tildes that may be markup or text.
    AmbiguousSign {
        /// True if they stay in the text, false if they are taken for markup.
        is_text: bool,
    },
    /// Markup that failed, and that is printed as it stands.
    LiteralMarkup {
        /// Its kind.
        residue: Residue,
        /// The change that mends it, where that is certain.
        fix: Option<Fix>,
    },
    /// Lines that were meant as paragraphs, and that run together.
    RunOnLines {
        /// Number of lines that go on where a paragraph should begin.
        count: usize,
        /// The change that parts them, where that is certain.
        fix: Option<Fix>,
    },
    /// Text that its indentation turns into code.
    IndentedText {
        /// The change that makes paragraphs of it, where that is certain.
        fix: Option<Fix>,
    },
    /// Text that a line of dashes below it turns into a heading.
    UnderlinedHeading {
        /// The change that makes it text, where that is certain.
        fix: Option<Fix>,
    },
    /// A block of code without an end.
    UnclosedFence,
    /// A comparison (`>60`) that is read as a quotation.
    MistakenQuote {
        /// The change that makes it text.
        fix: Fix,
    },
    /// A footnote that nothing refers to.
    UnusedFootnote {
        /// Its name.
        name: String,
        /// True if another of the same name stands before it.
        is_second: bool,
    },
    /// A reference to a footnote that is not there.
    UndefinedFootnote {
        /// Its name.
        name: String,
    },
    /// Lines that a merge left where two versions differ.
    ConflictMarker,
    /// A value of YAML that ends where a comment begins.
    CutValue {
        /// Text that is cut off.
        lost: String,
        /// The change that keeps it, where that is certain.
        fix: Option<Fix>,
    },
    /// Elements, lists or quotes that lie deeper in each other than is written.
    DeepNesting {
        /// Greatest depth at which they may lie.
        limit: usize,
    },
    /// The program panicked while it worked on a file: a mistake of the program, not of the content.
    InternalError {
        /// Work that was being done, in Chinese.
        doing: String,
        /// Facts known of the panic.
        crash: Crash,
    },
    /// An SVG that could run scripts or fetch from elsewhere.
    UnsafeSvg {
        /// The element or attribute.
        what: String,
    },
    /// Two documents whose pages would lie at one address.
    DuplicatePermalink {
        /// The address.
        permalink: String,
        /// The file that has it already.
        other: String,
    },
    /// An address that a page had once, and that is another's now.
    TakenAlias {
        /// The address.
        address: String,
        /// The file that has it.
        other: String,
    },
    /// Two documents with one 索引号.
    DuplicateIndexNumber {
        /// The number.
        index_no: String,
        /// The file that has it already.
        other: String,
    },
    /// A folder of documents that belongs to no column.
    MissingColumnIndex {
        /// The folder.
        folder: String,
    },
    /// A file named in a field that is not there.
    MissingFile {
        /// The name as written.
        name: String,
        /// The nearest existing name.
        nearest: Option<String>,
        /// Name certainly meant, where a slip of the pen explains it.
        meant: Option<Meant>,
    },
    /// A relation to a document that is not there.
    UnresolvedRelation {
        /// The key as written.
        key: String,
        /// The nearest existing key.
        nearest: Option<String>,
        /// Key certainly meant, where a slip of the pen explains it.
        meant: Option<Meant>,
    },
    /// A relation or link to something that is never published.
    UnpublishedTarget {
        /// Target that it points at.
        target: String,
        /// The document that is not published and that the file belongs to, where it is a file.
        owner: Option<String>,
    },
    /// A link to nothing.
    BrokenLink {
        /// The destination as written.
        destination: String,
        /// The nearest existing source.
        nearest: Option<String>,
        /// Destination certainly meant, where a slip of the pen explains it.
        meant: Option<Meant>,
    },
    /// A link or picture whose address no reader can open.
    UnopenableLink {
        /// The address as written.
        address: String,
        /// Reason why nobody can.
        why: Unopenable,
    },
    /// A file that no document, column or page takes.
    UntakenFile,
    /// A link to a place that the page does not have.
    BrokenAnchor {
        /// The fragment as written.
        fragment: String,
        /// The nearest existing anchor.
        nearest: Option<String>,
        /// Anchor certainly meant, where a slip of the pen explains it.
        meant: Option<Meant>,
        /// Path in the output of the page that lacks it.
        page: String,
    },
    /// A link to another website that nobody can follow.
    BrokenExternalLink {
        /// The address as written.
        address: String,
        /// Reason why nobody can follow it.
        why: DeadEnd,
    },
    /// A link to another website that leads on to a new address for good.
    MovedExternalLink {
        /// The address as written.
        address: String,
        /// The new one.
        to: String,
        /// The status that said so.
        status: u16,
        /// Address to put in its place, where that is certain.
        replacement: Option<String>,
    },
    /// A link to another website of which nothing can be said from here.
    UnreachableExternalLink {
        /// The address as written.
        address: String,
        /// Reason why nothing can be said of it.
        why: Inconclusive,
    },
}

impl FaultKind {
    /// A value that is not allowed, by no clause and no requirement.
    pub fn out_of_range(field: &str, reason: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::OutOfRangeField {
            field: field.to_owned(),
            reason: reason.into(),
            cure: cure.into(),
            clause: None,
            requirement: None,
            is_strict: false,
        }
    }

    /// The change that a fault of a text brings with it.
    pub fn fix_mut(&mut self) -> Option<&mut Fix> {
        match self {
            Self::LostText { fix, .. }
            | Self::LiteralMarkup { fix, .. }
            | Self::RunOnLines { fix, .. }
            | Self::IndentedText { fix }
            | Self::UnderlinedHeading { fix } => fix.as_mut(),
            Self::MistakenQuote { fix } => Some(fix),
            _ => None,
        }
    }
}
