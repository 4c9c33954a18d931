//! Fields and the values they may hold, as the standard's YAML writes them down.

use std::sync::Arc;

use crate::{diagnostic::FaultKind, yaml::Node};

use super::{
    thresholds::{THRESHOLDS, thresholds},
    vocabulary::{ListShape, MOST_WORDS, vocabulary_entries},
};

/// One field of a schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Chinese name, as editors write it.
    pub key: Arc<str>,
    /// English name, which editors may write too and templates see.
    pub alias: Arc<str>,
    /// Type of the value, or of each item where `list` is set.
    pub kind: FieldType,
    /// Words that say the same as the last of the choices: `本乡无此项`.
    pub also: Vec<String>,
    /// Unit that a number is counted in and that is not written: `万元`.
    pub unit: Option<String>,
    /// True if the value is a list.
    pub list: bool,
    /// Condition under which it must be there.
    pub required: Required,
    /// Least number of characters (text), items (list) or least value (number).
    pub min: Option<f64>,
    /// Greatest number of characters, items, or greatest value.
    pub max: Option<f64>,
    /// Form of its cells in a table.
    pub cells: Cells,
    /// True if a fault in it is an error, whatever its requirement weighs: published, a statutory table
    /// would have a cell too few. A field of a map is strict where that is.
    pub strict: bool,
    /// The clause it rests on.
    pub clause: Option<String>,
    /// ID of the requirement it fulfils; a field of a map has that of the map unless it has its own.
    pub requirement: Option<Arc<str>>,
}

/// Form of the cells of a field in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Words.
    Words,
    /// Ticks, in a column for each choice.
    Ticks,
    /// Words, and a blank cell repeats the one above.
    Repeated,
}

/// Type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM-DD`, or with ` HH:MM`.
    DateTime,
    /// Whole number.
    Integer,
    /// Number.
    Decimal,
    /// 是 or 否.
    Flag,
    /// One of these words.
    Choice(Vec<String>),
    /// Key of a document: its path below `content/`, or its 索引号.
    Relation,
    /// Path below `content/` or an address on the web.
    Link,
    /// Address on the web, of http or https.
    Url,
    /// Name of a file beside this one.
    File,
    /// Part of an address: lower-case letters, digits and `-`.
    Slug,
    /// Fields of its own.
    Map(Arc<[Field]>),
}

/// Condition under which a field must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// It may be left out.
    No,
    /// Always.
    Always,
    /// In columns of these kinds.
    InKinds(Vec<String>),
    /// If another field has one of these values.
    If {
        /// English name of the other field.
        field: String,
        /// Its values.
        values: Vec<String>,
    },
}

impl Field {
    /// True for the Chinese name and for the English one.
    pub fn is_named(&self, name: &str) -> bool {
        *self.key == *name || *self.alias == *name
    }

    /// A line to copy, where the value has parts or a form of its own.
    pub fn template(&self) -> Option<String> {
        let value = self.kind.sample(0);
        let value = value
            .or_else(|| (self.list && self.kind.values().is_some()).then(|| "…".to_owned()))?;
        Some(if self.list {
            format!("{}: [{value}]", self.key)
        } else {
            format!("{}: {value}", self.key)
        })
    }

    /// Fault of what wants the field and has none.
    pub fn missing(&self, wanted_by: &str, is_blank: bool) -> FaultKind {
        FaultKind::MissingField {
            field: self.key.to_string(),
            wanted_by: wanted_by.to_owned(),
            template: self.template(),
            values: self.kind.values(),
            is_blank,
            clause: self.clause.clone(),
            requirement: self.requirement.clone(),
            is_strict: self.strict,
        }
    }
}

impl FieldType {
    /// A value to copy; none where any text will do, or where it would take more than a line.
    fn sample(&self, depth: usize) -> Option<String> {
        Some(match self {
            Self::Date | Self::DateTime => "2026-01-31".to_owned(),
            Self::Map(fields) if depth == 0 => {
                let asked = fields
                    .iter()
                    .filter(|field| field.required == Required::Always);
                let parts: Vec<String> = asked
                    .map(|field| {
                        let value = field.kind.sample(depth + 1);
                        let value = value.unwrap_or_else(|| "…".to_owned());
                        format!("{}: {value}", field.key)
                    })
                    .collect();
                if parts.is_empty() {
                    return None;
                }
                format!("{{{}}}", parts.join(", "))
            }
            _ => return None,
        })
    }

    /// The values that there are, where there is a choice.
    fn values(&self) -> Option<String> {
        match self {
            Self::Flag => Some("是 或 否".to_owned()),
            Self::Choice(choices) => {
                let (last, rest) = choices.split_last()?;
                Some(format!("{} 或 {last}", rest.join("、")))
            }
            _ => None,
        }
    }

    /// Description of the value that an editor should write, in Chinese.
    pub fn expected(&self) -> String {
        match self {
            Self::Text => "一段文字".to_owned(),
            Self::Date => "日期，写作 2026-01-31".to_owned(),
            Self::DateTime => "日期，写作 2026-01-31 或 2026-01-31 09:30".to_owned(),
            Self::Integer => "整数，只写阿拉伯数字，如 12".to_owned(),
            Self::Decimal => "数字，只写阿拉伯数字，不带单位，如 1.5".to_owned(),
            Self::Flag => "是 或 否".to_owned(),
            Self::Choice(choices) => format!("以下之一：{}", choices.join("、")),
            Self::Relation => "文档路径（content 之下，如 政策文件/甲.md）或索引号".to_owned(),
            Self::Link => "content 之下的路径，或 https:// 开头的网址".to_owned(),
            Self::Url => "https:// 或 http:// 开头的网址".to_owned(),
            Self::File => "同一文件夹里的文件名".to_owned(),
            Self::Slug => "小写字母、数字和连字符".to_owned(),
            Self::Map(fields) => format!(
                "一组键值：{}",
                fields
                    .iter()
                    .map(|field| &*field.key)
                    .collect::<Vec<_>>()
                    .join("、")
            ),
        }
    }
}

/// Reads the fields of one schema.
pub(super) fn fields(node: &Node) -> Arc<[Field]> {
    fields_below(node, None, false)
}

/// Fields below one whose requirement and strictness are theirs.
fn fields_below(node: &Node, above: Option<&Arc<str>>, strict: bool) -> Arc<[Field]> {
    node.entries()
        .iter()
        .map(|entry| field(&entry.key, &entry.node, above, strict))
        .collect()
}

fn field(key: &str, node: &Node, above: Option<&Arc<str>>, strict: bool) -> Field {
    let text = |name: &str| node.get(name).and_then(Node::text);
    let words = |node: &Node| {
        node.items()
            .iter()
            .filter_map(Node::text)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let requirement = text("requirement")
        .map(Arc::from)
        .or_else(|| above.cloned());
    let strict = strict || text("strict") == Some("true");
    let kind = match text("type").unwrap_or("text") {
        "text" => FieldType::Text,
        "date" => FieldType::Date,
        "datetime" => FieldType::DateTime,
        "integer" => FieldType::Integer,
        "decimal" => FieldType::Decimal,
        "flag" => FieldType::Flag,
        "choice" => FieldType::Choice(node.get("choices").map(words).unwrap_or_default()),
        "relation" => FieldType::Relation,
        "link" => FieldType::Link,
        "url" => FieldType::Url,
        "file" => FieldType::File,
        "slug" => FieldType::Slug,
        "map" => FieldType::Map(
            node.get("fields")
                .map(|node| fields_below(node, requirement.as_ref(), strict))
                .unwrap_or_default(),
        ),
        "thresholds" => FieldType::Map(figure_fields()),
        "vocabulary" => FieldType::Map(word_fields()),
        other => panic!("standard: unknown type `{other}` of `{key}`"),
    };
    let required = match (
        text("required"),
        node.get("required_in"),
        node.get("required_if"),
    ) {
        (Some("true"), _, _) => Required::Always,
        (_, Some(kinds), _) => Required::InKinds(words(kinds)),
        (_, _, Some(condition)) => {
            let entry = &condition.entries()[0];
            Required::If {
                field: entry.key.clone(),
                values: words(&entry.node),
            }
        }
        _ => Required::No,
    };
    let number = |name: &str| text(name).and_then(|text| text.parse().ok());
    Field {
        key: key.into(),
        alias: text("alias").unwrap_or(key).into(),
        kind,
        also: node.get("also").map(words).unwrap_or_default(),
        unit: text("unit").map(str::to_owned),
        list: text("list") == Some("true"),
        required,
        min: number("min"),
        max: number("max"),
        cells: match (text("ticks"), text("repeats")) {
            (Some("true"), _) => Cells::Ticks,
            (_, Some("true")) => Cells::Repeated,
            _ => Cells::Words,
        },
        strict,
        clause: text("clause").map(str::to_owned),
        requirement,
    }
}

/// The same figures as fields, for the settings of a site.
fn figure_fields() -> Arc<[Field]> {
    thresholds()
        .into_iter()
        .map(|threshold| Field {
            min: Some(*THRESHOLDS.start()),
            max: Some(*THRESHOLDS.end()),
            clause: threshold.clause,
            ..plain(threshold.key, threshold.alias, FieldType::Decimal)
        })
        .collect()
}

/// The lists of words as fields, for the settings of a site.
fn word_fields() -> Arc<[Field]> {
    let list = |key: &str, alias: &str, kind: FieldType| Field {
        list: true,
        max: Some(MOST_WORDS as f64),
        ..plain(key.into(), alias.into(), kind)
    };
    let basis = |key: &str, alias: &str, kind: FieldType| Field {
        required: Required::Always,
        ..plain(key.into(), alias.into(), kind)
    };
    vocabulary_entries()
        .into_iter()
        .map(|entry| {
            let (key, alias) = (entry.key.as_str(), entry.alias.as_str());
            let field = match entry.shape {
                ListShape::Words => list(key, alias, FieldType::Text),
                ListShape::Groups(names) => {
                    let groups = names.iter().map(|name| list(name, name, FieldType::Text));
                    let kind = FieldType::Map(groups.collect());
                    plain(key.into(), alias.into(), kind)
                }
                ListShape::Bases => {
                    let parts = [
                        basis("名称", "name", FieldType::Text),
                        basis("失效日期", "since", FieldType::Date),
                        basis("现行规定", "now", FieldType::Text),
                    ];
                    list(key, alias, FieldType::Map(parts.into()))
                }
            };
            Field {
                clause: entry.clause,
                ..field
            }
        })
        .collect()
}

/// A field that may be left out and has no limits.
fn plain(key: Arc<str>, alias: Arc<str>, kind: FieldType) -> Field {
    Field {
        key,
        alias,
        kind,
        also: Vec::new(),
        unit: None,
        list: false,
        required: Required::No,
        min: None,
        max: None,
        cells: Cells::Words,
        strict: false,
        clause: None,
        requirement: None,
    }
}
