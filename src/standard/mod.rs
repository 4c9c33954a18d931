//! The statutory standard as data: kinds of columns, fields of documents, the fifteen items of
//! Article 20, the 26 domains, the rows of the annual report.
//!
//! The YAML files beside this one are compiled into the program; each entry carries its source.

mod calendar;

mod lexicon;

mod moment;
mod record;
mod requirements;
mod schema;
mod statements;
mod thresholds;
pub mod view;
mod vocabulary;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use crate::yaml::{self, Node};

use view::ColumnKind;

pub use calendar::Calendar;
pub use lexicon::numbers::{
    is_bank_card, is_credit_code, is_id_number, is_organisation_code, persons_in,
};
pub use lexicon::{Lexicon, Mark, MarkKind, Phrase, PhraseKind};
pub use moment::written_moment;
pub use record::{Data, Record, SchemaFault, Typed, nearest, read_record};
pub use requirements::{Confirmed, Judged, Requirement, Requirements};
pub use schema::{Cells, Field, FieldType, Required};
pub use statements::{Bound, Scope, Stated, Statement, Statements};
pub use thresholds::{Figures, THRESHOLDS, Threshold, thresholds};
pub use vocabulary::{
    Groups, ListShape, MOST_WORDS, RepealedBases, RepealedBasis, Vocabulary, VocabularyEntry,
    WordList, Words, vocabulary_entries,
};

/// Schemas, columns, requirements and figures that the regulations prescribe, ready for use.
#[derive(Debug, Clone)]
pub struct Standard {
    /// Fields of a document's front matter.
    pub document: Arc<[Field]>,
    /// Fields of a column's front matter.
    pub column: Arc<[Field]>,
    /// Fields of `site.yaml`.
    pub site: Arc<[Field]>,
    /// Traits of each kind of column.
    pub kinds: BTreeMap<ColumnKind, KindTraits>,
    /// The values that the page tag `ColumnType` may have.
    pub column_types: Vec<String>,
    /// Schemas of structured data by name.
    pub data: BTreeMap<String, Arc<[Field]>>,
    /// The columns that every disclosure section must have, in the prescribed order.
    pub statutory: Vec<StatutoryColumn>,
    /// The fifteen items of Article 20, in order.
    pub items: Vec<StatutoryItem>,
    /// The names of the 26 domains, in order.
    pub domains: Vec<String>,
    /// The 25 rows of table three of the annual report, in order.
    pub annual_rows: Vec<AnnualRow>,
    /// The numbered requirements of the inspection.
    pub requirements: Requirements,
    /// The figures that checks measure by.
    pub figures: Figures,
    /// Working days.
    pub calendar: Calendar,
    /// Phrases that official text should not hold.
    pub lexicon: Lexicon,
    /// Words that rules recognise a text by.
    pub vocabulary: Vocabulary,
    /// Ways in which texts state duties wrongly.
    pub statements: Statements,
}

/// A kind of column: which page it has and what data it is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindTraits {
    /// Template of its front page, without `.html`.
    pub template: String,
    /// Value of the page tag `ColumnType`.
    pub column_type: String,
    /// Name of the schema of its structured data, if it has any.
    pub data: Option<String>,
    /// True if its documents are official ones (red head).
    pub official: bool,
    /// True if its front page lists its documents, in pages of lists.
    pub listed: bool,
}

/// A column that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatutoryColumn {
    /// Its kind.
    pub kind: ColumnKind,
    /// Its exact title.
    pub title: String,
    /// The clause that demands it.
    pub clause: String,
}

/// One of the fifteen items of Article 20.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatutoryItem {
    /// The number as the Regulation writes it: `（一）`.
    pub label: String,
    /// English key, used in addresses.
    pub key: String,
    /// Short name.
    pub name: String,
}

/// One row of table three of the annual report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualRow {
    /// Name of the row in the figures' YAML.
    pub key: String,
    /// The row's own words in the official form.
    pub label: String,
    /// The heading it stands under: `三、本年度办理结果`.
    pub group: Option<String>,
    /// The heading below that: `（三）不予公开`.
    pub subgroup: Option<String>,
}

impl Standard {
    /// The standard as it is compiled in.
    ///
    /// # Panics
    ///
    /// Panics if the compiled-in YAML is broken, which the tests rule out.
    pub fn builtin() -> Self {
        // A site adjusts its own copy; the tests and the fuzz targets make thousands of sites.
        static BUILTIN: LazyLock<Standard> = LazyLock::new(Standard::read);
        BUILTIN.clone()
    }

    fn read() -> Self {
        let file = |text: &str| match yaml::parse(text, 0) {
            (Some(node), faults) if faults.is_empty() => node,
            (_, faults) => panic!("broken standard: {faults:?}"),
        };
        let document = file(include_str!("document.yaml"));
        let columns = file(include_str!("columns.yaml"));
        let data = file(include_str!("data.yaml"));
        let annual = file(include_str!("annual_report.yaml"));
        let lists = file(include_str!("article20.yaml"));
        Self {
            document: schema::fields(&document),
            column: schema::fields(get(&columns, "fields")),
            site: schema::fields(&file(include_str!("site.yaml"))),
            kinds: get(&columns, "kinds")
                .entries()
                .iter()
                .map(|entry| (kind(&entry.key), traits(&entry.node)))
                .collect(),
            column_types: get(&columns, "column_types")
                .items()
                .iter()
                .filter_map(Node::text)
                .map(str::to_owned)
                .collect(),
            data: data
                .entries()
                .iter()
                .map(|entry| (entry.key.clone(), schema::fields(&entry.node)))
                .collect(),
            statutory: get(&columns, "statutory")
                .items()
                .iter()
                .map(|node| StatutoryColumn {
                    kind: kind(&text(node, "kind")),
                    title: text(node, "title"),
                    clause: text(node, "clause"),
                })
                .collect(),
            items: get(&lists, "items")
                .items()
                .iter()
                .map(|node| StatutoryItem {
                    label: text(node, "label"),
                    key: text(node, "key"),
                    name: text(node, "name"),
                })
                .collect(),
            domains: get(&lists, "domains")
                .items()
                .iter()
                .filter_map(Node::text)
                .map(str::to_owned)
                .collect(),
            annual_rows: annual
                .items()
                .iter()
                .map(|node| AnnualRow {
                    key: text(node, "key"),
                    label: text(node, "label"),
                    group: node.get("group").and_then(Node::text).map(str::to_owned),
                    subgroup: node.get("subgroup").and_then(Node::text).map(str::to_owned),
                })
                .collect(),
            requirements: Requirements::builtin(),
            figures: thresholds::figures(),
            calendar: Calendar::read(&file(include_str!("calendars.yaml"))),
            lexicon: Lexicon::read(&file(include_str!("wording.yaml"))),
            vocabulary: Vocabulary::builtin(),
            statements: Statements::builtin(),
        }
    }
}

fn kind(word: &str) -> ColumnKind {
    ColumnKind::from_word(word).unwrap_or_else(|| panic!("standard: no kind `{word}`"))
}

fn traits(node: &Node) -> KindTraits {
    KindTraits {
        template: text(node, "template"),
        column_type: text(node, "column_type"),
        data: node.get("data").and_then(Node::text).map(str::to_owned),
        official: node.get("official").and_then(Node::text) == Some("true"),
        listed: node.get("listed").and_then(Node::text) == Some("true"),
    }
}

fn get<'n>(node: &'n Node, key: &str) -> &'n Node {
    node.get(key)
        .unwrap_or_else(|| panic!("standard: `{key}` is missing"))
}

fn text(node: &Node, key: &str) -> String {
    get(node, key).text().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_standard_is_whole() {
        let standard = Standard::builtin();
        assert_eq!(standard.items.len(), 15);
        assert_eq!(standard.domains.len(), 26);
        assert_eq!(standard.annual_rows.len(), 25);
        assert_eq!(standard.statutory.len(), 5);
        let kinds: Vec<&str> = standard.kinds.keys().map(|kind| kind.word()).collect();
        let choices = standard.column.iter().find(|field| &*field.alias == "kind");
        let FieldType::Choice(choices) = &choices.expect("columns have kinds").kind else {
            panic!("kinds are words");
        };
        assert_eq!(
            kinds, *choices,
            "`kinds` and the choices of 栏目类型 in columns.yaml"
        );
        for (name, kind) in &standard.kinds {
            assert!(
                standard.column_types.contains(&kind.column_type),
                "{name:?}"
            );
            if let Some(data) = &kind.data {
                assert!(
                    standard.data.contains_key(data),
                    "{name:?}: no schema `{data}`"
                );
            }
        }
        for column in &standard.statutory {
            assert!(
                standard.kinds.contains_key(&column.kind),
                "{:?}",
                column.kind
            );
        }
    }
}
