//! The null server: the same framework, no work. It answers every `didChange` at once with the diagnostics it was
//! started with. What it takes is what the framework, the pipes and the client take.

use std::fs;
use tokio::net::unix::pipe;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidOpenTextDocumentParams, InitializeParams, InitializeResult,
    ServerCapabilities, TextDocumentSyncKind,
};
use tower_lsp::{Client, LanguageServer, LspService, Server, async_trait};

/// How the null server reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// As tower-lsp's documentation has it: tokio's standard input and output, on as many threads as there are cores.
    Plain,
    /// The same on one thread, which the server under test takes, with both pipes on the reactor.
    Pipes,
}

impl Transport {
    pub const ALL: [Transport; 2] = [Transport::Plain, Transport::Pipes];

    pub fn name(self) -> &'static str {
        match self {
            Transport::Plain => "null-plain",
            Transport::Pipes => "null-pipes",
        }
    }
}

struct Null {
    client: Client,
    diagnostics: Vec<Diagnostic>,
}

impl Null {
    async fn publish(&self, uri: tower_lsp::lsp_types::Url, version: i32) {
        self.client.publish_diagnostics(uri, self.diagnostics.clone(), Some(version)).await;
    }
}

#[async_trait]
impl LanguageServer for Null {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let capabilities = ServerCapabilities {
            text_document_sync: Some(TextDocumentSyncKind::INCREMENTAL.into()),
            ..Default::default()
        };
        Ok(InitializeResult { capabilities, server_info: None })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.publish(params.text_document.uri, params.text_document.version).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.publish(params.text_document.uri, params.text_document.version).await;
    }
}

/// Serves one client with the diagnostics in a file; without a file, with none.
pub fn serve(transport: Transport, diagnostics: Option<&str>) {
    let diagnostics = diagnostics.map_or_else(Vec::new, |file| {
        serde_json::from_slice(&fs::read(file).expect("the diagnostics")).expect("a list of diagnostics")
    });
    let (service, socket) = LspService::new(|client| Null { client, diagnostics });
    match transport {
        Transport::Plain => tokio::runtime::Builder::new_multi_thread()
            .build()
            .expect("a runtime")
            .block_on(Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service)),
        Transport::Pipes => {
            tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime").block_on(async {
                let input = pipe::OpenOptions::new().open_receiver("/proc/self/fd/0").expect("a pipe");
                let output = pipe::OpenOptions::new().open_sender("/proc/self/fd/1").expect("a pipe");
                Server::new(input, output, socket).serve(service).await;
            })
        }
    }
}
