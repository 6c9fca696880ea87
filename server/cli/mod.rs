//! The shell for the terminal.

mod encoding;
mod files;
mod output;
mod stdout;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with these arguments.
pub fn run(_args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(2)
}
