//! The shell for editors: the Language Server Protocol over standard input and output. It answers from the snapshots of
//! `check` and the features of `ide`, converted.
//!
//! A message passes through [`transport`] to [`backend`]. [`sync`] applies text changes before anything is awaited;
//! [`publish`] checks what changed and sends the diagnostics. All this happens on one thread, so a keystroke never
//! switches threads; slow work has threads of its own. [`requests`] are answered from the [`drafts`]. Only [`protocol`](crate::protocol)
//! knows the client's position encoding. No other module of the crate uses the protocol's types or the runtime.

mod backend;
mod capabilities;
mod client;
mod code_actions;
mod commands;
mod diagnostics;
mod drafts;
mod installed_pages;
mod keeper;
mod library;
mod looker;
mod panics;
#[cfg(unix)]
mod parent;
mod progress;
mod publish;
mod pull;
mod queue;
mod reload;
mod requests;
mod rounds;
mod symbol_cache;
mod symbols;
mod sync;
mod transport;
mod turns;
mod workspace;

use crate::text::system_error::reason;
use backend::Backend;
use client::Client;
use futures_util::future;
use std::cell::Cell;
use std::pin::pin;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;
use tower_lsp::LspService;
use transport::{Connection, MessageService, Output, methods, pipes};

/// How long to wait for pending answers to be written once the session is over. A client that has stopped reading would
/// otherwise hold the process forever.
const GRACE: Duration = Duration::from_secs(1);

/// How many slow answers are worked on at once, beside standard input where that needs a thread.
const THREADS: usize = 5;

/// Serves one client on standard input and output until it sends `exit` or closes the pipe.
///
/// The exit code is the protocol's: 0 after `shutdown`, 1 without. `give_back` returns free memory to the system.
pub fn run(give_back: fn()) -> ExitCode {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = match builder.enable_all().max_blocking_threads(THREADS).build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("nianbao：无法启动语言服务：{}", reason(&error));
            return ExitCode::from(2);
        }
    };
    let shutdown = runtime.block_on(session(give_back));
    // Running work, or a thread that reads a terminal, is not waited for.
    runtime.shutdown_background();
    if shutdown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves a client; returns whether it asked for `shutdown`.
async fn session(give_back: fn()) -> bool {
    let (reader, writer) = pipes::standard();
    let output = Output::new(writer);
    let writing = {
        let output = output.clone();
        tokio::spawn(async move { output.write_what_waits().await })
    };
    let runtime = tokio::runtime::Handle::current();
    let backend = |client| {
        let client = Client::new(client, runtime.clone());
        Backend::new(client, runtime, output.clone(), give_back)
    };
    let service = LspService::build(backend)
        .custom_method(methods::DID_OPEN, Backend::opened)
        .custom_method(methods::DID_CHANGE, Backend::changed)
        .custom_method(methods::CODE_ACTION, Backend::code_actions)
        .custom_method(methods::DOCUMENT_SYMBOL, Backend::document_symbols)
        .custom_method(methods::FOLDING_RANGE, Backend::folding_ranges)
        .custom_method(methods::FORMATTING, Backend::formatting)
        .custom_method(methods::INLAY_HINT, Backend::inlay_hints)
        .custom_method(methods::RANGE_FORMATTING, Backend::range_formatting)
        .custom_method(methods::SEMANTIC_TOKENS, Backend::semantic_tokens)
        .custom_method(methods::SEMANTIC_TOKENS_RANGE, Backend::semantic_tokens_range);
    let (service, socket) = service.finish();
    let news = service.inner().publisher().clone();
    let service = MessageService::new(service);
    let shutdown = Rc::new(Cell::new(false));
    let connection = Connection { reader, output: output.clone(), service, news, shutdown: shutdown.clone() };
    // A session also ends when the client can no longer be written to.
    if let future::Either::Left(_) = future::select(pin!(connection.serve(socket)), writing).await {
        let _ = tokio::time::timeout(GRACE, output.written()).await;
    }
    shutdown.get()
}
