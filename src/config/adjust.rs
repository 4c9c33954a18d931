//! `标准` of `site.yaml`: the entries of the standard that a site sets for itself.

use std::sync::Arc;

use crate::{
    diagnostic::FaultKind,
    standard::{Data, Record, SchemaFault, Standard, THRESHOLDS, Typed},
};

/// What kind of body a site belongs to; the Regulation asks different things of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// 街道办事处: an outpost of the district's government.
    #[default]
    Subdistrict,
    /// 乡镇人民政府.
    Township,
    /// 政府部门.
    Department,
    /// 县级以上人民政府.
    Government,
}

impl Profile {
    /// The kind that `标准.机关类型` names; a subdistrict where it names none.
    pub(super) fn of(record: &Record) -> Self {
        let named = record
            .record("standard")
            .and_then(|standard| standard.text("profile"));
        match named {
            Some("乡镇") => Self::Township,
            Some("部门") => Self::Department,
            Some("政府") => Self::Government,
            _ => Self::Subdistrict,
        }
    }

    /// The Chinese word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Subdistrict => "街道",
            Self::Township => "乡镇",
            Self::Department => "部门",
            Self::Government => "政府",
        }
    }
}

/// Puts a site's entries in place of the standard's own, and says which make no sense.
pub(super) fn adjust(standard: &mut Standard, site: &Record) -> Vec<SchemaFault> {
    let mut wrong = Vec::new();
    let Some(own) = site.record("standard") else {
        return wrong;
    };
    for threshold in &mut standard.thresholds {
        let figure = own
            .record("thresholds")
            .and_then(|own| own.number(&threshold.alias))
            // What is refused as out of range changes nothing.
            .filter(|figure| THRESHOLDS.contains(figure));
        threshold.value = figure.unwrap_or(threshold.value);
    }
    for column in own.records("columns") {
        let kind = column.text("kind").unwrap_or_default();
        match standard
            .statutory
            .iter_mut()
            .find(|known| known.kind == kind)
        {
            Some(known) => {
                column
                    .text("title")
                    .unwrap_or_default()
                    .clone_into(&mut known.title);
                column
                    .text("clause")
                    .unwrap_or_default()
                    .clone_into(&mut known.clause);
            }
            None => wrong.extend(column.get("kind").map(|value| {
                let kinds: Vec<&str> = standard
                    .statutory
                    .iter()
                    .map(|known| known.kind.as_str())
                    .collect();
                refuse(
                    value,
                    "栏目类型",
                    format!("法定栏目只有 {}", kinds.join("、")),
                )
            })),
        }
    }
    for weight in own.records("weights") {
        let parts: Vec<&str> = standard.requirements.parts();
        if let (Some(value), Some(part)) = (weight.get("part"), weight.text("part"))
            && !parts.contains(&part)
        {
            wrong.push(refuse(value, "部分", format!("只有 {}", parts.join("、"))));
        }
    }
    for year in own.records("calendars") {
        let number = year.integer("year").unwrap_or_default() as i16;
        let (off, worked) = (year.texts("days_off"), year.texts("days_worked"));
        if let Err(text) = standard.calendar.put(number, off, worked)
            && let Some(value) = year.get("days_off")
        {
            let reason = format!("“{text}”应写作 2027-01-01 或 2027-01-01..2027-01-03");
            wrong.push(refuse(value, "放假", reason));
        }
    }
    let slips = own.records("slips").filter_map(|slip| {
        let (slip, right) = (slip.text("wrong")?, slip.text("right")?);
        Some((slip.to_owned(), right.to_owned()))
    });
    if let Some(value) = own.get("slips")
        && let Err(reason) = standard.lexicon.extend(slips)
    {
        wrong.push(refuse(value, "错别字", reason));
    }
    for slip in own.records("slips") {
        if let (Some(value), Some(right)) = (slip.get("wrong"), slip.text("right"))
            && matches!(&value.data, Data::Text(text) if right.contains(text.as_str()))
        {
            wrong.push(refuse(
                value,
                "误",
                "“正”里又含有“误”，改了还会再报".to_owned(),
            ));
        }
    }
    wrong
}

fn refuse(value: &Typed, field: &str, reason: String) -> SchemaFault {
    let kind = FaultKind::OutOfRangeField {
        field: field.to_owned(),
        reason,
        clause: None,
        requirement: None::<Arc<str>>,
    };
    (value.span, kind)
}
