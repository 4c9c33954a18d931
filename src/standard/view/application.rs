//! 依申请公开.

use super::view;

view! {
    /// Procedure by which information is asked for.
    Application {
        sample: (bool),
        steps: [Step],
        channels: [Channel],
        limits: [TimeLimit],
        form: Form,
    }

    /// A step of the procedure.
    Step {
        name: Text,
        owner: Text,
        limit: Text,
        text: Text,
    }

    /// A way to hand an application in.
    Channel {
        method: Text,
        address: Text,
        hours: Text,
        text: Text,
    }

    /// A statutory period.
    TimeLimit {
        matter: Text,
        days: (i64),
        unit: Text,
        basis: Text,
        text: Text,
    }

    /// The form to fill in.
    Form {
        file: Text,
        fields: [FormField],
    }

    /// A field of the form.
    FormField {
        group: Text,
        name: Text,
        required: (bool),
        text: Text,
    }
}
