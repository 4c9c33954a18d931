//! Structured data as templates see it: English names, addresses resolved.

use minijinja::Value;

use crate::{
    model::Site,
    parse::{NOTICE, is_external, is_foreign},
    standard::{Data, Record, Typed},
};

use super::chrome::{href_of, title_of};

/// A record with its fields under their English names.
pub(super) fn value(site: &Site, record: &Record, root: &str) -> Value {
    Value::from_pairs(
        record
            .fields
            .iter()
            .map(|(name, _, typed)| (Value::from(&**name), typed_value(site, typed, root))),
    )
}

fn typed_value(site: &Site, typed: &Typed, root: &str) -> Value {
    match &typed.data {
        Data::Text(text) | Data::Relation(text) => Value::from(text.as_str()),
        Data::Date(date) => Value::from(date.to_string()),
        Data::DateTime(at) => Value::from(at.to_string()),
        Data::Integer(number) => Value::from(*number),
        Data::Decimal(number) => Value::from(*number),
        Data::Flag(flag) => Value::from(*flag),
        Data::Link(target) => link(site, target, None, root),
        Data::List(items) => items
            .iter()
            .map(|item| typed_value(site, item, root))
            .collect(),
        Data::Map(record) => value(site, record, root),
    }
}

/// Address, title and kind of what a field of type link names.
pub(super) fn link(site: &Site, target: &str, title: Option<&str>, root: &str) -> Value {
    let external = is_external(target);
    let title = title
        .map(str::to_owned)
        .or_else(|| title_of(site, target))
        .unwrap_or_else(|| target.to_owned());
    // What is told before one leaves for a website of no government body.
    let notice = is_foreign(target).then_some(NOTICE);
    minijinja::context! { href => href_of(site, root, target), title, external, notice }
}
