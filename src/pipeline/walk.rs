//! Options of a walk, and the listener that is told its progress.

use std::path::PathBuf;

use crate::config::Clock;

/// Options of a walk: of a build, a check, a report or a preview.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's folder.
    pub site: PathBuf,
    /// Folder that the output goes to.
    pub out: PathBuf,
    /// The folder that was published last, whose addresses must not be lost.
    pub last: PathBuf,
    /// The day that freshness and deadlines are judged by.
    pub clock: Clock,
}

/// Told how far a build is.
pub trait Progress: Sync {
    /// A stage begins; `steps` pieces of work lie ahead.
    fn stage(&self, name: &'static str, steps: usize);
    /// One piece of work is done.
    fn step(&self);
}
