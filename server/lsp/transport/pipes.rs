//! Standard input and output, asynchronous and without extra threads where the system allows it.
//!
//! An inherited descriptor shares its flags with other processes: a terminal would stop waiting for its user if this
//! process made its own end non-blocking. So a pipe is opened a second time, which gives it flags of its own, and a
//! socket is used only if standard error does not share it. Everything else is read and written by blocking calls.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use tokio::io::AsyncRead;
use tokio::sync::Notify;

/// Standard input.
pub type Reader = Box<dyn AsyncRead + Unpin>;

/// Standard output.
#[derive(Debug)]
pub enum Writer {
    /// A pipe.
    #[cfg(unix)]
    Pipe(tokio::net::unix::pipe::Sender),
    /// A socket: used by most editors.
    #[cfg(unix)]
    Socket(tokio::net::UnixStream),
    /// Anything else.
    Thread(Thread),
}

impl Writer {
    /// A thread that makes blocking calls.
    pub fn thread(output: impl Write + Send + 'static) -> Self {
        Writer::Thread(Thread::start(output))
    }

    /// Writes what can be written without blocking; returns how many bytes.
    ///
    /// # Errors
    /// `WouldBlock` if nothing can be written now; others if the reader is gone.
    pub fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            #[cfg(unix)]
            Writer::Pipe(pipe) => pipe.try_write(bytes),
            #[cfg(unix)]
            Writer::Socket(socket) => socket.try_write(bytes),
            Writer::Thread(thread) => thread.try_write(bytes),
        }
    }

    /// Waits until something can be written.
    ///
    /// # Errors
    /// If the output is closed.
    pub async fn writable(&self) -> io::Result<()> {
        match self {
            #[cfg(unix)]
            Writer::Pipe(pipe) => pipe.writable().await,
            #[cfg(unix)]
            Writer::Socket(socket) => socket.writable().await,
            Writer::Thread(thread) => thread.writable().await,
        }
    }
}

/// A thread that writes one piece after another.
#[derive(Debug)]
pub struct Thread {
    pieces: mpsc::Sender<Vec<u8>>,
    state: Arc<(Mutex<State>, Notify)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Broken,
}

impl Thread {
    /// Starts the thread.
    fn start(mut output: impl Write + Send + 'static) -> Self {
        let (pieces, to_write) = mpsc::channel::<Vec<u8>>();
        let state = Arc::new((Mutex::new(State::Idle), Notify::new()));
        let shared = state.clone();
        std::thread::spawn(move || {
            for piece in to_write {
                let result = output.write_all(&piece).and_then(|()| output.flush());
                *lock(&shared.0) = if result.is_ok() { State::Idle } else { State::Broken };
                shared.1.notify_one();
            }
        });
        Thread { pieces, state }
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = lock(&self.state.0);
        match *state {
            State::Idle if self.pieces.send(bytes.to_vec()).is_ok() => {
                *state = State::Busy;
                Ok(bytes.len())
            }
            State::Busy => Err(io::ErrorKind::WouldBlock.into()),
            State::Idle | State::Broken => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    async fn writable(&self) -> io::Result<()> {
        loop {
            let state = *lock(&self.state.0);
            match state {
                State::Idle => return Ok(()),
                State::Busy => self.state.1.notified().await,
                State::Broken => return Err(io::ErrorKind::BrokenPipe.into()),
            }
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Standard input and output; call it within a runtime.
pub fn standard() -> (Reader, Writer) {
    #[cfg(unix)]
    let (reader, writer) = (unix::reader(), unix::writer());
    #[cfg(not(unix))]
    let (reader, writer) = (None, None);
    tracing::debug!(on_reactor = ?(reader.is_some(), writer.is_some()), "standard input and output");
    (reader.unwrap_or_else(|| Box::new(tokio::io::stdin())), writer.unwrap_or_else(|| Writer::thread(io::stdout())))
}

/// Pipes and sockets of Unix.
#[cfg(unix)]
mod unix {
    use super::{Reader, Writer};
    use std::fs::File;
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    use std::os::unix::net::UnixStream;
    use tokio::net::unix::pipe;

    /// Standard input, if it is a pipe or a socket that can be used safely.
    pub fn reader() -> Option<Reader> {
        if let Ok(pipe) = pipe::OpenOptions::new().open_receiver("/proc/self/fd/0") {
            return Some(Box::new(pipe));
        }
        Some(Box::new(socket(io::stdin())?))
    }

    /// Standard output, likewise.
    pub fn writer() -> Option<Writer> {
        if let Ok(pipe) = pipe::OpenOptions::new().open_sender("/proc/self/fd/1") {
            return Some(Writer::Pipe(pipe));
        }
        socket(io::stdout()).map(Writer::Socket)
    }

    /// A socket, unless standard error shares it, whose output would then be lost when the socket is full.
    fn socket(descriptor: impl AsFd) -> Option<tokio::net::UnixStream> {
        let (own, owned) = file(descriptor)?;
        let (errors, _) = file(io::stderr())?;
        if !own.file_type().is_socket() || (own.dev(), own.ino()) == (errors.dev(), errors.ino()) {
            return None;
        }
        let socket = UnixStream::from(owned);
        socket.set_nonblocking(true).ok()?;
        tokio::net::UnixStream::from_std(socket).ok()
    }

    fn file(descriptor: impl AsFd) -> Option<(std::fs::Metadata, OwnedFd)> {
        let file = File::from(descriptor.as_fd().try_clone_to_owned().ok()?);
        Some((file.metadata().ok()?, file.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer that accepts one byte at a time, and only so many.
    struct Slow(usize);

    impl Write for Slow {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(1)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_thread_takes_piece_after_piece_until_it_breaks() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let writer = Writer::thread(Slow(10));
        runtime.block_on(async {
            for _ in 0..2 {
                writer.writable().await.unwrap();
                assert_eq!(writer.try_write(b"12345").unwrap(), 5);
            }
            writer.writable().await.unwrap();
            assert_eq!(writer.try_write(b"6").unwrap(), 1);
            assert_eq!(writer.writable().await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
            assert_eq!(writer.try_write(b"7").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        });
    }
}
