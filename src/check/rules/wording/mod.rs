//! Words and signs.

mod conflicting_figure;
mod conflicting_thresholds;
mod impossible_date;
mod misnamed_law;
mod misspelled_word;
mod mixed_punctuation;
mod outdated_name;
mod skipped_numbering;
mod stray_mark;
mod unfinished_text;
mod variant_character;
mod wrong_total;

use crate::{
    check::{
        Rule, Sink,
        facts::{
            plain_text::is_han,
            prose::{self, Prose},
        },
    },
    model::{Page, Site},
    source::Span,
    standard::{Mark, MarkKind, Phrase, PhraseKind},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &misspelled_word::MisspelledWord,
    &variant_character::VariantCharacter,
    &outdated_name::OutdatedName,
    &mixed_punctuation::MixedPunctuation,
    &skipped_numbering::SkippedNumbering,
    &conflicting_thresholds::ConflictingThresholds,
    &unfinished_text::UnfinishedText,
    &wrong_total::WrongTotal,
    &conflicting_figure::ConflictingFigure,
    &impossible_date::ImpossibleDate,
    &misnamed_law::MisnamedLaw,
    &stray_mark::StrayMark,
];

/// Shows a rule every text that residents read and that is no document: settings, columns, the data
/// that their pages are made from, pictures.
fn every_other_text(site: &Site, sink: &mut Sink, look: impl Fn(&Prose<'_>, &mut Sink)) {
    prose::others(site, |prose| look(&prose, sink));
}

/// Shows a rule a document, if residents read it, or will once it says that it is published.
fn document(page: &Page, sink: &mut Sink, look: impl Fn(&Prose<'_>, &mut Sink)) {
    if page.is_published || page.is_undecided() {
        look(&Prose::of_document(page), sink);
    }
}

/// The phrases of a kind among the marks of a text, as far as they are words of it.
fn phrases<'p>(
    site: &'p Site,
    prose: &'p Prose<'_>,
    kind: PhraseKind,
) -> impl Iterator<Item = (Mark, &'p Phrase)> {
    prose
        .marks
        .iter()
        .filter_map(move |mark| match mark.kind {
            MarkKind::Phrase(place) => {
                let phrase = site.config.standard.lexicon.phrase(place)?;
                (phrase.kind == kind).then_some((*mark, phrase))
            }
            _ => None,
        })
        .filter(move |(mark, _)| {
            prose.holds(mark.span)
                && !(matches!(kind, PhraseKind::Slip | PhraseKind::Variant)
                    && is_mentioned(site, &prose.file.text, mark.span))
        })
}

/// Checks that words are spoken of and not used: alone between quotation marks, or with what says
/// that they are written wrongly.
fn is_mentioned(site: &Site, text: &str, span: Span) -> bool {
    const OPEN: [char; 5] = ['“', '‘', '「', '『', '"'];
    const CLOSE: [char; 5] = ['”', '’', '」', '』', '"'];
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else {
        return false;
    };
    let is_alone = before.ends_with(OPEN) && after.starts_with(CLOSE);
    let before = before.trim_end_matches(OPEN);
    let after = after.trim_start_matches(CLOSE);
    let vocabulary = &site.config.standard.vocabulary;
    is_alone
        || vocabulary.before_mentions.any_ends(before)
        || vocabulary.after_mentions.any_starts(after)
}

/// Recognises a character written in Chinese text only: Han, and the signs of full width.
const fn is_chinese(c: char) -> bool {
    is_han(c)
        || matches!(
            c,
            '\u{3001}'..='\u{3003}'
                | '\u{3008}'..='\u{3011}'
                | '\u{3014}'..='\u{3017}'
                | '“' | '”' | '‘' | '’'
                | '（' | '）' | '，' | '：' | '；' | '？' | '！'
        )
}
