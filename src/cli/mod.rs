//! The command line.

mod arguments;
mod build;
mod check;
mod progress;
mod report;
mod rules;
mod search;
mod serve;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Parser as _;

use crate::{
    crash::{catch, keep_silent},
    system::reason,
};

use arguments::{Arguments, Command};

/// Exit code where all is well.
const FINE: u8 = 0;

/// Exit code where the content has errors.
const CONTENT_ERRORS: u8 = 1;

/// Exit code of a wrong command line, or of an error that is not the content's.
const BAD_WORLD: u8 = 2;

/// Words said last where the program panicked over a part of the site.
const CRASHED: &str =
    "程序出错，没有发布；请把 internal-error 所说的文件和那句话报告给程序的维护人员。\n";

/// Runs the program on the arguments of this process.
pub fn run() -> ExitCode {
    survive_file_limits();
    keep_silent();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return arguments::refuse(&error),
    };
    let done = catch(|| obey(arguments.command));
    done.unwrap_or_else(|crash| {
        say(&format!(
            "错误：{crash}。这是程序的缺陷：请把这句话报告给程序的维护人员。\n"
        ));
        ExitCode::from(BAD_WORLD)
    })
}

fn obey(command: Command) -> ExitCode {
    match command {
        Command::Build(build) => build::build(&build),
        Command::Check(check) => check::check(&check),
        Command::Report(report) => report::report(&report),
        Command::Rules(list) => rules::list(&list),
        Command::Explain(explain) => rules::explain(&explain),
        Command::Search(search) => search::search(&search),
        Command::Serve(serve) => serve::serve(&serve),
    }
}

/// Says what the world refused, and gives the exit code for it.
fn fail(error: &dyn std::error::Error) -> ExitCode {
    say(&format!("错误：{error}\n"));
    ExitCode::from(BAD_WORLD)
}

/// To stderr. Nobody is left to be told if that fails.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes data to stdout. Gives the exit code: `code`, unless the data did not get there.
fn print(text: &str, code: u8) -> ExitCode {
    match write_out(text.as_bytes()) {
        Ok(()) => ExitCode::from(code),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => {
            say(&format!("错误：结果不能写到标准输出：{}\n", reason(&error)));
            ExitCode::from(BAD_WORLD)
        }
    }
}

/// Past the buffer of the standard library, which takes a stdout that cannot be written to for one
/// that nobody wants.
#[cfg(unix)]
fn write_out(bytes: &[u8]) -> io::Result<()> {
    use std::os::fd::AsFd as _;
    let stdout = io::stdout().as_fd().try_clone_to_owned()?;
    std::fs::File::from(stdout).write_all(bytes)
}

#[cfg(not(unix))]
fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Makes of the signal that ends a process at its limit of file sizes the error that comes with it.
fn survive_file_limits() {
    #[cfg(unix)]
    {
        // SIGXFSZ, the same number on all systems we build for. The flag is never read: what counts
        // is that the signal no longer ends the process. Without it the limit ends us as before.
        let _ =
            signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}
