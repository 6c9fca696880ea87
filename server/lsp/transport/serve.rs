//! The loop that reads messages. It interprets only `shutdown` and `exit`.

use super::input::{Input, Message};
use super::output::Output;
use super::pipes::Reader;
use super::service::{Handled, MessageService};
use futures_util::{FutureExt, Sink, SinkExt, StreamExt};
use std::cell::Cell;
use std::fmt::Display;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tower_lsp::jsonrpc::{Id, Response};
use tower_lsp::{ClientSocket, LanguageServer};

/// How many reads may precede a check. Even a client that never stops writing gets diagnostics.
const READS: usize = 64;

/// Pending changes that are published once there is no more input.
pub trait News {
    /// Whether any are pending.
    fn is_waiting(&self) -> bool;

    /// Publishes them.
    fn publish(&self);
}

/// The connection to one client.
pub struct Connection<S, N> {
    /// The source of the client's messages.
    pub reader: Reader,
    /// The destination of messages to the client.
    pub output: Output,
    /// The handler of messages.
    pub service: MessageService<S>,
    /// The publisher of changes.
    pub news: Arc<N>,
    /// Whether the client has asked for `shutdown`.
    pub shutdown: Rc<Cell<bool>>,
}

/// Whether to continue after a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Read,
    Exit,
}

impl<S: LanguageServer, N: News> Connection<S, N> {
    /// Handles messages until `exit` or the end of the input.
    pub async fn serve(mut self, socket: ClientSocket) {
        let (mut questions, mut answers) = socket.split();
        let output = self.output.clone();
        tokio::spawn(async move {
            while let Some(question) = questions.next().await {
                // Whoever sends waits for its turn.
                output.until_not_behind().await;
                output.send(&question);
            }
        });
        let mut input = Input::default();
        let mut reads = 0;
        loop {
            while let Some(message) = input.next() {
                if self.handle(message, &mut answers).await == Next::Exit {
                    return;
                }
                self.output.until_not_overfull().await;
            }
            // Pending input may contain a newer text; only the newest is worth checking.
            let read = if self.news.is_waiting() && reads < READS {
                tokio::task::yield_now().await;
                self.reader.read_buf(input.room()).now_or_never()
            } else {
                None
            };
            reads += 1;
            let read = match read {
                Some(read) => read,
                None => {
                    reads = 0;
                    self.news.publish();
                    self.reader.read_buf(input.room()).await
                }
            };
            match read {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    tracing::error!("reading messages failed: {error}");
                    return;
                }
            }
        }
    }

    async fn handle<A>(&mut self, message: Message, answers: &mut A) -> Next
    where
        A: Sink<Response, Error: Display> + Unpin,
    {
        match message {
            Message::Request(request) => {
                match request.method() {
                    "exit" => return Next::Exit,
                    "shutdown" => self.shutdown.set(true),
                    _ => {
                        if let Some(id) = request.id().filter(|_| self.output.is_full()) {
                            self.output.leave_out(id);
                            return Next::Read;
                        }
                    }
                }
                match self.service.handle(request) {
                    Handled::Done(None) => {}
                    Handled::Done(Some(reply)) => self.output.answer(&reply),
                    Handled::Pending(answer) => {
                        let output = self.output.clone();
                        tokio::spawn(async move {
                            if let Some(reply) = answer.await {
                                output.answer(&reply);
                            }
                        });
                    }
                }
            }
            Message::Response(response) => {
                if let Err(error) = answers.send(response).await {
                    tracing::warn!("an answer to nobody: {error}");
                }
            }
            Message::Unreadable(error) => self.output.send(&Response::from_error(Id::Null, error)),
        }
        Next::Read
    }
}
