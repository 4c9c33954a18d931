//! One document to be: what others say of it before a word of it is written.

use jiff::civil::Date;

use super::{columns::COLUMNS, rng::Rng, words::Topic};

/// The credit code of `site.yaml`, which every 索引号 starts with.
pub(crate) const CREDIT_CODE: &str = "111409020123456714";

/// Seed of all random numbers.
pub(crate) const SEED: u64 = 0x6763_6b5f_2019_2026;

/// A section's head, and whether its anchor is written out.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) text: String,
    /// Place in the list that its head comes from.
    pub(crate) element: usize,
    pub(crate) id: Option<&'static str>,
}

impl Head {
    /// The anchor that links use.
    pub(crate) fn anchor(&self) -> String {
        self.id.map_or_else(
            || self.text.chars().filter(|c| c.is_alphanumeric()).collect(),
            str::to_owned,
        )
    }
}

/// 有效性, with what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    Valid(Option<Date>),
    Expired(Date),
    Repealed,
    Amended,
}

/// Form of a document, beside the ways of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Ordinary,
    /// Explains that policy.
    Interpretation(usize),
    /// An annual report.
    Report,
    /// A guide to a service.
    Guide,
    /// The plan for a year of disclosure.
    WorkPlan,
    /// The notice on the leading group of disclosure.
    LeadingGroup,
}

/// One document to be.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Place in [`COLUMNS`].
    pub(crate) column: usize,
    /// Path below `content/`.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) topic: &'static Topic,
    /// The thing of the topic that it is about, which is an item of the catalogue.
    pub(crate) object: usize,
    pub(crate) form: Form,
    pub(crate) index_no: String,
    pub(crate) document_no: Option<String>,
    pub(crate) formed: Date,
    pub(crate) published: Date,
    pub(crate) heads: Vec<Head>,
    pub(crate) validity: Option<Validity>,
    /// True if any document interprets it.
    pub(crate) is_interpreted: bool,
    pub(crate) repeals: Vec<usize>,
    pub(crate) amends: Vec<usize>,
    pub(crate) based_on: Option<usize>,
    pub(crate) related: Option<usize>,
    /// True if it reaches the output.
    pub(crate) is_open: bool,
    /// True if it lies in a folder of its own, beside a file.
    pub(crate) has_file: bool,
}

impl Plan {
    pub(crate) fn kind(&self) -> &'static str {
        COLUMNS[self.column].kind
    }

    /// Path of its column.
    pub(crate) fn column_path(&self) -> &'static str {
        COLUMNS[self.column].path
    }

    /// True if it counts as 规范性文件 in the annual reports.
    pub(crate) fn is_normative(&self) -> bool {
        self.column_path() == "政策文件/行政规范性文件"
    }

    /// The folder it lies in, below `content/`.
    pub(crate) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Title as other documents call it.
    pub(crate) fn short_title(&self) -> &str {
        let title = self.title.as_str();
        title.strip_prefix("旭来街街道办事处").unwrap_or(title)
    }
}

/// Chance that belongs to one document alone.
pub(crate) fn rng_of(document: usize, purpose: u64) -> Rng {
    Rng::new(SEED ^ (document as u64).wrapping_mul(0x1_0000_01b3) ^ (purpose << 56))
}
