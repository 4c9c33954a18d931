//! `build`, and how what was found is told.

use std::{io::IsTerminal as _, path::Path, process::ExitCode};

use crate::{
    pipeline::{self, Error},
    report::{Format, Report},
};

use super::{CONTENT_ERRORS, FINE, arguments::BuildArguments, fail, progress::Bar, say};

pub(super) fn build(arguments: &BuildArguments) -> ExitCode {
    arguments.site.use_threads();
    let default = || arguments.site.site.join("public");
    let out = arguments.out.clone().unwrap_or_else(default);
    let options = match arguments.site.options(out.clone(), out) {
        Ok(options) => options,
        Err(error) => return fail(&error),
    };
    let bar = Bar::new();
    let result = pipeline::build(&options, &bar);
    bar.finish();
    let code = tell(
        result,
        arguments.report.format,
        &arguments.site.site,
        "内容有错误，没有发布；改好后再构建。\n",
    );
    if code == ExitCode::SUCCESS && matches!(arguments.report.format, Format::Human) {
        say(&format!("输出在 {}\n", options.out.display()));
    }
    code
}

/// Diagnostics for people go to stderr, data for programs to stdout.
pub(super) fn tell(
    result: Result<Report, Error>,
    format: Format,
    site: &Path,
    with_errors: &str,
) -> ExitCode {
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
    let code = if report.has_crashed() {
        super::BAD_WORLD
    } else if report.has_errors() {
        CONTENT_ERRORS
    } else {
        FINE
    };
    let code = match format {
        Format::Human => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            say(&report.render(Format::Human, colour));
            if report.has_crashed() {
                say(super::CRASHED);
            } else if report.has_errors() {
                say(with_errors);
            }
            ExitCode::from(code)
        }
        format => {
            let printed = super::print(&report.render(format, false), code);
            if printed != ExitCode::from(code) && report.summary.is_written {
                say("网站本身已经生成。\n");
            }
            printed
        }
    };
    for note in &report.summary.notes {
        say(&format!("注意：{note}\n"));
    }
    code
}
