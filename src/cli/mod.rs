//! The command line.

mod arguments;
mod build;
mod preview;
mod progress;
mod rules;
mod search;
mod self_report;

use std::{io::Write as _, process::ExitCode};

use clap::Parser as _;

use arguments::{Arguments, Command};

/// The content has errors.
const CONTENT_ERRORS: u8 = 1;

/// The program was used wrongly, or the world said no.
const BAD_WORLD: u8 = 2;

/// Runs the program on the arguments of this process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return arguments::refuse(&error),
    };
    match arguments.command {
        Command::Build(build) => build::build(&build),
        Command::Check(check) => build::check(&check),
        Command::Report(report) => self_report::report(&report),
        Command::Rules(list) => rules::list(&list),
        Command::Explain(explain) => rules::explain(&explain),
        Command::Search(search) => search::search(&search),
        Command::Serve(serve) => preview::serve(&serve),
    }
}

/// Says what the world refused, and gives the exit code for it.
fn fail(error: &dyn std::error::Error) -> ExitCode {
    say(&format!("错误：{error}\n"));
    ExitCode::from(BAD_WORLD)
}

/// To stderr. Nobody is left to be told if that fails.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// To stdout.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
