//! The figures that checks measure by: `thresholds.yaml`, and what a site puts in their place.

use std::sync::Arc;

use crate::yaml;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Chinese name, as `标准.阈值` of a site writes it.
    pub key: Arc<str>,
    /// English name, as rules ask for it.
    pub alias: Arc<str>,
    /// The figure.
    pub value: f64,
    /// Unit of the figure (`天`, `个`).
    pub unit: String,
    /// The clause it rests on.
    pub clause: Option<String>,
}

macro_rules! figures {
    ($($name:ident)*) => {
        /// The figures by their English names.
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Figures {
            $(#[doc = concat!("`", stringify!($name), "` of `thresholds.yaml`.")] pub $name: f64,)*
        }

        impl Figures {
            /// Every figure with its English name.
            pub fn each(&mut self) -> impl Iterator<Item = (&'static str, &mut f64)> {
                [$((stringify!($name), &mut self.$name)),*].into_iter()
            }
        }
    };
}

figures! {
    publication_days
    guide_days
    disclosure_review_days
    home_days
    news_days
    notice_days
    stale_columns
    overdue_columns
    blank_columns
    leader_days
    column_depth
    click_depth
    page_kilobytes
    attachment_megabytes
    report_similarity
    report_deadline
    interpretation_days
    missing_elements
    interpretation_overlap
    diversified_least
    diversified_goal
    assessment_weight
    trainings
    abstract_characters
    contrast
    large_contrast
    line_height
    target_pixels
    large_target_pixels
    trial_years
}

/// Range that a figure may lie in.
pub const THRESHOLDS: std::ops::RangeInclusive<f64> = 0.0..=100_000.0;

/// Reads the compiled-in figures.
pub fn thresholds() -> Vec<Threshold> {
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

/// The compiled-in figures by name.
pub(super) fn figures() -> Figures {
    let mut figures = Figures::default();
    let mut table = thresholds();
    for (alias, figure) in figures.each() {
        let at = table
            .iter()
            .position(|threshold| &*threshold.alias == alias);
        *figure = at.map_or(f64::NAN, |at| table.swap_remove(at).value);
    }
    debug_assert!(table.is_empty(), "standard: {table:?} have no name");
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_file() {
        assert_eq!(figures().each().count(), thresholds().len());
        assert!(figures().each().all(|(_, figure)| figure.is_finite()));
    }
}
