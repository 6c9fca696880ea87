//! The `nianbao` program: hands its arguments to the command line.

use mimalloc::MiMalloc;
use std::process::ExitCode;

// Reading and judging make many small things that do not live long.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os())
}
