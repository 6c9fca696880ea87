//! What each message does: convert in, ask the draft, convert out. Knows nothing of threads and of how a session ends.

use super::capabilities::capabilities;
use super::convert::{self, Agreed};
use super::drafts::Drafts;
use super::publish::{Event, Publisher};
use crate::ide::{Draft, Snapshot};
use lsp_types::{
    CodeActionParams, CodeActionResponse, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FoldingRange, FoldingRangeParams, InitializeParams, InitializeResult, ServerInfo, Url,
};
use std::sync::{Arc, OnceLock, mpsc};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, LanguageServer, async_trait};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    drafts: Arc<Drafts>,
    agreed: Arc<OnceLock<Agreed>>,
    events: mpsc::Sender<Event>,
}

impl Backend {
    /// A session with a client.
    pub fn new(client: Client, runtime: Handle) -> Self {
        let drafts = Arc::new(Drafts::default());
        let agreed = Arc::new(OnceLock::new());
        let events = Publisher { client, runtime, drafts: drafts.clone(), agreed: agreed.clone() }.start();
        Backend { drafts, agreed, events }
    }

    fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// The draft as it is when the request is looked at, before anything is awaited; `None` where it is not open.
    fn snapshot(&self, url: &Url) -> Option<Snapshot> {
        let snapshot = self.drafts.now(url).map(|draft| draft.snapshot());
        if snapshot.is_none() {
            tracing::warn!(uri = %url, "a request is about a document that is not open");
        }
        snapshot
    }

    fn tell(&self, event: Event) {
        if self.events.send(event).is_err() {
            tracing::error!("nothing is checked any more: the checking thread has ended");
        }
    }
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        // tower-lsp lets only one `initialize` through.
        let agreed = *self.agreed.get_or_init(|| Agreed::on(&params.capabilities));
        Ok(InitializeResult {
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            capabilities: capabilities(&agreed),
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    // The three below await nothing: a text has changed before the next message is looked at.

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let stamp = self.drafts.open(document.uri.clone(), Draft::new(&document.text, document.version));
        self.tell(Event::Changed(document.uri, stamp));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let encoding = self.agreed().encoding;
        let changed = self.drafts.change(&document.uri, |draft| {
            for change in params.content_changes {
                let edit = convert::edit(draft.buffer(), change, encoding);
                draft.apply(&edit);
            }
            draft.set_version(document.version);
        });
        match changed {
            Some(stamp) => self.tell(Event::Changed(document.uri, stamp)),
            None => tracing::warn!(uri = %document.uri, "a document changed that is not open"),
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let url = params.text_document.uri;
        if self.drafts.close(&url) {
            self.tell(Event::Closed(url));
        } else {
            tracing::warn!(uri = %url, "a document was closed that is not open");
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let url = params.text_document.uri;
        let Some(snapshot) = self.snapshot(&url) else { return Ok(None) };
        Ok(Some(convert::actions(&snapshot, &url, params.range, &params.context, self.agreed())))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(Some(convert::folding(&snapshot)))
    }
}
