//! The steps of an application as a drawn flow.

use std::fmt::Write as _;

use crate::{parse::escape, standard::view::Step};

const BOX: (usize, usize) = (190, 88);
const GAP: (usize, usize) = (44, 52);
const PER_ROW: usize = 4;

/// Draws steps in rows that turn like a river, so that the arrows never cross.
pub(super) fn svg<'r>(steps: impl IntoIterator<Item = Step<'r>>) -> String {
    let steps: Vec<(&str, &str)> = steps
        .into_iter()
        .map(|step| (step.name().or_default(), step.limit().or_default()))
        .collect();
    if steps.is_empty() {
        return String::new();
    }
    let rows = steps.len().div_ceil(PER_ROW);
    let (width, height) = (
        PER_ROW * (BOX.0 + GAP.0) - GAP.0 + 8,
        (rows * (BOX.1 + GAP.1)).saturating_sub(GAP.1) + 8,
    );
    let names = steps
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join("、");
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"办理流程：{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <defs><marker id=\"flow-arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#0b4a8f\"/></marker></defs>",
        escape(&names)
    );
    let place = |number: usize| {
        let (row, column) = (number / PER_ROW, number % PER_ROW);
        let column = if row % 2 == 0 {
            column
        } else {
            PER_ROW - 1 - column
        };
        (4 + column * (BOX.0 + GAP.0), 4 + row * (BOX.1 + GAP.1))
    };
    for (number, (name, limit)) in steps.iter().enumerate() {
        let (x, y) = place(number);
        let _ = write!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"#fff\" stroke=\"#0b4a8f\" stroke-width=\"1.5\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"19\" font-weight=\"700\" fill=\"#0b4a8f\">{}．{}</text>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"#444\">{}</text>",
            BOX.0,
            BOX.1,
            x + BOX.0 / 2,
            y + 38,
            number + 1,
            escape(name),
            x + BOX.0 / 2,
            y + 66,
            escape(&shortened(limit)),
        );
        if number + 1 < steps.len() {
            let (next_x, next_y) = place(number + 1);
            let (x1, y1, x2, y2) = if next_y > y {
                (x + BOX.0 / 2, y + BOX.1, next_x + BOX.0 / 2, next_y)
            } else if next_x > x {
                (x + BOX.0, y + BOX.1 / 2, next_x, next_y + BOX.1 / 2)
            } else {
                (x, y + BOX.1 / 2, next_x + BOX.0, next_y + BOX.1 / 2)
            };
            let _ = write!(
                svg,
                "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"#0b4a8f\" stroke-width=\"1.5\" fill=\"none\" marker-end=\"url(#flow-arrow)\"/>"
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// The first words of a text that fit into a box; the table below the drawing has it whole.
fn shortened(text: &str) -> String {
    const FIT: usize = 13;
    let first = text.split(['；', '。', '，', '（']).next().unwrap_or(text);
    if first.chars().count() <= FIT {
        first.to_owned()
    } else {
        first.chars().take(FIT - 1).chain(['…']).collect()
    }
}
