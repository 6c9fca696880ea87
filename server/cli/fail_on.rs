//! From which severity on findings make a command fail.

use super::status;
use super::tally::Tally;
use crate::rules::Severity;

/// The severity from which findings make the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// From errors on.
    Error,
    /// From warnings on.
    Warning,
    /// From information on.
    Info,
    /// From hints on: at any finding.
    Hint,
    /// Not at all.
    Never,
}

impl FailOn {
    /// The exit code of a command after these counts; `is_failed` where something else went wrong.
    pub fn status(self, tally: &Tally, is_failed: bool) -> u8 {
        if is_failed || tally.failed > 0 {
            status::FAILED
        } else if tally.worst().is_some_and(|worst| self.is_reached_by(worst)) {
            status::FINDINGS
        } else {
            status::CLEAN
        }
    }

    /// Whether findings of this severity make the command fail.
    pub fn is_reached_by(self, worst: Severity) -> bool {
        match self {
            FailOn::Error => worst >= Severity::Error,
            FailOn::Warning => worst >= Severity::Warning,
            FailOn::Info => worst >= Severity::Info,
            FailOn::Hint => worst >= Severity::Hint,
            FailOn::Never => false,
        }
    }
}
