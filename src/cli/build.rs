//! `build` and `check`.

use std::{io::IsTerminal as _, path::Path, process::ExitCode};

use crate::{
    pipeline::{self, Error, Options},
    report::{Format, Report},
};

use super::{
    CONTENT_ERRORS,
    arguments::{BuildArguments, CheckArguments, FormatName},
    fail,
    progress::Bar,
    say,
};

pub(super) fn build(arguments: &BuildArguments) -> ExitCode {
    arguments.site.use_threads();
    let site = arguments.site.site.clone();
    let out = arguments.out.clone().unwrap_or_else(|| site.join("public"));
    let options = Options {
        site,
        out,
        clock: arguments.site.clock(),
    };
    let bar = Bar::new();
    let result = pipeline::build(&options, &bar);
    bar.finish();
    let code = tell(result, arguments.report.format, &arguments.site.site);
    if code == ExitCode::SUCCESS && matches!(arguments.report.format, FormatName::Human) {
        say(&format!("输出在 {}\n", options.out.display()));
    }
    code
}

pub(super) fn check(arguments: &CheckArguments) -> ExitCode {
    arguments.site.use_threads();
    let site = arguments.site.site.clone();
    let options = Options {
        out: site.join("public"),
        site,
        clock: arguments.site.clock(),
    };
    let bar = Bar::new();
    let result = pipeline::inspect(&options, &bar);
    bar.finish();
    tell(result, arguments.report.format, &arguments.site.site)
}

/// Diagnostics for people go to stderr, data for programs to stdout.
fn tell(result: Result<Report, Error>, format: FormatName, site: &Path) -> ExitCode {
    let mut report = match result {
        Ok(report) => report,
        Err(error) => return fail(&error),
    };
    if site.is_relative() && site != Path::new(".") {
        report.prefix = format!(
            "{}/",
            site.to_string_lossy()
                .replace('\\', "/")
                .trim_start_matches("./")
                .trim_end_matches('/')
        );
    }
    match format.into() {
        Format::Human => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            say(&report.render(Format::Human, colour));
            if report.has_errors() {
                say("内容有错误，没有发布；改好后再构建。\n");
            }
        }
        format => super::print(&report.render(format, false)),
    }
    if report.has_errors() {
        ExitCode::from(CONTENT_ERRORS)
    } else {
        ExitCode::SUCCESS
    }
}
