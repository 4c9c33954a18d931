//! A document as one line of a list.

use minijinja::{Value, context};

use crate::{
    model::{Page, PageId, Site},
    standard::view::{Org, Validity},
};

use super::{Renderer, url_path};

impl Renderer<'_> {
    /// Row of a list: the values that it shows of a document.
    pub(super) fn row(&self, id: PageId, root: &str) -> Value {
        let page = &self.site.pages[id];
        let meta = page.document.meta();
        let forms = meta
            .forms()
            .into_iter()
            .filter(|form| *form != "文字")
            .collect::<Vec<_>>()
            .join("、");
        context! {
            title => page.document.title.as_str(),
            href => format!("{root}{}", url_path(&page.output)),
            document_no => meta.document_no().get(),
            date => publish_date(page),
            validity => meta.validity().get().map(Validity::word),
            validity_key => meta.validity().get().map(validity_key),
            column_title => self.site.columns[page.column].title.as_str(),
            issuer => issuer(self.site, page),
            abstract => meta.summary().get(),
            forms => (!forms.is_empty()).then_some(forms),
        }
    }

    pub(super) fn rows(&self, ids: &[PageId], root: &str) -> Vec<Value> {
        ids.iter().map(|id| self.row(*id, root)).collect()
    }
}

/// The key that templates and style sheets know a validity by.
pub(super) fn validity_key(validity: Validity) -> &'static str {
    match validity {
        Validity::Expired => "expired",
        Validity::Repealed => "repealed",
        Validity::Amended => "amended",
        Validity::Valid => "valid",
    }
}

/// The day a page was published, as it is shown.
pub(super) fn publish_date(page: &Page) -> String {
    page.document
        .published
        .map(|at| at.date().to_string())
        .unwrap_or_default()
}

/// `发布机构`, or the office itself.
pub(super) fn issuer<'s>(site: &'s Site, page: &'s Page) -> &'s str {
    page.document
        .meta()
        .issuer()
        .get()
        .unwrap_or_else(|| site.config.org(Org::name))
}
