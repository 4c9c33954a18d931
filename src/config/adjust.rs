//! `标准` of `site.yaml`: the entries of the standard that a site sets for itself.

use crate::{
    diagnostic::FaultKind,
    source::Span,
    standard::{
        MOST_WORDS, RepealedBasis, SchemaFault, Standard, THRESHOLDS, Typed, Vocabulary, WordList,
        view::{ColumnKind, RepealedEntry, SiteSettings, StandardSettings},
    },
};

/// Kind of body that a site belongs to; the Regulation asks different things of each.
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
    pub(super) fn of(settings: SiteSettings<'_>) -> Self {
        let named = settings.standard().and(StandardSettings::profile).get();
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

/// 31 March: the day for the annual report of a government as a whole (《条例》第四十九条).
const GOVERNMENT_DAY: f64 = 331.0;

/// Puts a site's entries in place of the standard's own, and says which make no sense.
pub(super) fn adjust(standard: &mut Standard, settings: SiteSettings<'_>) -> Vec<SchemaFault> {
    let mut wrong = Vec::new();
    let Some(own) = settings.standard().get() else {
        return wrong;
    };
    if Profile::of(settings) == Profile::Government {
        standard.figures.report_deadline = GOVERNMENT_DAY;
    }
    if let Some(own) = own.thresholds().get() {
        for (alias, figure) in standard.figures.each() {
            // What is refused as out of range changes nothing.
            let own = own.number(alias).filter(|own| THRESHOLDS.contains(own));
            *figure = own.unwrap_or(*figure);
        }
    }
    add_words(&mut standard.vocabulary, own, &mut wrong);
    for column in own.columns() {
        let kind = column.kind().get().and_then(ColumnKind::from_word);
        match standard
            .statutory
            .iter_mut()
            .find(|known| Some(known.kind) == kind)
        {
            Some(known) => {
                column.title().or_default().clone_into(&mut known.title);
                column.clause().or_default().clone_into(&mut known.clause);
            }
            None => wrong.extend(column.kind().place().map(|place| {
                let kinds: Vec<&str> = standard
                    .statutory
                    .iter()
                    .map(|known| known.kind.word())
                    .collect();
                refuse(
                    place,
                    "栏目类型",
                    format!("法定栏目只有 {}", kinds.join("、")),
                    "改成其中一个",
                )
            })),
        }
    }
    for weight in own.weights() {
        let parts: Vec<&str> = standard.requirements.parts();
        if let Some((part, place)) = weight.part().given()
            && !parts.contains(&part)
        {
            wrong.push(refuse(
                place,
                "部分",
                format!("只有 {}", parts.join("、")),
                "改成其中一个",
            ));
        }
    }
    for year in own.calendars() {
        let number = year.year().or_default() as i16;
        let (off, worked) = (year.days_off().into_iter(), year.days_worked().into_iter());
        if let Err(text) = standard.calendar.put(number, off, worked)
            && let Some(place) = year.days_off().place()
        {
            let reason = format!("“{text}”应写作 2027-01-01 或 2027-01-01..2027-01-03");
            wrong.push(refuse(place, "放假", reason, "照这样改"));
        }
    }
    let slips = own.slips().into_iter().filter_map(|slip| {
        let (slip, right) = (slip.wrong().get()?, slip.right().get()?);
        Some((slip.to_owned(), right.to_owned()))
    });
    if let Some(place) = own.slips().place()
        && let Err(reason) = standard.lexicon.extend(slips)
    {
        wrong.push(refuse(place, "错别字", reason, "改正或删去这一条"));
    }
    for slip in own.slips() {
        if let (Some((word, place)), Some(right)) = (slip.wrong().given(), slip.right().get())
            && right.contains(word)
        {
            wrong.push(refuse(
                place,
                "误",
                "“正”里又含有“误”，改了还会再报".to_owned(),
                "把“误”写长一些，连上前后的字，使“正”里不再含有它",
            ));
        }
    }
    wrong
}

/// Adds the words of a site, and says which are none.
fn add_words(vocabulary: &mut Vocabulary, own: StandardSettings<'_>, wrong: &mut Vec<SchemaFault>) {
    let Some(own) = own.vocabulary().get() else {
        return;
    };
    let mut words = |name: &str, items: &[Typed]| -> Vec<String> {
        let mut words = Vec::new();
        // That there are more is told by the schema.
        for item in items.iter().take(MOST_WORDS) {
            match item.text() {
                // Every text holds it, and begins and ends with it.
                Some("") => wrong.push(refuse(
                    item.span,
                    name,
                    "词是空的".to_owned(),
                    "写上词，或者删去这一项",
                )),
                word => words.extend(word.map(str::to_owned)),
            }
        }
        words
    };
    for (alias, list) in vocabulary.each() {
        match list {
            _ if own.get(alias).is_none() => {}
            WordList::Words(list) => list.extend(words("词表", own.list(alias))),
            WordList::Groups(groups) => {
                for (name, list) in groups.each() {
                    let items = own.record(alias).map(|own| own.list(name));
                    list.extend(words(name, items.unwrap_or_default()));
                }
            }
            WordList::Bases(bases) => {
                let own = own.records(alias).map(RepealedEntry::new).take(MOST_WORDS);
                bases.extend(own.filter_map(|entry| {
                    Some(RepealedBasis {
                        name: entry.name().get()?.to_owned(),
                        since: entry.since().get()?,
                        now: entry.now().get()?.to_owned(),
                    })
                }));
            }
        }
    }
}

fn refuse(place: Span, field: &str, reason: String, cure: &str) -> SchemaFault {
    (place, FaultKind::out_of_range(field, reason, cure))
}
