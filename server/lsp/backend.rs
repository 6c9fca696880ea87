//! What each message does: convert in, ask the draft, convert out. Knows nothing of threads and of how a session ends.

use super::capabilities::capabilities;
use super::convert::{self, Agreed, seeing};
use super::drafts::Drafts;
use super::publish::{Event, Publisher};
use crate::ide::format::Style;
use crate::ide::{Draft, Hints, Snapshot};
use dashmap::DashSet;
use lsp_types::{
    CodeActionParams, CodeActionResponse, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InlayHint,
    InlayHintParams, Location, ReferenceParams, SelectionRange, SelectionRangeParams, SemanticTokens,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo,
    SymbolInformation, TextDocumentPositionParams, TextEdit, Url, WorkspaceSymbolParams,
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
    /// The drafts that are plain text.
    plain: DashSet<Url>,
}

impl Backend {
    /// A session with a client.
    pub fn new(client: Client, runtime: Handle) -> Self {
        let drafts = Arc::new(Drafts::default());
        let agreed = Arc::new(OnceLock::new());
        let events = Publisher { client, runtime, drafts: drafts.clone(), agreed: agreed.clone() }.start();
        Backend { drafts, agreed, events, plain: DashSet::new() }
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

    /// The tokens of a plain text. Markdown and HTML have their editors' own colours.
    fn tokens(&self, url: &Url, within: Option<lsp_types::Range>) -> Option<SemanticTokens> {
        let snapshot = self.snapshot(url)?;
        let data = match self.plain.contains(url) {
            true => seeing::tokens(&snapshot, within, self.agreed()),
            false => Vec::new(),
        };
        Some(SemanticTokens { result_id: None, data })
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
        match document.language_id.as_str() {
            "plaintext" | "text" => self.plain.insert(document.uri.clone()),
            _ => self.plain.remove(&document.uri).is_some(),
        };
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
        self.plain.remove(&url);
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

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        Ok(seeing::hover(&snapshot, position, self.agreed()))
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        Ok(Some(seeing::highlights(&snapshot, position, self.agreed())))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        let places = seeing::definition(&snapshot, &text_document.uri, position, self.agreed());
        Ok(Some(GotoDefinitionResponse::Array(places)))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        let itself = params.context.include_declaration;
        Ok(Some(seeing::references(&snapshot, &text_document.uri, position, itself, self.agreed())))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let url = params.text_document.uri;
        let Some(snapshot) = self.snapshot(&url) else { return Ok(None) };
        Ok(Some(seeing::symbols(&snapshot, &url, self.agreed())))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let drafts = self.drafts.all().into_iter();
        let found = drafts
            .flat_map(|(url, draft)| seeing::found_symbols(&draft.snapshot(), &url, &params.query, self.agreed()));
        Ok(Some(found.collect()))
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(seeing::selections(&snapshot, &params.positions, self.agreed()))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(Some(seeing::hints(&snapshot, params.range, Hints::default(), self.agreed())))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        Ok(self.tokens(&params.text_document.uri, None).map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        Ok(self.tokens(&params.text_document.uri, Some(params.range)).map(SemanticTokensRangeResult::Tokens))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(Some(seeing::formatting(&snapshot, None, Style::default(), self.agreed())))
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(Some(seeing::formatting(&snapshot, Some(params.range), Style::default(), self.agreed())))
    }
}
