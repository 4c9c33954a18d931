//! 指南.

use jiff::civil::Date;

use super::view;

view! {
    /// The guide to disclosure.
    Guide {
        sample: (bool),
        org_name: Text,
        updated: (Date),
        classification: Text,
        arrangement: Text,
        access: Text,
        body_unit: BodyUnit,
        reading_places: [ReadingPlace],
        supervision: [SupervisionChannel],
    }

    /// The unit that is in charge of disclosure.
    BodyUnit {
        name: Text,
        address: Text,
        hours: Text,
        phone: Text,
        fax: Text,
        internet: Text,
    }

    /// A place to read what is disclosed.
    ReadingPlace {
        name: Text,
        address: Text,
        hours: Text,
    }

    /// Office that complaints go to.
    SupervisionChannel {
        name: Text,
        phone: Text,
        address: Text,
    }
}
