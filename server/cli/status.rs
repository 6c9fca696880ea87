//! The exit codes of all commands.

/// No findings that matter.
pub const CLEAN: u8 = 0;
/// There are findings.
pub const FINDINGS: u8 = 1;
/// The command itself failed, or a file could not be read.
pub const FAILED: u8 = 2;
