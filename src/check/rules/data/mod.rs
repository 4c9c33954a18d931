//! Files that structured data is kept in, and files that fields name.

mod formula_error;
mod hidden_cells;
mod missing_file;
mod skipped_row;
mod skipped_sheet;
mod unknown_column;
mod unknown_tick;
mod unreadable_table;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &unreadable_table::UnreadableTable,
    &missing_file::MissingFile,
    &formula_error::FormulaError,
    &unknown_column::UnknownColumn,
    &unknown_tick::UnknownTick,
    &skipped_row::SkippedRow,
    &skipped_sheet::SkippedSheet,
    &hidden_cells::HiddenCells,
];
