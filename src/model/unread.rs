//! Sources that are there and could not be read: nothing may be said to be missing that may stand
//! in one of them.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Fault, FaultKind},
    source::SourceFile,
    standard::view::ColumnKind,
};

use super::Site;

impl Site {
    /// Paths of the sources that could not be read, and of the data files that are not there though a
    /// column is made from them.
    pub(super) fn find_unread(&self) -> Vec<String> {
        let mut paths: BTreeSet<String> = self
            .faults
            .iter()
            .filter(|fault| is_unread(fault))
            .map(|fault| fault.path.clone())
            .collect();
        let without_data = self
            .columns
            .iter()
            .filter(|column| column.wants_data() && column.data.is_none());
        paths.extend(without_data.map(|column| column.source.file.path.clone()));
        let without_figures = self.pages.iter().filter(|page| {
            !page.document.meta().data().is_absent()
                && page.figures.is_none()
                && self.columns[page.column].kind == ColumnKind::AnnualReports
        });
        paths.extend(without_figures.map(|page| page.document.file.path.clone()));
        if !self.config.is_complete() {
            paths.insert(self.config.file.path.clone());
        }
        paths.into_iter().collect()
    }

    /// True if a source below a folder could not be read.
    pub fn has_unread_below(&self, folder: &str) -> bool {
        self.unread.iter().any(|path| {
            let rest = path.strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// True if some words stand in a source that could not be read, or may stand there because not
    /// even its text could be had.
    pub fn unread_may_contain(&self, words: &str) -> bool {
        let content = self
            .unread
            .iter()
            .filter(|path| **path != self.config.file.path);
        let mut texts = content.map(|path| self.text_of(path));
        texts.any(|file| file.is_none_or(|file| file.text.contains(words)))
    }

    fn text_of(&self, path: &str) -> Option<&SourceFile> {
        self.texts()
            .map(|(file, _)| file)
            .find(|file| file.path == path && !file.text.is_empty())
    }
}

/// True if a fact says that a source was read in part or not at all.
const fn is_unread(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        FaultKind::NotUtf8 { .. }
            | FaultKind::OversizedSource { .. }
            | FaultKind::StrayLink { .. }
            | FaultKind::UnreadableName
            | FaultKind::MissingFrontMatter { is_meant: false }
            | FaultKind::UnclosedFrontMatter { is_meant: false }
            | FaultKind::InvalidYaml { .. }
            | FaultKind::ConflictMarker
            | FaultKind::UnreadableTable { .. }
            | FaultKind::InternalError { .. }
    )
}
