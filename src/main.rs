//! Entry point: hands the arguments to [`gongkai::cli`].

use std::process::ExitCode;

/// Pages are many small allocations made on every core, which this allocator serves best.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gongkai::cli::run()
}
