//! The numbered requirements that the inspection goes by: `requirements.yaml`.

use std::collections::HashMap;

use crate::{diagnostic::Severity, yaml::Node};

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its number: `TL-12-1`.
    pub id: String,
    /// The heading it stands under.
    pub part: String,
    /// Source, as a diagnostic quotes it.
    pub clause: String,
    /// Demand, in one sentence.
    pub text: String,
    /// Severity of a breach; never an error where the source is only remembered.
    pub severity: Severity,
    /// Confirmation of the source: the way in which it is known.
    pub confirmed: Confirmed,
    /// Part of it that a static check can judge.
    pub judged: Judged,
    /// Part that is left to people, or a caveat.
    pub note: Option<String>,
}

/// Confirmation of a source: the way in which it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The full text was read.
    FullText,
    /// An excerpt of the official text was read.
    Excerpt,
    /// Others bear witness to it.
    Witness,
    /// It is only remembered.
    Memory,
}

/// Part of a requirement that a static check can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// All of it.
    Full,
    /// Some of it: without a breach found it is still not passed.
    Part,
    /// Nothing.
    None,
}

impl Confirmed {
    /// The word that reports use.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FullText => "全文核实",
            Self::Excerpt => "摘录核实",
            Self::Witness => "旁证",
            Self::Memory => "未见原文",
        }
    }
}

/// The requirements in their order, found by number.
#[derive(Debug, Clone, Default)]
pub struct Requirements {
    list: Vec<Requirement>,
    places: HashMap<String, usize>,
}

impl Requirements {
    /// The requirement with a number.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.places.get(id).map(|at| &self.list[*at])
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Requirement> {
        self.list.iter()
    }

    /// The headings they stand under, in order.
    pub fn parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = Vec::new();
        for requirement in &self.list {
            if !parts.contains(&requirement.part.as_str()) {
                parts.push(&requirement.part);
            }
        }
        parts
    }

    /// The requirements as they are compiled in.
    pub fn builtin() -> Self {
        let (node, _) = crate::yaml::parse(include_str!("requirements.yaml"), 0);
        node.as_ref().map(Self::read).unwrap_or_default()
    }

    fn read(node: &Node) -> Self {
        let list: Vec<Requirement> = node
            .entries()
            .iter()
            .map(|entry| requirement(&entry.key, &entry.node))
            .collect();
        let places = list
            .iter()
            .enumerate()
            .map(|(at, requirement)| (requirement.id.clone(), at))
            .collect();
        Self { list, places }
    }
}

fn requirement(id: &str, node: &Node) -> Requirement {
    let text = |name: &str| super::text(node, name);
    let confirmed = match text("confirmed").as_str() {
        "A" => Confirmed::FullText,
        "B" => Confirmed::Excerpt,
        "C" => Confirmed::Witness,
        _ => Confirmed::Memory,
    };
    let severity = match text("severity").as_str() {
        "error" if confirmed != Confirmed::Memory => Severity::Error,
        "error" | "warning" => Severity::Warning,
        _ => Severity::Info,
    };
    let judged = match text("judged").as_str() {
        "full" => Judged::Full,
        "part" => Judged::Part,
        _ => Judged::None,
    };
    Requirement {
        id: id.to_owned(),
        part: text("part"),
        clause: text("clause"),
        text: text("text"),
        severity,
        confirmed,
        judged,
        note: node.get("note").and_then(Node::text).map(str::to_owned),
    }
}
