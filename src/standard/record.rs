//! A YAML map read under a schema: typed values with their places, and all that is wrong with it.

use std::{cmp::Ordering, sync::Arc};

use jiff::civil::{Date, DateTime};
use unicode_normalization::UnicodeNormalization;

use crate::{
    diagnostic::FaultKind,
    source::{Span, is_reserved},
    yaml::{Node, Value},
};

use super::{
    moment::{self, Moment},
    schema::{Field, FieldType, Required},
};

/// Typed fields in the order they were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The map's bytes.
    pub span: Span,
    /// English name, bytes of the key, value.
    pub fields: Vec<(Arc<str>, Span, Typed)>,
    /// English names of fields that were written but could not be used.
    pub rejected: Vec<Arc<str>>,
    /// English names of fields with nothing behind their names, and the bytes of these names.
    pub blank: Vec<(Arc<str>, Span)>,
    /// The fields it may have.
    pub schema: Arc<[Field]>,
}

/// A value of the type that its schema asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// The value's bytes.
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// Value of a field, by its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Text, a choice, a slug, or a file name.
    Text(String),
    /// A day.
    Date(Date),
    /// A day and a time of day; midnight where only the day was written.
    DateTime(DateTime),
    /// A whole number.
    Integer(i64),
    /// A number.
    Decimal(f64),
    /// 是 or 否.
    Flag(bool),
    /// Key of a document.
    Relation(String),
    /// Path below `content/` or an address on the web.
    Link(String),
    /// Items.
    List(Vec<Typed>),
    /// Fields of its own; boxed, because a record is larger than all other values and hardly any is one.
    Map(Box<Record>),
}

/// Fault under a schema, with its bytes.
pub type SchemaFault = (Span, FaultKind);

impl Record {
    /// A record without any field, under a schema.
    pub fn empty(schema: &Arc<[Field]>) -> Self {
        Self {
            schema: Arc::clone(schema),
            ..Self::default()
        }
    }

    /// The value of a field, by its English name.
    pub fn get(&self, alias: &str) -> Option<&Typed> {
        self.fields
            .iter()
            .find(|(name, _, _)| &**name == alias)
            .map(|(_, _, value)| value)
    }

    /// The bytes of the name of a field that has nothing behind it.
    pub fn blank(&self, alias: &str) -> Option<Span> {
        let mut blank = self.blank.iter();
        blank.find_map(|(name, place)| (&**name == alias).then_some(*place))
    }

    /// The fault of a field that is asked for and has no value, usable or not; none where it has.
    pub fn missing(&self, field: &Field, wanted_by: &str) -> Option<SchemaFault> {
        let is_written = self.get(&field.alias).is_some() || self.rejected.contains(&field.alias);
        let blank = self.blank(&field.alias);
        let place = blank.unwrap_or(Span::new(self.span.start, self.span.start));
        (!is_written).then(|| (place, field.missing(wanted_by, blank.is_some())))
    }

    /// A field's text.
    pub fn text(&self, alias: &str) -> Option<&str> {
        match &self.get(alias)?.data {
            Data::Text(text) | Data::Relation(text) | Data::Link(text) => Some(text),
            _ => None,
        }
    }

    /// A field's day.
    pub fn date(&self, alias: &str) -> Option<Date> {
        match self.get(alias)?.data {
            Data::Date(date) => Some(date),
            Data::DateTime(at) => Some(at.date()),
            _ => None,
        }
    }

    /// A field's whole number.
    pub fn integer(&self, alias: &str) -> Option<i64> {
        match self.get(alias)?.data {
            Data::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// A field's number, whole or not.
    pub fn number(&self, alias: &str) -> Option<f64> {
        match self.get(alias)?.data {
            Data::Integer(number) => Some(number as f64),
            Data::Decimal(number) => Some(number),
            _ => None,
        }
    }

    /// True if a field says 是.
    pub fn flag(&self, alias: &str) -> bool {
        matches!(
            self.get(alias),
            Some(Typed {
                data: Data::Flag(true),
                ..
            })
        )
    }

    /// A field's items; none where it is absent.
    pub fn list(&self, alias: &str) -> &[Typed] {
        match self.get(alias) {
            Some(Typed {
                data: Data::List(items),
                ..
            }) => items,
            _ => &[],
        }
    }

    /// The whole numbers among a field's items.
    pub fn integers(&self, alias: &str) -> Vec<i64> {
        let items = self.list(alias).iter();
        items
            .filter_map(|item| match item.data {
                Data::Integer(number) => Some(number),
                _ => None,
            })
            .collect()
    }

    /// The texts among a field's items.
    pub fn texts(&self, alias: &str) -> impl Iterator<Item = &str> {
        self.list(alias).iter().filter_map(Typed::text)
    }

    /// The records among a field's items.
    pub fn records(&self, alias: &str) -> impl Iterator<Item = &Self> {
        self.list(alias).iter().filter_map(Typed::record)
    }

    /// A field's own fields.
    pub fn record(&self, alias: &str) -> Option<&Self> {
        self.get(alias)?.record()
    }
}

impl Typed {
    /// The text, where it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Relation(text) | Data::Link(text) => Some(text),
            _ => None,
        }
    }

    /// The fields, where it is a map.
    pub fn record(&self) -> Option<&Record> {
        match &self.data {
            Data::Map(record) => Some(record),
            _ => None,
        }
    }
}

/// Reads a map under a schema and reports every field at fault, wherever it is nested.
///
/// `wanted_by` names the schema in messages (`政策文件`). Fields that only columns of some kinds
/// require are asked for once the column is known (`model`).
pub fn read_record(
    node: &Node,
    schema: &Arc<[Field]>,
    wanted_by: &str,
) -> (Record, Vec<SchemaFault>) {
    let mut reader = Reader {
        wanted_by,
        faults: Vec::new(),
    };
    let record = reader.record(node, schema);
    (record, reader.faults)
}

struct Reader<'a> {
    wanted_by: &'a str,
    faults: Vec<SchemaFault>,
}

impl Reader<'_> {
    fn record(&mut self, node: &Node, schema: &Arc<[Field]>) -> Record {
        let mut record = Record {
            span: node.span,
            fields: Vec::with_capacity(node.entries().len()),
            rejected: Vec::new(),
            blank: Vec::new(),
            schema: Arc::clone(schema),
        };
        let mut seen: Vec<(&str, Span)> = Vec::with_capacity(node.entries().len());
        for entry in node.entries() {
            let Some(field) = schema.iter().find(|field| field.is_named(&entry.key)) else {
                let known = schema.iter().flat_map(|field| [&*field.key, &*field.alias]);
                let may_suggest = self.faults.len() < SUGGESTIONS;
                let nearest = may_suggest.then(|| nearest(&entry.key, known)).flatten();
                // Misspelt is not missing: it is told once.
                let meant = nearest.as_deref().and_then(|near| {
                    let field = schema.iter().find(|field| field.is_named(near))?;
                    let mut keys = node.entries().iter().map(|entry| &*entry.key);
                    (!keys.any(|key| field.is_named(key))).then_some(field)
                });
                record
                    .rejected
                    .extend(meant.map(|field| Arc::clone(&field.alias)));
                self.faults.push((
                    entry.key_span,
                    FaultKind::UnknownField {
                        field: entry.key.clone(),
                        nearest,
                        wanted_by: self.wanted_by.to_owned(),
                        known: (schema.len() <= MOST_LISTED).then(|| {
                            let names: Vec<&str> = schema.iter().map(|field| &*field.key).collect();
                            names.join("、")
                        }),
                        requirement: meant.and_then(|field| field.requirement.clone()),
                    },
                ));
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(alias, _)| *alias == &*field.alias) {
                self.faults.push((
                    entry.key_span,
                    FaultKind::DuplicateField {
                        field: entry.key.clone(),
                        first: *first,
                    },
                ));
                continue;
            }
            seen.push((&field.alias, entry.key_span));
            if is_blank(&entry.node) {
                // An empty value is as good as no field: only the requirement below speaks of it.
                record
                    .blank
                    .push((Arc::clone(&field.alias), entry.key_span));
                continue;
            }
            match self.value(&entry.node, field) {
                Some(value) => {
                    record
                        .fields
                        .push((Arc::clone(&field.alias), entry.key_span, value));
                }
                None => record.rejected.push(Arc::clone(&field.alias)),
            }
        }
        for field in schema.iter() {
            let wanted = match &field.required {
                Required::No | Required::InKinds(_) => false,
                Required::Always => true,
                Required::If { field, values } => match record.get(field) {
                    Some(Typed {
                        data: Data::Flag(flag),
                        ..
                    }) => values
                        .iter()
                        .any(|value| value == if *flag { "是" } else { "否" }),
                    Some(value) => value
                        .text()
                        .is_some_and(|text| values.iter().any(|value| value == text)),
                    None => false,
                },
            };
            let fault = wanted.then(|| record.missing(field, self.wanted_by));
            self.faults.extend(fault.flatten());
        }
        record
    }

    fn value(&mut self, node: &Node, field: &Field) -> Option<Typed> {
        if field.list {
            // A single value may stand for a list of one.
            let items = match &node.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let split = self.split(node, items, field);
            let items = split.as_deref().unwrap_or(items);
            self.length(node.span, field, items.len());
            let items: Vec<Typed> = items
                .iter()
                .enumerate()
                .filter_map(|(at, item)| self.single(item, field, Some(at + 1)))
                .collect();
            // Where each item has its place, none may take that of another.
            let is_fixed = field.min.is_some() && field.min == field.max;
            if is_fixed && field.min != Some(items.len() as f64) {
                return None;
            }
            return Some(Typed {
                span: node.span,
                data: Data::List(items),
            });
        }
        let value = self.single(node, field, None)?;
        match &value.data {
            Data::Text(text) => self.limits(node.span, field, text.chars().count() as f64, "个字"),
            Data::Integer(number) => self.limits(node.span, field, *number as f64, ""),
            Data::Decimal(number) => self.limits(node.span, field, *number, ""),
            _ => {}
        }
        Some(value)
    }

    /// The items of a list that was written with signs of full width, which is told.
    fn split(&mut self, node: &Node, items: &[Node], field: &Field) -> Option<Vec<Node>> {
        if matches!(field.kind, FieldType::Map(_)) {
            return None;
        }
        let is_whole = matches!(node.value, Value::Scalar(_));
        // Only a list between brackets ends past its last item.
        let is_flow = items
            .last()
            .is_some_and(|last| node.span.end > last.span.end);
        // Paths and addresses may hold other signs.
        let separators: &[char] = match field.kind {
            FieldType::Relation | FieldType::Link | FieldType::Url | FieldType::File => &['，'],
            _ => &['，', '、', '；', ';'],
        };
        let mut all = Vec::with_capacity(items.len());
        let mut is_split = false;
        for item in items {
            let text = item.text().unwrap_or_default();
            let inner = text
                .trim()
                .strip_prefix(['［', '【'])
                .and_then(|text| text.strip_suffix(['］', '】']))
                .filter(|_| is_whole);
            if inner.is_none() && !text.contains(separators) {
                all.push(item.clone());
                continue;
            }
            is_split = true;
            let pieces: Vec<&str> = inner
                .unwrap_or(text)
                .split(|c| c == ',' || separators.contains(&c))
                .map(str::trim)
                .filter(|piece| !piece.is_empty())
                .collect();
            let wanted = pieces.join(", ");
            // Quoted or escaped, the bytes on the disk are not those of the text.
            let is_plain = item.span.end - item.span.start == text.len() && (is_whole || is_flow);
            let wanted = is_plain.then(|| {
                if is_whole {
                    format!("[{wanted}]")
                } else {
                    wanted
                }
            });
            self.faults.push((
                item.span,
                FaultKind::FullWidthList {
                    field: field.key.to_string(),
                    wanted,
                },
            ));
            all.extend(pieces.into_iter().map(|piece| Node {
                span: item.span,
                value: Value::Scalar(piece.to_owned()),
            }));
        }
        is_split.then_some(all)
    }

    /// Tells a list that is too short or too long.
    fn length(&mut self, span: Span, field: &Field, items: usize) {
        let min = field.min.map_or(0, |min| min as usize);
        let max = field.max.map(|max| max as usize);
        let is_number = matches!(field.kind, FieldType::Integer | FieldType::Decimal);
        let (reason, cure) = match max {
            // A row of a table: every place has its meaning.
            Some(max) if max == min && items != max => {
                let reason = format!("应当是 {max} 项，现在是 {items} 项");
                let zero = if is_number { "，没有的填 0" } else { "" };
                let cure = if items < max {
                    format!("照原表的栏次写满 {max} 项，缺的补在它自己的位置上{zero}")
                } else {
                    format!("照原表的栏次只留 {max} 项，多的删去")
                };
                (reason, cure)
            }
            _ if items < min => (
                format!("至少 {min} 项，现在是 {items} 项"),
                format!("补足 {min} 项"),
            ),
            Some(max) if items > max => (
                format!("最多 {max} 项，现在是 {items} 项"),
                format!("只留 {max} 项"),
            ),
            _ => return,
        };
        self.out_of_range(span, field, reason, cure);
    }

    /// Tells a number, or a number of characters with its `unit`, that is too small or too large.
    fn limits(&mut self, span: Span, field: &Field, amount: f64, unit: &str) {
        let bounds = || match (field.min, field.max) {
            (Some(min), Some(max)) => format!("核对后改成 {min} 到 {max} 之间的数"),
            (Some(min), None) => format!("核对后改成不小于 {min} 的数"),
            (None, max) => format!("核对后改成不大于 {} 的数", max.unwrap_or_default()),
        };
        let is_number = unit.is_empty();
        let (reason, cure) = match (field.min, field.max) {
            (Some(min), _) if amount < min => (
                format!("至少 {min} {unit}，现在是 {amount} {unit}"),
                (!is_number).then(|| format!("写足 {min} {unit}")),
            ),
            (_, Some(max)) if amount > max => (
                format!("最多 {max} {unit}，现在是 {amount} {unit}"),
                (!is_number).then(|| format!("缩短到 {max} {unit}以内")),
            ),
            _ => return,
        };
        let cure = cure.unwrap_or_else(bounds);
        self.out_of_range(span, field, reason.trim_end().to_owned(), cure);
    }

    fn out_of_range(&mut self, span: Span, field: &Field, reason: String, cure: String) {
        let kind = FaultKind::OutOfRangeField {
            field: field.key.to_string(),
            reason,
            cure,
            clause: field.clause.clone(),
            requirement: field.requirement.clone(),
            is_strict: field.strict,
        };
        self.faults.push((span, kind));
    }

    /// A value, or an item of a list, by its number from 1.
    fn single(&mut self, node: &Node, field: &Field, item: Option<usize>) -> Option<Typed> {
        if let Value::Scalar(text) = &node.value
            && let Some(odd) = text
                .chars()
                .find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        {
            self.out_of_range(
                node.span,
                field,
                format!("含有看不见的控制字符 U+{:04X}", u32::from(odd)),
                "把这个值整个删去，重新打一遍".to_owned(),
            );
            return None;
        }
        let data = match (&field.kind, &node.value) {
            (FieldType::Map(fields), Value::Map(_)) => {
                let mut inner = Reader {
                    wanted_by: &format!("“{}”", field.key),
                    faults: Vec::new(),
                };
                let record = inner.record(node, fields);
                self.faults.append(&mut inner.faults);
                Some(Data::Map(Box::new(record)))
            }
            (FieldType::Map(_), _) | (_, Value::Map(_) | Value::List(_)) => None,
            (kind, Value::Scalar(text)) => self.scalar(text.trim(), kind, node.span, field)?,
        };
        if data.is_none() {
            let text = node.text().unwrap_or_default();
            let mut expected = field.kind.expected();
            if let Some(unit) = &field.unit {
                expected.push_str(&format!("，换算成{unit}"));
            }
            let is_number = matches!(field.kind, FieldType::Integer | FieldType::Decimal);
            if is_number && is_none(text) && (field.list || field.min.is_none_or(|min| min <= 0.0))
            {
                expected.push_str("；没有的填 0");
            }
            let meant = is_number.then(|| plain_number(text, &field.kind)).flatten();
            self.faults.push((
                node.span,
                FaultKind::IllTypedField {
                    field: field.key.to_string(),
                    item: item.filter(|_| field.list),
                    expected,
                    requirement: field.requirement.clone(),
                    is_strict: field.strict,
                    meant,
                },
            ));
        }
        data.map(|data| Typed {
            span: node.span,
            data,
        })
    }

    /// `None`: already reported; `Some(None)`: not of this type.
    fn scalar(
        &mut self,
        text: &str,
        kind: &FieldType,
        span: Span,
        field: &Field,
    ) -> Option<Option<Data>> {
        Some(match kind {
            FieldType::Text | FieldType::File => Some(Data::Text(text.to_owned())),
            FieldType::Relation => Some(Data::Relation(text.to_owned())),
            FieldType::Link => Some(Data::Link(text.to_owned())),
            FieldType::Url => {
                let rest = text
                    .strip_prefix("https://")
                    .or_else(|| text.strip_prefix("http://"));
                let is_plain = |rest: &str| {
                    !rest.is_empty()
                        && rest.bytes().all(|b| {
                            b.is_ascii_graphic()
                                && !matches!(
                                    b,
                                    b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`'
                                )
                        })
                };
                if &*field.alias == "base_url" && text.contains(['?', '#']) {
                    let reason = "这是网站公开栏目首页的网址，不能带 ? 和 #".to_owned();
                    let cure = "删去 ? 或 # 和它后面的部分".to_owned();
                    self.out_of_range(span, field, reason, cure);
                }
                rest.is_some_and(is_plain)
                    .then(|| Data::Text(text.to_owned()))
            }
            FieldType::Integer => text.parse().ok().map(Data::Integer),
            FieldType::Decimal => text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Data::Decimal),
            FieldType::Flag => match text {
                "是" | "true" => Some(Data::Flag(true)),
                "否" | "false" => Some(Data::Flag(false)),
                _ => None,
            },
            FieldType::Date | FieldType::DateTime => {
                let Some(moment) = moment::read(text) else {
                    if !is_date_shaped(text.get(..10).unwrap_or_default()) {
                        return Some(None);
                    }
                    let reason = format!("{text} 不是日历上有的日期或时间");
                    let cure = "照实际的日子改，写作 2026-01-31".to_owned();
                    self.out_of_range(span, field, reason, cure);
                    return None;
                };
                let is_of_kind = *kind == FieldType::DateTime || moment.time.is_none();
                if !is_of_kind
                    || moment.is_elsewhere
                    || moment.written() != text.replacen('T', " ", 1)
                {
                    self.faults.push((
                        span,
                        FaultKind::IllTypedField {
                            field: field.key.to_string(),
                            item: None,
                            expected: kind.expected(),
                            requirement: field.requirement.clone(),
                            is_strict: field.strict,
                            meant: (is_of_kind && !moment.is_elsewhere).then(|| moment.written()),
                        },
                    ));
                }
                let Moment { date, time, .. } = moment;
                let time = time.unwrap_or(jiff::civil::Time::midnight());
                if !(1949..=2100).contains(&date.year()) {
                    self.out_of_range(
                        span,
                        field,
                        format!("{} 年不合情理，应在 1949 年至 2100 年之间", date.year()),
                        "照实际的年份改".to_owned(),
                    );
                    return None;
                }
                Some(if *kind == FieldType::Date {
                    Data::Date(date)
                } else {
                    Data::DateTime(date.to_datetime(time))
                })
            }
            FieldType::Choice(choices) => {
                if let Some(last) = choices
                    .last()
                    .filter(|_| field.also.iter().any(|word| word == text))
                {
                    return Some(Some(Data::Text(last.clone())));
                }
                if !choices.iter().any(|choice| choice == text) {
                    let may_suggest = self.faults.len() < SUGGESTIONS;
                    let hint = may_suggest
                        .then(|| nearest(text, choices.iter().map(String::as_str)))
                        .flatten();
                    let cure = hint.map_or_else(
                        || "照实际改成其中一个".to_owned(),
                        |nearest| format!("是不是“{nearest}”？照实际改成其中一个"),
                    );
                    let reason = format!("“{text}”不在可选值之内（{}）", choices.join("、"));
                    self.out_of_range(span, field, reason, cure);
                    return None;
                }
                Some(Data::Text(text.to_owned()))
            }
            FieldType::Slug => {
                let fits = text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                if !fits || text.starts_with('-') {
                    self.out_of_range(
                        span,
                        field,
                        "只能用小写字母、数字和连字符，且不以连字符开头".to_owned(),
                        "改写成拼音或英文，如 gongzuo-tongzhi".to_owned(),
                    );
                    return None;
                }
                if is_reserved(text) {
                    self.out_of_range(
                        span,
                        field,
                        format!("“{text}”是 Windows 的设备名，建不了这样的文件"),
                        format!("换一个，如 {text}-1"),
                    );
                    return None;
                }
                Some(Data::Text(text.to_owned()))
            }
            FieldType::Map(_) => None,
        })
    }
}

/// Recognises a sign or word that stands in a cell where there is none: `/`, `无`.
fn is_none(text: &str) -> bool {
    const NONE: [&str; 6] = ["无", "没有", "空", "零", "无此项", "〇"];
    let text = text.trim();
    NONE.contains(&text) || (!text.is_empty() && text.chars().all(|c| "/\\／-－–—―".contains(c)))
}

/// The number of `26件`, `1,234` or `２６`: one that is followed by a word of counting, or whose
/// digits are written otherwise.
fn plain_number(text: &str, kind: &FieldType) -> Option<String> {
    // No 元: the form counts in 万元.
    const COUNTS: [&str; 16] = [
        "件", "次", "人", "个", "篇", "份", "条", "家", "户", "项", "场", "期", "宗", "起", "件次",
        "人次",
    ];
    let folded: String = text.trim().nfkc().collect();
    let end = folded.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'));
    let (number, unit) = folded.split_at(end.unwrap_or(folded.len()));
    let unit = unit.trim();
    if !unit.is_empty() && !COUNTS.contains(&unit) {
        return None;
    }
    // A comma stands between thousands, or it is no number.
    let (whole, part) = number
        .split_once('.')
        .map_or((number, None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let has_groups = whole.contains(',');
    if first.is_empty() || (has_groups && first.len() > 3) || groups.any(|group| group.len() != 3) {
        return None;
    }
    let number = match part {
        None => whole.replace(',', ""),
        Some(part) if *kind == FieldType::Decimal && !part.contains(',') => {
            format!("{}.{part}", whole.replace(',', ""))
        }
        Some(_) => return None,
    };
    let fits = match kind {
        FieldType::Integer => number.parse::<i64>().is_ok(),
        _ => number.parse::<f64>().is_ok(),
    };
    fits.then_some(number)
}

fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
    }
}

fn is_date_shaped(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}

/// The known word nearest to `word`, if any is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = word.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    let own = stem(word);
    let mut best: Option<(f64, &str)> = None;
    let mut is_even = false;
    for candidate in known {
        // Of words that differ so much in length not half of the signs can be the same.
        let (few, most) = (length / 2, 2 * length + 1);
        if candidate.len() > 4 * most {
            continue;
        }
        let size = candidate.chars().count();
        if size < few || size > most || !telling(candidate).eq(telling(word)) {
            continue;
        }
        let score = strsim::normalized_damerau_levenshtein(own, stem(candidate));
        let is_part = candidate.contains(word) || word.contains(candidate);
        let least = if is_part { 0.5 } else { 0.6 };
        if score < least {
            continue;
        }
        match best.map(|(known, other)| (score.total_cmp(&known), other)) {
            Some((Ordering::Less, _)) => {}
            Some((Ordering::Equal, other)) => is_even |= other != candidate,
            Some((Ordering::Greater, _)) | None => {
                (best, is_even) = (Some((score, candidate)), false);
            }
        }
    }
    best.filter(|_| !is_even)
        .map(|(_, candidate)| candidate.to_owned())
}

/// A name without its extension, which says nothing of what it names.
fn stem(name: &str) -> &str {
    name.rsplit_once('.')
        .filter(|(stem, end)| !stem.is_empty() && end.len() <= 5 && !end.contains('/'))
        .map_or(name, |(stem, _)| stem)
}

/// The signs that tell one thing from another of the same form, and a word from its opposite: the
/// third community is not the fifth misspelt.
fn telling(word: &str) -> impl Iterator<Item = char> {
    const TELLING: &str =
        "一二三四五六七八九十百千〇零两甲乙丙丁戊东南西北上下左右前后内外男女新旧不未无非";
    word.chars()
        .filter(|c| c.is_ascii_digit() || TELLING.contains(*c))
}

/// Number of names of one text for which another is suggested; more are told by their number alone.
const SUGGESTIONS: usize = 256;

/// Number of fields of a map that a message lists; more are looked up.
const MOST_LISTED: usize = 24;

/// Longest name, in characters, for which another is suggested: comparing takes the product of two
/// lengths.
const LONGEST_NAME: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    fn near(word: &str, known: &[&str]) -> Option<String> {
        nearest(word, known.iter().copied())
    }

    #[test]
    fn another_thing_is_no_slip_of_the_pen() {
        let openness = ["主动公开", "依申请公开", "不予公开"];
        assert_eq!(near("公开", &openness).as_deref(), Some("主动公开"));
        assert_eq!(near("主动公幵", &openness).as_deref(), Some("主动公开"));
        assert_eq!(near("予以公开", &openness), None);
        assert_eq!(near("取暖图解.png", &["政务公开图解.png"]), None);
        assert_eq!(near("取暖图解.md", &["政策图解.md"]), None);
        assert_eq!(near("示例五社区", &["示例三社区"]), None);
        assert_eq!(near("2025年报.md", &["2024年报.md"]), None);
        assert_eq!(near("新旧对照.md", &["对照.md"]), None);
        // Either may be meant.
        assert_eq!(near("发文日期", &["成文日期", "发布日期"]), None);
        assert_eq!(
            near("2025年抱.md", &["2025年报.md"]).as_deref(),
            Some("2025年报.md")
        );
        assert_eq!(near("救济", &["救灾", "社会救助"]), None);
    }

    #[test]
    fn a_number_with_its_unit_is_a_number() {
        let whole = |text| plain_number(text, &FieldType::Integer);
        assert_eq!(whole("26件").as_deref(), Some("26"));
        assert_eq!(whole("26 件").as_deref(), Some("26"));
        assert_eq!(whole("1,234").as_deref(), Some("1234"));
        assert_eq!(whole("２６").as_deref(), Some("26"));
        for text in [
            "26万",
            "1,23",
            "12,3456",
            "1.5",
            "件",
            "",
            "二十六",
            "2026年",
            "99999999999999999999件",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
        let part = |text| plain_number(text, &FieldType::Decimal);
        assert_eq!(part("1,234.50").as_deref(), Some("1234.50"));
        // The form counts in 万元: neither number is what should stand there.
        assert_eq!(part("1.5万元"), None);
        assert_eq!(part("12000元"), None);
    }

    #[test]
    fn signs_of_none_are_known() {
        for text in ["/", "-", "—", "——", "无", "／"] {
            assert!(is_none(text), "{text}");
        }
        for text in ["", "无人机", "1/2", "0"] {
            assert!(!is_none(text), "{text}");
        }
    }
}
