//! Entries of the index: the text of a page that is searched, and the words that a result shows.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::{
    html::{tags, unescape},
    model::{Column, Page, Site},
    parse::Body,
    standard::view::Validity,
};

use super::{
    fold::{bare, fold, has_traditional, is_invisible, simplified},
    query::Query,
};

/// One page of the index. Names are short because there are many of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexEntry {
    /// Title.
    #[serde(rename = "t")]
    pub title: String,
    /// Path from the site's root, as it stands in an address.
    #[serde(rename = "u")]
    pub url: String,
    /// 发文字号.
    #[serde(rename = "n", default, skip_serializing_if = "String::is_empty")]
    pub document_no: String,
    /// 索引号.
    #[serde(rename = "i", default, skip_serializing_if = "String::is_empty")]
    pub index_no: String,
    /// Day of publication, `YYYY-MM-DD`; empty for a column.
    #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// 发布机构.
    #[serde(rename = "o", default, skip_serializing_if = "String::is_empty")]
    pub issuer: String,
    /// 有效性.
    #[serde(rename = "v", default, skip_serializing_if = "String::is_empty")]
    pub validity: String,
    /// Title of the column.
    #[serde(rename = "c", default, skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// 主题词, joined.
    #[serde(rename = "k", default, skip_serializing_if = "String::is_empty")]
    pub keywords: String,
    /// 内容概述.
    #[serde(rename = "a", default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Text of the body, one block a line.
    #[serde(rename = "x", default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Numbers of the lines of the text that are headings, from 0.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<u32>,
    /// The fields that are searched, simplified, where one is written in traditional characters:
    /// title, 发文字号, 索引号, 发布机构, 主题词, 内容概述, text.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub simplified: Vec<String>,
}

/// Rank of a place: the best tier that holds a term, 1 to 3.
pub(super) type Tier = u32;

impl IndexEntry {
    /// The entry of a document.
    pub(super) fn of_page(site: &Site, page: &Page) -> Self {
        let meta = page.document.meta();
        let (mut lines, headings) = lines(&page.document.body);
        for id in &page.attachments {
            let path = &site.assets[*id].asset.path;
            lines.push('\n');
            lines.push_str(&clean(path.rsplit('/').next().unwrap_or_default()));
        }
        let words: Vec<&str> = meta.keywords().into_iter().collect();
        let published = page.document.published;
        Self {
            title: clean(&page.document.title),
            url: crate::render::url_path(&page.output),
            document_no: clean(meta.document_no().or_default()),
            index_no: clean(meta.index_no().or_default()),
            date: published.map_or_else(String::new, |at| at.date().to_string()),
            issuer: clean(meta.issuer().or_default()),
            validity: clean(meta.validity().get().map_or("", Validity::word)),
            column: clean(&site.columns[page.column].title),
            keywords: clean(&words.join(" ")),
            summary: clean(meta.summary().or_default()),
            text: lines,
            headings,
            simplified: Vec::new(),
        }
        .with_simplified()
    }

    /// The entry of a column's front page.
    pub(super) fn of_column(column: &Column) -> Self {
        let (text, headings) = lines(&column.source.body);
        let words: Vec<&str> = column.source.meta().keywords().into_iter().collect();
        Self {
            title: clean(&column.title),
            url: crate::render::url_path(&column.output()),
            column: clean(&column.title),
            keywords: clean(&words.join(" ")),
            summary: clean(column.description()),
            text,
            headings,
            ..Self::default()
        }
        .with_simplified()
    }

    fn with_simplified(mut self) -> Self {
        let fields = self.fields();
        if fields.iter().any(|field| has_traditional(field)) {
            let simple = |field: &&str| field.chars().map(simplified).collect();
            self.simplified = fields.iter().map(simple).collect();
        }
        self
    }

    /// Fields that are searched, as they are written.
    fn fields(&self) -> [&str; 7] {
        [
            &self.title,
            &self.document_no,
            &self.index_no,
            &self.issuer,
            &self.keywords,
            &self.summary,
            &self.text,
        ]
    }

    /// Calls with every piece of text that is searched, folded, and its tier, the best first, until
    /// it is told to stop.
    pub(super) fn each_text(&self, mut each: impl FnMut(Tier, &str) -> ControlFlow<()>) {
        let _ = self.try_each_text(&mut each);
    }

    fn try_each_text(
        &self,
        each: &mut impl FnMut(Tier, &str) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for (tier, field) in [
            (1, &self.title),
            (1, &self.document_no),
            (1, &self.index_no),
            (2, &self.summary),
        ] {
            each(tier, &fold(field))?;
        }
        let mut headings = self.headings.iter().peekable();
        let folded = fold(&self.text);
        for (number, line) in folded.split('\n').enumerate() {
            let is_heading = headings
                .next_if(|heading| **heading as usize == number)
                .is_some();
            each(if is_heading { 2 } else { 3 }, line)?;
        }
        each(3, &fold(&self.issuer))?;
        each(3, &fold(&self.keywords))
    }

    /// Rank of the entry for a question: the worst tier of its terms, 0 where the question is its
    /// whole title or number; nothing where a term is missing.
    pub(super) fn tier(&self, query: &Query) -> Option<Tier> {
        let mut best = vec![Tier::MAX; query.terms.len()];
        self.each_text(|tier, text| {
            for (best, term) in best.iter_mut().zip(&query.terms) {
                if tier < *best && text.contains(term.as_str()) {
                    *best = tier;
                }
            }
            // Titles and numbers come first: nothing better follows.
            if best.iter().all(|best| *best == 1) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let worst = if best.is_empty() {
            3
        } else {
            best.into_iter().max()?
        };
        if worst == Tier::MAX {
            return None;
        }
        let is_whole = !query.whole.is_empty() && self.wholes().contains(&query.whole);
        Some(if is_whole { 0 } else { worst })
    }

    /// Title and numbers as a whole question would be: folded, without blanks and quotes.
    pub(super) fn wholes(&self) -> [String; 3] {
        [&self.title, &self.document_no, &self.index_no].map(|field| bare(&fold(field)))
    }

    /// The place in the text where a question is answered, some words before and after it.
    pub fn excerpt(&self, query: &Query) -> String {
        const BEFORE: usize = 24;
        const LENGTH: usize = 96;
        let found = |text: &str| {
            let folded = fold(text);
            let at = query
                .terms
                .iter()
                .filter_map(|term| folded.find(term.as_str()))
                .min()?;
            Some(folded[..at].chars().count())
        };
        let line = self
            .text
            .split('\n')
            .find_map(|line| Some((line, found(line)?)));
        let summary = || Some((self.summary.as_str(), found(&self.summary)?));
        let (line, at) = line.or_else(summary).unwrap_or((&self.summary, 0));
        let start = at.saturating_sub(BEFORE);
        let mut chars = line.chars().skip(start);
        let shown: String = chars.by_ref().take(LENGTH).collect();
        let (before, after) = (start > 0, chars.next().is_some());
        let dots = |there: bool| if there { "…" } else { "" };
        format!("{}{shown}{}", dots(before), dots(after))
    }
}

/// One line without what shows nothing, blanks run together.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_clean(&mut out, text);
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Appends a piece of a line; a blank at the start of the line or after another is left out.
fn push_clean(out: &mut String, text: &str) {
    // Nearly all characters are neither, and stand side by side.
    let is_plain = |c| matches!(c, '!'..='~' | '\u{3001}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_plain(*c)) {
        if c.is_whitespace() || is_invisible(c) {
            out.push_str(&text[from..at]);
            from = at + c.len_utf8();
            let is_blank = !is_invisible(c);
            if is_blank && !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        }
    }
    out.push_str(&text[from..]);
}

/// Elements that stand in a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "ruby", "rt", "rp",
];

/// The text of a body, one block a line, with the numbers of the lines that are headings.
fn lines(body: &Body) -> (String, Vec<u32>) {
    let html = body.html.as_str();
    let mut out = String::with_capacity(html.len());
    let (mut headings, mut line, mut is_heading) = (Vec::new(), 0_u32, false);
    // Where the text goes on, and what ends the part that is left out.
    let (mut from, mut skipped) = (0, None);
    for tag in tags(html) {
        if let Some(name) = skipped {
            if tag.is_end && tag.name() == name {
                (skipped, from) = (None, tag.end());
            }
            continue;
        }
        push_clean(&mut out, &unescape(&html[from..tag.start()]));
        from = tag.end();
        // What only leads to and from a footnote is no part of a sentence.
        let is_mark = match tag.name() {
            "sup" => tag.has_class("footnote-ref"),
            "a" => tag.has_class("footnote-back"),
            _ => false,
        };
        if is_mark && !tag.is_end {
            skipped = Some(tag.name());
            continue;
        }
        if INLINE.contains(&tag.name()) {
            continue;
        }
        let is_written = !out.is_empty() && !out.ends_with('\n');
        if is_written {
            if is_heading {
                headings.push(line);
            }
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            line += 1;
        }
        is_heading = !tag.is_end && matches!(tag.name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    }
    if skipped.is_none() {
        push_clean(&mut out, &unescape(&html[from..]));
    }
    out.truncate(out.trim_end().len());
    (out, headings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Dialect, markdown};

    #[test]
    fn a_body_is_read_block_by_block() {
        let text = "# 第一章 **总则**\n\n为了`规范`[政务](a.md)公开[^1]，制定 A&B <本>办法。\n\n- 甲\n- 乙\n\n| 项 | 数 |\n|--|--|\n| 丙 | 1 |\n\n## 附则\n\n[^1]: 脚注\n";
        let (body, _) = markdown(text, 0, Dialect::site());
        let (lines, headings) = lines(&body);
        let wanted =
            "第一章 总则\n为了规范政务公开，制定 A&B <本>办法。\n甲\n乙\n项\n数\n丙\n1\n附则\n脚注";
        assert_eq!(lines, wanted);
        let shown: Vec<&str> = headings
            .iter()
            .filter_map(|at| lines.split('\n').nth(*at as usize))
            .collect();
        assert_eq!(shown, ["第一章 总则", "附则"]);
    }
}
