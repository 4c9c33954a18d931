//! 年报: the figures of its tables. The 25 rows of table three, which are counted through, stay on the
//! record.

use super::view;
use crate::standard::Record;

view! {
    /// The figures of a year's report.
    ReportFigures {
        sample: (bool),
        difference_note: Text,
        year: (i64),
        table2: ActsTable,
        table3: (&'r Record),
        table4: DisputesTable,
    }

    /// Table two: what the office made and decided.
    ActsTable {
        regulations: DocumentCounts,
        documents: DocumentCounts,
        licence: DecisionCount,
        penalty: DecisionCount,
        compulsion: DecisionCount,
        fee: FeeAmount,
    }

    /// Documents made, repealed and in force.
    DocumentCounts {
        made: (i64),
        repealed: (i64),
        valid: (i64),
    }

    /// Decisions of a kind.
    DecisionCount {
        decisions: (i64),
    }

    /// Fees of a year.
    FeeAmount {
        amount: (f64),
    }

    /// Table four: 行政复议 and 行政诉讼, five results each.
    DisputesTable {
        review: [(i64)],
        direct: [(i64)],
        after_review: [(i64)],
    }
}
