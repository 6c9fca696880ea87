//! The shell for editors: the Language Server Protocol over standard input and output. Knows nothing of rules or
//! tables; it asks the snapshots of `ide`.
//!
//! A message goes from [`pipes`] through [`input`], [`serve`] and [`guard`] to [`backend`], which changes the [`drafts`]
//! before it first awaits; [`publish`] checks what changed and sends the diagnostics through [`output`]. All that happens on
//! one thread, so that a keystroke changes none; what takes long has threads of its own. Only [`convert`] knows how the
//! protocol counts characters. No other module of the crate names the protocol's types or the runtime.

mod answer;
mod arguments;
mod backend;
mod capabilities;
mod commands;
mod convert;
mod drafts;
mod guard;
mod input;
mod library;
mod output;
mod pipes;
mod progress;
mod publish;
mod pull;
mod reload;
mod serve;
mod workspace;

use backend::Backend;
use futures_util::future;
use guard::Guard;
use output::Output;
use serve::Session;
use std::cell::Cell;
use std::pin::pin;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;
use tower_lsp::LspService;

/// How long answers that are already given may take to be written once the session is over. A client that has
/// stopped reading would hold the process for ever otherwise.
const GRACE: Duration = Duration::from_secs(1);

/// How many answers that take long are worked at at once, beside standard input where that needs a thread.
const THREADS: usize = 5;

/// Serves one client on standard input and output until it says `exit` or closes the pipe.
///
/// The exit code is the protocol's: 0 after `shutdown`, 1 without. `give_back` gives memory that is free back to the system.
pub fn run(give_back: fn()) -> ExitCode {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = match builder.enable_all().max_blocking_threads(THREADS).build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("nianbao：无法启动语言服务：{error}");
            return ExitCode::from(2);
        }
    };
    let shutdown = runtime.block_on(session(give_back));
    // What still runs, or reads a terminal, is not waited for.
    runtime.shutdown_background();
    if shutdown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves a client; whether it asked for `shutdown`.
async fn session(give_back: fn()) -> bool {
    let (reader, writer) = pipes::standard();
    let output = Output::new(writer);
    let writing = {
        let output = output.clone();
        tokio::spawn(async move { output.write_what_waits().await })
    };
    let runtime = tokio::runtime::Handle::current();
    let (service, socket) = LspService::new(|client| Backend::new(client, runtime, output.clone(), give_back));
    let publisher = service.inner().publisher().clone();
    let guard = Guard::new(service);
    let shutdown = Rc::new(Cell::new(false));
    let session = Session { reader, output: output.clone(), guard, publisher, shutdown: shutdown.clone() };
    // Over is also a session with a client that cannot be written to any more.
    if let future::Either::Left(_) = future::select(pin!(session.serve(socket)), writing).await {
        let _ = tokio::time::timeout(GRACE, output.written()).await;
    }
    shutdown.get()
}
