//! Standard error, as every command uses it.

use crate::text::visible;
use std::fmt::Display;
use std::io::{self, Write};

/// Writes a line to standard error. A failure of that cannot be reported anywhere.
pub fn tell(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", visible::lines(&message.to_string()));
}

/// Reports a failure of the program or of one of its files.
pub fn complain(message: impl Display) {
    tell(format_args!("nianbao: {message}"));
}
