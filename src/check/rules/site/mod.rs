//! Columns and addresses of the site as a whole.

mod duplicate_index_number;
mod duplicate_permalink;
mod expired_waiver;
mod fixed_judging_day;
mod future_publication;
mod missing_column_index;
mod missing_statutory_column;
mod second_column_index;
mod unknown_waiver_rule;
mod unused_waiver;

use crate::check::Rule;

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &duplicate_index_number::DuplicateIndexNumber,
    &duplicate_permalink::DuplicatePermalink,
    &missing_column_index::MissingColumnIndex,
    &second_column_index::SecondColumnIndex,
    &missing_statutory_column::MissingStatutoryColumn,
    &future_publication::FuturePublication,
    &fixed_judging_day::FixedJudgingDay,
    &unknown_waiver_rule::UnknownWaiverRule,
    &expired_waiver::ExpiredWaiver,
    &unused_waiver::UnusedWaiver,
];
