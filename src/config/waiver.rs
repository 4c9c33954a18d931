//! `豁免` of `site.yaml`: findings that somebody answers for until a day.

use jiff::civil::Date;

use crate::{source::Span, standard::view::SiteSettings};

/// One finding at one place that is let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// ID of the rule.
    pub rule: String,
    /// The file, or a folder with `/` at its end.
    pub path: String,
    /// Words that the finding's own text or message must hold, to tell one place from another.
    pub contains: Option<String>,
    /// Reason for letting it pass.
    pub reason: String,
    /// Role of the person who answers for it.
    pub role: String,
    /// The last day that it holds.
    pub expires: Date,
    /// Its bytes in `site.yaml`.
    pub span: Span,
    /// The bytes of the rule's name there.
    pub rule_span: Span,
}

/// The waivers of a site; one that lacks a field is a fault of the schema, and no waiver.
pub(super) fn waivers(settings: SiteSettings<'_>) -> Vec<Waiver> {
    let entries = settings.waivers().into_iter();
    entries
        .filter_map(|entry| {
            let (rule, rule_span) = entry.rule().given()?;
            Some(Waiver {
                rule: rule.to_owned(),
                path: entry.path().get()?.to_owned(),
                contains: entry.contains().get().map(str::to_owned),
                reason: entry.reason().get()?.to_owned(),
                role: entry.role().get()?.to_owned(),
                expires: entry.expires().get()?,
                span: entry.record().span,
                rule_span,
            })
        })
        .collect()
}
