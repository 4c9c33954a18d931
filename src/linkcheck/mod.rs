//! **In:** rendered pages, one at a time, and the names of all output files. **Out:** [`Links`]: which page leads where, and what leads nowhere. **Touches:** nothing.
//!
//! Pages are looked at as they are rendered and not kept, so a page leaves behind only numbers: the
//! files it leads to, the anchors it leads to, and hashes of the anchors it has. They are compared
//! once every file is known.

mod address;
mod collector;
mod gathered;
mod links;

pub use address::{Address, Base};
pub use collector::{Collector, Shared};
pub use links::{Broken, LinkFlaw, Links};

use crate::render::{Html, Job};

/// Checks files as they lie in a folder that is the root of its server.
pub fn check_files<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Links {
    let collector = Collector::new(Base::default());
    for (path, bytes) in files {
        collector.file(path);
        if let (true, Ok(text)) = (path.ends_with(".html"), std::str::from_utf8(bytes)) {
            let html = Html::new(path, Job::NotFound, text);
            collector.page(&html, std::iter::empty());
        }
    }
    collector.finish()
}
