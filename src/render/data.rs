//! Structured data as templates see it: English names, addresses resolved.

use minijinja::Value;

use crate::{
    model::Site,
    standard::{Data, FieldType, Record, Typed},
};

use super::link::link;

/// A record with all fields of its schema under their English names: what is absent is empty, so
/// that a template never trips over it.
pub(super) fn value(site: &Site, record: &Record, root: &str) -> Value {
    Value::from_pairs(record.schema.iter().map(|field| {
        let value = match record.get(&field.alias) {
            Some(typed) => typed_value(site, typed, root),
            None if field.list => Value::from(Vec::<Value>::new()),
            None if matches!(field.kind, FieldType::Map(_)) => Value::from(()),
            None => Value::from(""),
        };
        (Value::from(&*field.alias), value)
    }))
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
