//! Errors that stop a walk.

use crate::{
    crash::Crash,
    external,
    read::ReadError,
    render::RenderError,
    write::{Staging, WriteError},
};

/// Error of any stage; where the published site is at stake, the message says what became of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// While reading.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// While rendering.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// While writing.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// While asking other websites.
    #[error(transparent)]
    External(#[from] external::ExternalError),
    /// The program panicked over the site as a whole.
    #[error("{0}。这是程序的缺陷：请把这句话报告给程序的维护人员")]
    Crash(Crash),
    /// While making the self-assessment.
    #[error("自评报告没有做成：{0}")]
    Report(String),
}

impl Error {
    /// Gives up what was staged, and tells what of that could not be removed.
    pub(super) fn giving_up(self, staging: Staging) -> Self {
        let leftovers = staging.discard();
        if leftovers.is_empty() {
            return self;
        }
        let error = Box::new(self);
        Self::Write(WriteError::Leftover { error, leftovers })
    }
}
