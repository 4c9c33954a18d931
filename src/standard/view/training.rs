//! 考核 and 培训.

use jiff::civil::Date;

use super::view;

view! {
    /// Rules by which disclosure is assessed in a year.
    AssessmentRules {
        sample: (bool),
        year: (i64),
        weight: (f64),
        criteria: [Criterion],
    }

    /// One criterion.
    Criterion {
        name: Text,
        points: (f64),
        standard: Text,
        owner: Text,
        basis: Text,
    }

    /// The trainings that were held.
    Trainings {
        sample: (bool),
        records: [Training],
    }

    /// One training.
    Training {
        date: (Date),
        subject: Text,
        speaker: Text,
        people: (i64),
        place: Text,
        text: Text,
    }
}
