//! The shell for the terminal.

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with these arguments.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    if args.into_iter().nth(1).is_some_and(|command| command == "server") {
        return crate::lsp::run();
    }
    ExitCode::from(2)
}
