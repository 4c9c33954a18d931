//! `report`.

use std::process::ExitCode;

use crate::pipeline;

use super::{
    BAD_WORLD, CONTENT_ERRORS, CRASHED, arguments::ReportArguments, fail, progress::Bar, say,
};

pub(super) fn report(arguments: &ReportArguments) -> ExitCode {
    arguments.site.use_threads();
    let site = &arguments.site.site;
    let out = arguments.out.clone().unwrap_or_else(|| site.join("report"));
    let options = match arguments.site.options(out, site.join("public")) {
        Ok(options) => options,
        Err(error) => return fail(&error),
    };
    let bar = Bar::new();
    let result = pipeline::self_assess(&options, &bar);
    bar.finish();
    match result {
        Ok(report) => {
            for outcome in &report.outcomes {
                say(&format!("{} {} 项　", outcome.0.label(), outcome.1));
            }
            say(&format!("\n自评报告在 {}\n", options.out.display()));
            if report.has_crashed {
                say(CRASHED);
                ExitCode::from(BAD_WORLD)
            } else if report.has_errors {
                ExitCode::from(CONTENT_ERRORS)
            } else {
                ExitCode::SUCCESS
            }
        }
        Err(error) => fail(&error),
    }
}
