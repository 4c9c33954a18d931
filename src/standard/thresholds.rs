//! The figures that checks measure by: `thresholds.yaml`, and what a site puts in their place.

use std::sync::Arc;

use crate::yaml;

use super::schema::{Field, FieldType, Required};

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Chinese name, as `标准.阈值` of a site writes it.
    pub key: Arc<str>,
    /// English name, as rules ask for it.
    pub alias: Arc<str>,
    /// The figure.
    pub value: f64,
    /// What it counts (`天`, `个`).
    pub unit: String,
    /// The clause it rests on.
    pub clause: Option<String>,
}

/// What a figure may be.
pub const THRESHOLDS: std::ops::RangeInclusive<f64> = 0.0..=100_000.0;

/// Reads the compiled-in figures.
pub(super) fn builtin() -> Vec<Threshold> {
    let (node, _) = yaml::parse(include_str!("thresholds.yaml"), 0);
    let entries = node.iter().flat_map(yaml::Node::entries);
    entries
        .map(|entry| {
            let text = |name: &str| entry.node.get(name).and_then(yaml::Node::text);
            Threshold {
                key: entry.key.as_str().into(),
                alias: text("alias").unwrap_or_default().into(),
                value: text("value")
                    .and_then(|text| text.parse().ok())
                    .unwrap_or_default(),
                unit: text("unit").unwrap_or_default().to_owned(),
                clause: text("clause").map(str::to_owned),
            }
        })
        .collect()
}

/// The same figures as fields, for the settings of a site.
pub(super) fn fields() -> Vec<Field> {
    builtin()
        .into_iter()
        .map(|threshold| Field {
            key: threshold.key,
            alias: threshold.alias,
            kind: FieldType::Decimal,
            list: false,
            required: Required::No,
            min: Some(*THRESHOLDS.start()),
            max: Some(*THRESHOLDS.end()),
            ticks: false,
            clause: threshold.clause,
            requirement: None,
        })
        .collect()
}
