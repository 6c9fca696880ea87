//! The shell for editors: the Language Server Protocol over standard input and output. Knows nothing of rules or
//! tables; it asks the snapshots of `ide`.
//!
//! A message goes from [`input`] through [`guard`] to [`backend`], which changes the [`drafts`] before it first
//! awaits; [`publish`] checks what changed, on a thread of its own, and sends the diagnostics. Only [`convert`] knows
//! how the protocol counts characters. No other module of the crate names the protocol's types or the runtime.

mod arguments;
mod backend;
mod capabilities;
mod commands;
mod convert;
mod drafts;
mod guard;
mod input;
mod library;
mod progress;
mod publish;
mod pull;
mod reload;
mod workspace;

use backend::Backend;
use guard::Guard;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tower_lsp::{LspService, Server};

/// How long answers that are already given may take to be written once the session is over. A client that has
/// stopped reading would hold the process for ever otherwise.
const GRACE: Duration = Duration::from_secs(1);

/// How many bytes of messages are read ahead of those that are being handled.
const READ_AHEAD: usize = 64 * 1024;

/// Serves one client on standard input and output until it says `exit` or closes the pipe.
///
/// The exit code is the protocol's: 0 after `shutdown`, 1 without.
pub fn run() -> ExitCode {
    // One thread is enough to move messages: reading, checking and writing have their own.
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("nianbao：无法启动语言服务：{error}");
            return ExitCode::from(2);
        }
    };
    let (over, is_over) = mpsc::channel();
    let (mut messages, from_messages) = tokio::io::duplex(READ_AHEAD);
    let shutdown = Arc::new(AtomicBool::new(false));

    let reading_over = Over(over.clone());
    let (asked, handle) = (shutdown.clone(), runtime.handle().clone());
    std::thread::spawn(move || {
        let _over = reading_over;
        let forward = |part: &[u8]| handle.block_on(messages.write_all(part));
        if let Err(error) = input::forward(std::io::stdin().lock(), &asked, forward) {
            tracing::error!("reading messages failed: {error}");
        }
    });

    let serving_over = Over(over);
    let (service, socket) = LspService::new(|client| Backend::new(client, runtime.handle().clone()));
    runtime.spawn(async move {
        let _over = serving_over;
        Server::new(from_messages, tokio::io::stdout(), socket).serve(Guard::new(service)).await;
    });

    // Either may be over first: the messages, or the serving of a client that cannot be written to any more. The other
    // follows at once, or it is stuck at a pipe and is not waited for.
    let _ = is_over.recv();
    let _ = is_over.recv_timeout(GRACE);
    runtime.shutdown_background();
    if shutdown.load(Ordering::SeqCst) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says so when it is dropped, by a panic as well.
struct Over(mpsc::Sender<()>);

impl Drop for Over {
    fn drop(&mut self) {
        // Nobody listens any more when the grace has passed.
        let _ = self.0.send(());
    }
}
