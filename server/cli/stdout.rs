//! Standard output, as every command uses it.

use super::rewrite;
pub use super::stderr::{complain, tell};
use crate::text::system_error::reason;
use crate::text::visible;
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// The results of a run, written in pieces to standard output, or to a file when all are there.
#[derive(Debug)]
pub struct Stdout {
    out: Target,
    framing: Framing,
    is_terminal: bool,
    is_empty: bool,
}

#[derive(Debug)]
enum Target {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(PathBuf, Vec<u8>),
}

/// The framing of the pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framing {
    /// None: every piece ends its own last line.
    Lines,
    /// The pieces are items of one document, with lines of their own.
    Items {
        /// What stands before the first.
        head: Cow<'static, str>,
        /// What stands between two.
        separator: &'static str,
        /// What stands behind the last, and the end of its line.
        tail: &'static str,
    },
}

impl Framing {
    /// The pieces are items of one JSON array.
    pub const ARRAY: Framing = Framing::Items { head: Cow::Borrowed("["), separator: ",", tail: "]\n" };
}

impl Stdout {
    /// Locks standard output, or takes the file that is to be written instead.
    pub fn new(framing: Framing, file: Option<&Path>) -> Self {
        let out = match file {
            Some(file) => Target::File(file.to_path_buf(), Vec::new()),
            None => Target::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        };
        Stdout { out, framing, is_terminal: file.is_none() && io::stdout().is_terminal(), is_empty: true }
    }

    /// Writes a piece; an empty one is ignored.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written.
    pub fn write(&mut self, piece: &str) -> io::Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        if let Framing::Items { head, separator, .. } = &self.framing {
            let before = if self.is_empty { &**head } else { separator };
            self.out.put(before)?;
            self.out.put("\n")?;
        }
        self.is_empty = false;
        if self.is_terminal {
            self.out.put(&visible::coloured(piece))?;
        } else {
            self.out.put(piece)?;
        }
        // A user is watching, so results are shown at once, and nothing in them moves the cursor.
        match &mut self.out {
            Target::Stdout(out) if self.is_terminal => out.flush(),
            _ => Ok(()),
        }
    }

    /// Whether it is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Completes the output.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written, or the file cannot be.
    pub fn finish(mut self) -> io::Result<()> {
        if let Framing::Items { head, tail, .. } = &self.framing {
            self.out.put(if self.is_empty { head } else { "\n" })?;
            self.out.put(tail)?;
        }
        match self.out {
            Target::Stdout(mut out) => out.flush(),
            Target::File(path, bytes) => {
                rewrite::write(&path, &bytes).map_err(|error| io::Error::other(format!("{}：{error}", path.display())))
            }
        }
    }
}

impl Target {
    fn put(&mut self, text: &str) -> io::Result<()> {
        match self {
            Target::Stdout(out) => out.write_all(text.as_bytes()),
            Target::File(_, bytes) => {
                bytes.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
    }
}

/// Writes a text to standard output, or to a file, if one is given.
///
/// # Errors
/// If standard output is closed or cannot be written.
pub fn print_to(text: &str, file: Option<&Path>) -> io::Result<()> {
    let mut out = Stdout::new(Framing::Lines, file);
    out.write(text)?;
    out.finish()
}

/// Writes a text to standard output.
///
/// # Errors
/// If standard output is closed or cannot be written.
pub fn print(text: &str) -> io::Result<()> {
    print_to(text, None)
}

/// Whether writing succeeded. A reader that has closed the pipe early (`| head`) is normal and not reported.
pub fn written(result: io::Result<()>) -> bool {
    match result {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
        Err(error) => {
            complain(format_args!("无法写出结果：{}", reason(&error)));
            false
        }
    }
}
