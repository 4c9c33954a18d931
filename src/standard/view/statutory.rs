//! 法定主动公开内容: the fifteen items of Article 20.

use super::{choice, view};

view! {
    /// Statements of the office on each item.
    StatutoryItems {
        sample: (bool),
        items: [StatutoryEntry],
    }

    /// One item.
    StatutoryEntry {
        no: (i64),
        status: (ItemStatus),
        note: Text,
        links: [ItemLink],
    }

    /// A link to where the item is disclosed.
    ItemLink {
        title: Text,
        target: Text,
    }
}

choice! {
    /// Place where an item is disclosed.
    ItemStatus {
        Here = "有内容",
        Above = "链接上级",
        Nothing = "本机关无此项",
    }
}
