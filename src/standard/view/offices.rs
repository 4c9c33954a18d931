//! 机构职能, 舆情回应 and 村居公开.

use jiff::civil::Date;

use super::view;

view! {
    /// The units of the office.
    Units {
        sample: (bool),
        verified_on: (Date),
        units: [Unit],
    }

    /// One unit.
    Unit {
        name: Text,
        category: Text,
        duties: Text,
        head: Text,
        address: Text,
        hours: Text,
        phone: Text,
    }

    /// Contacts of the units that answer public concerns.
    Contacts {
        sample: (bool),
        units: [ContactUnit],
    }

    /// One unit's contacts.
    ContactUnit {
        name: Text,
        department: Text,
        head: Text,
        liaison: Text,
        handler: Text,
        phone: Text,
    }

    /// Topics that a village discloses.
    Village {
        sample: (bool),
        name: Text,
        topics: [VillageTopic],
    }

    /// One of its topics.
    VillageTopic {
        name: Text,
        content: Text,
        method: Text,
        limit: Text,
        owner: Text,
    }
}
