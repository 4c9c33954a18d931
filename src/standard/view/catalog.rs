//! 主动公开基本目录.

use jiff::civil::Date;

use super::{choice, view};

view! {
    /// The standard catalogue.
    Catalog {
        sample: (bool),
        version: Text,
        updated: (Date),
        domains: [CatalogDomain],
        items: [CatalogItem],
    }

    /// Statement of the office on one of the 26 domains.
    CatalogDomain {
        name: Text,
        status: (DomainStatus),
        note: Text,
    }

    /// One row.
    CatalogItem {
        id: Text,
        domain: Text,
        no: (i64),
        level1: Text,
        level2: Text,
        content: Text,
        basis: Text,
        limit: Text,
        subject: Text,
        channels: [Text],
        audience: [Text],
        method: [Text],
        level: [Text],
        target: Text,
        note: Text,
    }
}

choice! {
    /// Place of the items of a domain.
    DomainStatus {
        Here = "有事项",
        Above = "链接上级",
        Nothing = "本街道无此项",
    }
}
