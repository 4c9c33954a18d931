//! `report`: a site checked, and the self-assessment written.

use crate::{
    check::Outcome,
    report::SelfAssessment,
    write::{Product, folder_for},
};

use super::{Error, Options, Progress, inspect};

/// Outcome of a self-assessment.
#[derive(Debug)]
pub struct SelfAssessed {
    /// Number of requirements with each outcome.
    pub outcomes: Vec<(Outcome, usize)>,
    /// True if the content has errors.
    pub has_errors: bool,
    /// True if the program panicked over a part of the site.
    pub has_crashed: bool,
}

/// Checks a site and writes the self-assessment to `options.out`.
pub fn self_assess(options: &Options, progress: &dyn Progress) -> Result<SelfAssessed, Error> {
    let folder = folder_for(&options.out, Product::Report, &[&options.site])?;
    let (site, report) = inspect(options, None, progress)?;
    let own = SelfAssessment::new(&site, &report);
    folder.put(&own.files().map_err(Error::Report)?)?;
    Ok(SelfAssessed {
        outcomes: own.outcomes.into_iter().collect(),
        has_errors: report.has_errors(),
        has_crashed: report.has_crashed(),
    })
}
