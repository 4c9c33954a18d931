//! Records as types: one view for each schema, so that a misspelt field does not compile.
//!
//! A view borrows its [`Record`]: what walks over all fields (templates, links, wording) goes on
//! walking over the record. A test holds every view and its schema to the same fields and types.

mod annual;
mod application;
mod catalog;
mod front_matter;
mod guide;
mod ledger;
mod offices;
mod settings;
mod statutory;
mod training;

use std::{marker::PhantomData, slice};

use jiff::civil::{Date, DateTime};

use crate::source::Span;

use super::record::{Data, Record, Typed};

pub use annual::{
    ActsTable, DecisionCount, DisputesTable, DocumentCounts, FeeAmount, ReportFigures,
};
pub use application::{Application, Channel, Form, FormField, Step, TimeLimit};
pub use catalog::{Catalog, CatalogDomain, CatalogItem, DomainStatus};
pub use front_matter::{
    AttachedFile, ColumnKind, ColumnMeta, Disclosure, DocumentMeta, Review, Validity,
};
pub use guide::{BodyUnit, Guide, ReadingPlace, SupervisionChannel};
pub use ledger::{Ledger, Task, TaskStatus};
pub use offices::{ContactUnit, Contacts, Unit, Units, Village, VillageTopic};
pub use settings::{
    CalendarYear, ColumnTitle, ExternalLinks, Footer, HotTopic, Org, PartWeight, Portal,
    RepealedEntry, SeverityEntry, SeverityWord, SiteSettings, Slip, StandardSettings, WaiverEntry,
    WithdrawnAddress,
};
pub use statutory::{ItemLink, ItemStatus, StatutoryEntry, StatutoryItems};
pub use training::{AssessmentRules, Criterion, Training, Trainings};

/// A field as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldValue<T> {
    /// Not there, or blank: then with the bytes of its name.
    Absent(Option<Span>),
    /// There and not usable, which is told.
    Rejected,
    /// The value and its bytes.
    Given(T, Span),
}

impl<T> FieldValue<T> {
    /// The value and its bytes.
    pub fn given(self) -> Option<(T, Span)> {
        match self {
            Self::Given(value, span) => Some((value, span)),
            _ => None,
        }
    }

    /// The value.
    pub fn get(self) -> Option<T> {
        self.given().map(|(value, _)| value)
    }

    /// The value's bytes; the start of the file where there is no value.
    pub fn span(self) -> Span {
        self.given().map_or(Span::default(), |(_, span)| span)
    }

    /// The value's bytes, where there is a value.
    pub fn place(self) -> Option<Span> {
        self.given().map(|(_, span)| span)
    }

    /// True if there is no value, usable or not.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent(_))
    }

    /// True if the value is there and not usable.
    pub fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected)
    }

    /// A field of the value.
    pub fn and<U>(self, field: impl FnOnce(T) -> FieldValue<U>) -> FieldValue<U> {
        match self {
            Self::Absent(name) => FieldValue::Absent(name),
            Self::Rejected => FieldValue::Rejected,
            Self::Given(value, _) => field(value),
        }
    }
}

impl<T: Default> FieldValue<T> {
    /// The value; empty where there is none.
    pub fn or_default(self) -> T {
        self.get().unwrap_or_default()
    }
}

impl<'r, T: Read<'r>> FieldValue<T> {
    fn of(record: &'r Record, alias: &str) -> Self {
        match record.get(alias) {
            Some(typed) => {
                T::read(typed).map_or(Self::Rejected, |value| Self::Given(value, typed.span))
            }
            None if record.rejected.iter().any(|name| &**name == alias) => Self::Rejected,
            None => Self::Absent(record.blank(alias)),
        }
    }
}

impl<'r, T: Read<'r>> FieldValue<List<'r, T>> {
    /// The usable items, each with its bytes.
    pub fn spanned(self) -> impl Iterator<Item = (T, Span)> {
        let List(items, _) = self.or_default();
        items.filter_map(|item| Some((T::read(item)?, item.span)))
    }
}

impl<'r, T: Read<'r>> IntoIterator for FieldValue<List<'r, T>> {
    type Item = T;
    type IntoIter = List<'r, T>;

    fn into_iter(self) -> List<'r, T> {
        self.or_default()
    }
}

/// The items of a list, as many as are usable.
#[derive(Debug, Clone)]
pub struct List<'r, T>(slice::Iter<'r, Typed>, PhantomData<T>);

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self([].iter(), PhantomData)
    }
}

impl<'r, T: Read<'r>> Iterator for List<'r, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.by_ref().find_map(T::read)
    }
}

/// A type that a value can be read as.
pub trait Read<'r>: Sized {
    /// The value, where it is of this type.
    fn read(value: &'r Typed) -> Option<Self>;

    /// Shape that a schema must have to fit.
    fn shape() -> Shape;
}

/// A view's types, to hold against its schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Anything that is written as text.
    Text,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// 是 or 否.
    Flag,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// Items.
    List(Box<Self>),
    /// Fields of its own, asked for by names that are computed.
    Record,
    /// Fields of its own.
    Map(Vec<(&'static str, Self)>),
}

macro_rules! readable {
    ($($type:ty, $shape:ident, $pattern:pat => $value:expr;)*) => {$(
        impl<'r> Read<'r> for $type {
            fn read(value: &'r Typed) -> Option<Self> {
                match &value.data {
                    $pattern => Some($value),
                    _ => None,
                }
            }

            fn shape() -> Shape {
                Shape::$shape
            }
        }
    )*};
}

readable! {
    &'r str, Text, Data::Text(text) | Data::Relation(text) | Data::Link(text) => text.as_str();
    Date, Date, Data::Date(date) => *date;
    DateTime, DateTime, Data::DateTime(at) => *at;
    i64, Integer, Data::Integer(number) => *number;
    f64, Decimal, Data::Decimal(number) => *number;
    bool, Flag, Data::Flag(flag) => *flag;
}

impl<'r> Read<'r> for &'r Record {
    fn read(value: &'r Typed) -> Option<Self> {
        value.record()
    }

    fn shape() -> Shape {
        Shape::Record
    }
}

impl<'r, T: Read<'r>> Read<'r> for List<'r, T> {
    fn read(value: &'r Typed) -> Option<Self> {
        match &value.data {
            Data::List(items) => Some(Self(items.iter(), PhantomData)),
            _ => None,
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Declares views: `steps: [Step]` is a list of views, `(i64)` a type of its own; a field whose name
/// is a keyword of Rust is written `summary = "abstract": Text`.
macro_rules! view {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $alias:literal) => { $alias };
    (@type [$kind:tt]) => { $crate::standard::view::List<'r, view!(@type $kind)> };
    (@type ($own:ty)) => { $own };
    (@type Text) => { &'r str };
    (@type $view:ident) => { $view<'r> };
    ($($(#[$doc:meta])* $name:ident { $($field:ident $(= $alias:literal)?: $kind:tt,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'r>(&'r $crate::standard::Record);

        impl<'r> $name<'r> {
            /// The record under this schema.
            pub fn new(record: &'r $crate::standard::Record) -> Self {
                Self(record)
            }

            /// The record, for what walks over all its fields.
            pub fn record(self) -> &'r $crate::standard::Record {
                self.0
            }

            $(
                #[doc = concat!("The field `", stringify!($field), "`.")]
                pub fn $field(self) -> $crate::standard::view::FieldValue<view!(@type $kind)> {
                    $crate::standard::view::FieldValue::of(self.0, view!(@name $field $($alias)?))
                }
            )*
        }

        impl<'r> $crate::standard::view::Read<'r> for $name<'r> {
            fn read(value: &'r $crate::standard::Typed) -> Option<Self> {
                value.record().map(Self)
            }

            fn shape() -> $crate::standard::view::Shape {
                $crate::standard::view::Shape::Map(vec![$((
                    view!(@name $field $($alias)?),
                    <view!(@type $kind) as $crate::standard::view::Read<'r>>::shape(),
                )),*])
            }
        }
    )*};
}
use view;

/// Declares the words that a field of type choice may have.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $word] $variant,)*
        }

        impl $name {
            /// The value that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The word as editors write it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl<'r> $crate::standard::view::Read<'r> for $name {
            fn read(value: &'r $crate::standard::Typed) -> Option<Self> {
                Self::from_word(value.text()?)
            }

            fn shape() -> $crate::standard::view::Shape {
                $crate::standard::view::Shape::Choice(vec![$($word),*])
            }
        }
    };
}
use choice;

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use crate::standard::{Field, FieldType, Standard};

    use super::*;

    #[test]
    fn views_and_schemas_have_the_same_fields() {
        let standard = Standard::builtin();
        let front = [
            ("document", DocumentMeta::shape(), &standard.document),
            ("column", ColumnMeta::shape(), &standard.column),
            ("site", SiteSettings::shape(), &standard.site),
        ];
        let data = [
            ("annual", ReportFigures::shape()),
            ("application", Application::shape()),
            ("assessment", AssessmentRules::shape()),
            ("catalog", Catalog::shape()),
            ("contacts", Contacts::shape()),
            ("guide", Guide::shape()),
            ("ledger", Ledger::shape()),
            ("statutory", StatutoryItems::shape()),
            ("training", Trainings::shape()),
            ("units", Units::shape()),
            ("village", Village::shape()),
        ];
        assert!(data.iter().map(|(name, _)| *name).eq(standard.data.keys()));
        let data = data.map(|(name, shape)| (name, shape, &standard.data[name]));
        for (schema, shape, fields) in front.into_iter().chain(data) {
            let fields = FieldType::Map(Arc::clone(fields));
            let mut wrong = Vec::new();
            differ(schema, &shape, &fields, false, &mut wrong);
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
    }

    fn differ(path: &str, shape: &Shape, kind: &FieldType, is_list: bool, wrong: &mut Vec<String>) {
        let is_same = match (shape, kind) {
            (Shape::List(item), _) if is_list => return differ(path, item, kind, false, wrong),
            (_, _) if is_list => false,
            (Shape::Map(view), FieldType::Map(fields)) => {
                let mut fields: BTreeMap<&str, &Field> =
                    fields.iter().map(|field| (&*field.alias, field)).collect();
                for (name, shape) in view {
                    match fields.remove(name) {
                        Some(field) => {
                            let path = format!("{path}.{name}");
                            differ(&path, shape, &field.kind, field.list, wrong);
                        }
                        None => wrong.push(format!("{path}: no field `{name}` in the schema")),
                    }
                }
                let idle = fields.keys();
                wrong.extend(idle.map(|name| format!("{path}: no field `{name}` in the view")));
                return;
            }
            (Shape::Choice(words), FieldType::Choice(choices)) => words == choices,
            (
                Shape::Text,
                FieldType::Text
                | FieldType::Choice(_)
                | FieldType::Relation
                | FieldType::Link
                | FieldType::Url
                | FieldType::File
                | FieldType::Slug,
            )
            | (Shape::Record, FieldType::Map(_))
            | (Shape::Date, FieldType::Date)
            | (Shape::DateTime, FieldType::DateTime)
            | (Shape::Integer, FieldType::Integer)
            | (Shape::Decimal, FieldType::Decimal)
            | (Shape::Flag, FieldType::Flag) => true,
            _ => false,
        };
        if !is_same {
            wrong.push(format!("{path}: {shape:?} is not {kind:?}"));
        }
    }
}
