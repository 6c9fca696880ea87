//! The screen of a long run: results, error messages, and progress.

use super::stdout::{Framing, Stdout, complain};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

/// A run that takes longer than this shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// The results of a run, and on standard error a progress bar that makes way for other output.
#[derive(Debug)]
pub struct Screen {
    stdout: Stdout,
    bar: ProgressBar,
    since: Instant,
    may_show_bar: bool,
}

impl Screen {
    /// The screen of a run over so many files. Only terminals show the bar, unless `quiet`.
    pub fn new(framing: Framing, files: usize, quiet: bool) -> Self {
        Screen::to(framing, files, quiet, None)
    }

    /// The screen of a run whose results go to a file, if one is given.
    pub fn to(framing: Framing, files: usize, quiet: bool, file: Option<&Path>) -> Self {
        Screen {
            stdout: Stdout::new(framing, file),
            bar: ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden()),
            since: Instant::now(),
            may_show_bar: !quiet && io::stderr().is_terminal(),
        }
    }

    /// Writes a piece of the results; an empty one is ignored.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written.
    pub fn write(&mut self, piece: &str) -> io::Result<()> {
        if piece.is_empty() || self.bar.is_hidden() || !self.stdout.is_terminal() {
            return self.stdout.write(piece);
        }
        self.bar.suspend(|| self.stdout.write(piece))
    }

    /// Reports a failure on standard error.
    pub fn complain(&self, message: impl Display) {
        if self.bar.is_hidden() { complain(message) } else { self.bar.suspend(|| complain(message)) }
    }

    /// Counts one more file as done.
    pub fn advance(&mut self) {
        if self.may_show_bar && self.bar.is_hidden() && self.since.elapsed() > PATIENCE {
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} 个文件，剩余约 {eta}") {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Removes the bar and completes the output.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written, or the file cannot be.
    pub fn finish(self) -> io::Result<()> {
        self.bar.finish_and_clear();
        self.stdout.finish()
    }
}
