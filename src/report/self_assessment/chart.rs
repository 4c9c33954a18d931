//! Small charts as inline SVG: they print, and say in words what they show.

use std::fmt::Write as _;

use crate::parse::escape;

/// Width of every chart in its own units.
const WIDTH: f64 = 720.0;
/// Height of a row.
const ROW: f64 = 26.0;
/// Left end of the bars, in the units of the chart.
const LEFT: f64 = 190.0;
/// Width left for figures at the right, in the same units.
const RIGHT: f64 = 110.0;

/// One part of a bar.
pub(super) struct Segment {
    /// Its length.
    pub(super) value: f64,
    /// Its colour.
    pub(super) colour: &'static str,
}

/// One bar with its name and its figure.
pub(super) struct Bar {
    /// Name that stands before it.
    pub(super) name: String,
    /// Its parts, from the left.
    pub(super) parts: Vec<Segment>,
    /// Figure that stands after it.
    pub(super) figure: String,
}

/// Bars below each other, all to one scale. `alt` says in words what they show; `lines` are marks on
/// the scale with their names.
pub(super) fn bars(alt: &str, bars: &[Bar], most: f64, lines: &[(f64, &str)]) -> String {
    let head = if lines.is_empty() { 4.0 } else { 22.0 };
    let height = head + ROW * bars.len() as f64 + 4.0;
    let scale = (WIDTH - LEFT - RIGHT) / most.max(1.0);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        escape(alt)
    );
    for (at, bar) in bars.iter().enumerate() {
        let y = head + ROW * at as f64;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            y + 17.0,
            escape(&short(&bar.name))
        );
        let mut x = LEFT;
        for part in bar.parts.iter().filter(|part| part.value > 0.0) {
            let width = (part.value * scale).max(1.0);
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"16\" fill=\"{}\"/>",
                y + 4.0,
                part.colour
            );
            x += width;
        }
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\">{}</text>",
            x.min(WIDTH - RIGHT) + 6.0,
            y + 17.0,
            escape(&bar.figure)
        );
    }
    for (value, name) in lines {
        let x = LEFT + value * scale;
        let _ = write!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"18\" y2=\"{height}\" stroke=\"#5a6270\" stroke-dasharray=\"3 3\"/><text x=\"{x:.1}\" y=\"13\" text-anchor=\"middle\">{}</text>",
            escape(name)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A name that fits before its bar.
fn short(name: &str) -> String {
    const MOST: usize = 13;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(MOST - 1).collect();
    format!("{kept}…")
}
