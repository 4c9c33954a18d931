//! A whole site of any size, made up: the same bytes for the same number of documents.

mod catalog;
mod columns;
mod data;
mod document;
mod plan;
mod planned;
mod prose;
mod report;
mod rng;
mod sections;
mod words;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use columns::COLUMNS;
use report::Report;

/// Writes the site into a folder: `site.yaml` and `content/` with so many documents.
pub(crate) fn write_site(documents: usize, folder: &Path) -> io::Result<()> {
    let plans = plan::plan(documents);
    let content = folder.join("content");
    let folders: BTreeSet<PathBuf> = COLUMNS
        .iter()
        .map(|column| content.join(column.path))
        .chain(plans.iter().map(|plan| content.join(plan.folder())))
        .collect();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    fs::write(folder.join("site.yaml"), data::SETTINGS)?;
    fs::write(content.join("_index.md"), data::home())?;
    for (number, column) in COLUMNS.iter().enumerate() {
        let folder = content.join(column.path);
        fs::write(folder.join("_index.md"), data::index(number))?;
        if let Some(text) = data::data(number) {
            fs::write(folder.join(column.data), text)?;
        }
    }
    let (path, text) = data::FORM;
    fs::write(content.join(path), text)?;
    for (id, plan) in plans.iter().enumerate() {
        fs::write(content.join(&plan.path), document::document(id, &plans))?;
        let folder = content.join(plan.folder());
        if plan.has_file {
            fs::write(folder.join("明细表.csv"), document::attachment(id, &plans))?;
        }
        if plan.kind() == "年报" {
            let year = plan.published.year() - 1;
            let tables = Report::of(year, &plans).tables();
            fs::write(folder.join(format!("{year}.yaml")), tables)?;
        }
    }
    Ok(())
}
