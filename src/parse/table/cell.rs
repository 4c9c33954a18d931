//! Cells of tables as offices fill them: ticks, lists of choices, numbers and days.

use crate::standard::{FieldType, written_moment};

/// Boxes before the words of a cell that lists every choice, ticked and not.
const TICKED: [char; 5] = ['■', '☑', '√', '✓', '✔'];
const UNTICKED: [char; 2] = ['□', '☐'];

/// Words that mean a tick in a column of its own.
pub(super) const TICKS: [&str; 19] = [
    "√", "✓", "✔", "✅", "■", "☑", "●", "V", "v", "Ｖ", "ｖ", "Y", "y", "TRUE", "true", "是", "对",
    "有", "1",
];

/// Words that mean that there is none.
pub(super) const NO_TICKS: [&str; 20] = [
    "", "□", "☐", "×", "✗", "✘", "X", "x", "N", "n", "否", "无", "0", "-", "—", "——", "－", "/",
    "FALSE", "false",
];

/// Results of formulas that went wrong.
pub(super) const ERRORS: [&str; 8] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
];

/// A cell in the way that fields of its kind are written.
pub(super) fn as_kind(cell: &str, kind: &FieldType) -> String {
    let written = match kind {
        FieldType::Date | FieldType::DateTime => written_moment(cell),
        FieldType::Flag if TICKS.contains(&cell) => Some("是".to_owned()),
        FieldType::Flag if NO_TICKS.contains(&cell) => Some("否".to_owned()),
        FieldType::Integer | FieldType::Decimal => Some(cell.replace([',', '，'], "")),
        _ => None,
    };
    written.unwrap_or_else(|| cell.to_owned())
}

/// The items of a cell: those with a ticked box where it lists every choice with one
/// (`■政府网站 □政府公报`), else what stands between separators.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let boxes: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, sign)| TICKED.contains(sign) || UNTICKED.contains(sign))
        .collect();
    let separators = ['、', '，', '；', ';', '\n'];
    let pieces: Vec<&str> = if boxes.is_empty() {
        text.split(separators).collect()
    } else {
        let is_before = boxes
            .first()
            .is_some_and(|(at, _)| text[..*at].trim().is_empty());
        let piece = |number: usize, at: usize, sign: char| {
            if is_before {
                let next = boxes.get(number + 1).map_or(text.len(), |(next, _)| *next);
                &text[at + sign.len_utf8()..next]
            } else {
                let last = number.checked_sub(1).and_then(|last| boxes.get(last));
                &text[last.map_or(0, |(last, sign)| last + sign.len_utf8())..at]
            }
        };
        boxes
            .iter()
            .enumerate()
            .filter(|(_, (_, sign))| TICKED.contains(sign))
            .map(|(number, (at, sign))| piece(number, *at, *sign))
            .collect()
    };
    let trimmed = pieces
        .into_iter()
        .map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || separators.contains(&c)));
    trimmed.filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_lists_with_separators_or_boxes() {
        assert_eq!(parts("政府网站、公开查阅点"), ["政府网站", "公开查阅点"]);
        assert_eq!(parts("政府网站\n两微一端；"), ["政府网站", "两微一端"]);
        assert_eq!(
            parts("■政府网站 □政府公报\n√入户/现场"),
            ["政府网站", "入户/现场"]
        );
        assert_eq!(parts("政府网站☑ 政府公报☐"), ["政府网站"]);
        assert_eq!(parts("□政府网站"), [""; 0]);
    }
}
