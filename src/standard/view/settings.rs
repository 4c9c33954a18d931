//! `site.yaml`.

use jiff::civil::Date;

use super::{choice, view};
use crate::standard::Record;

view! {
    /// The settings of a site.
    SiteSettings {
        theme: Text,
        sample: (bool),
        as_of: (Date),
        org: Org,
        portal: Portal,
        footer: Footer,
        hot_topics: [HotTopic],
        standard: StandardSettings,
        external_links: ExternalLinks,
        withdrawn: [WithdrawnAddress],
        waivers: [WaiverEntry],
    }

    /// The office.
    Org {
        name: Text,
        short_name: Text,
        credit_code: Text,
        region_code: Text,
        address: Text,
        postcode: Text,
        phone: Text,
        fax: Text,
        email: Text,
        office_hours: Text,
        parent_name: Text,
        parent_href: Text,
    }

    /// The website that the column is part of.
    Portal {
        name: Text,
        domain: Text,
        id_code: Text,
        base_url: Text,
        standalone: (bool),
        interaction_href: Text,
        service_href: Text,
    }

    /// Footer of every page.
    Footer {
        host_unit: Text,
        tech_unit: Text,
        icp: Text,
        icp_href: Text,
        police: Text,
        police_href: Text,
        badge_href: Text,
        find_error_href: Text,
    }

    /// A topic beside the search box.
    HotTopic {
        title: Text,
        target: Text,
    }

    /// The standard as the site adjusts it.
    StandardSettings {
        profile: Text,
        index_format: Text,
        thresholds: (&'r Record),
        vocabulary: (&'r Record),
        columns: [ColumnTitle],
        severities: [SeverityEntry],
        weights: [PartWeight],
        calendars: [CalendarYear],
        slips: [Slip],
    }

    /// Title that the site gives to a column that must be there.
    ColumnTitle {
        kind: Text,
        title: Text,
        clause: Text,
    }

    /// The severity of a rule here.
    SeverityEntry {
        rule: Text,
        severity: (SeverityWord),
        reason: Text,
    }

    /// Points that a part of the inspection counts for.
    PartWeight {
        part: Text,
        points: (f64),
    }

    /// The holidays of a year.
    CalendarYear {
        year: (i64),
        days_off: [Text],
        days_worked: [Text],
        source: Text,
    }

    /// A word that is written wrong, and the right one.
    Slip {
        wrong: Text,
        right: Text,
    }

    /// A basis that the site knows to be out of force.
    RepealedEntry {
        name: Text,
        since: (Date),
        now: Text,
    }

    /// Settings for asking other websites: time limit, retries, pauses, and addresses to skip.
    ExternalLinks {
        timeout: (i64),
        retries: (i64),
        interval: (f64),
        per_host: (i64),
        concurrency: (i64),
        skip: [Text],
        allow_private: (bool),
    }

    /// An address that is withdrawn on purpose.
    WithdrawnAddress {
        address: Text,
        reason: Text,
    }

    /// A waiver.
    WaiverEntry {
        rule: Text,
        path: Text,
        contains: Text,
        reason: Text,
        role: Text,
        expires: (Date),
    }
}

choice! {
    /// The word for a severity.
    SeverityWord {
        Error = "错误",
        Warning = "警告",
        Info = "提示",
    }
}
