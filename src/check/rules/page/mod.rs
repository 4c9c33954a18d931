//! Rendered pages: tags, footer, links, marks.

mod duplicate_page_tag;
mod heavy_page;
mod hidden_link;
mod incomplete_footer;
mod malformed_article_tag;
mod malformed_filing_number;
mod malformed_site_code;
mod malformed_site_domain;
mod misdirected_badge;
mod missing_article_tag;
mod missing_breadcrumb;
mod missing_column_tag;
mod missing_download;
mod missing_page_header;
mod missing_print_style;
mod missing_publish_time;
mod missing_site_tag;
mod moving_content;
mod one_way_interpretation;
mod unannounced_external_link;
mod uninformative_column_description;
mod unknown_column_type;
mod unmarked_validity;

use percent_encoding::percent_decode_str;

use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag},
    model::{ColumnId, Resolved},
    parse::Link,
    render::Job,
    source::{SourceFile, Span},
};

/// The rules of this family, in the order of the manual.
pub(super) static RULES: &[&dyn Rule] = &[
    &missing_site_tag::MissingSiteTag,
    &malformed_site_domain::MalformedSiteDomain,
    &malformed_site_code::MalformedSiteCode,
    &missing_column_tag::MissingColumnTag,
    &uninformative_column_description::UninformativeColumnDescription,
    &unknown_column_type::UnknownColumnType,
    &missing_article_tag::MissingArticleTag,
    &malformed_article_tag::MalformedArticleTag,
    &missing_publish_time::MissingPublishTime,
    &duplicate_page_tag::DuplicatePageTag,
    &incomplete_footer::IncompleteFooter,
    &malformed_filing_number::MalformedFilingNumber,
    &misdirected_badge::MisdirectedBadge,
    &missing_page_header::MissingPageHeader,
    &missing_breadcrumb::MissingBreadcrumb,
    &hidden_link::HiddenLink,
    &unannounced_external_link::UnannouncedExternalLink,
    &moving_content::MovingContent,
    &one_way_interpretation::OneWayInterpretation,
    &unmarked_validity::UnmarkedValidity,
    &missing_download::MissingDownload,
    &missing_print_style::MissingPrintStyle,
    &heavy_page::HeavyPage,
];

/// The column whose front page this is.
fn column_of(job: Job) -> Option<ColumnId> {
    match job {
        Job::Home => Some(0),
        Job::Column(id) => Some(id),
        _ => None,
    }
}

/// What a page says for itself: its text from `<main>` on, or from its body on.
fn main_of<'h>(html: &'h Html<'_>) -> &'h str {
    let from = html.all("main").next().or_else(|| html.all("body").next());
    &html.text[from.map_or(0, Tag::end)..]
}

/// Tells of a link at the place where an editor wrote it, else at the theme's.
fn add_link(built: &Built<'_>, html: &Html<'_>, href: &str, finding: Finding, sink: &mut Sink) {
    match written(built, html, href) {
        Some((file, span)) => sink.add(&file.path, finding.at(span)),
        None => sink.add_everywhere(html.path, finding),
    }
}

/// Where the address of a link was written in the page's own source.
fn written<'s>(built: &Built<'s>, html: &Html<'_>, href: &str) -> Option<(&'s SourceFile, Span)> {
    let site = built.site;
    let (file, body, resolved) = if let Job::Document(id) = html.job {
        let page = &site.pages[id];
        (&page.document.file, &page.document.body, &page.links)
    } else {
        let column = &site.columns[column_of(html.job)?];
        (&column.source.file, &column.source.body, &column.links)
    };
    let decoded = percent_decode_str(href).decode_utf8_lossy();
    let is_it = |(link, resolved): &(&Link, &Resolved)| {
        !link.is_picture
            && match resolved {
                Resolved::Target(target) => html.leads_to(href, &site.output(*target)),
                _ => percent_decode_str(&link.destination).decode_utf8_lossy() == decoded,
            }
    };
    let candidates = || body.links.iter().zip(resolved).filter(is_it);
    // A link that cannot be seen has no text; of two to one address it is the one at fault.
    let blank = candidates().find(|(link, _)| link.text.trim().is_empty());
    if let Some((link, _)) = blank.or_else(|| candidates().next()) {
        return Some((file, link.span));
    }
    // What raw HTML writes is no link of the body's.
    let at = file.text.find(href).filter(|_| !href.is_empty())?;
    Some((file, Span::new(at, at + href.len())))
}
