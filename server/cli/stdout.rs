//! Standard output and standard error, as every command uses them.

use crate::text::system_error::reason;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, written in pieces.
#[derive(Debug)]
pub struct Stdout {
    out: BufWriter<StdoutLock<'static>>,
    framing: Framing,
    is_terminal: bool,
    is_empty: bool,
}

/// The framing of the pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// None: every piece ends its own last line.
    Lines,
    /// The pieces are items of one JSON array.
    Array,
}

impl Stdout {
    /// Locks standard output.
    pub fn new(framing: Framing) -> Self {
        Stdout {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            framing,
            is_terminal: io::stdout().is_terminal(),
            is_empty: true,
        }
    }

    /// Writes a piece; an empty one is ignored.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written.
    pub fn write(&mut self, piece: &str) -> io::Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        if self.framing == Framing::Array {
            self.out.write_all(if self.is_empty { b"[\n" } else { b",\n" })?;
        }
        self.is_empty = false;
        self.out.write_all(piece.as_bytes())?;
        // A user is watching, so results are shown at once.
        if self.is_terminal { self.out.flush() } else { Ok(()) }
    }

    /// Whether it is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Completes the output.
    ///
    /// # Errors
    /// If standard output is closed or cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        if self.framing == Framing::Array {
            self.out.write_all(if self.is_empty { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}

/// Writes a text to standard output.
///
/// # Errors
/// If standard output is closed or cannot be written.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = Stdout::new(Framing::Lines);
    out.write(text)?;
    out.finish()
}

/// Writes a line to standard error. A failure of that cannot be reported anywhere.
pub fn tell(message: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// Reports a failure of the program or of one of its files.
pub fn complain(message: impl Display) {
    tell(format_args!("nianbao: {message}"));
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
