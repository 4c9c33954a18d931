//! 工作台账.

use jiff::civil::Date;

use super::{choice, view};

view! {
    /// The tasks of the plan.
    Ledger {
        sample: (bool),
        tasks: [Task],
    }

    /// One task.
    Task {
        no: (i64),
        task: Text,
        chapter: Text,
        owners: [Text],
        due: (Date),
        due_text: Text,
        status: (TaskStatus),
        progress: Text,
        evidence: Text,
    }
}

choice! {
    /// Progress of a task.
    TaskStatus {
        Done = "已完成",
        Doing = "进行中",
        Standing = "长期坚持",
    }
}
