//! Writes messages to the client.
//!
//! A message is written by its sender, if the client's pipe accepts it; the rest waits in order, and a task writes it
//! as soon as there is room. So a message costs no thread switch, and a client that does not read blocks no sender.

use super::pipes::Writer;
use super::service::Reply;
use serde::Serialize;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::{Error, Id, Response};

/// How many bytes may be pending before the client counts as behind.
const BEHIND: usize = 1024 * 1024;

/// How many bytes may be pending before answers are left out: a client that does not read them is told instead that it
/// should have.
const FULL: usize = 64 * 1024 * 1024;

/// How many bytes may be pending before no more messages of the client are read.
const OVERFULL: usize = 4 * FULL;

/// The error of an answer that was left out: `RequestFailed` of the protocol.
const LEFT_OUT: i64 = -32803;

/// Room for the header in front of a body.
const HEADER: usize = 64;

/// The output to the client; clones share it.
#[derive(Debug, Clone)]
pub struct Output(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    writer: Writer,
    state: Mutex<State>,
    /// Notified when something is pending, or when the output ends.
    waits: Notify,
    /// Notified when pending bytes were written, or never will be.
    room: Condvar,
    /// The same for tasks.
    written: Notify,
}

#[derive(Debug, Default)]
struct State {
    waiting: Vec<u8>,
    is_broken: bool,
}

/// A message with its header, as written.
#[derive(Debug)]
pub struct Frame {
    bytes: Vec<u8>,
    start: usize,
}

impl Frame {
    /// Serializes a message.
    ///
    /// # Errors
    /// If it cannot be serialized as JSON.
    pub fn new(message: &impl Serialize) -> serde_json::Result<Self> {
        Frame::of(|body| serde_json::to_writer(body, message))
    }

    /// Serializes the answer to a request, whose result is JSON already.
    fn answer(id: &Id, result: &str) -> serde_json::Result<Self> {
        Frame::of(|body| {
            body.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"result\":");
            body.extend_from_slice(result.as_bytes());
            body.extend_from_slice(b",\"id\":");
            serde_json::to_writer(&mut *body, id)?;
            body.push(b'}');
            Ok(())
        })
    }

    fn of(write_body: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) -> serde_json::Result<Self> {
        // The length is known once the body is written; the header then goes into the space before it.
        let mut bytes = vec![0; HEADER];
        write_body(&mut bytes)?;
        let header = format!("Content-Length: {}\r\n\r\n", bytes.len() - HEADER);
        let start = HEADER - header.len();
        bytes[start..HEADER].copy_from_slice(header.as_bytes());
        Ok(Frame { bytes, start })
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

impl Output {
    /// Writes to `writer`.
    pub fn new(writer: Writer) -> Self {
        let state = Mutex::default();
        Output(Arc::new(Shared { writer, state, waits: Notify::new(), room: Condvar::new(), written: Notify::new() }))
    }

    /// Sends a message behind those sent before.
    pub fn send(&self, message: &impl Serialize) {
        self.send_frame(Frame::new(message));
    }

    /// Sends the answer to a request, or why there is none: if the client does not read those before.
    pub fn answer(&self, reply: &Reply) {
        match reply {
            _ if self.is_full() => self.leave_out(reply.id()),
            Reply::Tree(response) => self.send(response),
            Reply::Json(id, result) => self.send_frame(Frame::answer(id, result)),
        }
    }

    fn send_frame(&self, frame: serde_json::Result<Frame>) {
        match frame {
            Ok(frame) => self.send_if(&frame, || true),
            Err(error) => tracing::error!("a message cannot be written: {error}"),
        }
    }

    /// Sends a message if it is still wanted at its turn: no other message is sent between the test and the message.
    pub fn send_if(&self, frame: &Frame, is_wanted: impl FnOnce() -> bool) {
        let mut state = self.state();
        if state.is_broken || !is_wanted() {
            return;
        }
        let mut rest = frame.bytes();
        while state.waiting.is_empty() && !rest.is_empty() {
            match self.0.writer.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // The task that writes pending bytes meets the same error and reports it.
                Err(_) => break,
            }
        }
        if !rest.is_empty() {
            state.waiting.extend_from_slice(rest);
            drop(state);
            self.0.waits.notify_one();
        }
    }

    /// Says that a request has no answer, because the client does not read those before.
    pub fn leave_out(&self, id: &Id) {
        tracing::warn!(%id, "an answer is left out: the client does not read");
        let message = "客户端没有读取前面的答复，这个请求没有处理".into();
        self.send(&Response::from_error(id.clone(), Error { code: LEFT_OUT.into(), message, data: None }));
    }

    /// Whether answers are left out.
    pub fn is_full(&self) -> bool {
        self.state().waiting.len() > FULL
    }

    /// Waits until the client has read so much that its messages are read again.
    pub async fn until_not_overfull(&self) {
        self.until_at_most(OVERFULL).await;
    }

    /// Waits until the client is not behind.
    pub async fn until_not_behind(&self) {
        self.until_at_most(BEHIND).await;
    }

    async fn until_at_most(&self, most: usize) {
        loop {
            let written = self.0.written.notified();
            let is_fit = {
                let state = self.state();
                state.waiting.len() <= most || state.is_broken
            };
            if is_fit {
                return;
            }
            written.await;
        }
    }

    /// Whether the client is slow to read.
    pub fn is_behind(&self) -> bool {
        self.state().waiting.len() > BEHIND
    }

    /// Waits until the client is no longer behind, or cannot be written to.
    pub fn wait_for_room(&self) {
        let is_full = |state: &mut State| state.waiting.len() > BEHIND && !state.is_broken;
        drop(self.0.room.wait_while(self.state(), is_full));
    }

    /// Writes pending bytes as they come, until the client cannot be written to.
    pub async fn write_what_waits(&self) {
        loop {
            if self.state().waiting.is_empty() {
                self.0.waits.notified().await;
                continue;
            }
            if let Err(error) = self.write_some().await {
                tracing::error!("writing messages failed: {error}");
                break;
            }
        }
        *self.state() = State { waiting: Vec::new(), is_broken: true };
        self.0.room.notify_all();
        self.0.written.notify_waiters();
    }

    /// Waits until nothing is pending.
    pub async fn written(&self) {
        loop {
            let written = self.0.written.notified();
            if self.state().waiting.is_empty() {
                break;
            }
            written.await;
        }
        // Bytes that a thread is writing still count as pending. A failure no longer matters here.
        let _ = self.0.writer.writable().await;
    }

    async fn write_some(&self) -> io::Result<()> {
        self.0.writer.writable().await?;
        let mut state = self.state();
        match self.0.writer.try_write(&state.waiting) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) if written == state.waiting.len() => state.waiting = Vec::new(),
            Ok(written) => drop(state.waiting.drain(..written)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
        drop(state);
        self.0.room.notify_all();
        self.0.written.notify_waiters();
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing here panics halfway.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::io::Write;
    use std::sync::mpsc;

    /// A client that reads nothing until it is let.
    struct Reluctant(mpsc::Receiver<()>, mpsc::Sender<Vec<u8>>);

    impl Write for Reluctant {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            self.1.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn answers_that_nobody_reads_are_left_out() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (letting, let_read) = mpsc::channel();
        let (sender, read) = mpsc::channel();
        let output = Output::new(Writer::thread(Reluctant(let_read, sender)));
        let answer = Reply::Json(Id::Number(7), format!("\"{}\"", "x".repeat(4 << 20)));
        (0..40).for_each(|_| output.answer(&answer));
        let waiting = output.state().waiting.len();
        assert!(output.is_full() && waiting < FULL + (5 << 20), "{waiting} bytes wait");
        drop(letting);
        let writing = output.clone();
        runtime.block_on(async move {
            let write = writing.write_what_waits();
            let done = async {
                writing.until_not_overfull().await;
                writing.until_not_behind().await;
                writing.written().await;
            };
            futures_util::future::select(std::pin::pin!(write), std::pin::pin!(done)).await;
        });
        assert!(!output.is_full());
        drop(output);
        let all = String::from_utf8(read.iter().flatten().collect()).unwrap();
        let bodies = all.split("Content-Length: ").skip(1).filter_map(|message| message.split_once("\r\n\r\n"));
        let bodies: Vec<Value> = bodies.map(|(_, body)| serde_json::from_str(body).unwrap()).collect();
        assert_eq!(bodies.len(), 40);
        let left_out = bodies.iter().filter(|body| body["error"]["code"] == LEFT_OUT).count();
        assert!(left_out > 10 && bodies.iter().all(|body| body["id"] == 7), "{left_out}");
    }
}
